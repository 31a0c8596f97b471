"""Configuration items and their relations."""

import pytest

from deskplane.kernel.access import RoleName

PATH = "/api/v1/cmdb/items"


async def item(client, key, **more):
    answer = await client.post(PATH, json={"key": key, "name": key.upper(), "class": "server", **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def relate(client, a, relation, b, expect=201):
    answer = await client.post(f"{PATH}/{a['id']}/relations", json={"relation": relation, "to_id": b["id"]})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def around(client, a, **params):
    found = (await client.get(f"{PATH}/{a['id']}/relations", params=params)).json()
    assert found["complete"]
    return [(r["from"]["key"], r["relation"], r["to"]["key"], r["depth"]) for r in found["data"]]


async def test_an_item_is_kept_changed_and_announced(desk, client):
    made = await item(client, "srv-1", attributes={"cpu": 8}, owner_id=str(desk.people[RoleName.AGENT]))
    path = f"{PATH}/{made['id']}"

    changed = await client.patch(
        path, json={"status": "maintenance", "attributes": {"cpu": 16}, "version": 1}
    )

    assert (changed.json()["status"], changed.json()["attributes"], changed.json()["version"]) == (
        "maintenance",
        {"cpu": 16},
        2,
    )
    assert (await client.patch(path, json={"name": "X", "version": 1})).status_code == 409
    assert (await client.patch(path, json={"name": "X"}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.delete(path)).status_code == 204
    assert [e.name for e in await desk.announced() if e.subject_type == "ci"] == [
        "ci.created",
        "ci.changed",
        "ci.deleted",
    ]


async def test_items_are_found_by_class_status_owner_and_words(desk, client):
    owner = str(desk.people[RoleName.AGENT])
    await item(client, "srv-1", owner_id=owner)
    await item(client, "db-1", **{"class": "database", "status": "retired"})

    async def keys(**params):
        return [row["key"] for row in (await client.get(PATH, params=params)).json()["data"]]

    assert await keys() == ["db-1", "srv-1"]
    assert await keys(**{"class": "database"}) == ["db-1"]
    assert await keys(status="retired") == ["db-1"]
    assert await keys(owner=owner) == ["srv-1"]
    assert await keys(q="SRV") == ["srv-1"]


async def test_rings_are_listed_once_and_end(client):
    a, b, c = [await item(client, key) for key in "abc"]
    await relate(client, a, "depends_on", b)
    await relate(client, b, "depends_on", c)
    await relate(client, c, "depends_on", a)

    assert sorted(await around(client, a, depth=5)) == [
        ("a", "depends_on", "b", 1),
        ("b", "depends_on", "c", 2),
        ("c", "depends_on", "a", 1),
    ]
    assert await around(client, a, direction="down") == [("a", "depends_on", "b", 1)]
    assert await around(client, a, direction="up", depth=2) == [
        ("c", "depends_on", "a", 1),
        ("b", "depends_on", "c", 2),
    ]


@pytest.mark.parametrize("relation", ["part_of", "runs_on"])
async def test_nothing_is_part_of_itself_by_a_detour(client, relation):
    a, b, c = [await item(client, key) for key in "abc"]
    await relate(client, a, relation, b)
    await relate(client, b, relation, c)

    await relate(client, c, relation, a, expect=409)
    await relate(client, a, relation, b, expect=409)
    await relate(client, a, relation, a, expect=422)


async def test_a_relation_is_taken_away_from_either_end(desk, client):
    a, b = await item(client, "a"), await item(client, "b")
    made = await relate(client, a, "uses", b)

    assert (await client.delete(f"{PATH}/{b['id']}/relations/{made['id']}")).status_code == 204
    assert (await client.delete(f"{PATH}/{a['id']}/relations/{made['id']}")).status_code == 404
    assert await around(client, a) == []
    assert len(await desk.announced("ci.unrelated")) == 1


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({}, ["body", "key"]),
        ({"key": "a", "name": "A", "class": "Big Server"}, ["body", "class"]),
        ({"key": "a", "name": "A", "class": "server", "status": "broken"}, ["body", "status"]),
        (
            {"key": "a", "name": "A", "class": "server", "owner_id": "0198c0de-0000-7000-8000-000000000000"},
            ["body", "owner_id"],
        ),
        ({"key": "a", "name": "A", "class": "server", "attributes": []}, ["body", "attributes"]),
        ({"key": "a", "name": "A", "class": "server", "item_class": "x"}, ["body", "item_class"]),
    ],
)
async def test_bad_items_are_refused_by_field(client, body, loc):
    answer = await client.post(PATH, json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == loc


async def test_a_key_is_taken_once(client):
    await item(client, "srv-1")

    assert (await client.post(PATH, json={"key": "SRV-1", "name": "X", "class": "server"})).status_code == 409


async def test_agents_read_and_leads_write(desk, client):
    made = await item(client, "srv-1")
    async with desk.client(RoleName.AGENT) as agent, desk.client(RoleName.TEAM_LEAD) as lead:
        assert (await agent.get(f"{PATH}/{made['id']}")).status_code == 200
        assert (await agent.patch(f"{PATH}/{made['id']}", json={"name": "X"})).status_code == 403
        assert (await lead.patch(f"{PATH}/{made['id']}", json={"name": "X"})).status_code == 200
    async with desk.client(RoleName.REQUESTER) as requester:
        assert (await requester.get(PATH)).status_code == 403
