"""Relations between tickets, merging and splitting."""

import pytest

from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS


async def link(client, here, kind, there, expect=201):
    answer = await client.post(
        f"{TICKETS}/{here['number']}/links", json={"type": kind, "target": there["number"]}
    )
    assert answer.status_code == expect, answer.text
    return answer.json()


async def links_of(client, ticket):
    listed = (await client.get(f"{TICKETS}/{ticket['id']}/links")).json()["data"]
    return [(entry["type"], entry["ticket"]["number"]) for entry in listed]


INVERSES = [
    ("related", "related"),
    ("blocking", "blocked_by"),
    ("blocked_by", "blocking"),
    ("depends_on", "required_by"),
    ("duplicate_of", "duplicated_by"),
    ("parent_of", "child_of"),
    ("child_of", "parent_of"),
    ("caused_by", "causes"),
    ("mirrors", "mirrors"),
]


@pytest.mark.parametrize(("kind", "inverse"), INVERSES)
async def test_a_link_is_read_from_both_ends(desk, client, make, kind, inverse):
    a, b = await make(title="A"), await make(title="B")

    await link(client, a, kind, b)

    assert await links_of(client, a) == [(kind, b["number"])]
    assert await links_of(client, b) == [(inverse, a["number"])]
    told = {str(event.subject): event.data for event in await desk.announced("ticket.linked")}
    assert (told[a["id"]]["link_type"], told[a["id"]]["other_number"]) == (kind, b["number"])
    assert (told[b["id"]]["link_type"], told[b["id"]]["other_number"]) == (inverse, a["number"])


@pytest.mark.parametrize(("kind", "inverse"), INVERSES)
async def test_the_same_relation_is_there_once_from_whichever_end_it_is_asked_for(
    client, make, kind, inverse
):
    a, b = await make(title="A"), await make(title="B")
    await link(client, a, kind, b)

    await link(client, a, kind, b, expect=409)
    await link(client, b, inverse, a, expect=409)


async def test_a_ticket_has_one_parent_and_is_never_above_itself(client, make):
    a, b, c = await make(title="A"), await make(title="B"), await make(title="C")
    await link(client, a, "parent_of", b)
    await link(client, b, "parent_of", c)

    await link(client, a, "parent_of", c, expect=409)
    await link(client, c, "parent_of", a, expect=409)
    await link(client, a, "child_of", c, expect=409)

    read = (await client.get(f"{TICKETS}/{b['id']}")).json()
    assert (read["parent"]["number"], read["children_count"]) == (a["number"], 1)


