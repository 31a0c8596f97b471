"""The main job: find a ticket, answer it, move it on, and a colleague sees it at once."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import AGENT, COLLEAGUE, REQUESTER, Site, until
from tests.browser.test_signing_in import sign_in
from tests.browser.watching import DESK, PHONE, Complaints, Size, Watch, live
from tests.journeys.desks import TICKETS

EACH_SIZE = pytest.mark.parametrize("size", [DESK, PHONE], ids=str)


def line_of(page: Page, ticket: dict[str, Any]) -> Locator:
    """The row or card of a ticket in the list."""
    return page.get_by_role("table", name="Tickets").get_by_role("row").filter(has_text=ticket["title"])


def only_status(page: Page, status: str) -> None:
    """Filter the list by one status, as one who does not know the address."""
    sheet = page.get_by_role("dialog", name="Filters")
    if is_phone(page):
        page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Remove filter Status").click()
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("option", name="Status").click()
    page.get_by_role("option", name=status).click()
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()


def is_phone(page: Page) -> bool:
    """Whether the window is a narrow one."""
    return page.viewport_size == {"width": PHONE.width, "height": PHONE.height}


def open_page_of(page: Page, ticket: dict[str, Any]) -> None:
    """Go from the list to the page of a ticket; with room for it the panel lies between."""
    line_of(page, ticket).get_by_role("link").click()
    panel = page.get_by_role("complementary", name=f"Ticket {ticket['number']}")
    if not is_phone(page):
        panel.get_by_role("link", name="Open the ticket").click()
    expect(page).to_have_url(re.compile(f"/app/tickets/{ticket['number']}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(ticket["title"])


def write(page: Page, kind: str, text: str) -> None:
    """Send a reply or a note."""
    page.get_by_role("tab", name=kind).click()
    page.get_by_role("textbox", name=kind).fill(text)
    if kind == "Internal note":
        page.get_by_role("button", name="Add internal note").click()
    else:
        page.get_by_role("button", name=re.compile("^Send reply to ")).click()
        page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("log", name="Conversation")).to_contain_text(text)
    expect(page.get_by_role("textbox", name=kind)).to_have_value("")


def set_status(page: Page, status: str) -> None:
    """Change the status among the properties."""
    if page.get_by_role("radio", name="Details").count():
        page.get_by_text("Details", exact=True).click()
    page.get_by_role("button", name="Status:").click()
    page.get_by_role("option", name=status, exact=True).click()


@EACH_SIZE
def test_a_ticket_is_found_answered_and_moved_on_while_a_colleague_watches(
    watch: Watch, site: Site, complaints: Complaints, size: Size
):
    ticket = site.ticket("The scanner at gate 3 reads nothing", priority="high")
    page = watch("/login", size=size)
    sign_in(page, AGENT)
    expect(line_of(page, ticket)).to_contain_text("New")

    only_status(page, "New")
    expect(page).to_have_url(re.compile(r"\?status=new$"))
    page.reload()
    kept = "Filters, 1 set" if is_phone(page) else "Value of Status: New"
    expect(page.get_by_role("button", name=kept)).to_be_visible()
    expect(line_of(page, ticket)).to_be_visible()

    colleague = watch(f"/app/tickets/{ticket['number']}", who=COLLEAGUE, size=size)
    second = watch("/app/tickets?sort=created", who=COLLEAGUE, size=size)
    expect(line_of(second, ticket)).to_contain_text("New")
    live(second)

    open_page_of(page, ticket)
    write(page, "Public reply", "Please switch it off for a minute.")
    conversation = colleague.get_by_role("log", name="Conversation")
    expect(conversation).to_contain_text("Please switch it off for a minute.")

    write(page, "Internal note", "The third one this month at this gate.")
    expect(conversation).to_contain_text("The third one this month at this gate.")

    set_status(page, "In progress")
    expect(page.get_by_role("button", name="Status: In progress")).to_be_visible()
    expect(line_of(second, ticket)).to_contain_text("In progress")
    until(lambda: site.now(ticket)["status"] == "in_progress")

    with site.client(REQUESTER) as requester:
        for part in ("comments", "timeline", "activities"):
            answer = requester.get(f"{TICKETS}/{ticket['number']}/{part}")
            assert answer.status_code == 200
            assert "The third one this month" not in answer.text
        assert "Please switch it off" in requester.get(f"{TICKETS}/{ticket['number']}/comments").text


def test_reply_and_note_keep_texts_of_their_own(watch: Watch, site: Site):
    ticket = site.ticket("Two texts that must never meet")
    page = watch(f"/app/tickets/{ticket['number']}", who=AGENT)
    page.get_by_role("textbox", name="Public reply").fill("Dear requester")
    page.get_by_role("tab", name="Internal note").click()
    expect(page.get_by_role("textbox", name="Internal note")).to_have_value("")
    page.get_by_role("textbox", name="Internal note").fill("They are cross")
    page.get_by_role("tab", name="Public reply").click()
    expect(page.get_by_role("textbox", name="Public reply")).to_have_value("Dear requester")
    page.reload()
    expect(page.get_by_role("textbox", name="Public reply")).to_have_value("Dear requester")
    page.get_by_role("tab", name="Internal note").click()
    expect(page.get_by_role("textbox", name="Internal note")).to_have_value("They are cross")


def test_each_change_of_a_ticket_is_seen_live(watch: Watch, site: Site):
    ticket = site.ticket("Changed twice")
    page = watch(who=AGENT)
    expect(line_of(page, ticket)).to_contain_text("Medium")
    live(page)
    for priority, shown in (("urgent", "Urgent"), ("low", "Low")):
        site.change(ticket, priority=priority)
        expect(line_of(page, ticket)).to_contain_text(shown)


def test_new_tickets_wait_until_they_are_wanted(watch: Watch, site: Site):
    page = watch(who=AGENT)
    expect(page.get_by_role("table", name="Tickets")).to_be_visible()
    live(page)
    ticket = site.ticket("Came while somebody was reading")
    pill = page.get_by_role("button", name=re.compile(r"^\d+ new"))
    expect(pill).to_be_visible()
    expect(line_of(page, ticket)).to_have_count(0)
    pill.click()
    expect(line_of(page, ticket)).to_be_visible()


def test_the_past_of_a_ticket_is_shown_and_cannot_be_changed(watch: Watch, site: Site):
    ticket = site.ticket("What it was before", priority="low")
    site.change(ticket, priority="critical", title=f"{ticket['title']}, renamed")
    page = watch(f"/app/tickets/{ticket['number']}", who=AGENT)
    expect(page.get_by_role("button", name="Priority: Critical")).to_be_visible()

    slider = page.get_by_role("slider", name="Moment shown")
    slider.press("Home")
    expect(page.get_by_role("status").filter(has_text="Nothing can be changed")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(ticket["title"])
    properties = page.get_by_role("complementary", name="Properties")
    expect(properties).to_contain_text("Low")
    expect(properties.get_by_role("button", name="Priority")).to_have_count(0)
    expect(page.get_by_role("region", name="New message")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?at="))
    page.reload()
    expect(properties).to_contain_text("Low")

    page.get_by_role("button", name="Back to now").click()
    expect(page.get_by_role("button", name="Priority: Critical")).to_be_visible()


def test_resolving_asks_how_it_ended(watch: Watch, site: Site):
    ticket = site.ticket("It will end well")
    site.change(ticket, status="in_progress")
    page = watch(f"/app/tickets/{ticket['number']}", who=AGENT)
    page.get_by_role("button", name="Resolve", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"Resolve {ticket['number']}")
    dialog.get_by_label("What was done").fill("Put the plug back in.")
    dialog.get_by_label("How it ended").click()
    page.get_by_role("option").first.click()
    with page.expect_response(re.compile("/tickets/bulk")):
        dialog.get_by_role("button", name="Resolve", exact=True).click()
    expect(page.get_by_role("button", name="Status: Resolved")).to_be_visible()
    assert site.now(ticket)["resolution"]["text"].startswith("Put the plug back in.")
