"""The list: filters in the address, order, search, and many tickets changed at once."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.site import AGENT, Site, unique, until
from tests.browser.test_agent_work import line_of
from tests.browser.watching import EVENTS, Watch, press


def counts_in_head(page: Page, count: int) -> None:
    """The head of the list says that there are so many tickets."""
    said = page.get_by_role("status").filter(has_text=re.compile(r"^[\d,]+ tickets?$"))
    expect(said).to_have_text(re.compile(rf"^{count:,} tickets?$"))


def ticked(page: Page, site: Site, words: str) -> list[dict]:
    """Three tickets of the agent's, alone in the list and all of them ticked."""
    tickets = [site.ticket(words, tags=["plank"]) for _ in range(3)]
    page.goto(f"/app/tickets?q={words.replace(' ', '+')}")
    for ticket in tickets:
        page.get_by_role("checkbox", name=f"Select {ticket['number']}").check()
    expect(page.get_by_role("toolbar", name="3 selected")).to_be_visible()
    return tickets


def test_a_change_of_many_tickets_is_seen_at_once_and_can_be_taken_back(watch: Watch, site: Site):
    page = watch(who=AGENT)
    tickets = ticked(page, site, "Loose planks on the jetty")
    page.get_by_role("toolbar").get_by_role("button", name="Priority").click()
    page.get_by_role("option", name="Urgent").click()
    for ticket in tickets:
        expect(line_of(page, ticket)).to_contain_text("Urgent")
    toast = page.get_by_role("status").filter(has_text="3 tickets set to Urgent")
    expect(toast).to_be_visible()
    until(lambda: {site.now(ticket)["priority"] for ticket in tickets} == {"urgent"})

    toast.get_by_role("button", name="Undo").click()
    for ticket in tickets:
        expect(line_of(page, ticket)).to_contain_text("Medium")
    until(lambda: {site.now(ticket)["priority"] for ticket in tickets} == {"medium"})


def test_many_tickets_are_resolved_with_one_answer(watch: Watch, site: Site):
    page = watch(who=AGENT)
    tickets = ticked(page, site, "Missing lamps in the tunnel")
    press(page, "s")
    page.get_by_role("option", name="Resolved").click()
    dialog = page.get_by_role("dialog", name="Resolve 3 tickets")
    dialog.get_by_label("What was done").fill("New lamps everywhere.")
    dialog.get_by_role("button", name="Resolve", exact=True).click()
    expect(page.get_by_text("3 tickets set to Resolved")).to_be_visible()
    for ticket in tickets:
        known = site.now(ticket)
        assert (known["status"], known["resolution"]["text"]) == ("resolved", "New lamps everywhere.")


def test_what_a_ticket_refuses_is_said_and_it_stays_ticked(watch: Watch, site: Site):
    page = watch(who=AGENT)
    tickets = ticked(page, site, "Signs that nobody reads")
    site.change(tickets[0], status="cancelled")
    page.get_by_role("toolbar").get_by_role("button", name="Status").click()
    page.get_by_role("option", name="On hold").click()
    dialog = page.get_by_role("dialog", name="1 ticket was not changed")
    expect(dialog).to_contain_text(tickets[0]["number"])
    dialog.get_by_role("button").first.click()
    expect(page.get_by_role("toolbar", name="1 selected")).to_be_visible()
    assert [site.now(ticket)["status"] for ticket in tickets] == ["cancelled", "on_hold", "on_hold"]


def test_a_change_before_the_stream_stands_is_not_missed(watch: Watch, site: Site):
    ticket = site.ticket("The crane hums")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = watch("/login", who=AGENT)
    page.route(EVENTS, hold)
    page.goto("/app/tickets?status=any&sort=created")
    expect(line_of(page, ticket)).to_be_visible()
    changed = site.change(ticket, title=unique("The crane sings"))
    until(lambda: page.wait_for_timeout(50) or held)
    held.pop().continue_()
    expect(line_of(page, changed)).to_be_visible()


def test_search_finds_words_of_the_conversation_and_survives_a_reload(watch: Watch, site: Site):
    mark = unique("caramel")
    ticket = site.ticket("Something about a lift", description=f"The hoistway smells of burnt {mark}.")
    page = watch(who=AGENT)
    page.get_by_role("searchbox", name="Search in tickets").fill(f"burnt {mark}")
    expect(line_of(page, ticket)).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=burnt"))
    page.reload()
    expect(line_of(page, ticket)).to_be_visible()
    counts_in_head(page, 1)
    page.get_by_role("searchbox", name="Search in tickets").fill("nothing is called zyxomma")
    expect(page.get_by_text("Nothing found for")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(line_of(page, ticket)).to_be_visible()


def test_the_order_is_kept_in_the_address(watch: Watch, site: Site):
    page = watch("/app/tickets?status=any", who=AGENT)
    page.get_by_role("columnheader").get_by_role("button", name="Priority").click()
    expect(page).to_have_url(re.compile("sort=priority"))
    head = page.get_by_role("columnheader", name="Priority")
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.reload()
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.go_back()
    expect(head).not_to_have_attribute("aria-sort", re.compile(".*"))


def test_a_long_list_goes_on_while_one_scrolls(watch: Watch, site: Site):
    total = site.get("/api/v1/desk/tickets", count="true", limit=1)["page"]["total"]
    page = watch("/app/tickets?status=any&sort=number&direction=asc", who=AGENT)
    table = page.get_by_role("table", name="Tickets")
    expect(table).to_have_attribute("aria-rowcount", str(total))
    table.get_by_role("row").nth(3).hover()
    last = table.get_by_role("row").and_(page.locator(f'[aria-rowindex="{total + 1}"]'))

    def at_the_end() -> bool:
        page.mouse.wheel(0, 3_000)
        watch.settled(page)
        return last.count() > 0

    until(at_the_end, 60)
    expect(last).to_be_visible()
