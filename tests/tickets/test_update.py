"""Changing, assigning, deleting and restoring tickets through HTTP."""

import asyncio
from uuid import uuid4

import pytest

from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS

NOTHING = {
    **dict.fromkeys(
        ("impact", "urgency", "category_id", "requester_id", "assignee_id", "department", "due_at", "job_id")
    ),
    "source_reference": {},
    "integration_metadata": {},
    "tags": [],
    "is_phi": False,
}


async def changes(desk):
    return [event.changes for event in await desk.announced("ticket.changed")]


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
async def test_what_is_not_sent_stays(client, desk, make, method):
    ticket = await make(description="Since Monday.", tags=["vpn"])

    answer = await client.request(method, f"{TICKETS}/{ticket['number']}", json={"priority": "high"})

    assert answer.status_code == 200, answer.text
    after = answer.json()
    assert after["version"] == 2
    assert answer.headers["etag"] == '"2"'
    moved = {"priority", "version", "updated_at"}
    assert {k: v for k, v in after.items() if k not in moved} == {
        k: v for k, v in ticket.items() if k not in moved
    }
    assert await changes(desk) == [{"priority": ["medium", "high"]}]


async def test_a_change_to_what_is_so_already_leaves_no_trace(client, desk, make):
    ticket = await make(tags=["a"], impact=2, urgency=2, description="Same")
    same = {"title": "VPN is down", "priority": "medium", "status": "new", "tags": ["a"], "impact": 2}

    answer = await client.patch(f"{TICKETS}/{ticket['id']}", json={**same, "description": "Same"})

    assert answer.json() == ticket
    assert await changes(desk) == []


async def test_every_field_can_be_changed_and_taken_back(client, desk, make, category):
    ticket = await make()
    set_to = {
        "title": "Now this",
        "type": "problem",
        "description": "Text",
        "impact": 1,
        "urgency": 2,
        "category_id": await category("Mail"),
        "requester_id": str(desk.people[RoleName.REQUESTER]),
        "assignee_id": str(desk.people[RoleName.AGENT]),
        "department": "Sales",
        "source_reference": {"a": 1},
        "integration_metadata": {"b": 2},
        "tags": ["x"],
        "due_at": "2031-01-01T00:00:00Z",
        "job_id": "j",
        "is_phi": True,
    }
    after = (await client.patch(f"{TICKETS}/{ticket['id']}", json=set_to)).json()
    again = (await client.patch(f"{TICKETS}/{ticket['id']}", json=NOTHING)).json()

    assert after["priority"] == "high", "impact and urgency decide when no priority is sent"
    assert after["number"] == ticket["number"].replace("INC", "PRB")
    assert (after["assignee"]["name"], after["requester"]["name"]) == ("The agent", "The requester")
    assert (after["category"]["path"], after["due_overridden"], after["description_text"]) == (
        "Mail",
        True,
        "Text",
    )
    assert (again["category"], again["requester"], again["assignee"], again["due_at"]) == (None,) * 4
    assert (again["due_overridden"], again["is_phi"], again["tags"], again["version"]) == (
        False,
        False,
        [],
        3,
    )


async def test_custom_fields_are_merged_and_null_removes_one(client, desk, make, custom_field):
    await custom_field("site", "text")
    await custom_field("seats", "integer")
    ticket = await make(custom_fields={"site": "Tallinn"})

    await client.patch(f"{TICKETS}/{ticket['id']}", json={"custom_fields": {"seats": 3}})
    after = await client.patch(f"{TICKETS}/{ticket['id']}", json={"custom_fields": {"site": None}})

    assert after.json()["custom_fields"] == {"seats": 3}
    assert await changes(desk) == [
        {"custom_fields": [{"site": "Tallinn"}, {"site": "Tallinn", "seats": 3}]},
        {"custom_fields": [{"site": "Tallinn", "seats": 3}, {"seats": 3}]},
    ]


async def test_a_stale_version_in_the_body_conflicts(client, desk, make):
    ticket = await make()
    await client.patch(f"{TICKETS}/{ticket['id']}", json={"title": "b", "version": 1})

    answer = await client.patch(f"{TICKETS}/{ticket['id']}", json={"title": "c", "version": 1})

    assert (answer.status_code, answer.json()["current_version"]) == (409, 2)
    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json()["title"] == "b"


async def test_a_stale_if_match_fails_the_precondition(client, make):
    ticket = await make()
    url = f"{TICKETS}/{ticket['id']}"
    await client.patch(url, json={"title": "b"}, headers={"if-match": '"1"'})

    answers = [
        await client.patch(url, json={"title": "c"}, headers={"if-match": '"1"'}),
        await client.delete(url, headers={"if-match": '"1"'}),
        await client.post(f"{url}/transition", json={"to": "open"}, headers={"if-match": '"1"'}),
        await client.post(f"{url}/assign", json={"assignee_id": None}, headers={"if-match": '"1"'}),
    ]

    assert [answer.status_code for answer in answers] == [412] * 4


