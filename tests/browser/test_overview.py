"""The overview: four figures that lead to what they count."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import AGENT, REQUESTER, Site
from tests.browser.test_ticket_list import count_in_head
from tests.browser.watching import DESK, PHONE, Size, Watch

FIGURES = {
    "Open tickets": "status=new%2Copen",
    "Average resolution": "status=resolved%2Cclosed",
    "SLA compliance": "sort=due",
    "Critical tickets": "priority=critical%2Curgent",
}


def figure(page: Page, label: str) -> Locator:
    """The card of one figure."""
    return page.get_by_role("main").get_by_role("link", name=re.compile(f"^{label}"))


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
    expect(page).to_have_url(re.compile(r"/app/tickets\?.*" + FIGURES[label].replace(".", r"\.")))
    expect(
        page.get_by_role("table", name="Tickets").or_(page.get_by_text("No tickets match"))
    ).to_be_visible()
    if label in {"Open tickets", "Critical tickets"}:
        assert count_in_head(page) == int(shown.replace(",", ""))


def test_the_figures_follow_what_happens(watch: Watch, site: Site):
    page = watch("/app/overview", who=AGENT)
    card = figure(page, "Critical tickets")
    before = int(card.inner_text().split()[2])
    site.ticket("The crane does not stop", priority="critical")
    expect(card).to_contain_text(re.compile(rf"^Critical tickets\s*{before + 1}\b"))


def test_a_chart_can_be_read_as_a_table(watch: Watch):
    page = watch("/app/overview", who=AGENT)
    page.get_by_role("button", name="Show as table: Opened and resolved").click()
    expect(page.get_by_role("main").get_by_role("table").get_by_role("row")).to_have_count(16)


def test_a_requester_is_sent_to_the_portal(watch: Watch):
    page = watch("/app/overview", who=REQUESTER)
    expect(page).to_have_url(re.compile("/portal$"))
