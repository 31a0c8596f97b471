"""Lists of tickets: filters, conditions, order and paging."""

import json
import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from deskplane.tickets import service
from deskplane.tickets.acting import By
from deskplane.tickets.drafts import TicketDraft
from deskplane.tickets.schemas import TicketRow
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType
from tests.tickets.conftest import TICKETS

START = datetime(2030, 1, 1, tzinfo=UTC)


async def stored(tx, *drafts):
    """Store tickets an hour apart and return their ids as text."""
    ids = []
    for hour, draft in enumerate(drafts):
        with clock.frozen(START + timedelta(hours=hour)):
            [ticket] = await service.create(tx, by=By(), drafts=[draft])
        ids.append(str(ticket.id))
    return ids


async def listed(client, **params):
    answer = await client.get(TICKETS, params=params)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["data"]]


async def test_a_row_holds_exactly_the_documented_fields(client, make):
    await make(tags=["a"])

    [row] = (await client.get(TICKETS)).json()["data"]

    assert set(row) == set(TicketRow.model_fields)
    TicketRow.model_validate(row)


async def test_the_newest_come_first_without_a_total(client, tx):
    a, b, c = await stored(tx, *(TicketDraft(title=f"{n}") for n in range(3)))

    answer = (await client.get(TICKETS)).json()

    assert [row["id"] for row in answer["data"]] == [c, b, a]
    assert answer["page"] == {"next": None, "limit": 50, "total": None, "total_exact": True, "page": None}


@pytest.mark.parametrize(
    "sort_by", ["created_at", "updated_at", "priority", "status", "due_date", "next_due_at", "number"]
)
@pytest.mark.parametrize("direction", ["asc", "desc"])
async def test_cursor_paging_shows_each_ticket_once_in_order(client, tx, sort_by, direction):
    chance = random.Random(4)
    await stored(
        tx,
        *(
            TicketDraft(
                title=f"{n}",
                priority=chance.choice(list(Priority)),
                status=chance.choice([Status.NEW, Status.OPEN, Status.PENDING]),
                due_at=chance.choice([None, START + timedelta(days=chance.randrange(3))]),
            )
            for n in range(11)
        ),
    )
    whole = await listed(client, sort_by=sort_by, sort_direction=direction)
    seen, cursor = [], None
    for _ in range(6):
        params = {"sort_by": sort_by, "sort_direction": direction, "limit": 3} | (
            {"cursor": cursor} if cursor else {}
        )
        answer = (await client.get(TICKETS, params=params)).json()
        seen += [row["id"] for row in answer["data"]]
        cursor = answer["page"]["next"]
        if cursor is None:
            break

    assert seen == whole
    assert len(set(seen)) == 11


async def test_priority_and_status_sort_by_rank_not_by_letters(client, tx):
    order = [Priority.LOW, Priority.CRITICAL, Priority.PLANNING, Priority.URGENT]
    ids = dict(
        zip(order, await stored(tx, *(TicketDraft(title="x", priority=p) for p in order)), strict=True)
    )

    assert await listed(client, sort_by="priority") == [
        ids[Priority.CRITICAL],
        ids[Priority.URGENT],
        ids[Priority.LOW],
        ids[Priority.PLANNING],
    ]


async def test_numbered_pages_come_with_a_total(client, tx):
    ids = await stored(tx, *(TicketDraft(title=f"{n}") for n in range(5)))

    answer = (await client.get(TICKETS, params={"page": 2, "limit": 2})).json()

    assert [row["id"] for row in answer["data"]] == [ids[2], ids[1]]
    assert (answer["page"]["total"], answer["page"]["page"]) == (5, 2)


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"status": "new"}, "a"),
        ({"status": "open,pending"}, "bc"),
        ({"status": ["open", "resolved"]}, "bd"),
        ({"priority": "high,critical"}, "ab"),
        ({"type": "request"}, "c"),
        ({"source_type": "EMAIL"}, "d"),
        ({"tag": "vpn"}, "ab"),
        ({"tag": "VPN,mail"}, "abc"),
        ({"created_from": "2030-01-01T01:00:00Z", "created_to": "2030-01-01T03:00:00Z"}, "bc"),
        ({"updated_from": "2030-01-01T02:00:00Z"}, "cd"),
        ({"q": "printer"}, "b"),
        ({"q": "PRINTER on"}, "b"),
        ({"q": "nothing like it"}, ""),
        ({"where": "priority >= high"}, "ab"),
        ({"where": 'title contains "server" and not status = resolved'}, "a"),
        ({"where": json.dumps({"field": "tags", "op": "in", "value": ["mail"]})}, "c"),
        ({"where": "assignee is empty", "type": "incident"}, "abd"),
        ({"status": "new", "priority": "high", "tag": "vpn", "type": "incident"}, "a"),
    ],
)
async def test_filters(client, tx, params, expected):
    ids = await stored(
        tx,
        TicketDraft(title="Server down", priority=Priority.HIGH, tags=["vpn"]),
        TicketDraft(
            title="Printer on fire", priority=Priority.CRITICAL, status=Status.OPEN, tags=["vpn", "x"]
        ),
        TicketDraft(title="Mailbox", type=TicketType.REQUEST, status=Status.PENDING, tags=["mail"]),
        TicketDraft(title="Old server", status=Status.RESOLVED, source_type=SourceType.EMAIL),
    )

    assert set(await listed(client, **params)) == {ids["abcd".index(letter)] for letter in expected}


