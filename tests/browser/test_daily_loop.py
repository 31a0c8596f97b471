"""A morning at the desk without a mouse: queue, ticket, reply, status, next."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import AGENT, Site, until
from tests.browser.watching import Watch, press

#: What is sent can be taken back for ten seconds.
UNDOABLE = 40_000


def no_mouse(page: Page) -> None:
    """Make every use of the mouse an error of the page."""
    page.evaluate(
        "for (const kind of ['pointerdown', 'mousedown', 'touchstart'])"
        "  addEventListener(kind, () => console.error(`${kind} in a test without a mouse`), true)"
    )


def focused(page: Page, name: str) -> Locator:
    """Wait until what is typed goes into this field; a window that opens takes the focus a moment later."""
    field = page.locator("input:focus").and_(page.get_by_label(name))
    expect(field).to_be_visible()
    return field


def go_down_to(page: Page, id: str) -> None:
    """Press ``j`` until this ticket is the current one."""
    order = page.locator("[data-ticket]").evaluate_all("links => links.map(link => link.dataset.ticket)")
    for passed in order[: order.index(id) + 1]:
        press(page, "j")
        current = page.locator("[aria-current=true]").filter(has=page.get_by_role("cell"))
        expect(current.locator(f"[data-ticket='{passed}']")).to_have_count(1)


def palette(page: Page, words: str, marked: str) -> None:
    """Open the palette, and type until this line is marked."""
    page.keyboard.press("Control+k")
    focused(page, "Search or run a command")
    page.keyboard.type(words)
    expect(page.get_by_role("option", selected=True)).to_have_text(re.compile(marked))


def test_a_queue_is_worked_off_with_keys_alone(watch: Watch, site: Site):
    later = site.ticket("The second scale of the gate shows nothing")
    first = site.ticket("The first scale of the gate shows nothing")
    page = watch("/app/overview", who=AGENT)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    no_mouse(page)

    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.get_by_role("link", name=re.compile(re.escape(first["title"])))).to_be_visible()
    go_down_to(page, first["id"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/app/tickets/{first['number']}"))
    expect(page.get_by_role("heading", level=1)).to_have_text(first["title"])
    expect(page.get_by_role("tab", name="Public reply")).to_be_visible()

    press(page, "i")
    expect(page.get_by_role("button", name="Assignee: Aylin Demir")).to_be_visible()

    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Public reply")).to_be_focused()
    page.keyboard.type("Please send us a photo of the display.")
    page.keyboard.press("Control+Enter")
    said = page.get_by_role("log", name="Conversation").get_by_text("Please send us a photo of the display.")
    expect(said).to_be_visible(timeout=UNDOABLE)

    page.keyboard.press("Escape")
    page.keyboard.press("s")
    choices = page.get_by_role("listbox", name="Status")
    expect(choices).to_be_visible()
    focused(page, "Status")
    page.keyboard.type("pend")
    expect(choices.get_by_role("option")).to_have_text("Pending")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Status: Pending")).to_be_visible()
    expect(choices).to_have_count(0)

    press(page, "]")
    expect(page.get_by_role("heading", level=1)).to_have_text(later["title"])
    expect(page).to_have_url(re.compile(f"/app/tickets/{later['number']}"))

    def stored() -> bool:
        now = site.now(first)
        return (now["status"], (now["assignee"] or {}).get("name")) == ("pending", "Aylin Demir")

    until(stored)


def test_a_ticket_is_answered_beside_the_list_with_keys_alone(watch: Watch, site: Site):
    ticket = site.ticket("The lamp over the ramp flickers")
    page = watch("/app/tickets", who=AGENT)
    no_mouse(page)
    expect(page.get_by_role("link", name=re.compile(re.escape(ticket["title"])))).to_be_visible()
    press(page, "j")
    expect(page.locator("[aria-current=true]").get_by_role("link")).to_have_text(ticket["title"])
    page.keyboard.press("o")
    beside = page.get_by_role("complementary")
    expect(beside.get_by_role("heading", level=2)).to_have_text(ticket["title"])
    expect(beside.get_by_role("tab", name="Internal note")).to_be_visible()
    press(page, "n")
    expect(beside.get_by_role("textbox", name="Internal note")).to_be_focused()
    page.keyboard.type("The ballast was ordered.")
    page.keyboard.press("Control+Enter")
    said = beside.get_by_role("article").filter(has_text="The ballast was ordered.")
    expect(said).to_be_visible(timeout=UNDOABLE)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(beside).to_have_count(0)


def test_the_palette_sets_fields_of_the_open_ticket(watch: Watch, site: Site):
    ticket = site.ticket("The heater of the cabin stays cold", priority="low")
    page = watch(f"/app/tickets/{ticket['number']}", who=AGENT)
    expect(page.get_by_role("tab", name="Public reply")).to_be_visible()
    no_mouse(page)
    press(page, "r")
    expect(page.get_by_role("textbox", name="Public reply")).to_be_focused()
    page.keyboard.type("We look at it")
    palette(page, "prio urg", "^Priority: Urgent$")
    expect(page.get_by_role("dialog").get_by_text(ticket["number"], exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Priority: Urgent")).to_be_visible()
    expect(page.get_by_role("textbox", name="Public reply")).to_have_value("We look at it")
    expect(page.get_by_role("textbox", name="Public reply")).to_be_focused()

    palette(page, "set title", "Set Title")
    page.keyboard.press("Enter")
    field = focused(page, "Title")
    expect(field).to_have_value(ticket["title"])
    page.keyboard.press("Control+a")
    page.keyboard.type("The heater of cabin 4 stays cold")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The heater of cabin 4 stays cold")

    page.keyboard.press("Control+k")
    expect(page.get_by_text("Last used")).to_be_visible()
    expect(page.get_by_role("option").first).to_have_text(re.compile("Set Title"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    palette(page, "set team", "Set Team")
    page.keyboard.press("Enter")
    focused(page, "Team")
    page.keyboard.type("network")
    expect(page.get_by_role("option", selected=True)).to_have_text("Network")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Team: Network")).to_be_visible()

    def stored() -> bool:
        now = site.now(ticket)
        known = (now["priority"], now["title"], (now["team"] or {}).get("name"))
        return known == ("urgent", "The heater of cabin 4 stays cold", "Network")

    until(stored)
