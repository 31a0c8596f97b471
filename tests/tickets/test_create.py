"""Creating tickets through HTTP."""

import asyncio
from uuid import uuid4

import pytest

from deskplane.kernel.access import RoleName
from deskplane.tickets.schemas import TicketRead
from tests.tickets.conftest import TICKETS


async def test_a_new_ticket_is_stored_and_announced_in_one_transaction(client, desk):
    answer = await client.post(TICKETS, json={"title": "VPN is down", "priority": "critical"})

    assert answer.status_code == 201, answer.text
    ticket = answer.json()
    assert (ticket["status"], ticket["priority"], ticket["type"]) == ("new", "critical", "incident")
    assert answer.headers["location"] == f"{TICKETS}/{ticket['number']}"
    assert answer.headers["etag"] == '"1"'
    [event] = await desk.announced("ticket.created")
    assert (str(event.subject), event.version, event.data["number"]) == (ticket["id"], 1, ticket["number"])
    assert event.data["title"] == "VPN is down"


async def test_what_was_created_is_what_is_read(client, make, category):
    network = await category("Network")
    created = await make(
        type="request",
        category_id=network,
        tags=["VPN", "vpn", "Remote"],
        due_at="2031-01-02T03:04:05Z",
        source_reference={"message_id": "<a@b>"},
        integration_metadata={"glpi": {"id": 5}},
        department="Sales",
        job_id="job-1",
    )

    read = (await client.get(f"{TICKETS}/{created['number']}")).json()

    assert read == created
    assert read["category"] == {"id": network, "name": "Network", "path": "Network"}
    assert read["tags"] == ["vpn", "remote"]
    assert read["due_overridden"] is True
    assert read["source_reference"] == {"message_id": "<a@b>"}
    assert read["integration_metadata"] == {"glpi": {"id": 5}}
    assert read["may"] == dict.fromkeys(("update", "comment", "internal", "assign", "delete"), True)
    assert read["legal_transitions"] == [
        "open",
        "in_progress",
        "pending",
        "on_hold",
        "resolved",
        "cancelled",
    ]


async def test_the_answer_holds_exactly_the_documented_fields(make):
    ticket = await make()

    assert set(ticket) == set(TicketRead.model_fields)
    TicketRead.model_validate(ticket)


async def test_the_caller_is_the_requester_if_none_is_named(desk, make):
    ticket = await make()

    assert ticket["requester"] == {"id": str(desk.people[RoleName.ADMIN]), "name": "The admin"}
    assert ticket["source_type"] == "WEB"


async def test_numbers_count_up_with_the_prefix_of_the_type(make):
    numbers = [
        (await make(type=kind))["number"] for kind in ("incident", "request", "problem", "change", "task")
    ]

    prefixes, counted = zip(*(number.split("-") for number in numbers), strict=True)
    assert prefixes == ("INC", "REQ", "PRB", "CHG", "TSK")
    assert [int(n) - int(counted[0]) for n in counted] == [0, 1, 2, 3, 4]


async def test_a_ticket_is_found_by_its_number_whatever_the_letters(client, make):
    ticket = await make()

    digits = ticket["number"].split("-")[1]
    for ref in (ticket["id"], ticket["number"], f"REQ-{digits}", f"dp-{digits}"):
        assert (await client.get(f"{TICKETS}/{ref}")).json()["id"] == ticket["id"]


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"), [(1, 1, "critical"), (1, 3, "medium"), (2, 1, "high"), (3, 3, "low")]
)
async def test_impact_and_urgency_give_the_priority(make, impact, urgency, priority):
    assert (await make(impact=impact, urgency=urgency))["priority"] == priority


async def test_a_named_priority_beats_impact_and_urgency(make):
    assert (await make(impact=1, urgency=1, priority="low"))["priority"] == "low"


async def test_the_matrix_of_the_organisation_counts(client, make):
    cells = {"cells": [{"impact": 1, "urgency": 1, "priority": "urgent"}]}
    assert (await client.put("/api/v1/priorities/matrix", json=cells)).status_code == 200

    assert (await make(impact=1, urgency=1))["priority"] == "urgent"


async def test_rich_text_loses_what_could_run(make):
    ticket = await make(description_html='<p onclick="x()">Hello <b>you</b></p><script>alert(1)</script>')

    assert ticket["description_html"] == "<p>Hello <b>you</b></p>"
    assert ticket["description_text"] == "Hello you"


async def test_plain_text_becomes_rich_text(make):
    ticket = await make(description="1 < 2\nnext")

    assert "1 &lt; 2" in ticket["description_html"]
    assert ticket["description_text"] == "1 < 2\nnext"


async def test_a_ticket_can_be_recorded_as_resolved_already(make):
    ticket = await make(status="resolved", resolution_code="solved")

    assert ticket["resolved_at"] is not None
    assert ticket["first_response_at"] == ticket["resolved_at"]
    assert ticket["resolution"] == {
        "code": "solved",
        "text": "The cause was found and removed.",
        "by": {"id": ticket["requester"]["id"], "name": "The admin"},
    }


