"""A morning at the desk without a mouse: queue, ticket, reply, status, next."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.site import AGENT, Site
from tests.browser.watching import Watch

#: What is sent can be taken back for ten seconds.
UNDOABLE = 20_000


def no_mouse(page: Page) -> None:
    """Make every use of the mouse an error of the page."""
    page.evaluate(
        "for (const kind of ['pointerdown', 'mousedown', 'touchstart'])"
        "  addEventListener(kind, () => console.error(`${kind} in a test without a mouse`), true)"
    )


def eventually(page: Page, site: Site, ticket: dict[str, Any], wanted: dict[str, str]) -> None:
    """Wait until the desk knows what the page showed at once."""
    for _ in range(50):
        now = site.now(ticket)
        if {**wanted, "status": now["status"], "assignee": (now["assignee"] or {}).get("name")} == wanted:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"still {site.now(ticket)}")


def test_a_queue_is_worked_off_with_keys_alone(watch: Watch, site: Site):
    later = site.ticket("The second scale of the gate shows nothing")
    first = site.ticket("The first scale of the gate shows nothing")
    page = watch("/app/overview", who=AGENT)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    no_mouse(page)

    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.get_by_role("link", name=re.compile(re.escape(first["title"])))).to_be_visible()
    current = page.locator("[aria-current=true]").filter(has=page.get_by_role("cell"))
    for _ in range(12):
        page.keyboard.press("j")
        expect(current).to_have_count(1)
        if first["title"] in current.inner_text():
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/app/tickets/{first['number']}"))
    expect(page.get_by_role("heading", level=1)).to_have_text(first["title"])
    expect(page.get_by_role("tab", name="Public reply")).to_be_visible()

    page.keyboard.press("i")
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
    page.keyboard.type("pend")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Status: Pending")).to_be_visible()

    page.keyboard.press("]")
    expect(page.get_by_role("heading", level=1)).to_have_text(later["title"])
    expect(page).to_have_url(re.compile(f"/app/tickets/{later['number']}"))
    eventually(page, site, first, {"status": "pending", "assignee": "Aylin Demir"})


def test_a_ticket_is_answered_beside_the_list_with_keys_alone(watch: Watch, site: Site):
    ticket = site.ticket("The lamp over the ramp flickers")
    page = watch("/app/tickets", who=AGENT)
    no_mouse(page)
    expect(page.get_by_role("link", name=re.compile(re.escape(ticket["title"])))).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("o")
    beside = page.get_by_role("complementary")
    expect(beside.get_by_role("heading", level=2)).to_have_text(ticket["title"])
    page.keyboard.press("n")
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
    page.keyboard.press("r")
    page.keyboard.type("We look at it")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog").get_by_text(ticket["number"], exact=True)).to_be_visible()
    page.keyboard.type("prio urg")
    expect(page.get_by_role("option", selected=True)).to_have_text("Priority: Urgent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Priority: Urgent")).to_be_visible()
    expect(page.get_by_role("textbox", name="Public reply")).to_have_value("We look at it")
    expect(page.get_by_role("textbox", name="Public reply")).to_be_focused()

    page.keyboard.press("Control+k")
    page.keyboard.type("set title")
    page.keyboard.press("Enter")
    field = page.get_by_role("combobox", name="Title")
    expect(field).to_have_value(ticket["title"])
    page.keyboard.press("Control+a")
    page.keyboard.type("The heater of cabin 4 stays cold")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The heater of cabin 4 stays cold")

    page.keyboard.press("Control+k")
    expect(page.get_by_text("Last used")).to_be_visible()
    expect(page.get_by_role("option").first).to_have_text(re.compile("Set Title"))
    page.keyboard.type("set team")
    page.keyboard.press("Enter")
    page.keyboard.type("network")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Team: Network")).to_be_visible()
    now = site.now(ticket)
    for _ in range(50):
        if now["team"]:
            break
        page.wait_for_timeout(100)
        now = site.now(ticket)
    assert (now["priority"], now["title"], (now["team"] or {}).get("name")) == (
        "urgent",
        "The heater of cabin 4 stays cold",
        "Network",
    )
