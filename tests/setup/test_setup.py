"""The first-run checklist reads the real state; where things are used is counted."""

from typing import Any

import httpx2
import pytest

from deskplane.kernel.access import RoleName
from tests.fixtures.desk import Desk

CHECKLIST = "/api/v1/setup/checklist"


async def read(client: httpx2.AsyncClient) -> dict[str, Any]:
    answer = await client.get(CHECKLIST)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def state(client: httpx2.AsyncClient, key: str) -> dict[str, Any]:
    return next(step for step in (await read(client))["steps"] if step["key"] == key)


async def test_the_steps_come_in_the_order_of_the_work_and_later_ones_last(client):
    found = await read(client)

    states = [step["state"] for step in found["steps"]]
    assert [step["key"] for step in found["steps"]][:3] == ["migrations", "organization", "people"]
    assert states == sorted(states, key=lambda each: each == "not_available")
    assert found["total"] == sum(each != "not_available" for each in states)
    assert (await state(client, "migrations"))["state"] == "done"
    assert (await state(client, "sms"))["page"] is None


async def test_a_step_is_done_when_the_thing_is_there(client):
    assert (await state(client, "categories"))["state"] == "open"

    await client.post("/api/v1/categories", json={"name": "Hardware"})

    done = await state(client, "categories")
    assert (done["state"], done["count"]) == ("done", 1)
    assert done["page"] == "/app/settings/categories"


async def test_a_step_is_skipped_once_and_can_be_taken_up_again(desk: Desk, client):
    before = (await read(client))["done"]
    for _ in range(2):
        assert (await client.post(f"{CHECKLIST}/teams/skip")).status_code == 204
    skipped = await read(client)
    assert skipped["done"] == before + 1
    assert (await state(client, "teams"))["state"] == "skipped"
    assert [event.data["step"] for event in await desk.announced("setup.skipped")] == ["teams"]

    assert (await client.delete(f"{CHECKLIST}/teams/skip")).status_code == 204
    assert (await state(client, "teams"))["state"] == "open"


async def test_the_list_is_put_away_and_comes_back(client):
    await client.post(f"{CHECKLIST}/dismiss")
    assert (await read(client))["is_dismissed"]
    await client.delete(f"{CHECKLIST}/dismiss")
    assert not (await read(client))["is_dismissed"]


@pytest.mark.parametrize("role", [RoleName.AGENT, RoleName.REQUESTER])
async def test_only_those_who_may_see_settings_see_it(desk: Desk, role: RoleName):
    assert (await desk.client(role).get(CHECKLIST)).status_code == 403
    assert (await desk.client(RoleName.TEAM_LEAD).post(f"{CHECKLIST}/teams/skip")).status_code == 403


async def test_an_unknown_step_is_refused(client):
    answer = await client.post(f"{CHECKLIST}/coffee/skip")
    assert answer.status_code == 422


async def test_where_a_custom_field_is_used(client):
    field = (
        await client.post("/api/v1/custom-fields", json={"key": "floor", "label": "Floor", "kind": "text"})
    ).json()
    await client.post("/api/v1/desk/tickets", json={"title": "Dark", "custom_fields": {"floor": "3"}})
    await client.post(
        "/api/v1/ticket-templates", json={"name": "Lamp", "fields": {"custom_fields": {"floor": "2"}}}
    )

    found = (await client.get(f"/api/v1/setup/uses/custom_field/{field['id']}")).json()["data"]

    assert {use["kind"]: (use["count"], use["names"]) for use in found} == {
        "tickets": (1, []),
        "templates": (1, ["Lamp"]),
    }


async def test_what_hangs_on_a_person_a_team_and_a_category(desk: Desk, client):
    agent = str(desk.people[RoleName.AGENT])
    team = (await client.post("/api/v1/teams", json={"name": "Lamps"})).json()
    await client.post(f"/api/v1/teams/{team['id']}/members", json={"person_ids": [agent], "is_lead": True})
    top = (await client.post("/api/v1/categories", json={"name": "Top"})).json()
    await client.post("/api/v1/categories", json={"name": "Below", "parent_id": top["id"]})
    await client.post(
        "/api/v1/desk/tickets",
        json={"title": "Dark", "assignee_id": agent, "team_id": team["id"], "category_id": top["id"]},
    )

    async def uses(entry: str, id: str) -> dict[str, Any]:
        found = (await client.get(f"/api/v1/setup/uses/{entry}/{id}")).json()["data"]
        return {use["kind"]: use["count"] for use in found}

    assert await uses("person", agent) == {"open_tickets": 1, "led_teams": 1}
    assert await uses("team", team["id"]) == {"open_tickets": 1, "members": 1}
    assert await uses("category", top["id"]) == {"tickets": 1, "subcategories": 1}
    assert (await client.get(f"/api/v1/setup/uses/team/{agent}")).status_code == 404


async def test_another_desk_is_connected_when_one_was_verified(desk: Desk, client):
    open_ = await state(client, "connections")
    assert (open_["state"], open_["page"]) == ("open", "/app/settings/connections/itsm")

    told = "update data_source_connections set last_verification_status = $1 where type = 'freshdesk'"
    await desk.tx.execute(told, "failed")
    assert (await state(client, "connections"))["state"] == "open"
    await desk.tx.execute(told, "warning")
    done = await state(client, "connections")
    assert (done["state"], done["count"]) == ("done", 1)
