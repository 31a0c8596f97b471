"""The list in groups, by when tickets are due, and as it is on a phone."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import AGENT, Site, unique, until
from tests.browser.watching import PHONE, Watch, live, press

SHORT = ("low", "low", "urgent", "high")


def tagged(site: Site, priorities: tuple[str, ...] = SHORT) -> tuple[str, list[dict]]:
    """Tickets of these priorities under a tag of their own."""
    tag = re.sub(r"\W+", "-", unique("kelp")).strip("-")
    return tag, [site.ticket("A drain is clogged", tags=[tag], priority=word) for word in priorities]


def heads(page: Page) -> Locator:
    """The heads of the groups, in their order."""
    return page.get_by_role("table", name="Tickets").locator("button[aria-expanded]")


def titles(page: Page) -> list[str]:
    """The numbers of the rows, from above."""
    return page.locator("[data-ticket]").evaluate_all("links => links.map(link => link.dataset.ticket)")


def group_by(page: Page, name: str) -> None:
    """Choose what the rows are gathered by."""
    page.get_by_role("button", name="How the list looks").click()
    page.get_by_role("group", name="Group by").get_by_role("menuitemradio", name=name).click()


def test_rows_are_gathered_under_heads_that_open_and_close(watch: Watch, site: Site):
    tag, (low, other_low, urgent, high) = tagged(site)
    page = watch(f"/app/tickets?tag={tag}", who=AGENT)
    expect(page.locator("[data-ticket]")).to_have_count(4)
    group_by(page, "Priority")
    expect(page).to_have_url(re.compile("group=priority"))
    expect(heads(page)).to_have_text(["Urgent1", "High1", "Low2"])
    newest_first = [urgent["id"], high["id"], other_low["id"], low["id"]]
    expect(page.locator("[data-ticket]")).to_have_count(4)
    until(lambda: titles(page) == newest_first)

    heads(page).nth(1).click()
    expect(heads(page).nth(1)).to_have_attribute("aria-expanded", "false")
    expect(page.locator("[data-ticket]")).to_have_count(3)
    page.reload()
    expect(page.locator("[data-ticket]")).to_have_count(4)

    # Keys go through the rows as they stand.
    for _ in range(3):
        press(page, "j")
    expect(page.locator(f"[data-ticket='{other_low['id']}']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/app/tickets/{other_low['number']}$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(other_low["title"])
    press(page, "[")
    expect(page).to_have_url(re.compile(f"/app/tickets/{high['number']}$"))
    page.go_back()
    page.go_back()
    expect(heads(page)).to_have_count(3)
    group_by(page, "No groups")
    expect(page).not_to_have_url(re.compile("group="))
    expect(heads(page)).to_have_count(0)


def test_a_change_by_somebody_moves_the_counts_of_the_groups(watch: Watch, site: Site):
    tag, (low, *_) = tagged(site)
    page = watch(f"/app/tickets?tag={tag}&group=priority", who=AGENT)
    expect(heads(page)).to_have_text(["Urgent1", "High1", "Low2"])
    live(page)
    site.change(low, priority="urgent")
    expect(heads(page)).to_have_text(["Urgent2", "High1", "Low1"])


def test_groups_by_people_teams_and_categories_have_their_names(watch: Watch, site: Site):
    tag, (first, *_) = tagged(site)
    site.change(first, assignee_id=site.people[AGENT]["id"])
    page = watch(f"/app/tickets?tag={tag}&group=assignee", who=AGENT)
    expect(heads(page)).to_have_text(["Aylin Demir1", "Nobody3"])
    group_by(page, "Category")
    expect(heads(page)).to_have_text(["None4"])
    group_by(page, "Team")
    expect(heads(page)).to_have_text(["No team4"])
    expect(page.locator("[data-ticket]")).to_have_count(4)


def test_tickets_are_found_by_when_they_are_due(watch: Watch, site: Site):
    tag, (first, second, *_) = tagged(site)
    for ticket, hours in ((first, -2), (second, 2)):
        site.change(ticket, due_at=(datetime.now(UTC) + timedelta(hours=hours)).isoformat())
    page = watch(f"/app/tickets?tag={tag}", who=AGENT)
    rows = page.locator("[data-ticket]")
    expect(rows).to_have_count(4)
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("option", name="Due").click()
    page.get_by_role("option", name="Overdue").click()
    expect(rows).to_have_count(1)
    assert titles(page) == [first["id"]]
    page.get_by_role("button", name="Value of Due: Overdue").click()
    page.get_by_role("option", name="In the next 4 hours").click()
    expect(page.get_by_role("button", name="Value of Due: In the next 4 hours")).to_be_visible()
    expect(page.locator(f"[data-ticket='{second['id']}']")).to_be_visible()
    page.get_by_role("button", name="Remove filter Due").click()
    expect(rows).to_have_count(4)


def test_on_a_phone_filters_come_from_below(watch: Watch, site: Site):
    tag, (*_, high) = tagged(site)
    page = watch(f"/app/tickets?tag={tag}", who=AGENT, size=PHONE)
    cards = page.locator("[data-ticket]")
    expect(cards).to_have_count(4)
    page.get_by_role("button", name="Filters, 1 set").click()
    sheet = page.get_by_role("dialog", name="Filters")
    sheet.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("option", name="Priority").click()
    page.get_by_role("option", name="High").click()
    expect(cards).to_have_count(1)
    sheet.get_by_role("button", name="Close", exact=True).click()
    expect(sheet).not_to_be_visible()
    expect(page.get_by_role("button", name="Filters, 2 set")).to_be_visible()
    box = page.get_by_role("row").filter(has=page.locator(f"[data-ticket='{high['id']}']")).bounding_box()
    assert box
    assert box["height"] == 72
