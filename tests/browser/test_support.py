"""The page of IT support: every element of it, wide and narrow."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import AGENT, REQUESTER, Site, unique, until
from tests.browser.watching import DESK, Size, Watch, deaf, live, press

SMALL = Size(375, 812)
BOTH = pytest.mark.parametrize("size", [DESK, SMALL], ids=str)
FIGURES = ("Open tickets", "In progress", "Critical tickets", "Resolved")
PRIORITIES = ("Critical", "Urgent", "High", "Medium", "Low", "Planning")
STATUSES = ("New", "Open", "In progress", "Pending", "On hold", "Resolved", "Closed", "Cancelled")


def opened(watch: Watch, size: Size = DESK, more: str = "") -> Page:
    page = watch(f"/app/support{more}", who=AGENT, size=size)
    expect(page.get_by_role("heading", level=1, name="IT Support Tickets")).to_be_visible()
    return page


def lines(page: Page) -> Locator:
    """The rows that hold a ticket."""
    return (
        page.get_by_role("table", name="IT Support Tickets")
        .get_by_role("row")
        .filter(has=page.get_by_role("link"))
    )


def count(page: Page) -> int:
    """How many tickets the head says there are."""
    said = page.get_by_role("status").filter(has_text=re.compile(r"^[\d,]+ tickets?$"))
    return int(said.inner_text().split()[0].replace(",", ""))


def fits(page: Page, size: Size) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= size.width


@BOTH
def test_tickets_are_listed_with_coloured_status_and_priority(watch: Watch, site: Site, size: Size):
    ticket = site.ticket("The printer sings", priority="urgent")
    page = opened(watch, size, f"?q={ticket['number']}")
    line = lines(page).filter(has_text=ticket["title"])
    for words in (ticket["number"], "New", "Urgent"):
        expect(line).to_contain_text(words)
    expect(line.locator("svg").first).to_be_visible()
    colour = line.get_by_text("Urgent").evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    assert fits(page, size)


@BOTH
def test_the_figures_show_their_tickets(watch: Watch, size: Size):
    page = opened(watch, size)
    for label in FIGURES:
        expect(page.get_by_role("main").get_by_role("link", name=re.compile(f"^{label}"))).to_be_visible()
    assert fits(page, size)


@pytest.mark.parametrize("label", FIGURES)
def test_a_figure_is_the_number_of_its_tickets(watch: Watch, label: str):
    page = opened(watch)
    card = page.get_by_role("main").get_by_role("link", name=re.compile(f"^{label}"))
    shown = int(card.inner_text().split("\n")[1].replace(",", ""))
    card.click()
    expect(page).to_have_url(re.compile(r"(status|priority)="))
    expect(page.get_by_role("status").filter(has_text=re.compile(rf"^{shown:,} tickets?$"))).to_be_visible()


@BOTH
def test_number_title_and_description_are_searched(watch: Watch, site: Site, size: Size):
    mark = unique("zymurgy")
    ticket = site.ticket("The parrot of gate four", description=f"It repeats the word {mark}.")
    page = opened(watch, size)
    for words in (ticket["number"], ticket["title"][4:], mark):
        page.get_by_role("searchbox", name="Search number, title, description").fill(words)
        expect(page).to_have_url(re.compile(f"q={re.escape(quote_plus(words))}"))
        expect(lines(page)).to_have_count(1)
        expect(lines(page)).to_contain_text(ticket["title"])
    page.get_by_role("button", name="Clear filters").click()
    expect(page).not_to_have_url(re.compile("q="))


@BOTH
def test_status_and_priority_are_filtered_by_several_values(watch: Watch, site: Site, size: Size):
    mark = unique("Filtered").lower()
    kept = [site.ticket(mark, priority="high"), site.ticket(mark, priority="low")]
    left = site.ticket(mark, priority="medium")
    begun = site.change(kept[1], status="open")
    page = opened(watch, size, "?q=filtered")
    choose(page, "Priority", "High", "Low")
    choose(page, "Status", "New", "Open")
    expect(page).to_have_url(re.compile(r"priority=high%2Clow"))
    for ticket in (kept[0], begun):
        expect(lines(page).filter(has_text=ticket["number"])).to_be_visible()
    expect(lines(page).filter(has_text=left["number"])).to_have_count(0)


def choose(page: Page, field: str, *values: str) -> None:
    box = page.get_by_role("combobox", name=field).or_(page.get_by_role("textbox", name=field)).first
    box.click()
    for value in values:
        page.get_by_role("option", name=value, exact=True).click()
    page.keyboard.press("Escape")


def ranked(words: tuple[str, ...]) -> Callable[[str], int]:
    """Where the word of a row stands in the order of the desk, not of letters."""

    def rank(text: str) -> int:
        return next(place for place, word in enumerate(words) if word in text.split("\n"))

    return rank


@pytest.mark.parametrize(("by", "words"), [("priority", PRIORITIES), ("status", STATUSES)])
def test_priority_and_status_are_sorted_by_rank(watch: Watch, site: Site, by: str, words: tuple[str, ...]):
    site.change(site.ticket("The last of all", priority="planning"), status="cancelled")
    page = opened(watch, more=f"?sort={by}")
    expect(lines(page).nth(5)).to_be_visible()
    ranks = [ranked(words)(text) for text in lines(page).all_inner_texts()]
    assert ranks == sorted(ranks)
    page.get_by_role("button", name="Sort descending").click()
    expect(page).to_have_url(re.compile("direction=desc"))
    expect(lines(page).first).to_contain_text(words[-1])


@BOTH
def test_the_order_is_chosen_from_five(watch: Watch, size: Size):
    page = opened(watch, size)
    order = (
        page.get_by_role("combobox", name="Sort by").or_(page.get_by_role("textbox", name="Sort by")).first
    )
    order.click()
    expect(page.get_by_role("option")).to_have_text(["Created", "Updated", "Priority", "Status", "Due"])
    page.get_by_role("option", name="Due").click()
    expect(page).to_have_url(re.compile("sort=due_date"))


@BOTH
def test_a_sync_says_when_and_what_it_brought(watch: Watch, site: Site, size: Size):
    page = opened(watch, size)
    expect(page.get_by_text("No outside desk is connected yet.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Last refreshed at \d\d:\d\d, every 5 minutes\."))).to_be_visible()
    live(page)
    watch.settled(page)
    sync = page.get_by_role("button", name="Sync now")
    sync.click()
    expect(page.get_by_text("Nothing changed.")).to_be_visible()
    site.ticket("Just in time")
    expect(page.get_by_role("button", name=re.compile("change.*, show"))).to_be_visible()
    sync.click()
    expect(page.get_by_text(re.compile(r"\d+ tickets? changed\."))).to_be_visible()


def test_tickets_are_read_again_every_five_minutes_and_figures_every_two(watch: Watch):
    page = watch("/app/tickets", who=AGENT)
    page.clock.install()
    deaf(page)
    page.goto("/app/support")
    expect(lines(page).first).to_be_visible()
    watch.settled(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_request(re.compile("/stats$")):
        page.clock.fast_forward("02:05")
    page.wait_for_timeout(500)
    # The numbers beside the navigation ask for no more than one row.
    assert not any("sort_by=created_at" in url and "limit=1&" not in url for url in asked)
    with page.expect_request(lambda request: "sort_by=created_at" in request.url):
        page.clock.fast_forward("03:05")


@BOTH
def test_a_ticket_is_created_in_a_window(watch: Watch, site: Site, size: Size):
    page = opened(watch, size)
    page.get_by_role("button", name="Create ticket").click()
    dialog = page.get_by_role("dialog", name="Create ticket")
    dialog.get_by_role("button", name="Create ticket").click()
    expect(dialog.get_by_text("Fill this in")).to_be_visible()
    title = unique("Made on the support page")
    dialog.get_by_label("Title (required)").fill(title)
    dialog.get_by_label("Description").fill("It rattles.")
    dialog.get_by_role("button", name="Create ticket").click()
    expect(page.get_by_text(re.compile(r"^[A-Z]+-\d+ created$"))).to_be_visible()
    expect(lines(page).filter(has_text=title)).to_be_visible()
    found = site.get("/api/v1/desk/tickets", q=title)["data"]
    assert [row["title"] for row in found] == [title]


def test_a_click_opens_the_ticket_beside_the_list(watch: Watch, site: Site):
    ticket = site.ticket("Look at me")
    page = opened(watch, more=f"?q={ticket['number']}")
    page.get_by_role("link", name=ticket["title"]).click()
    expect(page).to_have_url(re.compile(f"ticket={ticket['number']}"))
    expect(page.get_by_role("complementary").get_by_role("heading", name=ticket["title"])).to_be_visible()
    press(page, "Escape")
    expect(page).not_to_have_url(re.compile("ticket="))


def test_a_tap_opens_the_ticket_s_page_on_a_phone(watch: Watch, site: Site):
    ticket = site.ticket("Tap me")
    page = opened(watch, SMALL, f"?q={ticket['number']}")
    page.get_by_role("link", name=ticket["title"]).click()
    expect(page).to_have_url(re.compile(f"/app/tickets/{ticket['number']}"))


def test_what_nobody_works_on_can_be_taken(watch: Watch, site: Site):
    ticket: dict[str, Any] = site.ticket("Take me")
    page = opened(watch, more=f"?q={ticket['number']}")
    page.get_by_role("button", name=f"Take {ticket['number']}").click()
    expect(page.get_by_text(f"{ticket['number']} is yours")).to_be_visible()
    until(lambda: (site.now(ticket)["assignee"] or {}).get("id") == site.people[AGENT]["id"])


def test_the_page_stands_in_its_group_of_the_navigation(watch: Watch):
    page = watch("/app/tickets", who=AGENT)
    nav = page.get_by_role("navigation", name="Main")
    expect(nav.get_by_text("Operations & Management")).to_be_visible()
    link = nav.get_by_role("link", name="IT Support Tickets")
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="IT Support Tickets")).to_be_visible()
    expect(link).to_have_attribute("aria-current", "page")


def test_a_requester_has_no_such_page(watch: Watch):
    page = watch("/app/support", who=REQUESTER)
    expect(page.get_by_role("button", name="Sync now")).to_have_count(0)
