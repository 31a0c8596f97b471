"""Activities, timeline and time travel."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from deskplane.kernel.events import Actor
from deskplane.tickets import conversation
from deskplane.tickets.acting import By
from deskplane.tickets.conversation import CommentDraft
from deskplane.tickets.history_schemas import ActivityList, Timeline
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.visibility import Visibility
from tests.tickets.conftest import TICKETS

START = datetime(2030, 1, 1, tzinfo=UTC)
COUNTERS = {
    "comment_count",
    "watchers_count",
    "attachments_count",
    "time_minutes",
    "children_count",
    "parent",
}
READ_MODEL = {"next_due_at", "sla_state", "sla_paused_for", "sla_met", "twins", "classification"}


def seen_then(ticket):
    """What a snapshot shows of a ticket."""
    return {k: v for k, v in ticket.items() if k not in COUNTERS | READ_MODEL | {"may", "legal_transitions"}}


async def test_every_change_appears_in_order_with_actor_field_old_and_new(client, desk, make, category):
    ticket = await make()
    agent, mail = str(desk.people[RoleName.AGENT]), await category("Mail")
    url = f"{TICKETS}/{ticket['id']}"
    await client.patch(url, json={"priority": "high", "category_id": mail})
    await client.post(f"{url}/assign", json={"assignee_id": agent})
    await client.post(f"{url}/transition", json={"to": "in_progress"})

    answer = (await client.get(f"{url}/activities")).json()

    ActivityList.model_validate(answer)
    created, changed, assigned, moved = answer["data"]
    assert [item["version"] for item in answer["data"]] == [1, 2, 3, 4]
    assert created["name"] == "ticket.created"
    assert changed["changes"] == {"priority": ["medium", "high"], "category_id": [None, mail]}
    assert changed["names"] == {mail: "Mail"}
    assert (assigned["changes"], assigned["names"]) == ({"assignee_id": [None, agent]}, {agent: "The agent"})
    assert moved["actor"] == {"kind": "person", "id": str(desk.people[RoleName.ADMIN]), "name": "The admin"}
    assert moved["origin"] == "web"


async def test_history_comes_in_parts(client, make):
    ticket = await make()
    url = f"{TICKETS}/{ticket['id']}"
    for n in range(6):
        await client.patch(url, json={"title": f"{n}"})
    for path in ("activities", "timeline"):
        seen, cursor = [], None
        for _ in range(4):
            params = {"limit": 3} | ({"cursor": cursor} if cursor else {})
            answer = (await client.get(f"{url}/{path}", params=params)).json()
            seen += [(item.get("activity") or item)["version"] for item in answer["data"]]
            cursor = answer["page"]["next"]
            if cursor is None:
                break
        assert seen == [1, 2, 3, 4, 5, 6, 7]
        assert (await client.get(f"{url}/{path}", params={"cursor": "WyJhIiwxXQ"})).status_code == 400


async def test_the_timeline_mixes_comments_and_activities(client, desk, tx, make):
    ticket = await make(requester_id=str(desk.people[RoleName.REQUESTER]))
    url = f"{TICKETS}/{ticket['id']}"
    agent = By(actor=Actor("person", desk.people[RoleName.AGENT], "The agent"), origin=Origin.WEB)
    said = [
        CommentDraft(ticket_id=UUID(ticket["id"]), body_html="<p>Hello</p>", body_text="Hello"),
        CommentDraft(
            ticket_id=UUID(ticket["id"]), body_html="Psst", body_text="Psst", visibility=Visibility.INTERNAL
        ),
    ]
    await conversation.add(tx, said, by=agent)
    await client.patch(url, json={"title": "New"})

    whole = (await client.get(f"{url}/timeline")).json()
    async with desk.client(RoleName.REQUESTER) as portal:
        shown = (await portal.get(f"{url}/timeline")).json()
        row = (await portal.get(url)).json()

    Timeline.model_validate(whole)
    assert [
        item["comment"]["body_text"] if item["comment"] else item["activity"]["name"]
        for item in whole["data"]
    ] == [
        "ticket.created",
        "Hello",
        "Psst",
        "ticket.changed",
    ]
    assert [item["kind"] for item in shown["data"]] == ["activity", "comment", "activity"]
    assert (row["comment_count"], row["first_response_at"] is not None) == (1, True)


async def test_the_first_response_is_the_first_public_answer_of_an_agent(desk, tx, client, make):
    asking, working = desk.people[RoleName.REQUESTER], desk.people[RoleName.AGENT]
    ticket = await make(requester_id=str(asking))
    requester = By(actor=Actor("person", asking, "R"), is_agent=False)
    agent = By(actor=Actor("person", working, "A"))

    async def say(by, hour, visibility=Visibility.PUBLIC):
        at = clock.now() + timedelta(hours=hour)
        draft = CommentDraft(
            ticket_id=UUID(ticket["id"]), body_html="x", body_text="x", visibility=visibility, at=at
        )
        await conversation.add(tx, [draft], by=by)
        read = (await client.get(f"{TICKETS}/{ticket['id']}")).json()
        return read["first_response_at"], read["version"]

    assert await say(requester, 1) == (None, 1)
    assert await say(agent, 2, Visibility.INTERNAL) == (None, 1)
    first = await say(agent, 3)
    assert first[0] is not None
    assert first[1] == 2
    assert await say(agent, 4) == first


async def test_a_ticket_is_shown_as_it_was_at_any_time(client, desk, tx, make, category, custom_field):
    """Random changes; every recorded state is found again by version and by time."""
    await custom_field("seats", "integer")
    categories = [await category("Mail"), await category("Web"), None]
    people = [str(person) for role, person in desk.people.items() if role is not RoleName.REQUESTER]
    chance = random.Random(7)
    with clock.frozen(START):
        ticket = await make(description="First")
    url, now = f"{TICKETS}/{ticket['id']}", START
    states = [(now, ticket)]
    for n in range(40):
        now += timedelta(seconds=chance.choice([0, 1, 60, 86_400]))
        body = chance.choice(
            [
                {"title": f"Title {n}", "description_html": f"<p>Text {n}</p>"},
                {"priority": chance.choice(["low", "high", "critical"])},
                {"impact": chance.choice([1, 2, 3, None]), "urgency": chance.choice([1, 2, 3, None])},
                {"category_id": chance.choice(categories), "assignee_id": chance.choice([*people, None])},
                {"tags": [f"t{n}"], "custom_fields": {"seats": chance.choice([n, None])}},
                {"due_at": chance.choice([None, "2031-05-05T05:05:05Z"]), "department": f"D{n}"},
                {"status": chance.choice(ticket["legal_transitions"] or [ticket["status"]])},
                {"type": chance.choice(["incident", "problem"]), "is_phi": chance.choice([True, False])},
                {"resolution_text": f"Done {n}", "job_id": f"job-{n}"},
                {"source_reference": {"n": n}, "integration_metadata": {"m": [n, None]}},
            ]
        )
        with clock.frozen(now):
            answer = await client.patch(url, json=body)
            assert answer.status_code == 200, answer.text
            ticket = answer.json()
        if ticket["version"] != states[-1][1]["version"]:
            states.append((now, ticket))

    assert len(states) > 25
    for n, (at, state) in enumerate(states):
        by_version = (await client.get(f"{url}/at", params={"version": state["version"]})).json()
        assert by_version["ticket"] == seen_then(state)
        assert datetime.fromisoformat(by_version["at"]) == at
        if n + 1 == len(states) or states[n + 1][0] > at:
            by_time = (await client.get(f"{url}/at", params={"time": at.isoformat()})).json()
            assert by_time == by_version
    early = await client.get(f"{url}/at", params={"time": (START - timedelta(seconds=1)).isoformat()})
    assert early.status_code == 404


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 422),
        ({"version": 1, "time": "2030-01-01T00:00:00Z"}, 422),
        ({"version": 2}, 404),
        ({"version": 0}, 422),
        ({"time": "2030-01-01"}, 422),
    ],
)
async def test_moments_that_make_no_sense_are_refused(client, make, params, status):
    ticket = await make()

    assert (await client.get(f"{TICKETS}/{ticket['id']}/at", params=params)).status_code == status


async def test_time_travel_stops_where_the_log_was_cut(client, tx, make):
    ticket = await make()
    url = f"{TICKETS}/{ticket['id']}"
    for n in range(2):
        await client.patch(url, json={"title": f"{n}"})
    await tx.execute("select cut_events(now() + interval '1 hour')")
    await client.patch(url, json={"title": "last"})

    titles = [
        (await client.get(f"{url}/at", params={"version": n})).json().get("ticket") for n in (1, 2, 3, 4)
    ]

    assert [found and found["title"] for found in titles] == [None, None, None, "last"]