async def test_people_by_id_me_and_none(client, desk, tx):
    admin, agent, asking = (desk.people[r] for r in (RoleName.ADMIN, RoleName.AGENT, RoleName.REQUESTER))
    mine, theirs, nobodys = await stored(
        tx,
        TicketDraft(title="a", assignee_id=admin, requester_id=asking),
        TicketDraft(title="b", assignee_id=agent),
        TicketDraft(title="c", requester_id=admin),
    )

    assert await listed(client, assignee="me") == [mine]
    assert await listed(client, assignee="none") == [nobodys]
    assert await listed(client, assignee=f"{agent},none") == [nobodys, theirs]
    assert await listed(client, requester="me") == [nobodys]
    assert await listed(client, requester=str(asking)) == [mine]
    assert await listed(client, where="assignee = me") == [mine]
    assert await listed(client, team="none") == [nobodys, theirs, mine]


async def test_my_teams_are_those_i_belong_to(client, desk, tx):
    team = (await client.post("/api/v1/teams", json={"name": "Network"})).json()["id"]
    ids = await stored(tx, TicketDraft(title="a", team_id=team), TicketDraft(title="b"))
    before = await listed(client, team="me"), await listed(client, where="team = my_teams")
    await tx.execute(
        "insert into memberships (org_id, team_id, person_id) values (app_org(), $1, $2)",
        team,
        desk.people[RoleName.ADMIN],
    )

    assert before == ([], [])
    assert await listed(client, team="me") == [ids[0]]
    assert await listed(client, where="team = my_teams") == [ids[0]]


async def test_a_category_includes_what_is_below_it(client, tx, category):
    root = await category("Network")
    leaf = await category("VPN", await category("Remote", root))
    other = await category("Mail")
    a, b, c = await stored(
        tx,
        TicketDraft(title="a", category_id=root),
        TicketDraft(title="b", category_id=leaf),
        TicketDraft(title="c", category_id=other),
    )

    assert await listed(client, category=root) == [b, a]
    assert await listed(client, category=leaf) == [b]
    assert await listed(client, category=[leaf, other]) == [c, b]


async def test_custom_fields_filter_by_their_kind(client, make, custom_field):
    await custom_field("site", "text")
    await custom_field("seats", "integer")
    await custom_field("urgent_call", "boolean")
    await custom_field("areas", "multi_select", options=[{"value": v, "label": v} for v in ("a", "b", "c")])
    one = await make(custom_fields={"site": "Tallinn", "seats": 3, "urgent_call": True, "areas": ["a", "b"]})
    two = await make(custom_fields={"site": "Riga", "seats": 5, "areas": ["c"]})

    assert await listed(client, **{"custom.site": "tallinn"}) == [one["id"]]
    assert await listed(client, **{"custom.site": "tallinn,riga"}) == [two["id"], one["id"]]
    assert await listed(client, **{"custom.seats": "5"}) == [two["id"]]
    assert await listed(client, **{"custom.urgent_call": "true"}) == [one["id"]]
    assert await listed(client, **{"custom.areas": "b,c"}) == [two["id"], one["id"]]
    assert await listed(client, where="custom.seats > 3") == [two["id"]]


async def test_a_ticket_is_found_by_its_number(client, make):
    tickets = [await make(title=f"Title {n}") for n in range(3)]

    number = tickets[1]["number"]
    assert await listed(client, q=number) == [tickets[1]["id"]]
    assert tickets[1]["id"] in await listed(client, q=number.split("-")[1])


@pytest.mark.parametrize(
    ("params", "status", "loc", "words"),
    [
        ({"stauts": "new"}, 422, ["query", "stauts"], "Did you mean 'status'?"),
        ({"status": "done"}, 422, ["query", "status", 0], "new"),
        ({"limit": 0}, 422, ["query", "limit"], "greater"),
        ({"limit": 201}, 422, ["query", "limit"], "less"),
        ({"sort_by": "title"}, 422, ["query", "sort_by"], "created_at"),
        ({"created_from": "yesterday"}, 422, ["query", "created_from"], "datetime"),
        ({"assignee": "you"}, 422, None, ""),
        ({"where": "colour = red"}, 422, None, "colour"),
        ({"where": "{"}, 422, ["where"], "JSON"),
        ({"custom.colour": "red"}, 422, None, "colour"),
        ({"cursor": "abc", "page": 2}, 422, ["query", "page"], "not both"),
        ({"cursor": "!!!"}, 400, None, "cursor"),
        ({"cursor": "WzEsMl0"}, 400, None, "another list"),
    ],
)
async def test_bad_parameters_are_refused(client, params, status, loc, words):
    answer = await client.get(TICKETS, params=params)

    assert answer.status_code == status, answer.text
    assert words in answer.text
    if loc:
        assert answer.json()["errors"][0]["loc"] == loc


async def test_a_cursor_of_another_order_is_refused(client, tx):
    await stored(tx, *(TicketDraft(title=f"{n}") for n in range(3)))
    cursor = (await client.get(TICKETS, params={"limit": 1})).json()["page"]["next"]

    answer = await client.get(TICKETS, params={"limit": 1, "cursor": cursor, "sort_by": "priority"})

    assert answer.status_code == 400


async def test_a_custom_number_must_be_one(client, custom_field):
    await custom_field("seats", "integer")

    answer = await client.get(TICKETS, params={"custom.seats": "many"})

    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["query", "custom.seats"])


async def test_an_unknown_category_lists_nothing(client, make):
    await make()

    assert await listed(client, category=str(uuid4())) == []
