"""The audit page: what happened, by filters in the address, with what was there before."""

import re

from playwright.sync_api import expect

from tests.browser.site import ADMIN, AGENT, Site
from tests.browser.watching import Watch, live


def test_an_entry_shows_what_was_there_before(watch: Watch, site: Site):
    ticket = site.ticket("Buoy adrift", priority="low")
    site.change(ticket, priority="high")
    page = watch(f"/app/audit?entity={ticket['id']}", who=ADMIN)
    page.get_by_role("link", name="Ticket changed").click()
    panel = page.get_by_role("complementary", name="Ticket changed")
    diff = panel.get_by_role("row").filter(has_text="Priority")
    expect(diff).to_contain_text("low")
    expect(diff).to_contain_text("high")
    expect(panel.get_by_role("link", name=re.compile("Buoy adrift"))).to_be_visible()
    panel.get_by_role("button", name="Show JSON").click()
    expect(panel.get_by_text('"action": "ticket.changed"')).to_be_visible()
    panel.get_by_role("button", name="All of this request").click()
    expect(page).to_have_url(re.compile("correlation="))


def test_filters_are_chosen_and_kept_in_the_address(watch: Watch, site: Site):
    site.api.post("/api/v1/skills", json={"name": "Splicing"})
    page = watch("/app/audit", who=ADMIN)
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("option", name="Kind of thing").click()
    page.get_by_role("combobox", name="Kind of thing").fill("Skill")
    page.get_by_role("option", name="Skill", exact=True).click()
    expect(page).to_have_url(re.compile("type="))
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Skill created").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Ticket [a-z]"))).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Value of Kind of thing: Skill")).to_be_visible()


def test_new_entries_wait_behind_a_pill(watch: Watch, site: Site):
    page = watch("/app/audit?type=%5B%22ticket%22%5D", who=ADMIN)
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    live(page)
    site.ticket("Fresh in the log")
    pill = page.get_by_role("button", name=re.compile(r"^\d+ new"))
    expect(pill).to_be_visible()
    expect(page.get_by_text("Fresh in the log")).to_have_count(0)
    pill.click()
    expect(page.get_by_role("row").filter(has_text="Fresh in the log").first).to_be_visible()


def test_the_chain_is_verified_and_the_log_exported(watch: Watch, site: Site):
    page = watch("/app/audit", who=ADMIN)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("dialog").get_by_text("Nothing was changed")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    page.get_by_role("button", name="More for the log").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="As CSV").click()
    assert download.value.path().read_text().startswith("recorded_at,")
    [note, *_] = site.get("/api/v1/audit", action="audit.exported")["data"]
    assert note["data"]["format"] == "csv"


def test_a_shorter_time_says_what_it_removes(watch: Watch, site: Site):
    page = watch("/app/audit", who=ADMIN)
    page.get_by_role("button", name="More for the log").click()
    page.get_by_role("menuitem", name="Retention").click()
    page.get_by_role("combobox", name="Keep entries for").click()
    page.get_by_role("option", name="120 months").click()
    expect(page.get_by_text(re.compile("removed for good"))).to_be_visible()
    page.get_by_role("button", name="Remove older entries").click()
    expect(page.get_by_text("The rule is saved")).to_be_visible()
    assert site.get("/api/v1/audit/retention")["months"] == 120


def test_agents_have_no_audit(watch: Watch):
    page = watch("/app/audit", who=AGENT)
    expect(page.get_by_role("table")).to_have_count(0)
    expect(page.get_by_role("link", name="Audit", exact=True)).to_have_count(0)
