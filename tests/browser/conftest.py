"""Chromium against a real desk: ``watch`` opens a window on it; errors in a page fail the test."""

import os
import re
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from deskplane.app.pages import DIST
from scripts.screenshots import FLAGS, chromium
from tests.browser.site import Site, running_site
from tests.browser.watching import LATEST, Complaints, Watch
from tests.fixtures.effort import lacking

RESULTS = Path(__file__).parents[2] / "test-results"
MORE_FLAGS = ("--disable-default-apps", "--disable-extensions", "--disable-domain-reliability")
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def program() -> str:
    """The browser to drive."""
    if not (DIST / "index.html").is_file():
        lacking("the built web UI: python3 dev.py build")
    try:
        return chromium()
    except FileNotFoundError:
        lacking("Chromium")


@pytest.fixture(scope="session")
def site(program: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A desk with demo data that all browser tests share; each makes the tickets it changes."""
    with running_site(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture(scope="module")
def browser(program: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Browser]:
    """A browser for one module: while it is open no other event loop can run in this thread."""
    expect.set_options(timeout=LATEST)
    flags = [*FLAGS, *MORE_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    home = str(tmp_path_factory.mktemp("home"))
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=flags, env={**os.environ, "HOME": home})
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def complaints() -> Generator[Complaints]:
    """What went wrong in pages, checked when all windows are closed."""
    heard = Complaints()
    yield heard
    assert heard.unexpected == []


@pytest.fixture
def watch(
    request: pytest.FixtureRequest, browser: Browser, site: Site, complaints: Complaints
) -> Generator[Watch]:
    """Opens windows on the desk."""
    name = re.sub(r"[^\w-]+", "-", request.node.nodeid.removeprefix("tests/browser/"))
    attempt = getattr(request.node, "execution_count", 1)
    folder = RESULTS / (name if attempt == 1 else f"{name}-{attempt}")
    shutil.rmtree(folder, ignore_errors=True)
    made = Watch(browser, site, complaints, folder)
    yield made
    made.close(keep=request.node.stash.get(FAILED, False) or bool(complaints.unexpected))
