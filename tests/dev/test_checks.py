"""The order and the sums of ``make test``."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import dev
from scripts import checks
from scripts.checks import Outcome, Result, Step, counts, perform, table

ROOT = Path(__file__).resolve().parents[2]


def fail():
    raise dev.SetupError("it broke\nbecause")


def test_tests_are_counted_from_a_real_junit_report(tmp_path):
    sample = tmp_path / "test_sample.py"
    sample.write_text(
        "import pytest\n"
        "def test_good(): pass\n"
        "def test_better(): pass\n"
        "def test_bad(): assert False\n"
        "def test_broken(gone): pass\n"
        "@pytest.mark.skip\n"
        "def test_later(): pass\n"
    )
    report = tmp_path / "report.xml"
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--rootdir", tmp_path, f"--junitxml={report}", sample],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert counts(report) == (2, 2, 1)


def test_tests_are_counted_from_a_vitest_report(tmp_path):
    report = tmp_path / "vitest.json"
    report.write_text(
        json.dumps({"numPassedTests": 5, "numFailedTests": 1, "numPendingTests": 2, "numTodoTests": 1})
    )

    assert counts(report) == (5, 1, 3)


def test_a_report_that_was_not_written_counts_nothing(tmp_path):
    assert counts(tmp_path / "none.xml") == (0, 0, 0)


def test_a_failed_step_says_why(capsys):
    outcome = perform(Step("lint", fail))

    assert (outcome.result, outcome.reason) == (Result.FAILED, "it broke")
    assert "because" in capsys.readouterr().out


def test_a_step_that_lacks_something_is_skipped_and_fails_in_a_full_run(monkeypatch):
    step = Step("browser", fail, lambda: "no Chromium")

    monkeypatch.setattr(checks, "FULL", False)
    quick = perform(step)
    monkeypatch.setattr(checks, "FULL", True)
    full = perform(step)

    assert [(o.result, o.reason) for o in (quick, full)] == [
        (Result.SKIPPED, "no Chromium"),
        (Result.FAILED, "no Chromium"),
    ]


def test_an_old_report_is_not_counted_again(tmp_path):
    report = tmp_path / "vitest.json"
    report.write_text("{}")

    assert perform(Step("web tests", fail, report=report)).counts == (0, 0, 0)


def test_the_table_names_every_step_with_its_time():
    lines = table([Outcome("ruff", Result.PASSED, 0.25), Outcome("web", Result.FAILED, 2, "ended with 1")])

    assert re.search(r"passed +0\.2 s  ruff\n +FAILED +2\.0 s  web +ended with 1\n +total +2\.2 s", lines)


def test_the_last_line_sums_the_tests_up_and_the_exit_code_tells_of_any_failure():
    answer = subprocess.run(
        [sys.executable, "-m", "scripts.checks", "house lints", "web size"],
        cwd=ROOT,
        env=os.environ | {"DESKPLANE_FULL": "0"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.stdout.splitlines()[-1] == "0 passed, 0 failed, 0 skipped"
    assert answer.returncode == ("FAILED" in answer.stdout)


def test_every_web_script_that_the_checks_call_exists():
    there = json.loads((ROOT / "web" / "package.json").read_text())["scripts"]

    assert {"typecheck", "lint", "depcruise", "test", "knip", "types:check", "size"} <= set(there)
