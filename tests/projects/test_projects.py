"""Projects and tasks: kept, found, put away; refused when they cannot be."""

from typing import Any

import httpx2
import pytest

from deskplane.kernel.access import RoleName
from deskplane.projects.schemas import AssignmentRead, ProjectRead
from tests.fixtures.desk import Desk

PROJECTS = "/api/v1/projects"
TASKS = "/api/v1/assignments"


async def project(client: httpx2.AsyncClient, key: str, expect: int = 201, **more: Any) -> dict[str, Any]:
    answer = await client.post(PROJECTS, json={"key": key, "name": f"Project {key}", **more})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def task(client: httpx2.AsyncClient, title: str, expect: int = 201, **more: Any) -> dict[str, Any]:
    answer = await client.post(TASKS, json={"title": title, **more})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def test_a_project_is_kept_changed_and_announced(desk: Desk, client: httpx2.AsyncClient) -> None:
    owner = str(desk.people[RoleName.AGENT])
    made = await project(client, "wifi", owner_id=owner, due_on="2027-03-01")
    path = f"{PROJECTS}/{made['id']}"
    assert ProjectRead.model_validate(made).owner is not None
    assert (made["key"], made["state"], made["tasks"], made["tickets"]) == ("WIFI", "active", 0, 0)

    changed = await client.patch(path, json={"state": "on_hold", "due_on": None, "version": 1})

    assert (changed.json()["state"], changed.json()["due_on"], changed.json()["version"]) == (
        "on_hold",
        None,
        2,
    )
    assert (await client.patch(path, json={"name": "X", "version": 1})).status_code == 409
    assert (await client.patch(path, json={"name": "X"}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    told = [event.name for event in await desk.announced() if event.subject_type == "project"]
    assert told == ["project.created", "project.changed", "project.deleted"]


async def test_projects_are_found_by_words_state_and_owner(desk: Desk, client: httpx2.AsyncClient) -> None:
    owner = str(desk.people[RoleName.AGENT])
    await project(client, "AAA", owner_id=owner)
    await project(client, "BBB", state="done")
    away = await project(client, "CCC")
    await client.patch(f"{PROJECTS}/{away['id']}", json={"archived": True})

    async def keys(**params: Any) -> list[str]:
        return [row["key"] for row in (await client.get(PROJECTS, params=params)).json()["data"]]

    assert await keys() == ["AAA", "BBB"]
    assert await keys(q="bbb") == ["BBB"]
    assert await keys(state=["done", "active"]) == ["AAA", "BBB"]
    assert await keys(owner=owner) == ["AAA"]
    assert await keys(archived=True) == ["CCC"]
    first = (await client.get(PROJECTS, params={"limit": 1, "count": True})).json()
    assert (first["page"]["total"], len(first["data"])) == (2, 1)
    rest = (await client.get(PROJECTS, params={"limit": 1, "cursor": first["page"]["next"]})).json()
    assert [row["key"] for row in rest["data"]] == ["BBB"]


async def test_putting_away_twice_is_one_change(client: httpx2.AsyncClient) -> None:
    made = await project(client, "AWAY")
    path = f"{PROJECTS}/{made['id']}"
    first = (await client.patch(path, json={"archived": True})).json()
    again = (await client.patch(path, json={"archived": True})).json()
    assert first["archived_at"] == again["archived_at"]
    assert again["version"] == 2
    assert (await client.patch(path, json={"archived": False})).json()["archived_at"] is None


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({"key": "A", "name": "X"}, "key"),
        ({"key": "1AB", "name": "X"}, "key"),
        ({"key": "OK", "name": " "}, "name"),
        ({"key": "OK", "name": "X", "state": "wild"}, "state"),
        ({"key": "OK", "name": "X", "due_on": "soon"}, "due_on"),
        ({"key": "OK", "name": "X", "colour": "red"}, "colour"),
        ({"key": "OK", "name": "X", "team_id": "00000000-0000-7000-8000-000000000000"}, "team_id"),
    ],
)
async def test_what_makes_no_project_is_refused_at_its_field(
    client: httpx2.AsyncClient, body: dict[str, Any], loc: str
) -> None:
    answer = await client.post(PROJECTS, json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"][-1] == loc


async def test_a_key_is_taken_once(client: httpx2.AsyncClient) -> None:
    await project(client, "TWIN")
    assert "key" in (await project(client, "twin", expect=409))["detail"]


async def test_tasks_belong_to_a_project_or_stand_alone(desk: Desk, client: httpx2.AsyncClient) -> None:
    home = await project(client, "HOME")
    worker = str(desk.people[RoleName.AGENT])
    one = await task(client, "Order cables", project_id=home["id"], assignee_id=worker)
    await task(client, "Stand alone", due_on="2027-01-01")
    assert AssignmentRead.model_validate(one).project is not None

    done = await client.patch(f"{TASKS}/{one['id']}", json={"state": "done"})

    assert done.json()["version"] == 2
    shown = (await client.get(f"{PROJECTS}/{home['id']}")).json()
    assert (shown["tasks"], shown["tasks_done"]) == (1, 1)
    of_project = (await client.get(TASKS, params={"project": home["id"]})).json()["data"]
    assert [row["title"] for row in of_project] == ["Order cables"]
    mine = (await client.get(TASKS, params={"assignee": worker, "state": "done"})).json()["data"]
    assert [row["title"] for row in mine] == ["Order cables"]
    assert (await client.delete(f"{PROJECTS}/{home['id']}")).status_code == 409
    assert (await client.delete(f"{TASKS}/{one['id']}")).status_code == 204
    assert (await client.delete(f"{PROJECTS}/{home['id']}")).status_code == 204


async def test_a_task_of_no_project_is_refused(client: httpx2.AsyncClient) -> None:
    refused = await task(client, "X", 422, project_id="00000000-0000-7000-8000-000000000000")
    assert refused["errors"][0]["loc"] == ["body", "project_id"]


async def test_agents_write_projects_and_requesters_see_none(desk: Desk) -> None:
    agent, requester = desk.client(RoleName.AGENT), desk.client(RoleName.REQUESTER)
    made = await project(agent, "MINE")
    for path in (PROJECTS, TASKS, f"{PROJECTS}/{made['id']}", "/api/v1/ticket-project-links"):
        assert (await requester.get(path)).status_code == 403
    assert (await requester.post(PROJECTS, json={"key": "NO", "name": "No"})).status_code == 403
    assert (await requester.patch(f"{PROJECTS}/{made['id']}", json={"name": "No"})).status_code == 403
