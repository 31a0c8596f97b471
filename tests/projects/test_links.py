"""Tickets on projects and tasks: one row each, told on both sides, found from both sides."""

import asyncio
from typing import Any
from uuid import UUID

import httpx2
import pytest

from deskplane.kernel.access import RoleName
from deskplane.projects.schemas import AssignmentLinkRead, ProjectLinkRead
from tests.fixtures.desk import Desk, World

TICKETS = "/api/v1/desk/tickets"
PROJECT_LINKS = "/api/v1/ticket-project-links"
TASK_LINKS = "/api/v1/ticket-assignment-links"
SHAPES = {PROJECT_LINKS: ProjectLinkRead, TASK_LINKS: AssignmentLinkRead}
COLUMNS = {PROJECT_LINKS: "project_id", TASK_LINKS: "assignment_id"}
WORDS = {PROJECT_LINKS: "project", TASK_LINKS: "assignment"}
KINDS = pytest.mark.parametrize("links", [PROJECT_LINKS, TASK_LINKS])


async def ticket(client: httpx2.AsyncClient, title: str = "No network") -> dict[str, Any]:
    return (await client.post(TICKETS, json={"title": title})).json()


async def work(client: httpx2.AsyncClient, links: str, name: str = "NET") -> dict[str, Any]:
    if links == PROJECT_LINKS:
        return (await client.post("/api/v1/projects", json={"key": name, "name": name})).json()
    return (await client.post("/api/v1/assignments", json={"title": name})).json()


async def link(
    client: httpx2.AsyncClient, links: str, ticket: str, work: str, expect: int = 201, **more: Any
) -> dict[str, Any]:
    answer = await client.post(links, json={"ticket_id": ticket, COLUMNS[links]: work, **more})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def listed(client: httpx2.AsyncClient, links: str, **params: Any) -> list[str]:
    answer = await client.get(links, params=params)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["data"]]


@KINDS
async def test_a_link_is_made_listed_from_both_sides_and_taken_away(
    desk: Desk, client: httpx2.AsyncClient, links: str
) -> None:
    here, there = await ticket(client), await work(client, links)

    made = await link(client, links, here["number"], there["id"], link_type="blocking")

    SHAPES[links].model_validate(made)
    assert (made["ticket_id"], made[COLUMNS[links]], made["link_type"]) == (
        here["id"],
        there["id"],
        "blocking",
    )
    assert made["created_by"] == str(desk.people[RoleName.ADMIN])
    assert await listed(client, links, ticket_id=here["number"]) == [made["id"]]
    assert await listed(client, links, **{COLUMNS[links]: there["id"]}) == [made["id"]]
    assert (await client.delete(f"{links}/{made['id']}")).status_code == 204
    assert (await client.delete(f"{links}/{made['id']}")).status_code == 404
    assert await listed(client, links, ticket_id=here["id"]) == []
    word = WORDS[links]
    told = [event.name for event in await desk.announced() if "linked" in event.name]
    assert told == [
        f"ticket.{word}_linked",
        f"{word}.ticket_linked",
        f"ticket.{word}_unlinked",
        f"{word}.ticket_unlinked",
    ]
    activities = (await client.get(f"{TICKETS}/{here['id']}/activities")).json()["data"]
    assert [item["name"] for item in activities][-2:] == [f"ticket.{word}_linked", f"ticket.{word}_unlinked"]


@KINDS
async def test_the_same_link_again_is_one_row_and_the_same_answer(
    desk: Desk, client: httpx2.AsyncClient, links: str
) -> None:
    here, there = await ticket(client), await work(client, links)
    first = await link(client, links, here["id"], there["id"])
    again = await link(client, links, here["id"], there["id"], expect=200)
    other = await link(client, links, here["id"], there["id"], link_type="depends_on")

    assert again == first
    assert await listed(client, links, ticket_id=here["id"]) == [first["id"], other["id"]]
    assert (
        len([e for e in await desk.announced() if e.name.startswith("ticket.") and "_linked" in e.name]) == 2
    )
    shown = (await client.get(links, params={"ticket_id": here["id"], "count": True, "limit": 1})).json()
    assert shown["page"]["total"] == 2
    rest = await listed(client, links, ticket_id=here["id"], cursor=shown["page"]["next"])
    assert rest == [other["id"]]


