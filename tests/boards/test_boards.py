"""Boards: their settings, and the tickets on them in columns and lanes."""

from collections.abc import Sequence
from typing import Any

import httpx2
import pytest

from deskplane.boards.schemas import BoardCards
from deskplane.kernel.access import RoleName
from tests.fixtures.desk import Desk

BOARDS = "/api/v1/boards"
TICKETS = "/api/v1/desk/tickets"
WAYS = {
    "pending": ("pending",),
    "resolved": ("resolved",),
    "in_progress": ("in_progress",),
    "open": ("open",),
}


async def board(client: httpx2.AsyncClient, expect: int = 201, **more: Any) -> dict[str, Any]:
    answer = await client.post(BOARDS, json={"name": "Network", **more})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def ticket(client: httpx2.AsyncClient, title: str, status: str = "new", **more: Any) -> dict[str, Any]:
    made = (await client.post(TICKETS, json={"title": title, **more})).json()
    for to in WAYS.get(status, ()):
        answer = await client.post(f"{TICKETS}/{made['id']}/transition", json={"to": to})
        assert answer.status_code == 200, answer.text
    return made


async def cards(client: httpx2.AsyncClient, board: dict[str, Any], **params: Any) -> dict[str, Any]:
    answer = await client.get(f"{BOARDS}/{board['id']}/cards", params=params)
    assert answer.status_code == 200, answer.text
    return BoardCards.model_validate(answer.json()).model_dump(mode="json")


def titles(found: dict[str, Any]) -> dict[str, Sequence[str]]:
    return {
        column["value"]: [card["title"] for cell in column["cells"] for card in cell["cards"]]
        for column in found["columns"]
    }


async def test_a_board_is_kept_changed_and_announced(desk: Desk) -> None:
    client = desk.client(RoleName.TEAM_LEAD)
    made = await board(client, columns=[{"value": "in_progress", "limit": 8}, {"value": "new"}])
    path = f"{BOARDS}/{made['id']}"

    changed = await client.patch(
        path, json={"columns": [{"value": "in_progress", "limit": 5}], "version": made["version"]}
    )

    assert changed.json()["columns"] == [{"value": "in_progress", "limit": 5}]
    assert (await client.patch(path, json={"name": "X", "version": 1})).status_code == 409
    assert (await client.patch(path, json={"name": "X"}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.get(path)).json()["version"] == 2
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    told = [event.name for event in await desk.announced() if event.subject_type == "board"]
    assert told[1:] == ["board.created", "board.changed", "board.deleted"]


async def test_agents_look_at_boards_and_leads_set_them_up(desk: Desk, client: httpx2.AsyncClient) -> None:
    made = await board(client)
    agent, requester = desk.client(RoleName.AGENT), desk.client(RoleName.REQUESTER)

    assert (await agent.get(f"{BOARDS}/{made['id']}/cards")).status_code == 200
    assert (await agent.post(BOARDS, json={"name": "Mine"})).status_code == 403
    assert (await agent.patch(f"{BOARDS}/{made['id']}", json={"name": "Mine"})).status_code == 403
    assert (await requester.get(BOARDS)).status_code == 403
    assert (await requester.get(f"{BOARDS}/{made['id']}/cards")).status_code == 403


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"columns": [{"value": "nearly"}]}, "'nearly' is no value of status"),
        ({"columns": [{"value": "new"}, {"value": "new"}]}, "'new' is named twice"),
        ({"columns": [{"value": "new", "limit": 0}]}, "greater than or equal to 1"),
        ({"column_field": "mood"}, "match pattern"),
        ({"team_id": "01890000-0000-7000-8000-000000000000"}, "there is no team with this id"),
        ({"column_field": "assignee", "columns": [{"value": "somebody"}]}, "no value of assignee"),
    ],
)
async def test_a_board_that_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, body: dict[str, Any], says: str
) -> None:
    problem = await board(client, expect=422, **body)

    assert says in str(problem["errors"])


async def test_names_are_unique_and_a_field_that_is_not_there_is_refused(client: httpx2.AsyncClient) -> None:
    await board(client)

    assert "already a board" in (await board(client, expect=409, name="network"))["detail"]
    gone = await board(client, expect=409, name="Other", column_field="custom.vendor")
    assert "no select field 'vendor'" in gone["detail"]


async def test_tickets_lie_in_their_columns_the_pressing_ones_first(client: httpx2.AsyncClient) -> None:
    made = await board(client)
    await ticket(client, "Later", priority="low")
    await ticket(client, "Sooner", priority="high")
    await ticket(client, "Due", priority="low", due_at="2030-01-01T00:00:00Z")
    await ticket(client, "Begun", "in_progress")
    await ticket(client, "Done", "resolved")

    found = await cards(client, made)

    assert titles(found) == {
        "new": ["Due", "Sooner", "Later"],
        "open": [],
        "in_progress": ["Begun"],
        "pending": [],
        "on_hold": [],
        "resolved": ["Done"],
    }
    [new, *_] = found["columns"]
    assert (new["count"], new["count_exact"], new["limit"], new["label"]) == (3, True, None, None)
    [begun] = found["columns"][2]["cells"][0]["cards"]
    assert begun["legal_transitions"] == ["open", "pending", "on_hold", "resolved", "cancelled"]


