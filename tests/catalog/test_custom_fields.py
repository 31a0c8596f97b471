"""Custom fields: defined once, then on form, ticket and list."""

import pytest

from deskplane.catalog.service import condition_fields, custom_fields
from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS

PATH = "/api/v1/custom-fields"


async def define(client, key, kind, expect=201, **more):
    answer = await client.post(PATH, json={"key": key, "label": key.capitalize(), "kind": kind, **more})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def create(client, expect=201, **fields):
    answer = await client.post(TICKETS, json={"title": "T", **fields})
    assert answer.status_code == expect, answer.text
    return answer.json()


CHOICES = [{"value": "red", "label": "Red"}, {"value": "green", "label": "Green"}]


async def test_a_ticket_keeps_values_that_fit_and_gets_defaults(client):
    await define(client, "colour", "select", options=CHOICES, default_value="red")
    await define(client, "floor", "integer")

    ticket = await create(client, custom_fields={"floor": 3})

    assert ticket["custom_fields"] == {"floor": 3, "colour": "red"}


async def test_values_that_do_not_fit_are_named_one_by_one(client):
    await define(client, "colour", "select", options=CHOICES)
    await define(client, "floor", "integer", required=True)

    refused = await create(client, expect=422, custom_fields={"colour": "gren", "flor": 3})

    errors = {tuple(e["loc"]): e["msg"] for e in refused["errors"]}
    assert "Did you mean 'green'?" in errors["body", "custom_fields", "colour"]
    assert "Did you mean 'floor'?" in errors["body", "custom_fields", "flor"]
    assert errors["body", "custom_fields", "floor"] == "Floor is required"


async def test_a_required_field_cannot_be_emptied(client):
    await define(client, "room", "text", required=True)
    ticket = await create(client, custom_fields={"room": "5"})

    for empty in (None, "", "  "):
        answer = await client.patch(f"{TICKETS}/{ticket['id']}", json={"custom_fields": {"room": empty}})
        assert answer.status_code == 422


async def test_a_field_for_changes_is_unknown_to_incidents(client):
    await define(client, "rollback", "long_text", required=True, applies_to=["change"])

    await create(client, type="incident")
    await create(client, expect=422, type="incident", custom_fields={"rollback": "x"})
    await create(client, expect=422, type="change")
    await create(client, type="change", custom_fields={"rollback": "x"})


async def test_requesters_see_and_set_only_what_is_meant_for_them(desk, client):
    await define(client, "room", "text", visible_to_requester=True)
    await define(client, "margin", "number", required=True)

    async with desk.client(RoleName.REQUESTER) as requester:
        listed = (await requester.get(PATH)).json()["data"]
        ticket = await create(requester, custom_fields={"room": "5"})
        await create(requester, expect=422, custom_fields={"margin": 3})
    await client.patch(f"{TICKETS}/{ticket['id']}", json={"custom_fields": {"margin": 4}})
    async with desk.client(RoleName.REQUESTER) as requester:
        read = (await requester.get(f"{TICKETS}/{ticket['id']}")).json()

    assert [field["key"] for field in listed] == ["room"]
    assert read["custom_fields"] == {"room": "5"}


async def test_a_retired_field_keeps_its_values_and_takes_no_more(client):
    field = await define(client, "room", "text")
    ticket = await create(client, custom_fields={"room": "5"})

    await client.patch(f"{PATH}/{field['id']}", json={"is_active": False})

    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json()["custom_fields"] == {"room": "5"}
    answer = await client.patch(f"{TICKETS}/{ticket['id']}", json={"custom_fields": {"room": "6"}})
    assert answer.status_code == 422


async def test_conditions_ask_about_custom_fields_by_their_kind(tx, client):
    await define(client, "colour", "select", options=CHOICES)
    await define(client, "floor", "integer")
    await define(client, "owner", "user")

    known = {field.name: field for field in condition_fields(await custom_fields(tx))}

    assert known["custom.colour"].options == ("red", "green")
    assert (known["custom.floor"].kind, known["custom.owner"].special) == ("number", "me")


async def test_a_person_of_the_organisation_fits_a_user_field(desk, client):
    await define(client, "owner", "user")
    agent = str(desk.people[RoleName.AGENT])

    ticket = await create(client, custom_fields={"owner": agent})
    await create(client, expect=422, custom_fields={"owner": ticket["id"]})

    assert ticket["custom_fields"] == {"owner": agent}


@pytest.mark.parametrize(
    ("more", "loc"),
    [
        ({"kind": "select"}, ["body", "options"]),
        ({"kind": "text", "options": CHOICES}, ["body", "options"]),
        ({"kind": "select", "options": [CHOICES[0], CHOICES[0]]}, ["body", "options"]),
        ({"kind": "select", "options": CHOICES, "default_value": "blue"}, ["body", "default_value"]),
        ({"kind": "integer", "default_value": "5"}, ["body", "default_value"]),
        ({"kind": "colour"}, ["body", "kind"]),
        ({"kind": "text", "key": "Cost Centre"}, ["body", "key"]),
        ({"kind": "text", "key": "and"}, ["body", "key"]),
        ({"kind": "text", "applies_to": ["bug"]}, ["body", "applies_to", 0]),
        ({"kind": "text", "requird": True}, ["body", "requird"]),
    ],
)
async def test_a_bad_definition_is_refused_by_field(client, more, loc):
    answer = await client.post(PATH, json={"key": "field", "label": "Field", **more})

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"] == loc


async def test_key_and_kind_are_fixed(client):
    field = await define(client, "room", "text")

    for change in ({"key": "other"}, {"kind": "number"}, {"default_value": 5}):
        assert (await client.patch(f"{PATH}/{field['id']}", json=change)).status_code == 422
    await define(client, "room", "text", expect=409)