@KINDS
async def test_what_makes_no_link_is_refused_at_its_field(client: httpx2.AsyncClient, links: str) -> None:
    here, there = await ticket(client), await work(client, links)
    nobody = "00000000-0000-7000-8000-000000000000"

    for body, loc in (
        ((here["id"], there["id"], {"link_type": "duplicate_of"}), "link_type"),
        ((here["id"], nobody, {}), COLUMNS[links]),
        ((nobody, there["id"], {}), "ticket_id"),
        (("INC-99999", there["id"], {}), "ticket_id"),
        (("nonsense", there["id"], {}), "ticket_id"),
    ):
        refused = await link(client, links, body[0], body[1], 422, **body[2])
        assert loc in refused["errors"][0]["loc"], refused
    assert (await client.get(links, params={"ticket_id": "INC-99999"})).status_code == 404


async def test_nothing_is_linked_to_what_was_put_away(client: httpx2.AsyncClient) -> None:
    here, there = await ticket(client), await work(client, PROJECT_LINKS)
    await client.patch(f"/api/v1/projects/{there['id']}", json={"archived": True})
    await link(client, PROJECT_LINKS, here["id"], there["id"], 409)


async def test_work_with_tickets_is_put_away_and_not_deleted(client: httpx2.AsyncClient) -> None:
    here = await ticket(client)
    for links, path in ((PROJECT_LINKS, "/api/v1/projects"), (TASK_LINKS, "/api/v1/assignments")):
        there = await work(client, links)
        await link(client, links, here["id"], there["id"])
        refused = await client.delete(f"{path}/{there['id']}")
        assert refused.status_code == 409
        assert "Put it away" in refused.json()["detail"]
        assert (await client.get(f"{path}/{there['id']}")).json()["tickets"] == 1


@KINDS
async def test_links_follow_a_ticket_into_another_once(client: httpx2.AsyncClient, links: str) -> None:
    one, other = await ticket(client, "One"), await ticket(client, "Other")
    both, only = await work(client, links, "BOTH"), await work(client, links, "ONLY")
    for here, there in ((one, both), (other, both), (one, only)):
        await link(client, links, here["id"], there["id"])

    merged = await client.post(f"{TICKETS}/{one['id']}/merge", json={"into": other["id"]})

    assert merged.status_code == 200, merged.text
    assert await listed(client, links, ticket_id=one["id"]) == []
    assert len(await listed(client, links, ticket_id=other["id"])) == 2


async def test_only_those_who_work_on_tickets_see_and_make_links(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    here, there = await ticket(client), await work(client, PROJECT_LINKS)
    made = await link(client, PROJECT_LINKS, here["id"], there["id"])
    requester = desk.client(RoleName.REQUESTER)
    body = {"ticket_id": here["id"], "project_id": there["id"]}
    assert (await requester.get(PROJECT_LINKS)).status_code == 403
    assert (await requester.post(PROJECT_LINKS, json=body)).status_code == 403
    assert (await requester.delete(f"{PROJECT_LINKS}/{made['id']}")).status_code == 403


async def test_two_who_link_at_once_make_one_row(world: World) -> None:
    async with world.client() as client:
        here, there = await ticket(client), await work(client, PROJECT_LINKS)
        body = {"ticket_id": here["id"], "project_id": there["id"]}
        answers = await asyncio.gather(*(client.post(PROJECT_LINKS, json=body) for _ in range(5)))
        assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
        assert len(await listed(client, PROJECT_LINKS, ticket_id=here["id"])) == 1


async def test_another_organisation_sees_and_reaches_nothing(world: World) -> None:
    async with world.client() as client, world.client(org=world.other) as foreign:
        here, there = await ticket(client), await work(client, PROJECT_LINKS)
        made = await link(client, PROJECT_LINKS, here["id"], there["id"])
        theirs = await ticket(foreign)

        assert await listed(foreign, PROJECT_LINKS) == []
        assert (await foreign.get(f"/api/v1/projects/{there['id']}")).status_code == 404
        assert (await foreign.delete(f"{PROJECT_LINKS}/{made['id']}")).status_code == 404
        await link(foreign, PROJECT_LINKS, theirs["id"], there["id"], 422)
        assert UUID(made["id"]) in {UUID(id_) for id_ in await listed(client, PROJECT_LINKS)}
