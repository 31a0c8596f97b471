"""Every page, light and dark, wide and narrow: axe finds nothing; keys reach everything and it can be seen."""

import re
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.pages import LEAD_ON, PLACES, Act, heading, opened, routes, table, talked_about
from tests.browser.site import ADMIN, REQUESTER, Site
from tests.browser.watching import DESK, PHONE, Scheme, Watch, at_rest, press
from tests.fixtures.effort import FULL

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
ALL = tuple(product((DESK, PHONE), SCHEMES))
LOOKS = ALL if FULL else (ALL[0], ALL[-1])
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def pressing(name: str, opens: str = "") -> Act:
    """Open what a button of the page opens; the panel has the button's name, or its own."""

    def act(page: Page) -> None:
        heading(page)
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("complementary", name=opens or name)).to_be_visible()

    return act


def keys(key: str) -> Act:
    """Open what a key opens."""

    def act(page: Page) -> None:
        table(page)
        press(page, key)
        expect(page.get_by_role("dialog")).to_be_visible()

    return act


def refused(page: Page) -> None:
    """Show the errors of a form."""
    page.get_by_role("button", name=re.compile("Sign in|Create ticket")).click()
    expect(page.get_by_text("Fill this in").first).to_be_visible()


def nothing(page: Page) -> None:
    """Wait for the words that there is no such page."""
    expect(page.get_by_text("There is nothing here")).to_be_visible()


#: What stands on a page only after something was done. The pages themselves are in ``pages.py``.
STATES: dict[str, tuple[str, Act]] = {
    "list with a filter that finds nothing": ("/app/tickets?tag=unheard-of", heading),
    "palette": ("/app/tickets", keys("Control+k")),
    "sheet of keys": ("/app/tickets", keys("?")),
    "new ticket, refused": ("/app/tickets/new", refused),
    "new person": ("/app/settings/people", pressing("Add person")),
    "new team": ("/app/settings/teams", pressing("Add team")),
    "new token": ("/app/settings/tokens", pressing("New token")),
    "new request type": ("/app/settings/request-types", pressing("Add request type")),
    "new field": ("/app/settings/fields", pressing("Add field", "New field")),
    "new reply": ("/app/settings/replies", pressing("Add reply", "New reply")),
    "new template": ("/app/settings/templates", pressing("Add template", "New template")),
    "new category": ("/app/settings/categories", pressing("Add category", "New category")),
    "nothing there": ("/app/nowhere", nothing),
}


#: Whether the edge of a list that can be scrolled, or the head that stays above its rows, cuts through an element: it
#: is not small, only half in sight.
CUT = """(selector) => {
  const it = document.querySelector(selector);
  for (let around = it?.parentElement; around; around = around.parentElement) {
    const { overflowY, scrollPaddingTop } = getComputedStyle(around);
    if (!['auto', 'scroll'].includes(overflowY)) continue;
    const [own, edge] = [it.getBoundingClientRect(), around.getBoundingClientRect()];
    return own.top < edge.top + (parseFloat(scrollPaddingTop) || 0) || own.bottom > edge.bottom;
  }
  return false;
}"""


def findings(page: Page) -> list[str]:
    """What axe finds on the page as it is now, however slight."""
    found: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
        if not (rule["id"] == "target-size" and page.evaluate(CUT, node["target"][0]))
    ]


def check(page: Page) -> None:
    """Look at the page in both schemes and both sizes; in a quick run not at each with each."""
    seen: dict[str, list[str]] = {}
    for size, scheme in LOOKS:
        page.set_viewport_size({"width": size.width, "height": size.height})
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        at_rest(page)
        seen[f"{size} {scheme}"] = findings(page)
    assert {where: what for where, what in seen.items() if what} == {}


def test_no_page_is_forgotten():
    known = {re.sub(r"\{\w+\}", "$ref", place.path.partition("?")[0]) for place in PLACES.values()}
    assert {path.rstrip("/") for path in routes() - LEAD_ON} == {path.rstrip("/") for path in known}


@pytest.mark.parametrize("name", PLACES)
def test_a_page(watch: Watch, site: Site, name: str):
    check(opened(watch, site, name))


@pytest.mark.parametrize("name", STATES)
def test_a_state_of_a_page(watch: Watch, name: str):
    path, act = STATES[name]
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
    page = watch(path.format(number=talked_about(site)), who=ADMIN)
    expect(page.get_by_role("log", name="Conversation").get_by_role("article").nth(1)).to_be_visible()
    page.get_by_role("tab", name="Internal note").click()
    page.get_by_role("textbox", name="Internal note").fill("As seen by axe")
    check(page)


def test_the_details_of_a_ticket_on_a_phone(watch: Watch, site: Site):
    ticket = site.ticket("All that is known about it", tags=["axe"], priority="urgent")
    page = watch(f"/app/tickets/{ticket['number']}", who=ADMIN, size=PHONE)
    page.get_by_text("Details", exact=True).click()
    expect(page.get_by_role("button", name="Priority: Urgent")).to_be_visible()
    assert findings(page) == []


def test_the_past_of_a_ticket(watch: Watch, site: Site):
    ticket = site.ticket("It was different once")
    site.change(ticket, priority="low")
    page = watch(f"/app/tickets/{ticket['number']}?at=1", who=ADMIN)
    expect(page.get_by_text("Nothing can be changed.")).to_be_visible()
    check(page)


def test_the_form_of_a_request(watch: Watch):
    page = watch("/portal/new?type=other", who=REQUESTER)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_text("Fill this in")).to_be_visible()
    check(page)
