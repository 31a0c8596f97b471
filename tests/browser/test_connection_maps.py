"""Maps of a connection: what is not known comes first, what is changed is said before it is saved and read by after."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.site import ADMIN, Site, until
from tests.browser.test_accessibility import findings
from tests.browser.test_connections import PATH, WORK, Desk, counted, desk
from tests.browser.watching import Watch

TICKETS = "/api/v1/desk/tickets"


def card(page: Page) -> Any:
    heading = page.get_by_role("heading", name="Field and value maps")
    return page.get_by_role("main").locator("section").filter(has=heading)


def pair(page: Page, theirs: str, ours: str) -> None:
    """Fill in the row that was added."""
    page.get_by_role("combobox", name="Their field").fill(theirs)
    page.get_by_role("combobox", name="Custom field here").click()
    page.get_by_role("option", name=ours, exact=True).click()


def imported(servicenow: Desk) -> None:
    """Verify and import without a browser."""
    form = {
        "settings": {"instance_url": servicenow.url},
        "credentials": {"username": "admin", "password": "admin"},
    }
    api = servicenow.site.api
    assert api.post(f"{PATH}/{servicenow.id}/verify", json=form).is_success
    until(lambda: servicenow.site.get(f"{PATH}/{servicenow.id}")["last_verification"], 60)
    again(servicenow)


def again(servicenow: Desk) -> None:
    """Import, to the end."""
    asked = servicenow.site.api.post(f"{PATH}/{servicenow.id}/sync-tickets", json={"days": 90})
    assert asked.is_success, asked.text
    until(lambda: servicenow.runs()[0]["state"] == "success", 60)


def test_a_state_is_mapped_on_the_page_and_the_next_import_reads_by_it(watch: Watch, site: Site):
    with desk(site, "servicenow", "servicenow") as servicenow:
        rows = list(servicenow.simulator.store.tables["incident"].values())
        for row in rows[:3]:
            row |= {"state": "42", "u_site": "Pier 4"}
        ours = next(
            one for one in site.get("/api/v1/custom-fields", limit=200)["data"] if one["kind"] == "text"
        )
        imported(servicenow)
        page = watch(servicenow.page, who=ADMIN)
        counted(page)
        maps = card(page)
        states = maps.get_by_role("table", name="Status").get_by_role("row")
        expect(states.nth(1)).to_contain_text("42")
        state = states.filter(has=page.get_by_role("combobox", name="Here for 42"))
        expect(state).to_contain_text("Not mapped")

        maps.get_by_role("combobox", name="Here for 42").click()
        page.get_by_role("option", name="On hold").click()
        expect(state).to_contain_text("Changed here")
        expect(maps.get_by_role("status")).to_contain_text("up to 3 tickets")
        assert findings(page) == []
        maps.get_by_text("Custom fields", exact=True).click()
        maps.get_by_role("button", name="Map a field").click()
        maps.get_by_role("button", name="Save maps").click()
        expect(maps.get_by_role("alert")).to_contain_text("Choose a custom field")
        assert findings(page) == []
        pair(page, "u_site", ours["label"])
        maps.get_by_role("button", name="Save maps").click()
        expect(page.get_by_text("Maps saved. The next import goes by them.")).to_be_visible()
        expect(maps.get_by_role("button", name="Save maps")).to_have_count(0)
        maps.get_by_text("Status", exact=True).click()
        expect(maps.get_by_text("3 tickets change with the next import")).to_be_visible()

        again(servicenow)
        expect(maps.get_by_text("change with the next import")).to_have_count(0)
        expect(state).to_contain_text("Changed here")
        found = site.get(TICKETS, q=rows[0]["short_description"], limit=50)["data"]
        whole = [site.get(f"{TICKETS}/{one['id']}") for one in found]
        [ticket] = [
            one
            for one in whole
            if servicenow.url in one["source_reference"].get("url", "") and _is(one, rows[0])
        ]
        assert (ticket["status"], ticket["custom_fields"][ours["key"]]) == ("on_hold", "Pier 4")

        maps.get_by_role("button", name="Reset 42").click()
        expect(state).to_contain_text("Not mapped")
        maps.get_by_role("button", name="Cancel").click()
        expect(state).to_contain_text("Changed here")


def test_imports_by_themselves_are_switched_on_and_the_budget_is_seen(watch: Watch, site: Site):
    with desk(site, "servicenow", "servicenow") as servicenow:
        imported(servicenow)
        page = watch(servicenow.page, who=ADMIN)
        counted(page)
        expect(page.get_by_text(re.compile(r"\d+ of 1,000 this hour"))).to_be_visible()
        every = page.get_by_role("combobox", name="Import by itself")
        expect(every).to_have_value("Off")

        every.click()
        page.get_by_role("option", name="Every 30 minutes").click()
        expect(page.get_by_text("The time counts from the end of an import.")).to_be_visible()
        record = until(lambda: _scheduled(servicenow, 30), 60)
        assert record["next_sync_at"]
        every.click()
        page.get_by_role("option", name="Off").click()
        until(lambda: _scheduled(servicenow, None), 60)


def _is(ticket: dict[str, Any], row: dict[str, Any]) -> bool:
    return ticket["source_reference"]["key"] == row["number"]


def _scheduled(servicenow: Desk, minutes: int | None) -> Any:
    record = servicenow.site.get(f"{PATH}/{servicenow.id}")
    return record if record["sync_every_minutes"] == minutes else None


def test_the_better_way_to_sign_in_comes_first(watch: Watch, site: Site):
    with desk(site, "servicenow", "servicenow") as servicenow:
        page = watch(servicenow.page, who=ADMIN)
        expect(page.get_by_role("radio", name=re.compile("OAuth client Recommended"))).to_be_checked()
        expect(page.get_by_label("OAuth client id (required)")).to_be_visible()
        expect(page.get_by_label("User name (required)")).to_have_count(0)
        page.get_by_role("radio", name=re.compile("User name and password Fallback")).check()
        page.get_by_label("ServiceNow URL (required)").fill(servicenow.url)
        page.get_by_label("User name (required)").fill("admin")
        page.get_by_label("Password (required)", exact=True).fill("admin")
        page.get_by_role("button", name="Verify", exact=True).click()
        expect(page.get_by_role("list", name="Verification").filter(has_text="Log-in")).to_be_visible()
        expect(page.get_by_role("button", name="Import tickets")).to_be_visible(timeout=WORK)
        counted(page)
    with desk(site, "jira_itsm", "jira-cloud") as jira:
        page = watch(jira.page, who=ADMIN)
        link = page.get_by_role("link", name="Create an API token at id.atlassian.com")
        expect(link).to_have_attribute("href", "https://id.atlassian.com/manage-profile/security/api-tokens")
        expect(page.get_by_text("Browse projects; Create issues too")).to_be_visible()
