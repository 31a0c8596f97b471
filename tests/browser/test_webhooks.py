"""Webhooks on the page of a connection: opened, heard, looked into, replayed."""

from datetime import UTC, datetime
from typing import Any

import httpx2
from playwright.sync_api import Page, expect

from tests.browser.site import ADMIN, Site, unique
from tests.browser.test_accessibility import findings
from tests.browser.test_connections import PATH, Desk, desk
from tests.browser.watching import PHONE, Watch

HOOKS = "/api/v1/webhooks/in"


def prove(servicenow: Desk) -> None:
    form = {
        "settings": {"instance_url": servicenow.url},
        "credentials": {"username": "admin", "password": "admin"},
    }
    assert servicenow.site.api.post(f"{PATH}/{servicenow.id}/verify", json=form).is_success


def rename(servicenow: Desk, words: str) -> dict[str, Any]:
    """Somebody over there changes an incident."""
    with servicenow.simulator.lock:
        incident = next(iter(servicenow.simulator.store.tables["incident"].values()))
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
        incident |= {"short_description": words, "sys_mod_count": "90", "sys_updated_on": now}
        return dict(incident)


def post(servicenow: Desk, secret: str, body: dict[str, Any]) -> httpx2.Response:
    headers = {"X-Deskplane-Secret": secret}
    return servicenow.site.api.post(f"{HOOKS}/{servicenow.id}", json=body, headers=headers)


def opened(page: Page) -> str:
    """Open the door on the page; returns the secret that it shows once."""
    page.get_by_role("button", name="Create a secret").click()
    shown = page.get_by_role("textbox", name="Secret", exact=True)
    expect(shown).not_to_have_value("")
    return shown.input_value()


def test_a_change_over_there_is_heard_looked_into_and_replayed(watch: Watch, site: Site):
    with desk(site, "servicenow", "servicenow", tickets=2) as servicenow:
        prove(servicenow)
        page = watch(servicenow.page, who=ADMIN)
        page.get_by_role("button", name="Import tickets").click()
        expect(page.get_by_role("table", name="Run history")).to_contain_text("Success")
        secret = opened(page)
        incident = rename(servicenow, unique("Said over there"))

        assert post(servicenow, "a wrong one", {"sys_id": incident["sys_id"]}).status_code == 401
        assert post(servicenow, secret, {"incident_id": incident["number"]}).status_code == 202

        table = page.get_by_role("table", name="Webhook deliveries")
        expect(table).to_contain_text("Changed")
        expect(page.get_by_text("1 refused for a wrong secret")).to_be_visible()
        table.get_by_role("button", name=f"Show delivery of {incident['number']}").click()
        panel = page.get_by_role("complementary", name="Webhook delivery")
        expect(panel).to_contain_text("The record was read again.")
        expect(panel).to_contain_text(f'"incident_id": "{incident["number"]}"')
        assert findings(page) == []
        panel.get_by_role("button", name="Replay").click()
        expect(table).to_contain_text("Nothing new")

        page.reload()
        expect(page.get_by_role("textbox", name="Address")).to_have_value(
            f"{site.url}{HOOKS}/{servicenow.id}"
        )
        expect(page.get_by_role("textbox", name="Secret", exact=True)).to_have_count(0)


def test_what_nobody_knows_is_to_be_looked_at_on_a_phone_too(watch: Watch, site: Site):
    with desk(site, "servicenow", "servicenow", tickets=2) as servicenow:
        prove(servicenow)
        page = watch(servicenow.page, who=ADMIN, size=PHONE, scheme="dark")
        secret = opened(page)
        assert post(servicenow, secret, {"incident_id": "INC-elsewhere"}).status_code == 202

        table = page.get_by_role("table", name="Webhook deliveries")
        expect(table).to_contain_text("No ticket here belongs to this record.")
        page.get_by_text("To look at").click()
        expect(table).to_contain_text("INC-elsewhere")
        assert findings(page) == []
        page.get_by_role("button", name="Turn off").click()
        page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
        expect(page.get_by_role("button", name="Create a secret")).to_be_visible()
        assert post(servicenow, secret, {"incident_id": "INC-elsewhere"}).status_code == 404