@pytest.mark.parametrize("field", ["category_id", "requester_id", "assignee_id", "team_id"])
async def test_something_that_is_not_there_is_refused_by_name(client, desk, field):
    answer = await client.post(TICKETS, json={"title": "x", field: str(uuid4())})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["body", field]
    assert await desk.announced("ticket.created") == []
    assert (await client.get(TICKETS)).json()["data"] == []


async def test_a_requester_cannot_be_the_assignee(client, desk):
    answer = await client.post(
        TICKETS, json={"title": "x", "assignee_id": str(desk.people[RoleName.REQUESTER])}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["msg"] == "no active agent has this id"


@pytest.mark.parametrize(
    ("body", "status", "loc", "words"),
    [
        ({"title": "x", "priorty": "high"}, 422, ["body", "priorty"], "Did you mean 'priority'?"),
        ({"title": 5}, 422, ["body", "title"], "string"),
        ({"title": ""}, 422, ["body", "title"], "at least 1"),
        ({"title": "   "}, 422, ["body", "title"], "at least 1"),
        ({"title": "x" * 501}, 422, ["body", "title"], "at most 500"),
        ({}, 422, ["body", "title"], "required"),
        ({"title": "x", "priority": "highest"}, 422, ["body", "priority"], "critical"),
        ({"title": "x", "status": "done"}, 422, ["body", "status"], "new"),
        ({"title": "x", "impact": 4}, 422, ["body", "impact"], "less than or equal to 3"),
        ({"title": "x", "category_id": "network"}, 422, ["body", "category_id"], "UUID"),
        ({"title": "x", "due_at": "2031-01-02T03:04:05"}, 422, ["body", "due_at"], "timezone"),
        ({"title": "x", "tags": "vpn"}, 422, ["body", "tags"], "list"),
        ({"title": "x", "tags": ["x" * 61]}, 422, ["body", "tags", 0], "at most 60"),
        ({"title": "x", "custom_fields": []}, 422, ["body", "custom_fields"], "dictionary"),
        (
            {"title": "x", "custom_fields": {"colour": "red"}},
            422,
            ["body", "custom_fields", "colour"],
            "unknown",
        ),
        ({"title": "x", "sub_status": "lunch"}, 422, ["body", "sub_status"], "no active sub-status"),
        ({"title": "x", "sub_status": "scheduled"}, 422, ["body", "sub_status"], "on_hold"),
        ({"title": "x", "resolution_code": "magic"}, 422, ["body", "resolution_code"], "no active"),
        ({"title": "x", "description": "y" * 200_001}, 422, ["body", "description"], "at most 200000"),
    ],
)
async def test_bad_input_is_refused_with_its_place(client, body, status, loc, words):
    answer = await client.post(TICKETS, json=body)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    error = answer.json()["errors"][0]
    assert error["loc"] == loc
    assert words in error["msg"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b'{"title": ', 400),
        (b'{"title": "a\\u0000b"}', 400),
        (b'{"title": "\xff"}', 400),
        (b'["title"]', 422),
        (b"null", 422),
        (b'{"title": "\\ud800"}', 400),
    ],
)
async def test_what_cannot_be_read_is_refused(client, content, status):
    answer = await client.post(TICKETS, content=content, headers={"content-type": "application/json"})

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_required_custom_fields_are_asked_of_people(client, custom_field, make):
    await custom_field("site", "text", required=True)
    await custom_field("seats", "integer", default_value=2)

    refused = await client.post(TICKETS, json={"title": "x"})
    ticket = await make(custom_fields={"site": "Tallinn"})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["loc"] == ["body", "custom_fields", "site"]
    assert ticket["custom_fields"] == {"site": "Tallinn", "seats": 2}


async def test_the_older_path_is_the_same_handler(client):
    answer = await client.post("/api/enhanced-tickets", json={"title": "old door"})

    assert answer.status_code == 201
    number = answer.json()["number"]
    assert (await client.get(f"/api/enhanced-tickets/{number}")).json() == (
        await client.get(f"{TICKETS}/{number}")
    ).json()


async def test_creates_at_the_same_time_get_different_numbers(world):
    clients = [world.client(RoleName.AGENT) for _ in range(4)]

    answers = await asyncio.gather(
        *(client.post(TICKETS, json={"title": f"{n}"}) for n, client in enumerate(clients * 5))
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 20


async def test_the_same_request_twice_makes_one_ticket(world):
    client = world.client(RoleName.AGENT)
    first, second = [
        await client.post(TICKETS, json={"title": "once"}, headers={"idempotency-key": "k1"})
        for _ in range(2)
    ]

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert len((await client.get(TICKETS)).json()["data"]) == 1


async def test_a_foreign_category_is_not_there(world):
    foreign = await world.client(org=world.other).post("/api/v1/categories", json={"name": "Theirs"})

    answer = await world.client().post(TICKETS, json={"title": "x", "category_id": foreign.json()["id"]})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["body", "category_id"]
