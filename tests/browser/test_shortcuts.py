"""Every key of the sheet does what it says: a key that has no check here fails the test of its page."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import ADMIN, COLLEAGUE, Site, until
from tests.browser.watching import Watch, at_rest

Check = Callable[[Page], None]


def press(page: Page, keys: str) -> None:
    """Press a binding as the sheet writes it: ``g o``, ``mod+k``."""
    at_rest(page)
    for part in keys.split(" "):
        page.keyboard.press(f"Control+{part[4:]}" if part.startswith("mod+") else part)


def rows(page: Page) -> Locator:
    """The rows of the list."""
    return page.get_by_role("table", name="Tickets").get_by_role("row").filter(has=page.get_by_role("cell"))


def leads_to(address: str) -> Check:
    """The key opens a page."""
    return lambda page: expect(page).to_have_url(re.compile(f"{address}$"))


def lists(name: str) -> Check:
    """The key opens a list to choose from."""
    return lambda page: expect(page.get_by_role("listbox", name=name)).to_be_visible()


def shows(name: str) -> Check:
    """The key opens a dialog."""
    return lambda page: expect(page.get_by_role("dialog", name=name)).to_be_visible()


def writes(name: str) -> Check:
    """The key puts the focus into a field."""
    return lambda page: expect(page.get_by_role("textbox", name=name)).to_be_focused()


def searches(page: Page) -> None:
    """The key puts the focus into the search field."""
    expect(page.get_by_role("searchbox").first).to_be_focused()


def darkens(page: Page) -> None:
    """The key changes light to dark, and back."""
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.keyboard.press("Control+j")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")


def marks(index: int) -> Check:
    """The key makes this row the current one."""
    return lambda page: expect(rows(page).nth(index)).to_have_attribute("aria-current", "true")


def ticks(page: Page) -> None:
    """The key selects the current row."""
    expect(page.get_by_role("toolbar", name="1 selected")).to_be_visible()


def sees_beside(page: Page) -> None:
    """The key opens the ticket beside the list."""
    expect(page.get_by_role("complementary").get_by_role("heading", level=2)).to_be_visible()


def takes(page: Page) -> None:
    """The key makes the ticket one's own."""
    expect(page.get_by_role("button", name="Assignee: Maren Holt")).to_be_visible()


def turns(page: Page) -> None:
    """The key leads to the neighbour: the heading is another one."""
    before = page.evaluate("window.titleBefore")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)


def refuses(page: Page) -> None:
    """The key sends the form, which says what is missing."""
    expect(page.get_by_text("Fill this in").first).to_be_visible()


def second_row(page: Page) -> None:
    """Make the second row the current one."""
    expect(rows(page).nth(3)).to_be_visible()
    for index in (0, 1):
        press(page, "j")
        marks(index)(page)


