"""Many tickets at once: all that the filters find, merged into one, sorted, and as a file."""

import json
import re

from playwright.sync_api import Page, Request, expect

from tests.browser.site import AGENT, COLLEAGUE, Site, unique, until
from tests.browser.test_agent_work import line_of
from tests.browser.test_ticket_list import ticked
from tests.browser.watching import Watch


def test_all_that_the_filters_find_are_changed_without_their_ids(watch: Watch, site: Site):
    tag = re.sub(r"\W+", "-", unique("umbrellas")).strip("-")
    tickets = [site.ticket("Forty wet umbrellas", tags=[tag]) for _ in range(4)]
    site.change(tickets[0], status="cancelled")
    page = watch(f"/app/tickets?tag={tag}&status=any", who=AGENT)
    sent: list[dict] = []

    def keep(request: Request) -> None:
        if request.url.endswith("/bulk-update"):
            sent.append(json.loads(request.post_data or "{}"))

    page.on("request", keep)
    page.get_by_role("checkbox", name=f"Select {tickets[1]['number']}").check()
    page.get_by_role("button", name="Select all 4").click()
    bar = page.get_by_role("toolbar", name="4 selected")
    bar.get_by_role("button", name="Status").click()
    page.get_by_role("option", name="On hold").click()
    dialog = page.get_by_role("dialog", name="Change 4 tickets?")
    expect(dialog).to_contain_text("3 tickets will change.")
    expect(dialog).to_contain_text(tickets[0]["number"])
    assert site.now(tickets[1])["status"] == "new"
    dialog.get_by_role("button", name="Change them").click()
    toast = page.get_by_role("status").filter(has_text="3 tickets set to On hold")
    expect(toast).to_be_visible()
    assert [site.now(ticket)["status"] for ticket in tickets] == ["cancelled", *["on_hold"] * 3]
    assert [("ids" in body, body["filter"]["tag"]) for body in sent] == [(False, [tag])] * 2
    page.keyboard.press("Escape")
    toast.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="3 tickets set to On hold")).to_be_hidden()
    expect(line_of(page, tickets[1]).get_by_text("New")).to_be_attached()
    until(lambda: {site.now(ticket)["status"] for ticket in tickets[1:]} == {"new"})


def test_ticked_tickets_become_one(watch: Watch, site: Site):
    page = watch(who=COLLEAGUE)
    tickets = ticked(page, site, "The same buoy is adrift")
    page.get_by_role("toolbar").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Merge into one").click()
    dialog = page.get_by_role("dialog", name="Merge 3 tickets")
    dialog.get_by_role("radio", name=re.compile(tickets[1]["number"])).check()
    dialog.get_by_role("button", name=f"Merge into {tickets[1]['number']}").click()
    expect(page.get_by_text(f"2 tickets merged into {tickets[1]['number']}")).to_be_visible()
    assert [site.now(ticket)["status"] for ticket in tickets] == ["closed", "new", "closed"]


def test_the_ticked_tickets_are_had_as_a_file(watch: Watch, site: Site):
    page = watch(who=COLLEAGUE)
    tickets = ticked(page, site, "Ropes counted twice")
    page.get_by_role("toolbar").get_by_role("button", name="More").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="Export as JSON").click()
    rows = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert {row["number"] for row in rows} == {ticket["number"] for ticket in tickets}


def test_a_category_is_given_to_many_and_macros_are_there(watch: Watch, site: Site):
    page: Page = watch(who=AGENT)
    tickets = ticked(page, site, "Which drawer is it in")
    bar = page.get_by_role("toolbar")
    expect(bar.get_by_role("button", name="Macro")).to_be_visible()
    bar.get_by_role("button", name="Category").click()
    page.get_by_role("option").nth(1).click()
    expect(page.get_by_text(re.compile("3 tickets put into"))).to_be_visible()
    assert all(site.now(ticket)["category"] for ticket in tickets)
