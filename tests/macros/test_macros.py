"""Macros: kept for some, for all or for one; their steps are checked when they are stored."""

from typing import Any

import httpx2
import pytest

from deskplane.kernel.access import RoleName
from deskplane.macros.schemas import MacroRead
from tests.fixtures.desk import Desk, World

MACROS = "/api/v1/macros"
RAISE = [{"do": "set", "field": "priority", "value": "high"}]
NOBODY = "00000000-0000-7000-8000-000000000000"


async def macro(client: httpx2.AsyncClient, expect: int = 201, **given: Any) -> dict[str, Any]:
    answer = await client.post(MACROS, json={"name": "Raise", "actions": RAISE, **given})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def test_a_macro_is_kept_changed_and_announced(desk: Desk, client: httpx2.AsyncClient) -> None:
    made = await macro(
        client, description="For outages", condition='type = incident and title contains "vpn"'
    )
    path = f"{MACROS}/{made['id']}"
    assert MacroRead.model_validate(made).runs == 0
    assert made["condition"]["all"][0]["field"] == "type"

    changed = await client.patch(path, json={"condition": None, "is_active": False, "version": 1})

    assert (changed.json()["condition"], changed.json()["is_active"], changed.json()["version"]) == (
        None,
        False,
        2,
    )
    assert (await client.patch(path, json={"name": "X", "version": 1})).status_code == 409
    assert (await client.patch(path, json={"name": "X"}, headers={"If-Match": '"1"'})).status_code == 412
    listed = (await client.get(MACROS, params={"q": "outage"})).json()["data"]
    assert [row["id"] for row in listed] == [made["id"]]
    assert (await client.get(MACROS, params={"active": True})).json()["data"] == []
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    told = [event.name for event in await desk.announced() if event.subject_type == "macro"]
    assert told == ["macro.created", "macro.changed", "macro.deleted"]


async def test_each_sees_the_macros_for_them(desk: Desk, client: httpx2.AsyncClient) -> None:
    agent, lead, requester = (
        desk.client(RoleName.AGENT),
        desk.client(RoleName.TEAM_LEAD),
        desk.client(RoleName.REQUESTER),
    )
    team = (await client.post("/api/v1/teams", json={"name": "Networks"})).json()
    for_all = await macro(client)
    of_team = await macro(client, name="Team", team_id=team["id"])
    own = await macro(agent, name="Mine", personal=True)
    await macro(agent, expect=403, name="For all")

    async def names(who: httpx2.AsyncClient) -> list[str]:
        return [row["name"] for row in (await who.get(MACROS)).json()["data"]]

    assert await names(agent) == ["Mine", "Raise"]
    assert await names(lead) == ["Raise", "Team"]
    assert (await agent.get(f"{MACROS}/{of_team['id']}")).status_code == 404
    assert (await client.get(f"{MACROS}/{own['id']}")).status_code == 404
    assert (await agent.patch(f"{MACROS}/{for_all['id']}", json={"name": "X"})).status_code == 403
    assert (await agent.delete(f"{MACROS}/{for_all['id']}")).status_code == 403
    assert (await agent.patch(f"{MACROS}/{own['id']}", json={"name": "My own"})).status_code == 200
    assert (await agent.patch(f"{MACROS}/{own['id']}", json={"team_id": team["id"]})).status_code == 422
    assert (await requester.get(MACROS)).status_code == 403
    assert (await requester.post(MACROS, json={"name": "N", "actions": RAISE})).status_code == 403
    await client.post(
        f"/api/v1/teams/{team['id']}/members", json={"person_id": str(desk.people[RoleName.AGENT])}
    )
    await macro(client, expect=409, name="RAISE")
    await macro(client, name="Raise", personal=True)


@pytest.mark.parametrize(
    ("actions", "loc", "says"),
    [
        ([], "actions", "at least 1"),
        ([{"do": "dance"}], 0, "dance"),
        ([{"do": "set", "field": "title", "value": "X"}], "field", "status"),
        ([{"do": "set", "field": "priority", "value": "huge"}], 0, "priority"),
        ([*RAISE, {"do": "set", "field": "priority", "value": "low"}], 1, "step 1"),
        ([{"do": "resolve"}, {"do": "set", "field": "status", "value": "open"}], 1, "step 1"),
        ([{"do": "resolve", "code": "no_such"}], 0, "resolution code"),
        ([{"do": "add_tags", "tags": ["a"]}, {"do": "remove_tags", "tags": ["a"]}], 1, "tag a"),
        ([{"do": "add_tags", "tags": []}], "tags", "at least 1"),
        ([{"do": "set", "field": "assignee_id", "value": NOBODY}], 0, "agent"),
        ([{"do": "set", "field": "team_id", "value": NOBODY}], 0, "team"),
        ([{"do": "set", "field": "category_id", "value": NOBODY}], 0, "category"),
        ([{"do": "set", "field": "custom.nothing", "value": 1}], 0, "custom field"),
        ([{"do": "reply", "html": ""}], "html", "at least 1"),
    ],
)
async def test_a_step_that_cannot_be_is_refused_at_its_place(
    client: httpx2.AsyncClient, actions: list[dict[str, Any]], loc: str | int, says: str
) -> None:
    refused = await macro(client, expect=422, actions=actions)
    [problem, *_] = refused["errors"]
    assert loc in problem["loc"], refused
    assert says in problem["msg"], refused


async def test_a_condition_that_cannot_be_is_refused(client: httpx2.AsyncClient) -> None:
    refused = await macro(client, expect=422, condition="colour = red")
    assert "condition" in refused["errors"][0]["loc"]


async def test_what_is_said_keeps_no_unsafe_markup(client: httpx2.AsyncClient) -> None:
    made = await macro(client, actions=[{"do": "note", "html": "<p>Hi<script>x()</script></p>"}])
    assert made["actions"][0]["html"] == "<p>Hi</p>"


async def test_another_organisation_sees_and_runs_nothing(world: World) -> None:
    async with world.client() as client, world.client(org=world.other) as foreign:
        made = await macro(client)
        theirs = (await foreign.post("/api/v1/desk/tickets", json={"title": "Theirs"})).json()
        assert (await foreign.get(MACROS)).json()["data"] == []
        for way in ("preview", "run"):
            answer = await foreign.post(f"{MACROS}/{made['id']}/{way}", json={"ids": [theirs["id"]]})
            assert answer.status_code == 404
        answer = await client.post(f"{MACROS}/{made['id']}/run", json={"ids": [theirs["id"]]})
        assert answer.json()["results"][0]["error"] == "not_found"
