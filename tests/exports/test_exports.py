"""An export is the list, whole, in a file that opens safely."""

import csv
import io
from typing import Any

import httpx2
import pytest

from deskplane.kernel.access import RoleName
from deskplane.kernel.ids import uuid7
from tests.fixtures.desk import World

DESK = "/api/v1/desk/tickets"


async def create(client: httpx2.AsyncClient, title: str, **fields: Any) -> None:
    answer = await client.post(DESK, json={"title": title, **fields})
    assert answer.status_code == 201, answer.text


async def rows(client: httpx2.AsyncClient, **params: Any) -> list[dict[str, str]]:
    answer = await client.get(f"{DESK}/export", params=params)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_all_matching_tickets_are_there_with_the_lists_filters(world: World) -> None:
    client = world.client()
    for n in range(12):
        await create(client, f"Ticket {n}", priority="high" if n % 3 == 0 else "low")
    assert len(await rows(client)) == 12
    assert {row["title"] for row in await rows(client, priority="high")} == {
        f"Ticket {n}" for n in (0, 3, 6, 9)
    }
    as_json = (await client.get(f"{DESK}/export", params={"format": "json", "priority": "high"})).json()
    assert [row["priority"] for row in as_json] == ["high"] * 4


@pytest.mark.parametrize("title", ["=1+1", "+SUM(A1)", "-2", "@cmd", "\tx"])
async def test_formulas_are_neutralised(world: World, title: str) -> None:
    client = world.client()
    await create(client, f"{title} ")
    [row] = await rows(client, fields="number,title")
    assert not row["title"].startswith(("=", "+", "-", "@", "\t"))
    assert list(row) == ["number", "title"]


async def test_custom_fields_are_columns(world: World) -> None:
    client = world.client()
    body = {"key": "cost_centre", "label": "Cost centre", "kind": "text"}
    assert (await client.post("/api/v1/custom-fields", json=body)).status_code == 201
    await create(client, "With a field", custom_fields={"cost_centre": "4711"})
    [row] = await rows(client, fields="title,custom.cost_centre")
    assert row == {"title": "With a field", "custom.cost_centre": "4711"}


async def test_an_unknown_field_or_filter_is_refused_before_anything_is_sent(world: World) -> None:
    answer = await world.client().get(f"{DESK}/export", params={"fields": "titel"})
    assert answer.status_code == 422
    assert "title" in answer.json()["detail"]
    assert (await world.client().get(f"{DESK}/export", params={"prioritty": "high"})).status_code == 422
    assert (await world.client().get(f"{DESK}/export", params={"format": "exe"})).status_code == 422


async def test_the_export_is_recorded_and_needs_its_right(world: World) -> None:
    await create(world.client(), "One")
    await rows(world.client(RoleName.AGENT))
    entries = (await world.client().get("/api/v1/audit", params={"action": "tickets.exported"})).json()[
        "data"
    ]
    assert [entry["data"]["format"] for entry in entries] == ["csv"]
    assert (await world.client(RoleName.REQUESTER).get(f"{DESK}/export")).status_code == 403


async def test_nothing_of_another_organisation_is_in_it(world: World) -> None:
    await create(world.client(org=world.other), "Theirs")
    await create(world.client(), "Ours")
    assert [row["title"] for row in await rows(world.client())] == ["Ours"]
    assert await rows(world.client(), team=str(uuid7())) == []
