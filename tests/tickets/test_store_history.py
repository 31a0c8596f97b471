"""The door for history: tickets that lived elsewhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deskplane.kernel.events import Actor
from deskplane.tickets.history import Counts, HistoricEvent, HistoricTicket, store_history
from tests.tickets.conftest import TICKETS

START = datetime(2016, 2, 1, tzinfo=UTC)
ACTOR = Actor("import", None, "Updated by 21")


def moved(at: int, **changes: Any) -> HistoricEvent:
    """Something that happened ``at`` hours after the start."""
    return HistoricEvent(key=f"{at}", at=START + timedelta(hours=at), changes=changes, actor=ACTOR)


def ticket(key: str, *happened: HistoricEvent, digest: str = "1", **state: Any) -> HistoricTicket:
    """A ticket of another system in its last state."""
    return HistoricTicket(
        source_system="servicenow",
        source_key=key,
        digest=digest,
        created_at=START,
        state={"title": f"Incident {key}", "source_type": "SERVICENOW", **state},
        events=[moved(0), *happened],
    )


ONE = ticket(
    "INC1",
    moved(1, status=["new", "in_progress"], priority=["medium", "high"]),
    moved(1, department=[None, "IT"]),
    moved(5, status=["in_progress", "closed"], closed_at=[None, "2016-02-01T05:00:00+00:00"]),
    status="closed",
    closed_at=START + timedelta(hours=5),
    priority="high",
    department="IT",
)


async def test_a_ticket_comes_with_its_whole_past(client, desk):
    done = await store_history(desk.tx, [ONE])

    assert done == Counts(created=1, events=4)
    [row] = (await client.get(TICKETS)).json()["data"]
    assert (row["status"], row["priority"], row["version"]) == ("closed", "high", 4)
    assert datetime.fromisoformat(row["created_at"]) == START
    assert datetime.fromisoformat(row["updated_at"]) == START + timedelta(hours=5)
    url = f"{TICKETS}/{row['id']}"
    history = (await client.get(f"{url}/activities")).json()["data"]
    assert [(item["version"], item["origin"], item["actor"]["name"]) for item in history] == [
        (n, "import", "Updated by 21") for n in (1, 2, 3, 4)
    ]
    early = (
        await client.get(f"{url}/at", params={"time": (START + timedelta(minutes=30)).isoformat()})
    ).json()
    assert (early["ticket"]["status"], early["ticket"]["priority"], early["version"]) == ("new", "medium", 1)


async def test_of_several_changes_in_a_minute_the_last_one_counts(client, desk):
    await store_history(desk.tx, [ONE])
    [row] = (await client.get(TICKETS)).json()["data"]

    then = (
        await client.get(
            f"{TICKETS}/{row['id']}/at", params={"time": (START + timedelta(hours=1)).isoformat()}
        )
    ).json()
    before = (await client.get(f"{TICKETS}/{row['id']}/at", params={"version": 2})).json()

    assert (then["version"], then["ticket"]["department"]) == (3, "IT")
    assert (before["ticket"]["department"], before["ticket"]["priority"]) == (None, "high")


async def test_a_second_run_changes_nothing(client, desk):
    await store_history(desk.tx, [ONE, ticket("INC2")])
    events = len(await desk.announced())

    assert await store_history(desk.tx, [ONE, ticket("INC2")]) == Counts(unchanged=2)
    assert len(await desk.announced()) == events


async def test_what_happened_since_the_last_run_is_added_on_top(client, desk):
    await store_history(desk.tx, [ticket("INC1", moved(1, priority=["medium", "high"]), priority="high")])
    [row] = (await client.get(TICKETS)).json()["data"]
    url = f"{TICKETS}/{row['id']}"
    await client.patch(url, json={"priority": "critical", "title": "Renamed here"})

    grown = ticket(
        "INC1",
        moved(1, priority=["medium", "high"]),
        moved(2, status=["new", "open"]),
        moved(3, priority=["high", "low"]),
        digest="2",
        status="open",
        priority="low",
    )
    done = await store_history(desk.tx, [grown])

    assert done == Counts(changed=1, events=2)
    after = (await client.get(url)).json()
    assert (after["status"], after["priority"], after["title"], after["version"]) == (
        "open",
        "low",
        "Renamed here",
        5,
    )
    history = (await client.get(f"{url}/activities")).json()["data"]
    assert [item["changes"] for item in history[3:]] == [
        {"status": ["new", "open"]},
        {"priority": ["critical", "low"]},
    ]
    then = (await client.get(f"{url}/at", params={"version": 3})).json()["ticket"]
    assert (then["priority"], then["status"]) == ("critical", "new")
    assert await store_history(desk.tx, [grown]) == Counts(unchanged=1)


@pytest.mark.parametrize("many", [1, 40])
async def test_statements_do_not_grow_with_the_tickets(desk, counted, many):
    tickets = [ticket(f"INC{n}", moved(1, priority=["medium", "high"]), priority="high") for n in range(many)]

    async with counted() as statements:
        await store_history(desk.tx, tickets)

    assert len(statements) == 4
