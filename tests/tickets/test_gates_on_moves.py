"""Approvals and children hold a ticket back, alone and among many."""

from uuid import uuid4

from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS

APPROVE = "insert into approvals (org_id, id, ticket_id, approver_id) values (app_org(), $1, $2, $3)"
LINK = "insert into ticket_links (org_id, id, from_id, to_id, link_type) values (app_org(), $1, $2, $3, 'parent_of')"


async def test_a_change_waits_for_its_approval(client, desk, make):
    change = await make(type="change")
    await desk.tx.execute(APPROVE, uuid4(), change["id"], desk.people[RoleName.AGENT])

    answer = await client.post(f"{TICKETS}/{change['id']}/transition", json={"to": "in_progress"})

    assert (answer.status_code, answer.json()["waiting"]) == (409, 1)


async def test_a_parent_is_not_done_before_its_children(client, desk, make):
    parent, child = await make(), await make()
    await desk.tx.execute(LINK, uuid4(), parent["id"], child["id"])
    url = f"{TICKETS}/{parent['id']}"

    refused = await client.post(f"{url}/transition", json={"to": "resolved"})
    shown = (await client.get(url)).json()
    below = (await client.get(f"{TICKETS}/{child['id']}")).json()
    await client.post(f"{TICKETS}/{child['id']}/transition", json={"to": "resolved"})
    allowed = await client.post(f"{url}/transition", json={"to": "resolved"})

    assert (refused.status_code, refused.json()["open_children"]) == (409, 1)
    assert (shown["children_count"], below["parent"]["number"]) == (1, parent["number"])
    assert allowed.status_code == 200


async def test_among_many_only_those_held_back_are_left_out(client, desk, make):
    parent, child, free = [await make() for _ in range(3)]
    await desk.tx.execute(LINK, uuid4(), parent["id"], child["id"])

    answer = await client.post(
        f"{TICKETS}/bulk-update", json={"ids": [parent["id"], free["id"]], "set": {"status": "resolved"}}
    )

    assert [(r["ok"], r["error"]) for r in answer.json()["results"]] == [(False, "conflict"), (True, None)]
    assert (await client.get(f"{TICKETS}/{parent['id']}")).json()["status"] == "new"
