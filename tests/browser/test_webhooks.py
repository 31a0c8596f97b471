"""Webhooks on the page of a connection: opened, heard, looked into, replayed."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import httpx2
from playwright.sync_api import Page, expect

from deskplane.connectors.sdk.webhooks import OWN_SIGNATURE, OWN_TIMESTAMP, signature
from tests.browser.site import ADMIN, Site, unique, until
from tests.browser.test_accessibility import findings
from tests.browser.test_connections import PATH, WORK, Desk, desk
from tests.browser.watching import PHONE, Watch, live
from tests.journeys.desks import TICKETS

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
        expect(page.get_by_role("table", name="Run history")).to_contain_text("Success", timeout=WORK)
        secret = opened(page)
        incident = rename(servicenow, unique("Said over there"))

        assert post(servicenow, "a wrong one", {"sys_id": incident["sys_id"]}).status_code == 401
        assert post(servicenow, secret, {"incident_id": incident["number"]}).status_code == 202

        table = page.get_by_role("table", name="Webhook deliveries")
        expect(table).to_contain_text("Changed", timeout=WORK)
        expect(page.get_by_text("1 refused for a wrong secret")).to_be_visible()
        table.get_by_role("button", name=f"Show delivery of {incident['number']}").click()
        panel = page.get_by_role("complementary", name="Webhook delivery")
        expect(panel).to_contain_text("The record was read again.")
        expect(panel).to_contain_text(f'"incident_id": "{incident["number"]}"')
        assert findings(page) == []
        panel.get_by_role("button", name="Replay").click()
        expect(table).to_contain_text("Nothing new", timeout=WORK)

        page.reload()
        expect(page.get_by_role("textbox", name="Address")).to_have_value(
            f"{site.url}{HOOKS}/{servicenow.id}"
        )
        expect(page.get_by_role("textbox", name="Secret", exact=True)).to_have_count(0)


def test_a_signed_webhook_changes_status_and_assignee_in_a_page_that_is_open(watch: Watch, site: Site):
    with desk(site, "servicenow", "servicenow", tickets=2) as servicenow:
        prove(servicenow)
        until(lambda: site.get(f"{PATH}/{servicenow.id}")["status"] == "idle", 60)
        words = unique("Pallet scale shows nothing")
        incident = rename(servicenow, words)
        assert site.api.post(f"{PATH}/{servicenow.id}/sync-tickets", json={"days": 90}).is_success
        until(lambda: [run["state"] for run in servicenow.runs()] == ["success"], 60)
        [ticket] = site.get(TICKETS, q=words)["data"]
        secret = site.api.post(f"{PATH}/{servicenow.id}/webhook/secret").json()["secret"]
        page = watch(f"/app/tickets/{ticket['number']}", who=ADMIN)
        expect(page.get_by_role("heading", level=1)).to_contain_text(words)
        live(page)
        with servicenow.simulator.lock:
            tables = servicenow.simulator.store.tables
            person = next(row for row in tables["sys_user"].values() if row["email"])
            tables["incident"][incident["sys_id"]] |= {
                "state": "3",
                "assigned_to": person["sys_id"],
                "sys_mod_count": "91",
                "sys_updated_on": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}",
            }

        told = {"incident_id": incident["number"], "state": "3", "assigned_to": person["name"]}
        body, stamp = json.dumps(told).encode(), str(int(time.time()))
        signed = {OWN_TIMESTAMP: stamp, OWN_SIGNATURE: signature(body, secret, stamp=stamp)}
        with site.served.client() as vendor:
            answer = vendor.post("/api/v1/webhooks/servicenow", content=body, headers=signed)
        assert answer.status_code == 202, answer.text

        expect(page.get_by_role("button", name="Status: On hold")).to_be_visible(timeout=WORK)
        expect(page.get_by_role("button", name=f"Assignee: {person['name']}")).to_be_visible()
        now = site.now(ticket)
        assert (now["status"], now["assignee"]["name"]) == ("on_hold", person["name"])


def test_what_nobody_knows_is_to_be_looked_at_on_a_phone_too(watch: Watch, site: Site):
    with desk(site, "servicenow", "servicenow", tickets=2) as servicenow:
        prove(servicenow)
        page = watch(servicenow.page, who=ADMIN, size=PHONE, scheme="dark")
        secret = opened(page)
        assert post(servicenow, secret, {"incident_id": "INC-elsewhere"}).status_code == 202

        table = page.get_by_role("table", name="Webhook deliveries")
        expect(table).to_contain_text("No ticket here belongs to this record.", timeout=WORK)
        page.get_by_text("To look at").click()
        expect(table).to_contain_text("INC-elsewhere")
        assert findings(page) == []
        page.get_by_role("button", name="Turn off").click()
        page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
        expect(page.get_by_role("button", name="Create a secret")).to_be_visible()
        assert post(servicenow, secret, {"incident_id": "INC-elsewhere"}).status_code == 404
