"""The checklist of the source's connection page, walked in a browser for each desk and each place of the credentials.

Here: the card with its icon and its way to the detail page (CON-2, UIX-3, UIX-6); the form by labels and by keyboard
alone, with a visible focus (UIX-4, UIX-7); verify, with the status that follows by itself and what was found shown
(VER-1, CON-6, CON-7); 30 days, import, progress, cancel, last import (VER-2, VER-4, VER-5, VER-6, UIX-5, FRD-1); in the
database, in the logs and with the agent nothing shows the secret (CON-5, CON-8); a vendor that echoes the secret
(VER-7).

Elsewhere: the allowed types, the seed, what sync-tickets takes and refuses: tests/connections/test_records.py and
test_import.py (CON-1, CON-3, VER-3); the errand and its connection_type, copies and late words: test_agent.py and
test_agent_order.py there, through RabbitMQ for each type (VER-8); bad fields, a wrong token and its repair:
test_connections.py here; axe on each page: test_accessibility.py; texts of both languages: test_languages.py.
"""

import json
import re
import threading
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from deskplane.simulators.faults import Fault
from tests.browser.site import ADMIN, Site, running_site
from tests.browser.test_accessibility import findings
from tests.browser.test_connections import PATH, WORK, Desk, agent, desk, steps
from tests.browser.watching import Complaints, Watch
from tests.fixtures.dumping import dump

CANARY: Final = "canary-4711-never-stored"


@dataclass(frozen=True)
class Kind:
    """A type of desk: its simulator, and what is typed into which field."""

    type: str
    vendor: str
    fields: tuple[tuple[str, str], ...]
    way: str = ""
    """How to sign in, where it is not the first way that the form offers."""


URL: Final = "{url}"
KINDS: Final = {
    "jira_itsm": Kind(
        *("jira_itsm", "jira-cloud"),
        (("Jira URL", URL), ("Email", "admin@example.com"), ("API Token", CANARY)),
    ),
    "servicenow": Kind(
        *("servicenow", "servicenow"),
        (("ServiceNow URL", URL), ("User name", "admin"), ("Password", CANARY)),
        "User name and password",
    ),
    "freshdesk": Kind(
        *("freshdesk", "freshdesk"),
        (("Freshdesk URL", URL), ("API key", CANARY)),
    ),
}
#: At a desk each place of credentials is walked with one type; a full run walks each with each.
SOME: Final = {("servicenow", "vault_db"), ("freshdesk", "agent")}
WALKS: Final = [
    pytest.param(type_, mode, marks=() if (type_, mode) in SOME else pytest.mark.full)
    for type_ in KINDS
    for mode in ("vault_db", "agent")
]


def reached(page: Page, target: Locator) -> None:
    """Come to something with the tab key alone, and see that it has the focus."""
    for _ in range(20):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    assert target.evaluate("element => element.matches(':focus-visible')")


def filled(page: Page, kind: Kind, url: str, mode: str) -> None:
    """Fill in the form and send it with the keyboard."""
    if mode == "agent":
        page.get_by_label("With the agent outside").check()
    if kind.way:
        page.get_by_role("radio", name=re.compile(f"^{kind.way}")).check()
    first = page.get_by_label(f"{kind.fields[0][0]} (required)", exact=True)
    first.focus()
    for label, value in kind.fields:
        field = page.get_by_label(f"{label} (required)", exact=True)
        reached(page, field)
        assert (field.get_attribute("type") == "password") == (value == CANARY)
        page.keyboard.insert_text(value.format(url=url))
    reached(page, page.get_by_role("button", name="Verify", exact=True))
    page.keyboard.press("Enter")


def opened_from_its_card(watch: Watch, known: Desk) -> Page:
    page = watch("/settings/connections/itsm", who=ADMIN)
    card = page.get_by_role("main").locator(f'a[href$="/settings/connections/itsm/{known.id}"]')
    expect(card.get_by_role("img", name=re.compile("desk"))).to_be_visible()
    card.click()
    expect(page).to_have_url(re.compile(f"/app/settings/connections/itsm/{known.id}$"))
    return page


def proved(page: Page) -> None:
    """See that the log-in works, without a reload, and what the desk offers."""
    expect(steps(page).filter(has_text="Log-in")).not_to_contain_text("Cause")
    offered = page.get_by_role("main").locator("section").filter(has_text="Found at verification")
    expect(offered).to_contain_text("Statuses")
    assert findings(page) == []


