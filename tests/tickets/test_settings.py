"""Settings of the organisation that change how tickets behave."""

import pytest

from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS


async def allow(world, **settings):
    answer = await world.client().patch("/api/v1/organization", json={"settings": settings})
    assert answer.status_code == 200, answer.text


async def test_resolving_needs_a_code_if_the_organisation_says_so(world):
    await allow(world, resolution_required=True)
    client = world.client(RoleName.AGENT)
    ticket = (await client.post(TICKETS, json={"title": "x"})).json()
    url = f"{TICKETS}/{ticket['id']}/transition"

    refused = await client.post(url, json={"to": "resolved"})
    done = await client.post(url, json={"to": "resolved", "resolution_code": "solved"})

    assert (refused.status_code, refused.json()["errors"][0]["loc"]) == (422, ["body", "resolution_code"])
    assert done.json()["resolution"]["text"] == "The cause was found and removed."


async def test_a_window_of_no_days_closes_for_good(world):
    await allow(world, reopen_days=0)
    client = world.client(RoleName.AGENT)
    ticket = (await client.post(TICKETS, json={"title": "x", "status": "closed"})).json()

    answer = await client.post(f"{TICKETS}/{ticket['id']}/transition", json={"to": "in_progress"})

    assert ticket["legal_transitions"] == []
    assert (answer.status_code, answer.json()["legal"]) == (409, [])
    assert "follow-up" in answer.json()["detail"]


@pytest.mark.parametrize(("visibility", "seen"), [("role_based", 0), ("org_all", 1)])
async def test_requesters_see_all_tickets_only_if_the_organisation_says_so(world, visibility, seen):
    await allow(world, ticket_visibility=visibility)
    ticket = (await world.client().post(TICKETS, json={"title": "x", "tags": ["inside"]})).json()
    portal = world.client(RoleName.REQUESTER)

    listed = (await portal.get(TICKETS)).json()["data"]
    one = await portal.get(f"{TICKETS}/{ticket['id']}")

    assert len(listed) == seen
    assert one.status_code == (200 if seen else 404)
    assert "inside" not in one.text
