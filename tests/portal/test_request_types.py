"""Request types: kept by administrators, offered as cards with the fields of their form."""

import pytest

from deskplane.kernel.access import RoleName

PORTAL = "/api/v1/portal"
TYPES = f"{PORTAL}/request-types"


async def field(client, key, kind="text", **more):
    body = {"key": key, "label": key.capitalize(), "kind": kind, "visible_to_requester": True, **more}
    answer = await client.post("/api/v1/custom-fields", json=body)
    assert answer.status_code == 201, answer.text


async def test_a_new_organisation_offers_the_usual_things(asking):
    cards = (await asking.get(f"{PORTAL}/cards")).json()["data"]

    assert [card["name"] for card in cards][:2] == ["Something does not work", "Password or sign-in"]
    assert all(card["description"] and card["expected_text"] for card in cards)
    assert {card["translations"]["de"]["name"] for card in cards} >= {"Etwas geht nicht"}
    assert all(not {"category_id", "priority", "type"} & card.keys() for card in cards)


async def test_a_type_is_kept_changed_retired_and_announced(desk, client, asking, request_type):
    made = await request_type("Badge", icon="person", expected_hours=4, position=1)
    path = f"{TYPES}/{made['id']}"
    changed = await client.patch(path, json={"description": "A new badge", "version": 1})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert (await client.patch(path, json={"name": "X", "version": 1})).status_code == 409
    assert (await client.patch(path, json={"name": "X"}, headers={"If-Match": '"1"'})).status_code == 412

    async def offered():
        return [card["name"] for card in (await asking.get(f"{PORTAL}/cards")).json()["data"]]

    assert (await offered())[0] == "Badge"
    assert (await client.patch(path, json={"is_active": False})).status_code == 200
    assert "Badge" not in await offered()
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    names = [event.name for event in await desk.announced() if event.subject_type == "request_type"]
    assert names == [f"request_type.{what}" for what in ("created", "changed", "changed", "deleted")]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"type": "change"}, ["body", "type"]),
        ({"fields": [{"key": "nowhere"}]}, ["body", "fields", 0, "key"]),
        ({"fields": [{"key": "secret"}]}, ["body", "fields", 0, "key"]),
        ({"fields": [{"key": "boss"}]}, ["body", "fields", 0, "key"]),
        ({"fields": [{"key": "room"}, {"key": "room"}]}, ["body", "fields", 1, "key"]),
        ({"category_id": "00000000-0000-4000-8000-000000000000"}, ["body", "category_id"]),
    ],
    ids=str,
)
async def test_what_cannot_be_asked_is_refused_where_it_stands(client, request_type, body, place):
    await field(client, "room")
    await field(client, "secret", visible_to_requester=False)
    await field(client, "boss", "user")

    refused = await request_type(expect=422, **body)

    assert refused["errors"][0]["loc"] == place


async def test_two_types_cannot_share_a_name(request_type):
    await request_type("Badge")

    assert "already" in (await request_type("badge", expect=409))["detail"]


async def test_requesters_see_cards_and_not_the_settings(desk):
    async with desk.client(RoleName.REQUESTER) as client:
        assert (await client.get(TYPES)).status_code == 403
        assert (await client.post(TYPES, json={"name": "Mine"})).status_code == 403


async def test_a_form_asks_what_its_type_names_and_what_such_a_ticket_must_have(client, asking, request_type):
    await field(client, "room")
    await field(client, "seat")
    await field(client, "floor", required=True, applies_to=["request"])
    await field(client, "cause", required=True, visible_to_requester=False)
    await request_type("Chair", type="request", fields=[{"key": "seat", "required": True}, {"key": "room"}])

    answer = (await asking.get(f"{PORTAL}/cards")).json()
    chair = next(card for card in answer["data"] if card["name"] == "Chair")

    assert [(ask["key"], ask["required"]) for ask in chair["asks"]] == [
        ("seat", True),
        ("room", False),
        ("floor", True),
    ]
    assert answer["asks"] == []
