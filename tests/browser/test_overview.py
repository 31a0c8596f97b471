"""The overview: four figures that lead to what they count."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import AGENT, COLLEAGUE, REQUESTER, Site, until
from tests.browser.test_ticket_list import counts_in_head
from tests.browser.watching import DESK, PHONE, Size, Watch, deaf, live
from tests.journeys.desks import TICKETS

FIGURES = {
    "Open tickets": "status=new%2Copen",
    "Average resolution": "where=resolved_at",
    "SLA compliance": "where=resolved_at.*sla_met",
    "Critical tickets": "priority=critical%2Curgent",
}


UNFINISHED = ["new", "open", "in_progress", "pending", "on_hold"]


def figure(page: Page, label: str) -> Locator:
    """The card of one figure."""
    return page.get_by_role("main").get_by_role("link", name=re.compile(f"^{label}"))


def counted(site: Site) -> None:
    """Wait until the page's figures hold what was made: dear ones are kept for a while."""
    ask = {"days": 14, "zone": "UTC"}
    until(lambda: site.get(f"{TICKETS}/analytics", **ask)["renews_in_seconds"] is None, seconds=60)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
def test_there_are_exactly_four_figures(watch: Watch, size: Size):
    page = watch("/app/overview", who=AGENT, size=size)
    for label in FIGURES:
        expect(figure(page, label)).to_be_visible()
    known = page.get_by_role("main").get_by_role("link").filter(has_text=re.compile("|".join(FIGURES)))
    looks = known.first.get_attribute("class")
    assert looks
    assert page.locator(f"main a.{looks.split()[0]}").count() == known.count() == len(FIGURES)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size.width


@pytest.mark.parametrize("label", FIGURES)
def test_a_figure_leads_to_the_list_it_counts(watch: Watch, label: str):
    page = watch("/app/overview", who=AGENT)
    shown = re.sub(f"^{label}", "", figure(page, label).inner_text()).strip().split()[0]
    figure(page, label).click()
    expect(page).to_have_url(re.compile(r"/app/tickets\?.*" + FIGURES[label]))
    expect(
        page.get_by_role("table", name="Tickets").or_(page.get_by_text("No tickets match"))
    ).to_be_visible()
    if label in {"Open tickets", "Critical tickets"}:
        counts_in_head(page, int(shown.replace(",", "")))


def test_the_average_counts_exactly_the_tickets_it_leads_to(watch: Watch):
    page = watch("/app/overview", who=AGENT)
    card = figure(page, "Average resolution")
    said = re.search(r"over ([\d,]+)", card.inner_text())
    assert said
    card.click()
    expect(page.get_by_role("table", name="Tickets")).to_be_visible()
    counts_in_head(page, int(said[1].replace(",", "")))


def test_a_lead_sees_what_is_pressing_and_each_number_opens_its_tickets(watch: Watch, site: Site):
    soon = datetime.now(UTC) + timedelta(hours=1)
    due = site.ticket("Soon", due_at=soon.isoformat(), priority="critical")
    # Earlier than what any other test lets be due, and a test before this one: it is the most pressing.
    long_ago = datetime(2001, 1, 1, tzinfo=UTC) - timedelta(days=int(due["number"].rpartition("-")[2]))
    late = site.ticket("Late", due_at=long_ago.isoformat(), priority="critical")
    counted(site)
    for words, ticket in (("due in the next 4 h", due), ("past their due date", late), ("unassigned", late)):
        page = watch("/app/overview", who=COLLEAGUE)
        link = page.get_by_role("link", name=re.compile(f"{words}$"))
        shown = int(link.inner_text().split()[0].replace(",", ""))
        assert shown > 0
        link.click()
        expect(page.get_by_role("table").get_by_role("row").filter(has_text=ticket["number"])).to_be_visible()
        counts_in_head(page, shown)

    page = watch("/app/overview", who=COLLEAGUE)
    soon_card = page.get_by_role("table", name="Breaching soon")
    expect(soon_card.get_by_role("row").first).to_contain_text(late["number"])
    page.get_by_role("link", name=re.compile("age of the oldest$")).click()
    expect(page).to_have_url(re.compile("sort=created.*direction=asc"))


def test_the_load_of_a_person_opens_their_tickets(watch: Watch, site: Site):
    # Twelve are shown, those with the most.
    for _ in range(4):
        site.ticket("Somebody has to", assignee_id=site.people[AGENT]["id"])
    counted(site)
    page = watch("/app/overview", who=COLLEAGUE)
    name = site.people[AGENT]["name"]
    row = page.get_by_role("link", name=re.compile(f"^{name}"))
    open_ = {"assignee": site.people[AGENT]["id"], "limit": 1, "count": True}
    there = site.get("/api/v1/desk/tickets", **open_, status=UNFINISHED)["page"]["total"]
    # Live: what another test did a moment ago may still be on its way.
    expect(row).to_have_text(re.compile(rf"(?<!\d){there}$"))
    row.click()
    expect(page.get_by_role("table", name="Tickets")).to_be_visible()
    counts_in_head(page, there)


def test_an_agent_is_not_shown_the_load_of_others(watch: Watch):
    page = watch("/app/overview", who=AGENT)
    expect(page.get_by_role("heading", name="Assigned to me")).to_be_visible()
    expect(page.get_by_role("heading", name="Load of each person")).to_have_count(0)


def test_the_figures_are_read_again_every_two_minutes(watch: Watch):
    page = watch("/app/tickets", who=AGENT)
    page.clock.install()
    deaf(page)
    begun = time.monotonic()
    page.goto("/app/overview")
    expect(figure(page, "Open tickets")).to_be_visible()
    watch.settled(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.fast_forward(110_000 - int(1000 * (time.monotonic() - begun)))
    page.wait_for_timeout(500)
    assert not any("/analytics" in url for url in asked)
    with page.expect_request(re.compile("/analytics")):
        page.clock.fast_forward("00:15")


def test_the_figures_follow_what_happens(watch: Watch, site: Site):
    page = watch("/app/overview", who=AGENT)
    card = figure(page, "Critical tickets")
    expect(card).to_be_visible()
    live(page)
    watch.settled(page)
    before = int(card.inner_text().split()[2])
    site.ticket("The crane does not stop", priority="critical")
    expect(card).to_contain_text(re.compile(rf"^Critical tickets\s*{before + 1}\b"))


def test_a_chart_can_be_read_as_a_table(watch: Watch):
    page = watch("/app/overview", who=AGENT)
    page.get_by_role("button", name="Show as table: Opened and resolved").click()
    table = page.get_by_role("region", name="Opened and resolved").get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(15)


def test_a_requester_is_sent_to_the_portal(watch: Watch):
    page = watch("/app/overview", who=REQUESTER)
    expect(page).to_have_url(re.compile("/portal$"))
