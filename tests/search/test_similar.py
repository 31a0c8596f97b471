"""Tickets that look like another one are found by the words of their titles, and only one's own."""

from typing import Any

import httpx2

from deskplane.kernel.access import RoleName
from deskplane.search.schemas import SimilarList
from deskplane.search.similar import words_of
from tests.fixtures.desk import Desk, World

DESK = "/api/v1/desk/tickets"


async def create(client: httpx2.AsyncClient, title: str, **fields: Any) -> dict[str, Any]:
    answer = await client.post(DESK, json={"title": title, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def similar(client: httpx2.AsyncClient, ticket: dict[str, Any], **params: Any) -> SimilarList:
    answer = await client.get(f"{DESK}/{ticket['number']}/similar", params=params)
    assert answer.status_code == 200, answer.text
    return SimilarList.model_validate(answer.json())


async def test_the_likest_come_first_with_what_they_share(client: httpx2.AsyncClient) -> None:
    here = await create(client, "The scanner in hall 4 loses its network")
    near = await create(client, "Scanner loses network in hall 4 again")
    far = await create(client, "A network cable for hall 9")
    await create(client, "The invoice is wrong")

    found = (await similar(client, here)).data

    assert [like.number for like in found] == [near["number"], far["number"]]
    assert found[0].shared_words == ["scanner", "hall", "loses", "network"]
    assert found[0].same_requester
    assert found[0].score > found[1].score
    assert [like.number for like in (await similar(client, here, limit=1)).data] == [near["number"]]


async def test_linked_ones_say_so_and_merged_ones_are_left_out(client: httpx2.AsyncClient) -> None:
    here = await create(client, "Printer jams")
    linked, merged = await create(client, "Printer jams often"), await create(client, "Printer jams too")
    await client.post(f"{DESK}/{here['id']}/links", json={"type": "related", "target": linked["id"]})
    await client.post(f"{DESK}/{merged['id']}/merge", json={"into": linked["id"]})
    found = (await similar(client, here)).data
    assert [(like.number, like.linked) for like in found] == [(linked["number"], True)]


async def test_one_of_two_may_have_a_category(client: httpx2.AsyncClient) -> None:
    category = (await client.post("/api/v1/categories", json={"name": "Printing"})).json()
    here = await create(client, "Printer jams")
    await create(client, "Printer jams often", category_id=category["id"])
    assert [like.same_category for like in (await similar(client, here)).data] == [False]


async def test_a_title_without_telling_words_is_like_nothing(client: httpx2.AsyncClient) -> None:
    await create(client, "The of it")
    assert (await similar(client, await create(client, "It is the"))).data == []
    assert words_of("Die VPN-Verbindung, und das VPN!") == {"vpn": "VPN", "verbindung": "Verbindung"}


async def test_only_those_who_work_on_tickets_ask(desk: Desk, client: httpx2.AsyncClient) -> None:
    here = await create(client, "Printer jams")
    answer = await desk.client(RoleName.REQUESTER).get(f"{DESK}/{here['id']}/similar")
    assert answer.status_code == 403
    assert (await client.get(f"{DESK}/INC-99999/similar")).status_code == 404


async def test_tickets_of_another_organisation_are_never_like(world: World) -> None:
    here = await create(world.client(), "The scanner loses its network")
    theirs = await create(world.client(org=world.other), "The scanner loses its network")
    await world.pump()
    assert (await similar(world.client(), here)).data == []
    foreign = await world.client().get(f"{DESK}/{theirs['id']}/similar")
    assert foreign.status_code == 404