def imported(page: Page, known: Desk) -> None:
    """Import 30 days; then once more, see where it stands, and stop it."""
    history = page.get_by_role("table", name="Run history")
    page.get_by_text("30 days", exact=True).click()
    page.get_by_role("button", name="Import tickets").click()
    expect(history).to_contain_text("Success", timeout=WORK)
    expect(page.get_by_role("heading", name="Last import")).to_be_visible()

    known.simulator.faults.add(Fault("slow", times=-1, seconds=25))
    page.get_by_role("button", name="Import tickets").click()
    expect(page.get_by_role("progressbar", name="Import tickets")).to_be_visible(timeout=WORK)
    expect(page.get_by_text("Tickets imported so far are kept.")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(history).to_contain_text("Cancelled", timeout=WORK)
    cancelled, first = known.runs()
    assert (cancelled["state"], first["state"], first["days"]) == ("cancelled", "success", 30)
    assert first["created_count"] > 0
    expect(page.get_by_role("button", name="Import tickets")).to_be_visible()


def nowhere(site: Site, page: Page, folder: Path) -> None:
    """Look for the secret in every table, in the logs and on the page, as it is and as bytes are shown."""
    texts = {
        "database": dump(site.place.dsn()),
        "log": site.served.said(),
        "page": page.content(),
        **{path.name: path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()},
    }
    for name, text in texts.items():
        assert CANARY not in text, name
        assert CANARY.encode().hex() not in text, name


def walked(watch: Watch, site: Site, kind: Kind, mode: str, folder: Path) -> None:
    """Go through the list from the card to the end of an import."""
    with desk(site, kind.type, kind.vendor, tickets=40, secret=CANARY) as known:
        page = opened_from_its_card(watch, known)
        filled(page, kind, known.url, mode)
        proved(page)
        kept = "With the agent, never here" if mode == "agent" else "Stored, never shown"
        expect(page.get_by_text(kept).first).to_be_visible()
        imported(page, known)
        nowhere(site, page, folder)


@pytest.mark.parametrize(("type_", "mode"), WALKS)
def test_the_list_is_walked(watch: Watch, site: Site, tmp_path: Path, type_: str, mode: str):
    with agent(site, tmp_path) if mode == "agent" else nullcontext():
        walked(watch, site, KINDS[type_], mode, tmp_path)


@pytest.fixture(scope="module")
def away(program: str, broker: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Site, Path]]:
    """A desk and its agent that talk through RabbitMQ alone, and what the agent keeps."""
    assert program
    kept = tmp_path_factory.mktemp("agent")
    with (
        running_site(tmp_path_factory.mktemp("site"), broker=broker) as site,
        agent(site, kept, broker=broker),
    ):
        yield site, kept


@pytest.mark.full
@pytest.mark.parametrize("type_", KINDS)
def test_the_list_is_walked_through_rabbitmq(
    browser: Browser, complaints: Complaints, away: tuple[Site, Path], tmp_path: Path, type_: str
):
    site, kept = away
    watch = Watch(browser, site, complaints, tmp_path / "results")
    walked(watch, site, KINDS[type_], "agent", kept)
    watch.close(keep=False)


class Echo(BaseHTTPRequestHandler):
    """A vendor that refuses, and repeats what it was sent in the reason."""

    def do_GET(self) -> None:
        said = f"no rights for {CANARY} ({self.headers['authorization']})"
        body = json.dumps({"code": "access_denied", "message": said}).encode()
        self.send_response(403)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """It has no log."""


@contextmanager
def echoing() -> Generator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def test_a_vendor_that_repeats_the_secret_is_shown_masked(watch: Watch, site: Site, tmp_path: Path):
    made = site.api.post(PATH, json={"type": "freshdesk", "name": "Echoing desk"}).json()
    with echoing() as url:
        page = watch(f"/app/settings/connections/itsm/{made['id']}", who=ADMIN)
        filled(page, KINDS["freshdesk"], url, "vault_db")
        expect(steps(page).filter(has_text="no rights for ***")).to_be_visible()
        expect(page.get_by_role("button", name="Import tickets")).to_have_count(0)
        nowhere(site, page, tmp_path)
