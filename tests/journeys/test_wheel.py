"""The wheel alone: installed where nothing else is, it serves the desk with its user interface."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx2
import pytest

import dev
from deskplane import __version__
from deskplane.app.pages import DIST
from tests.fixtures.effort import lacking
from tests.journeys.commands import Installation, installation
from tests.journeys.desks import free_port

pytestmark = pytest.mark.full
ASSET = re.compile(r'(?:src|href)="(/[^"]+)"')


def uv(*words: str | Path, **given: str) -> None:
    """Run uv on what its cache holds, for nothing is downloaded in a test."""
    command = [str(dev.uv()), *map(str, words), "--offline"]
    env = dev.environment() | given
    done = subprocess.run(command, cwd=dev.ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    if not (DIST / "index.html").is_file():
        lacking("the built web UI: python3 dev.py build")
    folder = tmp_path_factory.mktemp("wheel")
    uv("build", "--wheel", "--out-dir", folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and what it needs, at the locked versions."""
    venv = tmp_path_factory.mktemp("environment") / "venv"
    locked = ("sync", "--frozen", "--no-default-groups", "--no-install-project", "--python", sys.executable)
    uv(*locked, UV_PROJECT_ENVIRONMENT=str(venv))
    uv("pip", "install", "--no-deps", "--python", venv, wheel)
    return venv


def test_the_wheel_holds_the_user_interface_and_no_source_of_it(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert {"deskplane/webdist/index.html", "deskplane/webdist/favicon.svg"} <= set(names)
    assert [name for name in names if name.endswith((".tsx", ".map", ".pyc")) or "node_modules" in name] == []
    assert {name.partition("/")[0] for name in names} == {"deskplane", f"deskplane-{__version__}.dist-info"}


def test_an_installed_wheel_serves_the_desk_without_node(installed: Path, tmp_path: Path):
    # Nothing but the environment is on PATH: no Node, no uv, no compiler.
    alone = {"PATH": str(installed / dev.BIN)}
    place = Installation(tmp_path, installed / dev.BIN / f"deskplane{dev.EXE}", alone)
    with installation(tmp_path, command=place.command, environment=alone) as place:
        assert place.ok("--version").strip() == __version__
        with place.serving("--port", str(free_port())) as served, served.client() as client:
            assert is_page(client, "/")
            assert is_page(client, "/app/tickets")
            assets = ASSET.findall(client.get("/app/tickets").text)
            assert len(assets) > 3
            assert [path for path in assets if client.get(path).status_code != 200] == []
            token = place.ok("token", "create", "--role", "admin").strip()
        assert token.startswith("dp_")


def is_page(client: httpx2.Client, path: str) -> bool:
    """Whether the user interface answers there."""
    answer = client.get(path, follow_redirects=True)
    return answer.status_code == 200 and '<div id="root">' in answer.text
