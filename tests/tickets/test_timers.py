"""Timers on tickets: they run on the server, one for each person and ticket, and end as working time."""

from datetime import timedelta

import httpx2

from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from deskplane.tickets.timers import minutes_since
from deskplane.tickets.work_schemas import OwnTimerList, TimerRead
from tests.fixtures.desk import Desk

TICKETS = "/api/v1/desk/tickets"


async def started(client: httpx2.AsyncClient, title: str = "Slow laptop") -> str:
    made = (await client.post(TICKETS, json={"title": title})).json()
    answer = await client.post(f"{TICKETS}/{made['id']}/timer")
    assert answer.status_code == 200, answer.text
    return f"{TICKETS}/{made['id']}"


async def test_a_timer_runs_until_it_is_stopped_and_becomes_an_entry(client: httpx2.AsyncClient) -> None:
    path = await started(client)
    first = TimerRead.model_validate((await client.get(f"{path}/timer")).json())
    again = TimerRead.model_validate((await client.post(f"{path}/timer")).json())
    assert first.started_at is not None
    assert again.started_at == first.started_at

    entry = await client.post(f"{path}/timer/stop", json={"note": "Called", "billable": True})

    assert entry.status_code == 201, entry.text
    assert (entry.json()["minutes"], entry.json()["note"], entry.json()["billable"]) == (1, "Called", True)
    assert (await client.get(f"{path}/timer")).json()["started_at"] is None
    assert (await client.get(path)).json()["time_minutes"] == 1
    assert (await client.post(f"{path}/timer/stop", json={})).status_code == 404


async def test_a_timer_can_be_forgotten_or_corrected(client: httpx2.AsyncClient) -> None:
    path = await started(client)
    assert (await client.delete(f"{path}/timer")).status_code == 204
    assert (await client.delete(f"{path}/timer")).status_code == 404
    assert (await client.get(f"{path}/time-tracking")).json()["totals"]["entries"] == 0
    await client.post(f"{path}/timer")
    corrected = await client.post(f"{path}/timer/stop", json={"minutes": 25})
    assert corrected.json()["minutes"] == 25
    assert (await client.post(f"{path}/timer/stop", json={"minutes": 0})).status_code == 422


async def test_each_person_has_a_timer_of_their_own(desk: Desk, client: httpx2.AsyncClient) -> None:
    path = await started(client)
    agent = desk.client(RoleName.AGENT)

    seen = (await agent.get(f"{path}/timer")).json()

    assert seen["started_at"] is None
    assert [other["person"]["id"] for other in seen["others"]] == [str(desk.people[RoleName.ADMIN])]
    assert (await agent.post(f"{path}/timer/stop", json={})).status_code == 404
    own = OwnTimerList.model_validate((await client.get("/api/v1/me/timers")).json())
    assert [timer.ticket.title for timer in own.data] == ["Slow laptop"]
    assert (await agent.get("/api/v1/me/timers")).json()["data"] == []
    assert (await desk.client(RoleName.REQUESTER).post(f"{path}/timer")).status_code == 403


async def test_a_timer_follows_its_ticket_into_another(client: httpx2.AsyncClient) -> None:
    path = await started(client)
    other = (await client.post(TICKETS, json={"title": "The one that goes on"})).json()
    await client.post(f"{path}/merge", json={"into": other["id"]})
    assert (await client.get(f"{TICKETS}/{other['id']}/timer")).json()["started_at"] is not None


def test_begun_minutes_count_and_a_week_is_the_most() -> None:
    now = clock.now()
    assert minutes_since(now, now) == 1
    assert minutes_since(now - timedelta(seconds=61), now) == 2
    assert minutes_since(now - timedelta(minutes=90), now) == 90
    assert minutes_since(now - timedelta(days=30), now) == 10_080
