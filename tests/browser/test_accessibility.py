"""Every page, light and dark, wide and narrow: axe finds nothing serious."""

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.site import ADMIN, REQUESTER, Site
from tests.browser.watching import DESK, PHONE, Scheme, Watch
from tests.fixtures.effort import FULL

SERIOUS = {"serious", "critical"}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
ALL = tuple(product((DESK, PHONE), SCHEMES))
LOOKS = ALL if FULL else (ALL[0], ALL[-1])
OPTIONS = {"resultTypes": ["violations"]}
Act = Callable[[Page], None]


def heading(page: Page) -> None:
    """Wait for the page."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def table(page: Page) -> None:
    """Wait for the rows."""
    expect(page.get_by_role("main").get_by_role("row").nth(1)).to_be_visible()


def pressing(name: str) -> Act:
    """Open what a button of the page opens."""

    def act(page: Page) -> None:
        heading(page)
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("complementary", name=name)).to_be_visible()

    return act


def keys(key: str) -> Act:
    """Open what a key opens."""

    def act(page: Page) -> None:
        table(page)
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()

    return act


def figures(page: Page) -> None:
    """Wait for the charts."""
    expect(page.get_by_role("img", name="Opened and resolved").locator("svg").first).to_be_visible()


def refused(page: Page) -> None:
    """Show the errors of a form."""
    page.get_by_role("button", name=re.compile("Sign in|Create ticket")).click()
    expect(page.get_by_text("Fill this in").first).to_be_visible()


def nothing(page: Page) -> None:
    """Wait for the words that there is no such page."""
    expect(page.get_by_text("There is nothing here")).to_be_visible()


PAGES: dict[str, tuple[str, Act]] = {
    "list": ("/app/tickets", table),
    "list with a filter that finds nothing": ("/app/tickets?tag=unheard-of", heading),
    "palette": ("/app/tickets", keys("Control+k")),
    "sheet of keys": ("/app/tickets", keys("?")),
    "new ticket": ("/app/tickets/new", heading),
    "new ticket, refused": ("/app/tickets/new", refused),
    "overview": ("/app/overview", figures),
    "profile": ("/app/settings/profile", heading),
    "organisation": ("/app/settings/organization", heading),
    "people": ("/app/settings/people", table),
    "new person": ("/app/settings/people", pressing("Add person")),
    "teams": ("/app/settings/teams", table),
    "new team": ("/app/settings/teams", pressing("Add team")),
    "roles": ("/app/settings/roles", table),
    "tokens": ("/app/settings/tokens", table),
    "new token": ("/app/settings/tokens", pressing("New token")),
    "nothing there": ("/app/nowhere", nothing),
}


def serious(page: Page) -> list[str]:
    """What axe finds serious or worse on the page as it is now."""
    found: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]}"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


def check(page: Page) -> None:
    """Look at the page in both schemes and both sizes; in a quick run not at each with each."""
    findings: dict[str, list[str]] = {}
    for size, scheme in LOOKS:
        page.set_viewport_size({"width": size.width, "height": size.height})
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        findings[f"{size} {scheme}"] = serious(page)
    assert {where: what for where, what in findings.items() if what} == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_desk(watch: Watch, name: str):
    path, act = PAGES[name]
    page = watch(path, who=ADMIN)
    act(page)
    check(page)


@pytest.mark.parametrize("path", ["/login", "/login?forgot=true"])
def test_a_page_for_strangers(watch: Watch, path: str):
    page = watch(path)
    heading(page)
    if path == "/login":
        refused(page)
    check(page)


@pytest.mark.parametrize(
    "path", ["/app/tickets/{number}", "/app/tickets?ticket={number}"], ids=["page", "panel"]
)
def test_a_ticket_with_a_conversation(watch: Watch, site: Site, path: str):
    rows = site.get("/api/v1/desk/tickets", status="in_progress", limit=50)["data"]
    talked = max(rows, key=lambda row: row["comment_count"])
    page = watch(path.format(number=talked["number"]), who=ADMIN)
    expect(page.get_by_role("log", name="Conversation").get_by_role("article").nth(1)).to_be_visible()
    page.get_by_role("tab", name="Internal note").click()
    page.get_by_role("textbox", name="Internal note").fill("As seen by axe")
    check(page)


def test_the_details_of_a_ticket_on_a_phone(watch: Watch, site: Site):
    ticket = site.ticket("All that is known about it", tags=["axe"], priority="urgent")
    page = watch(f"/app/tickets/{ticket['number']}", who=ADMIN, size=PHONE)
    page.get_by_text("Details", exact=True).click()
    expect(page.get_by_role("button", name="Priority: Urgent")).to_be_visible()
    assert serious(page) == []


def test_the_past_of_a_ticket(watch: Watch, site: Site):
    ticket = site.ticket("It was different once")
    site.change(ticket, priority="low")
    page = watch(f"/app/tickets/{ticket['number']}?at=1", who=ADMIN)
    expect(page.get_by_text("Nothing can be changed.")).to_be_visible()
    check(page)


def test_what_a_requester_sees(watch: Watch):
    page = watch("/app/tickets", who=REQUESTER)
    heading(page)
    check(page)
