"""Working time, configuration items, filled-in texts and where the catalogue is used."""

import pytest

from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS


async def log(client, ticket, expect=201, **body):
    answer = await client.post(f"{TICKETS}/{ticket['id']}/time-tracking", json=body)
    assert answer.status_code == expect, answer.text
    return answer.json()


async def test_working_time_adds_up(desk, client, make):
    ticket = await make()
    first = await log(client, ticket, minutes=30, billable=True, note="On the phone")
    await log(client, ticket, minutes=15, spent_on="2026-03-01")
    path = f"{TICKETS}/{ticket['id']}/time-tracking"

    await client.patch(f"{path}/{first['id']}", json={"minutes": 45})
    listed = (await client.get(path)).json()

    assert listed["totals"] == {"minutes": 60, "billable_minutes": 45, "entries": 2}
    assert listed["data"][0]["person"]["name"] == "The admin"
    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json()["time_minutes"] == 60
    assert (await client.delete(f"{path}/{first['id']}", headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.delete(f"{path}/{first['id']}")).status_code == 204
    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json()["time_minutes"] == 15
    assert [e.data["action"] for e in await desk.announced("ticket.time_logged")] == [
        "added",
        "added",
        "changed",
        "removed",
    ]


async def test_time_of_others_is_for_those_who_may_delete_tickets(desk, client, make):
    ticket, lead = await make(), str(desk.people[RoleName.TEAM_LEAD])
    entry = await log(client, ticket, minutes=5)
    async with desk.client(RoleName.AGENT) as agent:
        await log(agent, ticket, expect=403, minutes=5, person_id=lead)
        path = f"{TICKETS}/{ticket['id']}/time-tracking/{entry['id']}"
        assert (await agent.patch(path, json={"minutes": 6})).status_code == 403
    await log(client, ticket, minutes=5, person_id=lead)
    await log(client, ticket, expect=422, minutes=5, person_id=ticket["id"])
    async with desk.client(RoleName.REQUESTER) as requester:
        assert (await requester.get(f"{TICKETS}/{ticket['id']}/time-tracking")).status_code == 403


@pytest.mark.parametrize(
    "body", [{}, {"minutes": 0}, {"minutes": 10_081}, {"minutes": 1.5}, {"minutes": 5, "bilable": True}]
)
async def test_bad_time_is_refused(client, make, body):
    await log(client, await make(), expect=422, **body)


async def item(client, key, **more):
    answer = await client.post(
        "/api/v1/cmdb/items", json={"key": key, "name": key, "class": "server", **more}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_ticket_concerns_configuration_items(desk, client, make):
    ticket, server = await make(), await item(client, "srv-1")
    path = f"{TICKETS}/{ticket['id']}/cis"

    added = await client.post(path, json={"ci_id": server["id"]})
    again = await client.post(path, json={"ci_id": server["id"]})

    assert [ci["key"] for ci in added.json()["data"]] == ["srv-1"]
    assert again.status_code == 201
    on_it = (await client.get(f"/api/v1/cmdb/items/{server['id']}/tickets")).json()["data"]
    assert [t["number"] for t in on_it] == [ticket["number"]]
    assert (await client.delete(f"/api/v1/cmdb/items/{server['id']}")).status_code == 409
    assert (await client.delete(f"{path}/{server['id']}")).status_code == 204
    assert (await client.delete(f"{path}/{server['id']}")).status_code == 404
    assert (await client.delete(f"/api/v1/cmdb/items/{server['id']}")).status_code == 204
    assert (await client.post(path, json={"ci_id": server["id"]})).status_code == 422
    assert len(await desk.announced("ticket.ci_linked")) == 1


async def test_a_canned_reply_is_filled_in_and_values_are_no_markup(desk, client):
    async with desk.client(RoleName.REQUESTER) as requester:
        ticket = (await requester.post(TICKETS, json={"title": "<b>Tea & toast</b>"})).json()
    html = "<p>Dear {{requester.name}}, {{ticket.number}} ({{ ticket.title }}) {{assignee.name|we}} {{nobody.knows}}"
    reply = (await client.post("/api/v1/canned-replies", json={"title": "Hello", "body_html": html})).json()

    shown = (
        await client.post(f"{TICKETS}/{ticket['id']}/render", json={"canned_reply_id": reply["id"]})
    ).json()

    assert shown["text"] == (
        f"Dear The requester, {ticket['number']} (<b>Tea & toast</b>) we {{{{nobody.knows}}}}"
    )
    assert "<b>" not in shown["html"]
    assert shown["missing"] == ["nobody.knows"]


async def test_a_template_becomes_the_draft_of_a_ticket(desk, client, category):
    printer = await category("Printer")
    template = await client.post(
        "/api/v1/ticket-templates",
        json={
            "name": "New printer",
            "type": "request",
            "for_requesters": True,
            "fields": {"title": "Printer for {{requester.name}}", "category_id": printer, "priority": "low"},
        },
    )
    assert template.status_code == 201, template.text

    async with desk.client(RoleName.REQUESTER) as requester:
        draft = (await requester.get(f"/api/v1/ticket-templates/{template.json()['id']}/draft")).json()

    assert draft["fields"] == {
        "type": "request",
        "title": "Printer for The requester",
        "category_id": printer,
        "priority": "low",
    }


async def test_the_catalogue_tells_where_it_is_used_and_stays_while_it_is(
    client, make, category, custom_field
):
    printer = await category("Printer")
    await custom_field("floor", "integer")
    ticket = await make(category_id=printer, custom_fields={"floor": 3}, tags=["a", "b"])
    await make(category_id=printer, tags=["a"])

    async def used(entry):
        rows = (await client.get("/api/v1/catalog/usage", params={"entry": entry})).json()["data"]
        return {row["key"]: row["tickets"] for row in rows}

    assert await used("category") == {printer: 2}
    assert await used("custom_field") == {"floor": 1}
    assert await used("tag") == {"a": 2, "b": 1}
    assert await used("sub_status") == {}

    [field] = [f for f in (await client.get("/api/v1/custom-fields")).json()["data"] if f["key"] == "floor"]
    refused = await client.delete(f"/api/v1/custom-fields/{field['id']}")
    assert refused.status_code == 409
    assert "retire" in refused.json()["detail"]
    await client.patch(f"{TICKETS}/{ticket['id']}", json={"custom_fields": {"floor": None}})
    assert (await client.delete(f"/api/v1/custom-fields/{field['id']}")).status_code == 204