async def test_of_two_changes_prepared_on_the_same_version_one_wins(world):
    client = world.client(RoleName.AGENT)
    ticket = (await client.post(TICKETS, json={"title": "a"})).json()

    answers = await asyncio.gather(
        *(
            client.patch(f"{TICKETS}/{ticket['id']}", json={"title": f"by {n}", "version": 1})
            for n in range(6)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
    [winner] = [answer.json() for answer in answers if answer.status_code == 200]
    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json() == winner


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({"title": None}, ["body", "title"]),
        ({"titel": "x"}, ["body", "titel"]),
        ({"status": None}, ["body", "status"]),
        ({"priority": None}, ["body", "priority"]),
        ({"tags": None}, ["body", "tags"]),
        ({"custom_fields": None}, ["body", "custom_fields"]),
        ({"category_id": str(uuid4())}, ["body", "category_id"]),
        ({"assignee_id": str(uuid4())}, ["body", "assignee_id"]),
        ({"number": 5}, ["body", "number"]),
        ({"version": 0}, ["body", "version"]),
    ],
)
async def test_bad_changes_are_refused_and_change_nothing(client, make, body, loc):
    ticket = await make()

    answer = await client.patch(f"{TICKETS}/{ticket['id']}", json={"department": "Sales", **body})

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["loc"] == loc
    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json() == ticket


@pytest.mark.parametrize("ref", ["INC-99999999", "00000000-0000-0000-0000-000000000000", "nonsense", "INC-"])
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_a_ticket_that_is_not_there_is_404(client, ref, method):
    answer = await client.request(method, f"{TICKETS}/{ref}", json={} if method == "PATCH" else None)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_assigning_keeps_what_is_not_sent(client, desk, make):
    ticket = await make()
    agent = str(desk.people[RoleName.AGENT])
    url = f"{TICKETS}/{ticket['id']}/assign"

    first = (await client.post(url, json={"assignee_id": agent})).json()
    second = (await client.post(url, json={"team_id": None})).json()
    third = (await client.post(url, json={"assignee_id": None})).json()

    assert [t["assignee"] and t["assignee"]["id"] for t in (first, second, third)] == [agent, agent, None]
    assert await changes(desk) == [{"assignee_id": [None, agent]}, {"assignee_id": [agent, None]}]


async def test_a_deleted_ticket_is_gone_until_it_is_restored(client, desk, make):
    ticket = await make()
    url = f"{TICKETS}/{ticket['id']}"
    async with desk.client(RoleName.AGENT) as agent:
        deleted = await client.delete(url)
        unseen = await agent.get(url)
        seen = await client.get(url)
        unchanged = await client.patch(url, json={"title": "x"})
        listed = (await client.get(TICKETS)).json()["data"]
        bin_ = (await client.get(TICKETS, params={"is_deleted": True})).json()["data"]
        refused = await agent.get(TICKETS, params={"is_deleted": True})
        restored = await client.post(f"{url}/restore")
        back = await agent.get(url)

    assert (deleted.status_code, unseen.status_code, unchanged.status_code, refused.status_code) == (
        204,
        404,
        404,
        403,
    )
    assert seen.json()["deleted_at"] is not None
    assert listed == []
    assert [row["id"] for row in bin_] == [ticket["id"]]
    assert (restored.json()["deleted_at"], restored.json()["version"]) == (None, 3)
    assert back.json()["title"] == ticket["title"]
    assert [event.name for event in await desk.announced() if event.subject_type == "ticket"] == [
        "ticket.created",
        "ticket.deleted",
        "ticket.restored",
    ]


async def test_restoring_what_is_not_deleted_changes_nothing(client, make):
    ticket = await make()

    assert (await client.post(f"{TICKETS}/{ticket['id']}/restore")).json() == ticket


async def test_the_ticket_of_another_organisation_is_not_there(world):
    theirs = (await world.client(org=world.other).post(TICKETS, json={"title": "x"})).json()
    client, url = world.client(), f"{TICKETS}/{theirs['id']}"

    answers = [
        await client.get(url),
        await client.patch(url, json={"title": "y"}),
        await client.delete(url),
        await client.post(f"{url}/restore"),
        await client.post(f"{url}/transition", json={"to": "open"}),
        await client.post(f"{url}/assign", json={}),
        await client.get(f"{url}/activities"),
        await client.get(f"{url}/timeline"),
        await client.get(f"{url}/at", params={"version": 1}),
    ]
    bulk = await client.post(
        f"{TICKETS}/bulk-update", json={"ids": [theirs["id"]], "set": {"priority": "low"}}
    )

    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert bulk.json()["results"][0]["error"] == "not_found"
