"""One change for many tickets, and its way back."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS

BULK = f"{TICKETS}/bulk-update"


async def bulk(client, **body):
    answer = await client.post(BULK, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_each_ticket_gets_its_result_and_its_event(client, desk, make):
    ready, same, stuck, gone = [await make() for _ in range(4)]
    await client.post(f"{TICKETS}/{same['id']}/transition", json={"to": "in_progress"})
    await client.post(f"{TICKETS}/{stuck['id']}/transition", json={"to": "cancelled"})
    await client.delete(f"{TICKETS}/{gone['id']}")
    unknown = str(uuid4())

    done = await bulk(
        client,
        ids=[ready["number"], same["id"], stuck["id"], gone["id"], unknown, "INC-999999999"],
        set={"status": "in_progress"},
    )

    assert [(r["ok"], r["changed"], r["error"]) for r in done["results"]] == [
        (True, True, None),
        (True, False, None),
        (False, False, "illegal_transition"),
        (False, False, "not_found"),
        (False, False, "not_found"),
        (False, False, "not_found"),
    ]
    assert (done["changed"], done["failed"]) == (1, 4)
    assert done["results"][0] == {
        "id": ready["id"],
        "number": ready["number"],
        "ok": True,
        "changed": True,
        "version": 2,
        "error": None,
        "detail": None,
    }
    assert "Possible now: new" in done["results"][2]["detail"]
    last = (await desk.announced("ticket.changed"))[-1]
    assert (str(last.subject), last.changes, last.data) == (
        ready["id"],
        {"status": ["new", "in_progress"]},
        {"bulk": 1},
    )


async def test_tickets_can_be_chosen_by_a_condition(client, make):
    hits = [await make(title=f"Printer {n}") for n in range(3)]
    other = await make(title="Mail")

    done = await bulk(
        client, where='title starts with "Printer"', set={"priority": "high", "add_tags": ["Floor3"]}
    )

    assert {r["id"] for r in done["results"]} == {hit["id"] for hit in hits}
    after = (await client.get(f"{TICKETS}/{hits[0]['id']}")).json()
    assert (after["priority"], after["tags"]) == ("high", ["floor3"])
    assert (await client.get(f"{TICKETS}/{other['id']}")).json() == other


async def test_a_comment_goes_to_each_ticket_that_took_the_change(client, make, desk):
    tickets = [await make(requester_id=str(desk.people[RoleName.REQUESTER])) for _ in range(2)]

    done = await bulk(
        client, ids=[t["id"] for t in tickets], set={"status": "pending"}, comment="We wait for you."
    )

    for ticket, result in zip(tickets, done["results"], strict=True):
        after = (await client.get(f"{TICKETS}/{ticket['id']}")).json()
        assert (after["comment_count"], after["version"]) == (1, result["version"])
        assert after["first_response_at"] is not None


async def test_undo_restores_what_nobody_touched_since(client, desk, make):
    one, two, three = [await make(tags=["old"], due_at="2031-01-01T00:00:00Z") for _ in range(3)]
    agent = str(desk.people[RoleName.AGENT])
    done = await bulk(
        client,
        ids=[one["id"], two["id"], three["id"]],
        set={
            "status": "resolved",
            "assignee_id": agent,
            "tags": ["new"],
            "due_at": None,
            "resolution_code": "solved",
        },
    )
    await client.patch(f"{TICKETS}/{two['id']}", json={"title": "Mine now"})
    await client.delete(f"{TICKETS}/{three['id']}")

    answer = await client.post(f"{BULK}/undo", json={"undo_token": done["undo_token"]})

    assert answer.status_code == 200, answer.text
    assert [(r["ok"], r["error"]) for r in answer.json()["results"]] == [
        (True, None),
        (False, "conflict"),
        (False, "not_found"),
    ]
    after = (await client.get(f"{TICKETS}/{one['id']}")).json()
    assert {k: v for k, v in after.items() if k not in {"version", "updated_at"}} == {
        k: v for k, v in one.items() if k not in {"version", "updated_at"}
    }
    assert after["version"] == 3
    assert (await client.get(f"{TICKETS}/{two['id']}")).json()["status"] == "resolved"


async def test_undo_works_once_for_its_owner_and_for_a_while(client, desk, make):
    ticket = await make()
    tokens = [
        (await bulk(client, ids=[ticket["id"]], set={"priority": p}))["undo_token"]
        for p in ("high", "low", "urgent")
    ]
    async with desk.client(RoleName.AGENT) as agent:
        not_theirs = await agent.post(f"{BULK}/undo", json={"undo_token": tokens[2]})
    used = [await client.post(f"{BULK}/undo", json={"undo_token": tokens[2]}) for _ in range(2)]
    with clock.frozen(clock.now() + timedelta(minutes=9)):
        early = await client.post(f"{BULK}/undo", json={"undo_token": tokens[1]})
    with clock.frozen(clock.now() + timedelta(hours=1)):
        late = await client.post(f"{BULK}/undo", json={"undo_token": tokens[0]})

    assert not_theirs.status_code == 404
    assert [answer.status_code for answer in used] == [200, 404]
    assert (early.status_code, late.status_code) == (200, 404)


async def test_nothing_changed_means_nothing_to_undo(client, make):
    ticket = await make()

    done = await bulk(client, ids=[ticket["id"], ticket["number"]], set={"priority": "medium"})

    assert (done["undo_token"], done["changed"], len(done["results"])) == (None, 0, 1)


@pytest.mark.parametrize(
    ("body", "status", "loc"),
    [
        ({"set": {"priority": "low"}}, 422, ["body", "ids"]),
        ({"ids": ["INC-1"], "where": {"all": []}, "set": {}}, 422, ["body", "ids"]),
        ({"ids": [], "set": {}}, 422, ["body", "ids"]),
        ({"ids": ["INC-1"] * 2001, "set": {}}, 422, ["body", "ids"]),
        ({"ids": ["INC-1"]}, 422, ["body", "set"]),
        ({"ids": ["INC-1"], "set": {"titel": "x"}}, 422, ["body", "set", "titel"]),
        ({"where": "colour = red", "set": {"priority": "low"}}, 422, None),
    ],
)
async def test_bad_bulk_changes_are_refused(client, body, status, loc):
    answer = await client.post(BULK, json=body)

    assert answer.status_code == status, answer.text
    if loc:
        assert answer.json()["errors"][0]["loc"] == loc


async def test_a_wrong_reference_refuses_the_whole_call(client, make):
    ticket = await make()

    answer = await client.post(
        BULK, json={"ids": [ticket["id"]], "set": {"team_id": str(uuid4()), "priority": "low"}}
    )

    assert answer.status_code == 422
    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json() == ticket


async def test_the_older_path_takes_bulk_changes_too(client, make):
    ticket = await make()

    answer = await client.post(
        "/api/enhanced-tickets/bulk-update", json={"ids": [ticket["id"]], "set": {"priority": "low"}}
    )

    assert answer.json()["changed"] == 1


async def test_two_bulk_changes_of_the_same_tickets_wait_for_each_other(world):
    client = world.client(RoleName.AGENT)
    ids = [(await client.post(TICKETS, json={"title": f"{n}"})).json()["id"] for n in range(12)]

    answers = await asyncio.gather(
        *(
            client.post(BULK, json={"ids": chosen, "set": {"priority": priority}})
            for chosen, priority in (
                (ids, "high"),
                (ids[::-1], "low"),
                (ids, "urgent"),
                (ids[::-1], "planning"),
            )
        )
    )

    assert [(a.status_code, a.json()["changed"]) for a in answers] == [(200, 12)] * 4
    listed = (await client.get(TICKETS)).json()["data"]
    assert len({row["priority"] for row in listed}) == 1
    assert {row["version"] for row in listed} == {5}
