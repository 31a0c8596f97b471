"""Saved views: who keeps, sees and changes them, how many tickets they hold, and the columns of one person."""

from typing import Any

import httpx2

from deskplane.kernel.access import RoleName
from tests.fixtures.desk import Desk

VIEWS = "/api/v1/views"
TICKETS = "/api/v1/desk/tickets"


async def save(client: httpx2.AsyncClient, expect: int = 201, **more: Any) -> dict[str, Any]:
    answer = await client.post(VIEWS, json={"name": "Printers", **more})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def names(client: httpx2.AsyncClient) -> list[str]:
    return [view["name"] for view in (await client.get(VIEWS)).json()["data"]]


async def team(client: httpx2.AsyncClient, name: str) -> str:
    answer = await client.post("/api/v1/teams", json={"name": name})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_a_view_is_kept_changed_and_announced(desk: Desk) -> None:
    client = desk.client(RoleName.AGENT)
    query = {"status": ["new", "open"], "priority": "high", "where": "due_at is empty"}
    made = await save(client, query=query, columns=[{"key": "team", "width": 120}], group_by="priority")
    path = f"{VIEWS}/{made['id']}"

    changed = await client.patch(path, json={"name": "Paper", "pinned": False, "version": made["version"]})

    assert changed.json()["query"] == query
    assert (changed.json()["name"], changed.json()["version"], changed.json()["editable"]) == (
        "Paper",
        2,
        True,
    )
    assert (await client.patch(path, json={"name": "X", "version": 1})).status_code == 409
    assert (await client.patch(path, json={"name": "X"}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.get(path)).json()["columns"] == [{"key": "team", "width": 120}]
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    told = [event.name for event in await desk.announced() if event.subject_type == "view"]
    assert told == ["view.created", "view.changed", "view.deleted"]


async def test_a_private_view_is_only_for_its_owner(desk: Desk, client: httpx2.AsyncClient) -> None:
    made = await save(desk.client(RoleName.AGENT))

    assert await names(desk.client(RoleName.AGENT)) == ["Printers"]
    assert await names(client) == []
    path = f"{VIEWS}/{made['id']}"
    assert (await client.get(path)).status_code == 404
    assert (await client.patch(path, json={"name": "X"})).status_code == 404
    assert (await client.delete(path)).status_code == 404


async def test_leads_share_with_all_and_agents_only_look(desk: Desk) -> None:
    agent, lead = desk.client(RoleName.AGENT), desk.client(RoleName.TEAM_LEAD)
    await save(agent, expect=403, scope="all")
    made = await save(lead, scope="all")

    [seen] = (await agent.get(VIEWS)).json()["data"]

    assert (seen["id"], seen["editable"]) == (made["id"], False)
    assert (await agent.patch(f"{VIEWS}/{made['id']}", json={"name": "X"})).status_code == 403
    assert (await agent.delete(f"{VIEWS}/{made['id']}")).status_code == 403
    assert (await desk.client(RoleName.REQUESTER).get(VIEWS)).status_code == 403


async def test_a_team_has_one_default_and_a_view_one_team(desk: Desk, client: httpx2.AsyncClient) -> None:
    network = await team(client, "Cables")
    made = await save(client, scope="team", team_id=network, is_default=True)

    await save(client, expect=409, scope="team", team_id=network, is_default=True)
    await save(client, expect=422, scope="team")
    await save(client, expect=422, scope="private", team_id=network)
    await save(client, expect=422, is_default=True)
    assert await names(desk.client(RoleName.AGENT)) == []
    alone = await client.patch(f"{VIEWS}/{made['id']}", json={"scope": "private"})
    assert (alone.json()["team_id"], alone.json()["is_default"]) == (None, False)


async def test_filters_that_nobody_understands_are_refused_by_name(client: httpx2.AsyncClient) -> None:
    for query, at in (
        ({"stauts": ["new"]}, "stauts"),
        ({"status": ["gone"]}, "status"),
        ({"where": "colour = red"}, "where"),
        ({"custom.nothing": ["x"]}, "custom.nothing"),
    ):
        problem = await save(client, expect=422, query=query)
        assert at in str(problem["errors"]), problem


async def test_counts_of_pinned_views_come_at_once(client: httpx2.AsyncClient) -> None:
    for title, priority in (("A", "high"), ("B", "high"), ("C", "low")):
        assert (await client.post(TICKETS, json={"title": title, "priority": priority})).status_code == 201
    high = await save(client, name="High", query={"priority": ["high"]})
    await save(client, name="Low", query={"priority": ["low"]}, pinned=False)
    words = await save(client, name="Words", query={"q": "vpn"})

    counted = (await client.get(f"{VIEWS}/counts")).json()["data"]

    assert {each["id"]: each["count"] for each in counted} == {high["id"]: 2, words["id"]: None}


async def test_columns_are_kept_for_each_person(desk: Desk, client: httpx2.AsyncClient) -> None:
    path = f"{VIEWS}/layouts"
    columns = [{"key": "title", "width": None}, {"key": "team", "width": 140}]

    assert (await client.put(f"{path}/mine", json={"columns": columns})).json()["columns"] == columns
    assert (await client.get(path)).json()["data"] == [{"view_key": "mine", "columns": columns}]
    assert (await desk.client(RoleName.AGENT).get(path)).json()["data"] == []
    assert (await client.put(f"{path}/mine", json={"columns": []})).status_code == 200
    assert (await client.get(path)).json()["data"] == []


async def test_a_column_without_a_width_is_kept_whole(client: httpx2.AsyncClient) -> None:
    made = (await client.post(VIEWS, json={"name": "Cables", "columns": [{"key": "title"}]})).json()
    answer = await client.patch(f"{VIEWS}/{made['id']}", json={"columns": [{"key": "team"}]})
    assert answer.status_code == 200, answer.text
    shown = (await client.get(f"{VIEWS}/{made['id']}")).json()
    assert shown["columns"] == [{"key": "team", "width": None}]
    assert shown["name"] == "Cables"


async def test_groups_of_a_list_come_with_their_counts(client: httpx2.AsyncClient) -> None:
    network = await team(client, "Cables")
    for title, more in (("A", {"team_id": network}), ("B", {"priority": "high"}), ("C", {})):
        assert (await client.post(TICKETS, json={"title": title, **more})).status_code == 201

    async def groups(by: str) -> list[tuple[str, str | None, int]]:
        answer = await client.get(f"{TICKETS}/groups", params={"by": by})
        assert answer.status_code == 200, answer.text
        return [(each["value"], each["label"], each["count"]) for each in answer.json()["data"]]

    assert await groups("team") == [(network, "Cables", 1), ("none", None, 2)]
    assert [value for value, _, _ in await groups("priority")] == ["high", "medium"]
    assert (await groups("status"))[0] == ("new", None, 3)
    assert (await client.get(f"{TICKETS}/groups", params={"by": "colour"})).status_code == 422


async def test_a_bulk_update_by_filter_can_be_looked_at_first(client: httpx2.AsyncClient) -> None:
    for title in ("A", "B"):
        await client.post(TICKETS, json={"title": title, "priority": "high"})
    other = (await client.post(TICKETS, json={"title": "C", "priority": "low"})).json()
    body = {"filter": {"priority": ["high"]}, "set": {"priority": "urgent"}}

    looked = (await client.post(f"{TICKETS}/bulk-update", json={**body, "dry_run": True})).json()
    still = (await client.get(TICKETS, params={"priority": "high"})).json()["data"]
    done = (await client.post(f"{TICKETS}/bulk-update", json=body)).json()

    assert (looked["changed"], looked["failed"], looked["undo_token"]) == (2, 0, None)
    assert len(still) == 2
    assert done["changed"] == 2
    assert (await client.get(f"{TICKETS}/{other['id']}")).json()["priority"] == "low"
    both = {**body, "ids": [other["id"]]}
    assert (await client.post(f"{TICKETS}/bulk-update", json=both)).status_code == 422
