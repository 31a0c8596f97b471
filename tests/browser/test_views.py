"""Saved views, own columns, filters as text, who is on a ticket, and a look before many tickets change."""

import re

from playwright.sync_api import Page, expect

from tests.browser.site import AGENT, COLLEAGUE, Site, unique
from tests.browser.test_agent_work import line_of
from tests.browser.watching import Watch, live


def save_view(page: Page, name: str) -> None:
    page.get_by_role("button", name="Save view").click()
    dialog = page.get_by_role("dialog", name="Save these filters as a view")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Save changes").click()
    expect(dialog).to_be_hidden()


def test_filters_are_kept_as_a_view_changed_and_reset(watch: Watch, site: Site):
    ticket = site.ticket("Rust on the harbour crane", priority="urgent")
    page = watch("/app/tickets?priority=urgent", who=AGENT)
    expect(line_of(page, ticket)).to_be_visible()
    name = unique("Urgent things")
    save_view(page, name)
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name=name)
    expect(link).to_have_attribute("aria-current", "page")

    page.get_by_role("button", name="Remove filter Priority").click()
    expect(page.get_by_text("Changed", exact=True)).to_be_visible()
    page.get_by_role("button", name="View", exact=True).click()
    page.get_by_role("menuitem", name="Reset to the saved view").click()
    expect(page.get_by_role("button", name="Remove filter Priority")).to_be_visible()

    page.goto("/app/tickets")
    link.click()
    expect(page).to_have_url(re.compile("priority=urgent"))
    page.get_by_role("button", name="View", exact=True).click()
    page.get_by_role("menuitem", name="Delete view").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete view").click()
    expect(link).to_be_hidden()


def test_the_text_and_the_chips_say_the_same(watch: Watch, site: Site):
    page = watch("/app/tickets", who=AGENT)
    page.get_by_role("button", name="Filters as text").click()
    text = page.get_by_role("textbox", name="Filters as text")
    expect(text).to_have_value("status:new,open,in_progress,pending,on_hold")

    text.fill("status:open,on_hold priority>=high updated<7d")
    text.press("Enter")
    expect(page).to_have_url(re.compile("priority=critical"))
    expect(text).to_have_value("status:open,on_hold priority:critical,urgent,high updated<7d")
    page.get_by_role("button", name="Remove filter Priority").click()
    expect(text).to_have_value("status:open,on_hold updated<7d")

    text.fill("status:lost")
    text.press("Enter")
    expect(page.get_by_text("“lost” at place 8 is not known.")).to_be_visible()


def test_columns_come_go_move_and_get_wider_by_keys(watch: Watch, site: Site):
    site.ticket("A crate without a label")
    page = watch("/app/tickets", who=AGENT)
    page.get_by_role("button", name="Columns").click()
    chooser = page.get_by_role("list", name="Columns")
    chooser.get_by_role("checkbox", name="Requester").check()
    page.keyboard.press("Escape")
    head = page.get_by_role("columnheader", name=re.compile("Requester"))
    expect(head).to_be_visible()
    edge = page.get_by_role("separator", name="Width of Requester")
    before = int(edge.get_attribute("aria-valuenow") or 0)
    edge.focus()
    page.keyboard.press("ArrowRight")
    expect(edge).to_have_attribute("aria-valuenow", str(before + 10))
    page.reload()
    expect(edge).to_have_attribute("aria-valuenow", str(before + 10))
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("button", name="Back to the usual columns").click()
    expect(head).to_be_hidden()


def test_colleagues_on_a_ticket_are_seen_in_the_list(watch: Watch, site: Site):
    ticket = site.ticket("The lighthouse blinks twice")
    page = watch(f"/app/tickets?q={ticket['number']}", who=AGENT)
    expect(line_of(page, ticket)).to_be_visible()
    live(page)
    watch(f"/app/tickets/{ticket['number']}", who=COLLEAGUE)
    expect(line_of(page, ticket).get_by_role("img", name=re.compile("Jonas"))).to_be_visible()


def test_many_tickets_are_looked_at_before_they_change(watch: Watch, site: Site):
    tickets = [site.ticket("Forty lost umbrellas") for _ in range(10)]
    site.change(tickets[0], status="cancelled")
    page = watch("/app/tickets?q=Forty+lost+umbrellas&status=any", who=AGENT)
    for ticket in tickets:
        page.get_by_role("checkbox", name=f"Select {ticket['number']}").check()
    page.get_by_role("toolbar").get_by_role("button", name="Status").click()
    page.get_by_role("option", name="On hold").click()
    dialog = page.get_by_role("dialog", name="Change 10 tickets?")
    expect(dialog).to_contain_text("9 tickets will change.")
    expect(dialog).to_contain_text("1 ticket cannot change:")
    assert site.now(tickets[1])["status"] == "new"
    dialog.get_by_role("button", name="Change them").click()
    expect(page.get_by_text("9 tickets set to On hold")).to_be_visible()
    assert site.now(tickets[1])["status"] == "on_hold"


def test_a_team_starts_with_its_view(watch: Watch, site: Site):
    tag = re.sub(r"\W+", "-", unique("barge")).strip("-")
    ticket = site.ticket("The barge has no lights", tags=[tag], priority="high")
    name = unique("Start here")
    with site.client(AGENT) as client:
        team = client.get("/api/v1/me").json()["team_ids"][0]
    view = {"name": name, "scope": "team", "team_id": team, "query": {"tag": [tag]}, "group_by": "priority"}
    made = site.api.post("/api/v1/views", json={**view, "is_default": True, "pinned": False}).json()
    try:
        page = watch("/app/tickets", who=AGENT)
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        expect(page).to_have_url(re.compile(f"view={made['id']}"))
        expect(page.locator(f"[data-ticket='{ticket['id']}']")).to_be_visible()
        expect(page.locator("button[aria-expanded]").filter(has_text="High")).to_be_visible()
        # Without filters means without filters, once the view was left.
        page.get_by_role("link", name=re.compile("^Tickets")).first.click()
        expect(page.get_by_role("heading", level=1, name="Tickets")).to_be_visible()
    finally:
        assert site.api.delete(f"/api/v1/views/{made['id']}").is_success
