"""Approvals of changes, and what they keep from moving."""

import pytest

from deskplane.kernel.access import RoleName
from deskplane.tickets import gates, queries
from deskplane.vocabulary.status import Status
from tests.tickets.conftest import TICKETS


@pytest.fixture
async def change(make):
    """A change."""
    return await make(title="Replace the switch", type="change")


@pytest.fixture
async def agent(desk):
    """A client of the agent."""
    async with desk.client(RoleName.AGENT) as made:
        yield made


async def ask(client, ticket, expect=201, **body):
    answer = await client.post(f"{TICKETS}/{ticket['id']}/approvals", json=body)
    assert answer.status_code == expect, answer.text
    return answer.json()


async def decide(client, ticket, approval, approved, **headers):
    path = f"{TICKETS}/{ticket['id']}/approvals/{approval['id']}/decision"
    return await client.post(path, json={"approved": approved, "comment": "Seen"}, headers=headers)


async def test_a_person_is_asked_and_approves(desk, client, agent, change):
    approval = await ask(client, change, approver_id=str(desk.people[RoleName.AGENT]), note="Tonight?")
    waiting = (await agent.get("/api/v1/approvals")).json()["data"]
    assert [(w["id"], w["ticket"]["number"]) for w in waiting] == [(approval["id"], change["number"])]

    answer = await decide(agent, change, approval, approved=True)

    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["decided_by"]["name"]) == ("approved", "The agent")
    assert (await agent.get("/api/v1/approvals")).json()["data"] == []
    assert [e.data["state"] for e in await desk.announced("ticket.approval_decided")] == ["approved"]
    listed = (await client.get(f"{TICKETS}/{change['id']}/approvals")).json()
    assert (len(listed["data"]), listed["blocking"]) == (1, False)


async def test_only_who_was_asked_decides_and_only_once(desk, client, agent, change):
    approval = await ask(client, change, approver_id=str(desk.people[RoleName.AGENT]))

    assert (await decide(client, change, approval, approved=True)).status_code == 403
    assert (await decide(agent, change, approval, approved=True, **{"If-Match": '"9"'})).status_code == 412
    assert (await decide(agent, change, approval, approved=False)).status_code == 200
    assert (await decide(agent, change, approval, approved=True)).status_code == 409


async def test_a_member_of_the_team_asked_decides(desk, tx, client, agent, change):
    team = (await client.post("/api/v1/teams", json={"name": "Change board", "kind": "team"})).json()
    await tx.execute(
        "insert into memberships (org_id, team_id, person_id) values (app_org(), $1, $2)",
        team["id"],
        desk.people[RoleName.AGENT],
    )
    approval = await ask(client, change, team_id=team["id"])

    assert (await decide(client, change, approval, approved=True)).status_code == 403
    assert (await decide(agent, change, approval, approved=True)).status_code == 200


async def gate(tx, change, to):
    ticket = await queries.lock_one(tx, queries.parse_ref(change["id"]))
    return (await gates.refusals(tx, [(ticket, to)])).get(ticket["id"])


@pytest.mark.parametrize("to", [Status.IN_PROGRESS, Status.RESOLVED])
async def test_a_change_waits_for_its_approvals(desk, tx, client, agent, change, to):
    assert await gate(tx, change, to) is None
    first = await ask(client, change, approver_id=str(desk.people[RoleName.AGENT]))
    assert "waits for approval" in str(await gate(tx, change, to))
    assert await gate(tx, change, Status.CANCELLED) is None

    await decide(agent, change, first, approved=False)
    assert "refused" in str(await gate(tx, change, to))

    assert (await client.delete(f"{TICKETS}/{change['id']}/approvals/{first['id']}")).status_code == 204
    second = await ask(client, change, approver_id=str(desk.people[RoleName.AGENT]))
    await decide(agent, change, second, approved=True)
    assert await gate(tx, change, to) is None


async def test_a_parent_waits_for_its_children(tx, client, make):
    parent, child = await make(title="Parent"), await make(title="Child")
    await client.post(
        f"{TICKETS}/{parent['id']}/links", json={"type": "parent_of", "target": child["number"]}
    )

    refused = await gate(tx, parent, Status.RESOLVED)
    assert refused is not None
    assert refused.extra["open_children"] == 1
    assert await gate(tx, parent, Status.IN_PROGRESS) is None
    moved = await client.post(f"{TICKETS}/{parent['id']}/transition", json={"to": "resolved"})
    assert (moved.status_code, moved.json()["open_children"]) == (409, 1)

    await client.post(f"{TICKETS}/{child['id']}/transition", json={"to": "resolved"})
    assert await gate(tx, parent, Status.RESOLVED) is None


async def test_bad_questions_are_refused(desk, client, make, change):
    person = str(desk.people[RoleName.AGENT])
    await ask(client, change, expect=422)
    await ask(client, change, expect=422, approver_id=person, team_id=person)
    await ask(client, change, expect=422, approver_id=change["id"])
    await ask(client, change, expect=422, team_id=person)
    await ask(client, change, expect=422, approver_id=person, due="tomorrow")
    await ask(client, await make(), expect=409, approver_id=person)
    await ask(client, change, approver_id=person)
    await ask(client, change, expect=409, approver_id=person)
    async with desk.client(RoleName.REQUESTER) as requester:
        assert (await requester.get(f"{TICKETS}/{change['id']}/approvals")).status_code == 403


async def status_of(client, ticket):
    return (await client.get(f"{TICKETS}/{ticket['id']}")).json()["status"]


@pytest.mark.parametrize(("to", "after"), [("resolved", "resolved"), ("cancelled", "cancelled")])
async def test_children_end_with_their_parent_if_the_organisation_wants_it(desk, client, make, to, after):
    chosen = await client.patch("/api/v1/organization", json={"settings": {"close_children": "cascade"}})
    assert chosen.status_code == 200, chosen.text
    family = [await make(title=title) for title in ("Parent", "Child", "Grandchild", "Stranger")]
    parent, child, grandchild, _ = family
    for above, below in ((parent, child), (child, grandchild)):
        body = {"type": "parent_of", "target": below["number"]}
        assert (await client.post(f"{TICKETS}/{above['id']}/links", json=body)).status_code == 201

    moved = await client.post(
        f"{TICKETS}/{parent['id']}/transition", json={"to": to, "resolution_code": "solved"}
    )

    assert moved.status_code == 200, moved.text
    assert [await status_of(client, ticket) for ticket in family] == [after, after, after, "new"]
    told = [
        event for event in await desk.announced("ticket.changed") if str(event.subject) == grandchild["id"]
    ]
    assert [(event.data["reason"], event.changes["status"]) for event in told] == [("parent", ["new", after])]