async def test_a_link_is_taken_away_from_either_end(desk, client, make):
    a, b = await make(title="A"), await make(title="B")
    made = await link(client, a, "blocking", b)

    assert (await client.delete(f"{TICKETS}/{b['id']}/links/{made['id']}")).status_code == 204
    assert (await client.delete(f"{TICKETS}/{a['id']}/links/{made['id']}")).status_code == 404
    assert len(await desk.announced("ticket.unlinked")) == 2


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({"type": "related", "target": "INC-999999"}, ["body", "target"]),
        ({"type": "related", "target": "nonsense"}, ["body", "target"]),
        ({"type": "friends", "target": "INC-1"}, ["body", "type"]),
        ({"type": "related"}, ["body", "target"]),
        ({"type": "related", "to": "INC-1"}, ["body", "target"]),
    ],
)
async def test_bad_links_are_refused_by_field(client, make, body, loc):
    ticket = await make()

    answer = await client.post(f"{TICKETS}/{ticket['id']}/links", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == loc


async def test_a_ticket_does_not_relate_to_itself(client, make):
    ticket = await make()

    await link(client, ticket, "related", ticket, expect=422)


async def test_requesters_learn_nothing_of_other_tickets(desk, make):
    ticket = await make()

    async with desk.client(RoleName.REQUESTER) as requester:
        assert (await requester.get(f"{TICKETS}/{ticket['id']}/links")).status_code == 403
        assert (
            await requester.post(f"{TICKETS}/{ticket['id']}/merge", json={"into": "INC-1"})
        ).status_code == 403


async def furnished(client, make, desk):
    """A ticket with a comment, a watcher, time, a child and a blocker; and one to merge it into."""
    source, target, child, blocker = [await make(title=t) for t in ("Source", "Target", "Child", "Blocker")]
    path = f"{TICKETS}/{source['id']}"
    await client.post(f"{path}/comments", json={"body": "Public"})
    await client.post(f"{path}/comments", json={"body": "Internal", "visibility": "internal"})
    await client.post(f"{path}/watchers", json={"person_id": str(desk.people[RoleName.AGENT])})
    await client.post(f"{path}/time-tracking", json={"minutes": 25})
    await link(client, source, "parent_of", child)
    await link(client, source, "blocked_by", blocker)
    await link(client, source, "related", target)
    return source, target, child, blocker


async def test_a_dry_run_tells_what_a_merge_would_move_and_moves_nothing(desk, client, make):
    source, target, *_ = await furnished(client, make, desk)
    before = (await client.get(f"{TICKETS}/{source['id']}")).json()

    told = (
        await client.post(f"{TICKETS}/{source['id']}/merge", json={"into": target["number"], "dry_run": True})
    ).json()

    assert (told["dry_run"], told["comments"], told["watchers"], told["links"], told["time_minutes"]) == (
        True,
        2,
        1,
        3,
        25,
    )
    assert (await client.get(f"{TICKETS}/{source['id']}")).json() == before


async def test_a_merge_moves_everything_and_leaves_a_pointer(desk, client, make):
    source, target, child, blocker = await furnished(client, make, desk)

    answer = await client.post(f"{TICKETS}/{source['id']}/merge", json={"into": target["number"]})
    assert answer.status_code == 200, answer.text

    ended = (await client.get(f"{TICKETS}/{source['id']}")).json()
    goes_on = (await client.get(f"{TICKETS}/{target['id']}")).json()
    assert (ended["status"], ended["merged_into"], ended["comment_count"], ended["time_minutes"]) == (
        "closed",
        target["id"],
        0,
        0,
    )
    assert (goes_on["comment_count"], goes_on["watchers_count"], goes_on["time_minutes"]) == (2, 1, 25)
    assert goes_on["children_count"] == 1
    assert sorted(await links_of(client, target)) == [
        ("blocked_by", blocker["number"]),
        ("duplicated_by", source["number"]),
        ("parent_of", child["number"]),
    ]
    merged = {str(event.subject): event for event in await desk.announced("ticket.merged")}
    assert merged[source["id"]].data["into_number"] == target["number"]
    assert merged[source["id"]].changes["status"] == ["new", "closed"]
    assert merged[target["id"]].data["from_number"] == source["number"]


async def test_a_merged_ticket_takes_no_more_comments_and_is_not_merged_again(client, make):
    a, b, c = await make(title="A"), await make(title="B"), await make(title="C")
    await client.post(f"{TICKETS}/{a['id']}/merge", json={"into": b["number"]})

    refused = await client.post(f"{TICKETS}/{a['id']}/comments", json={"body": "Hello"})
    assert refused.status_code == 409
    assert refused.json()["merged_into"] == b["id"]
    assert (await client.post(f"{TICKETS}/{a['id']}/merge", json={"into": c["number"]})).status_code == 409
    assert (await client.post(f"{TICKETS}/{c['id']}/merge", json={"into": a["number"]})).status_code == 409


async def test_merging_a_parent_into_its_descendant_closes_no_ring(client, make):
    a, b, c = await make(title="A"), await make(title="B"), await make(title="C")
    await link(client, a, "parent_of", b)
    await link(client, b, "parent_of", c)

    assert (await client.post(f"{TICKETS}/{a['id']}/merge", json={"into": c["number"]})).status_code == 200

    assert sorted(await links_of(client, c)) == [("child_of", b["number"]), ("duplicated_by", a["number"])]
    assert await links_of(client, b) == [("parent_of", c["number"])]


async def test_a_ticket_is_not_merged_into_one_that_has_ended(client, make):
    a, b = await make(title="A"), await make(title="B")
    await client.post(f"{TICKETS}/{b['id']}/transition", json={"to": "cancelled"})

    assert (await client.post(f"{TICKETS}/{a['id']}/merge", json={"into": b["number"]})).status_code == 409
    assert (await client.post(f"{TICKETS}/{a['id']}/merge", json={"into": a["number"]})).status_code == 422


async def test_a_public_comment_becomes_a_ticket_of_who_said_it(desk, client, custom_field):
    await custom_field("cost_centre", "text", required=True)
    async with desk.client(RoleName.REQUESTER) as requester:
        made = await requester.post(TICKETS, json={"title": "No paper", "custom_fields": {}})
        assert made.status_code == 201, made.text
        ticket = made.json()
        said = await requester.post(
            f"{TICKETS}/{ticket['id']}/comments", json={"body": "And the lamp is broken"}
        )

    answer = await client.post(
        f"{TICKETS}/{ticket['id']}/split", json={"comment_id": said.json()["id"], "title": "Lamp"}
    )

    assert answer.status_code == 201, answer.text
    new = answer.json()
    assert (new["title"], new["description_text"]) == ("Lamp", "And the lamp is broken")
    assert new["requester"]["id"] == str(desk.people[RoleName.REQUESTER])
    assert answer.headers["location"] == f"{TICKETS}/{new['number']}"
    assert await links_of(client, ticket) == [("related", new["number"])]
    [event] = await desk.announced("ticket.split")
    assert event.data["new_number"] == new["number"]


async def test_an_internal_note_never_becomes_a_description(client, make):
    ticket = await make()
    note = await client.post(
        f"{TICKETS}/{ticket['id']}/comments", json={"body": "x", "visibility": "internal"}
    )

    body = {"comment_id": note.json()["id"], "title": "New"}
    assert (await client.post(f"{TICKETS}/{ticket['id']}/split", json=body)).status_code == 409
    body["comment_id"] = ticket["id"]
    assert (await client.post(f"{TICKETS}/{ticket['id']}/split", json=body)).status_code == 422
