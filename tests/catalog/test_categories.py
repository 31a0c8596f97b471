"""The tree of categories."""

from uuid import uuid4

import pytest

from deskplane.catalog.service import categories_below, ensure_categories
from deskplane.kernel.access import RoleName
from deskplane.kernel.events import SYSTEM
from deskplane.kernel.rows import By
from deskplane.vocabulary.origin import Origin

PATH = "/api/v1/categories"
BY = By(SYSTEM, Origin.IMPORT)


async def made(client, name, parent=None, **more):
    answer = await client.post(PATH, json={"name": name, "parent_id": parent, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_category_knows_its_path_and_is_announced(desk, client):
    hardware = await made(client, "Hardware")
    laptop = await made(client, " Laptop ", hardware["id"])

    assert (laptop["name"], laptop["path"]) == ("Laptop", "Hardware / Laptop")
    assert laptop["lineage"] == [hardware["id"], laptop["id"]]
    assert [str(event.subject) for event in await desk.announced("category.created")] == [
        hardware["id"],
        laptop["id"],
    ]


async def test_renaming_and_moving_takes_everything_below_along(client):
    hardware, software = await made(client, "Hardware"), await made(client, "Software")
    laptop = await made(client, "Laptop", hardware["id"])
    battery = await made(client, "Battery", laptop["id"])

    await client.patch(f"{PATH}/{laptop['id']}", json={"name": "Notebook", "parent_id": software["id"]})

    moved = (await client.get(f"{PATH}/{battery['id']}")).json()
    assert moved["path"] == "Software / Notebook / Battery"
    assert moved["lineage"] == [software["id"], laptop["id"], battery["id"]]


async def test_a_category_cannot_move_below_itself(client):
    top = await made(client, "Top")
    below = await made(client, "Below", top["id"])

    answer = await client.patch(f"{PATH}/{top['id']}", json={"parent_id": below["id"]})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["body", "parent_id"]


async def test_the_tree_ends_at_eight_levels(client):
    parent = None
    for level in range(8):
        parent = (await made(client, f"Level {level}", parent))["id"]

    answer = await client.post(PATH, json={"name": "Too deep", "parent_id": parent})

    assert answer.status_code == 422


async def test_a_name_is_taken_once_at_each_place(client):
    hardware = await made(client, "Hardware")
    await made(client, "Other", hardware["id"])
    await made(client, "Other")

    assert (await client.post(PATH, json={"name": "oTHER"})).status_code == 409


async def test_a_category_with_others_below_stays(client):
    hardware = await made(client, "Hardware")
    await made(client, "Laptop", hardware["id"])

    answer = await client.delete(f"{PATH}/{hardware['id']}")

    assert answer.status_code == 409
    assert "below" in answer.json()["detail"]


async def test_a_category_in_use_is_retired_and_not_deleted(client):
    hardware = await made(client, "Hardware")
    ticket = await client.post(
        "/api/v1/desk/tickets", json={"title": "Broken", "category_id": hardware["id"]}
    )
    assert ticket.status_code == 201, ticket.text

    refused = await client.delete(f"{PATH}/{hardware['id']}")
    retired = await client.patch(f"{PATH}/{hardware['id']}", json={"is_active": False})

    assert refused.status_code == 409
    assert "Tickets use this category" in refused.json()["detail"]
    assert retired.json()["is_active"] is False


async def test_a_stale_version_is_refused_in_both_ways(client):
    category = await made(client, "Hardware")
    path = f"{PATH}/{category['id']}"
    await client.patch(path, json={"name": "Devices"})

    assert (await client.patch(path, json={"name": "X"}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.patch(path, json={"name": "X", "version": 1})).status_code == 409
    assert (await client.delete(path, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.delete(path, headers={"If-Match": '"2"'})).status_code == 204


async def test_a_change_of_nothing_says_nothing(desk, client):
    category = await made(client, "Hardware")

    again = await client.patch(f"{PATH}/{category['id']}", json={"name": "Hardware"})

    assert again.json()["version"] == 1
    assert await desk.announced("category.changed") == []


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({}, ["body", "name"]),
        ({"name": ""}, ["body", "name"]),
        ({"name": "x" * 121}, ["body", "name"]),
        ({"name": None}, ["body", "name"]),
        ({"name": "A", "parent": None}, ["body", "parent"]),
        ({"name": "A", "position": -1}, ["body", "position"]),
        ({"name": "A", "parent_id": "not an id"}, ["body", "parent_id"]),
        ({"name": "A", "parent_id": str(uuid4())}, ["body", "parent_id"]),
        ([], ["body"]),
    ],
)
async def test_bad_input_is_refused_by_field(client, body, loc):
    answer = await client.post(PATH, json=body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["loc"] == loc


async def test_an_unknown_field_names_the_nearest_one(client):
    answer = await client.post(PATH, json={"name": "A", "descripton": "x"})

    assert "description" in answer.json()["errors"][0]["msg"]


async def test_only_administrators_write_and_requesters_see_what_is_in_use(desk, client):
    await made(client, "In use")
    await made(client, "Retired", is_active=False)

    async with desk.client(RoleName.AGENT) as agent:
        assert (await agent.post(PATH, json={"name": "A"})).status_code == 403
    async with desk.client(RoleName.REQUESTER) as requester:
        listed = (await requester.get(PATH)).json()["data"]
    assert "Retired" not in [row["name"] for row in listed]


async def test_a_list_is_read_page_by_page(client):
    for n in range(5):
        await made(client, f"C{n}")

    first = (await client.get(PATH, params={"limit": 3, "count": True})).json()
    second = (await client.get(PATH, params={"limit": 3, "cursor": first["page"]["next"]})).json()

    assert [row["name"] for row in first["data"] + second["data"]] == [f"C{n}" for n in range(5)]
    assert (first["page"]["total"], second["page"]["next"]) == (5, None)


@pytest.mark.parametrize("cursor", ["%%%", "WzFd", "eyJhIjoxfQ", "WyJhIl0", "Wy0xXQ"])
async def test_a_strange_cursor_is_no_server_error(client, cursor):
    assert (await client.get(PATH, params={"cursor": cursor})).status_code in {200, 400}


async def test_importers_get_the_ids_of_paths_and_make_what_is_missing(desk, tx):
    paths = [("Network",), ("Network", "Wi-Fi"), ("Hardware", "Printer"), ("network", "WI-FI")]

    first = await ensure_categories(tx, paths, by=BY)
    again = await ensure_categories(tx, paths, by=BY)

    assert first == again
    assert first["Network", "Wi-Fi"] == first["network", "WI-FI"]
    assert len(await categories_below(tx, first["Network",])) == 2
    assert len(await desk.announced("category.created")) == 4