def ready_page(page: Page) -> None:
    """Wait for the page, and remember its heading."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate("window.titleBefore = document.querySelector('h1').textContent")


def second_ticket(page: Page) -> None:
    """Open the second ticket of the list, which has neighbours on both sides."""
    second_row(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tickets/[A-Z]+-\d+$"))
    expect(page.get_by_role("tab", name="Public reply")).to_be_visible()
    ready_page(page)


def offers_macros(page: Page) -> None:
    """The key opens the macros, or says that there are none."""
    offer = page.get_by_role("listbox", name="Run a macro").or_(page.get_by_text("There are no macros yet."))
    expect(offer).to_be_visible()


def offers_places(page: Page) -> None:
    """The key opens the menu of the focused card."""
    expect(page.get_by_role("menu")).to_be_visible()


def focused_card(page: Page) -> None:
    """Put the focus on a card of the board."""
    page.locator("[data-card]").first.get_by_role("link").focus()


@dataclass(frozen=True)
class Sheet:
    """A page with keys: how to get there, and what each of its keys does."""

    path: str
    ready: Check
    checks: dict[str, Check]
    title: str = "On this page"


EVERYWHERE: dict[str, Check] = {
    "palette": shows("Search or run a command"),
    "help": shows("Keyboard shortcuts"),
    "create": leads_to("/app/tickets/new"),
    "go.overview": leads_to("/app/overview"),
    "go.tickets": leads_to("/app/tickets"),
    "go.board": leads_to("/app/board"),
    "go.settings": leads_to("/app/settings"),
    "scheme": darkens,
}
LIST: dict[str, Check] = {
    "search": searches,
    "next": marks(2),
    "previous": marks(0),
    "panel": sees_beside,
    "select": ticks,
    "assign": lists("Assign"),
    "status": lists("Status"),
    "priority": lists("Priority"),
}
TICKET: dict[str, Check] = {
    "status": lists("Status"),
    "priority": lists("Priority"),
    "assign": lists("Assignee"),
    "assignMe": takes,
    "reply": writes("Public reply"),
    "note": writes("Internal note"),
    "edit": writes("Title"),
    "ticket.previous": turns,
    "ticket.next": turns,
    "macro": offers_macros,
}
BOARD: dict[str, Check] = {"board.move": offers_places, "search": searches}
SHEETS = {
    "everywhere": Sheet("/app/settings/profile", ready_page, EVERYWHERE, "Everywhere"),
    "list": Sheet("/app/tickets", second_row, LIST),
    "ticket": Sheet("/app/tickets", second_ticket, TICKET),
    "board": Sheet("/app/board", focused_card, BOARD),
}


def keys_of(page: Page, title: str) -> dict[str, str]:
    """Open the sheet, read what it says of these keys by action, and close it."""
    press(page, "?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet.get_by_role("listitem").first).to_be_visible()
    lines = sheet.get_by_role("region", name=title).get_by_role("listitem").all()
    found = {line.get_attribute("data-action") or "": line.get_attribute("data-keys") or "" for line in lines}
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    return found


@pytest.mark.parametrize("name", SHEETS)
def test_every_key_of_the_sheet_does_what_it_says(watch: Watch, name: str):
    sheet = SHEETS[name]
    page = watch(sheet.path, who=ADMIN)
    sheet.ready(page)
    keys = keys_of(page, sheet.title)
    assert set(keys) == set(sheet.checks)
    for action, check in sheet.checks.items():
        page.goto(sheet.path)
        sheet.ready(page)
        press(page, keys[action])
        check(page)


def test_ctrl_enter_sends_the_form(watch: Watch):
    page = watch("/app/tickets/new", who=ADMIN)
    ready_page(page)
    press(page, "mod+Enter")
    refuses(page)


def test_a_chosen_key_acts_everywhere_and_the_old_one_no_longer(watch: Watch, site: Site):
    page = watch("/app/settings/keyboard", who=COLLEAGUE)
    try:
        page.get_by_role("button", name="Change the key of “Set the priority”").click()
        press(page, "s")
        warning = page.get_by_text("Also does: Set the status")
        expect(warning).to_be_visible()
        page.get_by_role("button", name="Change the key of “Set the priority”").press("Enter")
        press(page, "w")
        expect(warning).to_have_count(0)
        page.get_by_role("button", name="Turn off the key of “New ticket”").click()
        expect(page.get_by_role("listitem").filter(has_text="New ticket").get_by_text("Off")).to_be_visible()
        with site.client(COLLEAGUE) as client:
            kept = {"priority": "w", "create": ""}
            until(lambda: client.get("/api/v1/me").json()["preferences"]["keys"] == kept)

        other = watch("/app/tickets", who=COLLEAGUE)
        second_row(other)
        assert keys_of(other, "On this page")["priority"] == "w"
        press(other, "p")
        press(other, "c")
        at_rest(other)
        expect(other.get_by_role("listbox")).to_have_count(0)
        expect(other).to_have_url(re.compile("/app/tickets$"))
        press(other, "w")
        expect(other.get_by_role("listbox", name="Priority")).to_be_visible()
        press(other, "Escape")
        expect(other.get_by_role("listbox", name="Priority")).to_have_count(0)
        rows(other).nth(1).get_by_role("link").press("Enter")
        expect(other.get_by_role("tab", name="Public reply")).to_be_visible()
        press(other, "w")
        expect(other.get_by_role("listbox", name="Priority")).to_be_visible()

        page.get_by_role("button", name="Reset all keys").click()
        expect(page.get_by_role("button", name="Reset all keys")).to_have_count(0)
        expect(page.get_by_text("All keys are as preset")).to_be_visible()
    finally:
        with site.client(COLLEAGUE) as client:
            client.patch("/api/v1/me", json={"keys": {}})


def test_single_keys_can_be_turned_off_and_ctrl_still_acts(watch: Watch, site: Site):
    page = watch("/app/settings/keyboard", who=COLLEAGUE)
    try:
        with page.expect_response(lambda answer: answer.request.method == "PATCH") as stored:
            page.get_by_role("switch", name=re.compile("Single keys act")).press("Space")
        assert stored.value.ok
        page.goto("/app/tickets")
        expect(rows(page).nth(1)).to_be_visible()
        press(page, "j")
        press(page, "c")
        at_rest(page)
        expect(page.locator("[aria-current=true]")).to_have_count(0)
        expect(page).to_have_url(re.compile("/app/tickets$"))
        page.keyboard.press("Control+k")
        expect(page.get_by_role("dialog")).to_be_visible()
    finally:
        with site.client(COLLEAGUE) as client:
            client.patch("/api/v1/me", json={"single_keys": True})