async def test_a_board_shows_its_columns_in_its_order_with_their_limits(client: httpx2.AsyncClient) -> None:
    chosen = [{"value": "closed", "limit": None}, {"value": "new", "limit": 2}]
    made = await board(client, columns=chosen)
    await ticket(client, "One")

    found = await cards(client, made)

    assert [(column["value"], column["limit"]) for column in found["columns"]] == [
        ("closed", None),
        ("new", 2),
    ]
    assert titles(await cards(client, made, status="new")) == {"new": ["One"]}


async def test_a_team_s_board_holds_its_tickets_and_filters_narrow_it(client: httpx2.AsyncClient) -> None:
    team = (await client.post("/api/v1/teams", json={"name": "Network"})).json()
    made = await board(client, team_id=team["id"])
    await ticket(client, "Switch", team_id=team["id"], priority="high")
    await ticket(client, "Router", team_id=team["id"])
    await ticket(client, "Payroll")

    assert sorted(titles(await cards(client, made))["new"]) == ["Router", "Switch"]
    assert titles(await cards(client, made, priority="high"))["new"] == ["Switch"]
    assert titles(await cards(client, made, where="title starts_with 'Rou'"))["new"] == ["Router"]
    wrong = await client.get(f"{BOARDS}/{made['id']}/cards", params={"prority": "high"})
    assert wrong.status_code == 422
    assert "priority" in wrong.json()["errors"][0]["msg"]


async def test_columns_can_be_people_teams_priorities_and_choices(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    made = await board(client)
    agent = str(desk.people[RoleName.AGENT])
    team = (await client.post("/api/v1/teams", json={"name": "Network"})).json()
    options = [{"value": "acme", "label": "Acme"}, {"value": "bolt", "label": "Bolt"}]
    field = {"key": "vendor", "label": "Vendor", "kind": "select", "options": options}
    assert (await client.post("/api/v1/custom-fields", json=field)).status_code == 201
    await ticket(client, "Mine", assignee_id=agent, priority="high", custom_fields={"vendor": "bolt"})
    await ticket(client, "Free", team_id=team["id"])
    await ticket(client, "Done", "resolved", assignee_id=agent)

    assert titles(await cards(client, made, column_field="assignee")) == {"none": ["Free"], agent: ["Mine"]}
    assert titles(await cards(client, made, column_field="team")) == {"none": ["Mine"], team["id"]: ["Free"]}
    assert titles(await cards(client, made, column_field="priority"))["high"] == ["Mine"]
    by_vendor = await cards(client, made, column_field="custom.vendor")
    assert titles(by_vendor) == {"acme": [], "bolt": ["Mine"], "none": ["Free"]}
    assert [column["label"] for column in by_vendor["columns"]] == ["Acme", "Bolt", None]
    assert [column["label"] for column in (await cards(client, made, column_field="team"))["columns"]] == [
        None,
        "Network",
    ]


async def test_lanes_part_the_columns(desk: Desk, client: httpx2.AsyncClient) -> None:
    made = await board(client, lane_field="priority")
    agent = str(desk.people[RoleName.AGENT])
    await ticket(client, "A", priority="low")
    await ticket(client, "B", priority="critical", assignee_id=agent)
    await ticket(client, "C", "open", priority="low")

    found = await cards(client, made)
    assert [lane["value"] for lane in found["lanes"]] == ["critical", "low"]
    assert [(cell["lane"], cell["count"]) for cell in found["columns"][0]["cells"]] == [
        ("critical", 1),
        ("low", 1),
    ]

    people = (await cards(client, made, lane_field="assignee"))["lanes"]
    assert people == [{"value": agent, "label": "The agent"}, {"value": "none", "label": None}]


async def test_a_cell_is_capped_and_still_counted(client: httpx2.AsyncClient) -> None:
    made = await board(client)
    for n in range(33):
        await ticket(client, f"Ticket {n}")

    found = await cards(client, made)

    [cell] = found["columns"][0]["cells"]
    assert (found["cap"], len(cell["cards"]), cell["count"], found["columns"][0]["count"]) == (30, 30, 33, 33)


async def test_a_choice_that_is_gone_says_so_instead_of_an_empty_board(client: httpx2.AsyncClient) -> None:
    field = {"key": "vendor", "label": "Vendor", "kind": "select", "options": [{"value": "a", "label": "A"}]}
    stored = (await client.post("/api/v1/custom-fields", json=field)).json()
    made = await board(client, column_field="custom.vendor")
    await client.patch(f"/api/v1/custom-fields/{stored['id']}", json={"is_active": False})

    answer = await client.get(f"{BOARDS}/{made['id']}/cards")

    assert answer.status_code == 409
    assert "Choose another field" in answer.json()["detail"]
