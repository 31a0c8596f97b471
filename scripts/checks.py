"""Every check of the repository, one after the other: ``python -m scripts.checks [step …]``, called by dev.py.

All steps run even after one failed. A table tells how each went; the last line counts the tests.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

import dev

REPORTS = dev.ROOT / ".cache" / "reports"
FULL = os.environ.get("DESKPLANE_FULL") == "1"
# Without it a run could not be told from the one before; `random` shuffles anew.
SEED = os.environ.get("DESKPLANE_SEED", "20261121")
# What a quick run does in the browser: somebody gets in, works off a queue, asks for help without a network.
CORE = ("daily_loop", "new_ticket", "pwa", "setup", "signing_in")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

Counts = tuple[int, int, int]


class Result(StrEnum):
    """How a step went."""

    PASSED = "passed"
    FAILED = "FAILED"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    """One check: what to do, what must be there first, and where its tests are counted."""

    name: str
    act: Callable[[], None]
    missing: Callable[[], str] = str
    report: Path | None = None


@dataclass(slots=True)
class Outcome:
    """A step that was run, or was not."""

    name: str
    result: Result
    seconds: float = 0.0
    reason: str = ""
    counts: Counts = (0, 0, 0)


def tool(name: str, *words: str) -> Callable[[], None]:
    """Run a program of the environment."""
    return partial(_run, [dev.VENV / dev.BIN / f"{name}{dev.EXE}", *words])


def script(module: str, *words: str) -> Callable[[], None]:
    """Run a Python module of the environment."""
    return partial(_run, [sys.executable, "-m", module, *words])


def web(*words: str) -> Callable[[], None]:
    """Run a script of web/package.json."""
    return lambda: _run(dev.npm("run", "--silent", *words), cwd=dev.WEB, extra=dev.with_node())


def _run(
    words: Sequence[str | Path], *, cwd: Path = dev.ROOT, extra: Mapping[str, str] | None = None
) -> None:
    command = [str(word) for word in words]
    code = subprocess.run(command, cwd=cwd, env=dev.environment() | dict(extra or {}), check=False).returncode
    if code:
        raise dev.SetupError(f"`{dev.short(command)}` ended with {code}.")


def no_web_packages() -> str:
    """Why the steps of web/ cannot run, or nothing."""
    return "" if (dev.WEB / "node_modules" / ".stamp").exists() else "web packages are not installed"


def no_web_build() -> str:
    """Why the built UI cannot be looked at, or nothing."""
    return "" if (dev.WEBDIST / ".stamp").exists() else "the web UI is not built"


def no_browser() -> str:
    """Why browser tests cannot run, or nothing."""
    chosen = os.environ.get("DESKPLANE_CHROMIUM")
    found = Path(chosen).exists() if chosen else any(map(shutil.which, BROWSERS))
    return no_web_build() if found else "no Chromium: install it, or name it in DESKPLANE_CHROMIUM"


def pytest(name: str, *words: str, missing: Callable[[], str] = str) -> Step:
    """A run of pytest whose tests are counted."""
    report = REPORTS / f"{name}.xml"
    told = [f"--junitxml={report}", "--durations=20", "--durations-min=0.5", *words]
    if SEED != "random":
        told.append(f"--randomly-seed={SEED}")
    return Step(name, script("pytest", *told), missing, report)


def browser() -> Step:
    """The tests in Chromium: all of them in a full run, the core otherwise.

    A page that was late gets a second try; ``-rR`` names each test that needed it.
    """
    folder = "tests/browser"
    chosen = [folder] if FULL else [f"{folder}/test_{name}.py" for name in CORE]
    return pytest("browser", *chosen, "--reruns=1", "-rfER", missing=no_browser)


def steps() -> list[Step]:
    """All checks, cheap ones first. The UI is built before the tests that serve it."""
    vitest = REPORTS / "vitest.json"
    counted = ("--reporter=default", "--reporter=json", f"--outputFile.json={vitest}")
    return [
        Step("ruff check", tool("ruff", "check")),
        Step("ruff format", tool("ruff", "format", "--check")),
        Step("house lints", script("scripts.house")),
        Step("import contracts", tool("lint-imports")),
        Step("pyright", tool("basedpyright")),
        Step("web build", dev.build_web),
        pytest("pytest", "-n", "2", "--dist", "worksteal", "--ignore=tests/browser"),
        Step("web types", web("typecheck"), no_web_packages),
        Step("web lint", web("lint"), no_web_packages),
        Step("web borders", web("depcruise"), no_web_packages),
        Step("web tests", web("test", "--", *counted), no_web_packages, vitest),
        Step("web unused", web("knip"), no_web_packages),
        Step("web api types", web("types:check"), no_web_packages),
        Step("web size", web("size"), no_web_build),
        browser(),
    ]


def counts(report: Path | None) -> Counts:
    """Return how many tests passed, failed and were skipped according to a JUnit or Vitest report."""
    if report is None or not report.exists():
        return 0, 0, 0
    if report.suffix == ".json":
        told = json.loads(report.read_text(encoding="utf-8"))
        skipped = told["numPendingTests"] + told.get("numTodoTests", 0)
        return told["numPassedTests"], told["numFailedTests"], skipped
    suite = re.search(r"<testsuite [^>]*>", report.read_text(encoding="utf-8"))
    told = dict(re.findall(r'(tests|failures|errors|skipped)="(\d+)"', suite[0])) if suite else {}
    total, skipped = int(told.get("tests", 0)), int(told.get("skipped", 0))
    failed = int(told.get("failures", 0)) + int(told.get("errors", 0))
    return max(total - failed - skipped, 0), failed, skipped


def perform(step: Step) -> Outcome:
    """Run one step, unless what it needs is missing; a full run takes nothing missing for an excuse."""
    print(f"\n━━ {step.name}", flush=True)
    reason = step.missing()
    if reason:
        print(f"not run: {reason}", flush=True)
        return Outcome(step.name, Result.FAILED if FULL else Result.SKIPPED, reason=reason)
    if step.report:
        step.report.parent.mkdir(parents=True, exist_ok=True)
        step.report.unlink(missing_ok=True)
    started = time.monotonic()
    outcome = Outcome(step.name, Result.PASSED)
    try:
        step.act()
    except dev.SetupError as error:
        print(error, flush=True)
        outcome.result, outcome.reason = Result.FAILED, str(error).partition("\n")[0]
    outcome.seconds = time.monotonic() - started
    outcome.counts = counts(step.report)
    return outcome


def table(outcomes: Sequence[Outcome]) -> str:
    """Return how each step went, with the seconds it took."""
    lines = [
        f"  {outcome.result:8} {outcome.seconds:7.1f} s  {outcome.name:18} {outcome.reason}".rstrip()
        for outcome in outcomes
    ]
    total = sum(outcome.seconds for outcome in outcomes)
    return "\n".join(["", "━━ summary", *lines, f"  {'total':8} {total:7.1f} s"])


def main(names: Sequence[str]) -> int:
    """Run all steps, or those whose names begin with one of ``names``."""
    chosen = [step for step in steps() if not names or step.name.startswith(tuple(names))]
    if not chosen:
        print("no such step; there are:", ", ".join(step.name for step in steps()))
        return 2
    outcomes = [perform(step) for step in chosen]
    passed, failed, skipped = (sum(outcome.counts[kind] for outcome in outcomes) for kind in range(3))
    print(table(outcomes))
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if any(outcome.result is Result.FAILED for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
