"""Working time as a file: for leads, by days, person and team."""

import csv
import io
from typing import Any

import httpx2

from deskplane.kernel.access import RoleName
from tests.fixtures.desk import World

DESK = "/api/v1/desk/tickets"
PATH = "/api/v1/time-entries/export"
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


async def worked(client: httpx2.AsyncClient, ticket: str, day: str, minutes: int, **more: Any) -> None:
    body = {"minutes": minutes, "spent_on": day, **more}
    answer = await client.post(f"{DESK}/{ticket}/time-tracking", json=body)
    assert answer.status_code == 201, answer.text


async def minutes(client: httpx2.AsyncClient, **params: Any) -> list[str]:
    answer = await client.get(PATH, params={**MARCH, **params})
    assert answer.status_code == 200, answer.text
    return [row["minutes"] for row in csv.DictReader(io.StringIO(answer.text))]


async def test_the_entries_of_some_days_are_there_by_person_and_team(world: World) -> None:
    admin, lead, agent = world.client(), world.client(RoleName.TEAM_LEAD), world.client(RoleName.AGENT)
    ticket = (await admin.post(DESK, json={"title": "Move the rack"})).json()["id"]
    await worked(agent, ticket, "2026-03-31", 30, note="=1+1", billable=True)
    await worked(lead, ticket, "2026-03-01", 20)
    await worked(lead, ticket, "2026-04-01", 10)
    team = (await admin.post("/api/v1/teams", json={"name": "Racks"})).json()["id"]
    person = str(world.org.people[RoleName.AGENT])
    joined = await admin.put(f"/api/v1/teams/{team}/members/{person}", json={})
    assert joined.status_code < 300, joined.text

    assert await minutes(lead) == ["20", "30"]
    assert await minutes(lead, person=person) == ["30"]
    assert await minutes(lead, team=team) == ["30"]
    assert await minutes(world.client(org=world.other)) == []
    [row] = csv.DictReader(io.StringIO((await lead.get(PATH, params={**MARCH, "team": team})).text))
    assert (row["note"], row["title"], row["billable"]) == ("'=1+1", "Move the rack", "true")
    assert "time.exported" in await world.timeline(world.org.id)


async def test_agents_do_not_take_the_time_of_all(world: World) -> None:
    for role in (RoleName.AGENT, RoleName.REQUESTER):
        assert (await world.client(role).get(PATH, params=MARCH)).status_code == 403


async def test_days_that_cannot_be_are_refused(world: World) -> None:
    lead = world.client(RoleName.TEAM_LEAD)
    for params in (
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"from": "2000-01-01", "to": "2026-03-01"},
        {"from": "soon", "to": "2026-03-01"},
        {"from": "2026-03-01"},
    ):
        assert (await lead.get(PATH, params=params)).status_code == 422, params
