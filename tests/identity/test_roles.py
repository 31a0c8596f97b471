"""Roles: the matrix, what may be changed in it, and that changes hold at once."""

import pytest

from deskplane.kernel.access import ROLE_GRANTS, Permission, RoleName
from tests.fixtures.desk import Desk, World

ROLES, PEOPLE = "/api/v1/roles", "/api/v1/people"


def of(answer, role):
    return next(row for row in answer.json()["data"] if row["role"] == role)


async def matrix(client):
    answer = await client.get(ROLES)
    assert answer.status_code == 200, answer.text
    return answer


async def test_the_matrix_shows_every_role_in_words(client):
    answer = await matrix(client)
    assert [row["role"] for row in answer.json()["data"]] == list(RoleName)
    agent = of(answer, "agent")
    assert set(agent["permissions"]) == ROLE_GRANTS[RoleName.AGENT]
    assert (agent["people"], agent["is_customised"], agent["version"]) == (1, False, 0)
    assert of(answer, "admin")["is_fixed"]
    named = [one["permission"] for group in answer.json()["groups"] for one in group["permissions"]]
    assert named == list(Permission)
    assert all(group["label"] for group in answer.json()["groups"])


async def test_a_change_of_a_role_holds_from_the_next_request(world: World):
    admin, agent = world.client(), world.client(RoleName.AGENT)
    assert (await agent.get(PEOPLE)).status_code == 200
    less = [one for one in ROLE_GRANTS[RoleName.AGENT] if one != Permission.PEOPLE_READ]
    changed = await admin.put(f"{ROLES}/agent", json={"permissions": less, "version": 0})
    assert changed.status_code == 200, changed.text
    refused = await agent.get(PEOPLE)
    assert (refused.status_code, refused.json()["permission"]) == (403, "people:read")
    assert (await admin.delete(f"{ROLES}/agent")).status_code == 200
    assert (await agent.get(PEOPLE)).status_code == 200
    assert (await world.client(RoleName.AGENT, org=world.other).get(PEOPLE)).status_code == 200


async def test_a_change_of_somebodys_role_holds_from_the_next_request(world: World):
    admin, requester = world.client(), world.client(RoleName.REQUESTER)
    assert (await requester.get(PEOPLE)).status_code == 403
    raised = await admin.patch(f"{PEOPLE}/{world.org.people[RoleName.REQUESTER]}", json={"role": "agent"})
    assert (raised.json()["role"], raised.json()["kind"]) == ("agent", "agent")
    assert (await requester.get(PEOPLE)).status_code == 200


async def test_a_changed_role_can_be_reset(desk: Desk):
    async with desk.client() as client:
        await client.put(f"{ROLES}/agent", json={"permissions": ["ticket:read"]})
        row = of(await matrix(client), "agent")
        assert (row["permissions"], row["is_customised"], row["version"]) == (
            ["self", "ticket:read"],
            True,
            1,
        )
        stale = await client.put(f"{ROLES}/agent", json={"permissions": [], "version": 0})
        assert stale.status_code == 409
        late = await client.delete(f"{ROLES}/agent", headers={"if-match": '"7"'})
        assert late.status_code == 412
        assert (await client.delete(f"{ROLES}/agent", headers={"if-match": '"1"'})).status_code == 200
        row = of(await matrix(client), "agent")
        assert (set(row["permissions"]), row["is_customised"]) == (ROLE_GRANTS[RoleName.AGENT], False)
    told = await desk.announced("role.changed")
    assert [event.data["role"] for event in told] == ["agent", "agent"]
    assert told[0].changes["permissions"][1] == ["self", "ticket:read"]


@pytest.mark.parametrize(
    ("role", "permissions", "status"),
    [
        ("admin", ["self"], 409),
        ("requester", ["ticket:read", "ticket:read_internal"], 422),
        ("requester", ["people:read"], 422),
        ("requester", ["role:write"], 422),
        ("agent", ["ticket:fly"], 422),
        ("agent", "ticket:read", 422),
        ("boss", [], 422),
    ],
)
async def test_some_roles_are_refused_with_a_reason(client, role, permissions, status):
    answer = await client.put(f"{ROLES}/{role}", json={"permissions": permissions})
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]
    assert not of(await matrix(client), "requester")["is_customised"]


async def test_requesters_may_get_what_concerns_themselves(client):
    answer = await client.put(f"{ROLES}/requester", json={"permissions": ["ticket:read", "ticket:update"]})
    assert answer.status_code == 200, answer.text


async def test_nobody_gives_away_more_than_they_have(world: World):
    admin, lead = world.client(), world.client(RoleName.TEAM_LEAD)
    people = world.org.people
    wider = [*ROLE_GRANTS[RoleName.TEAM_LEAD], "people:write", "role:write"]
    assert (await admin.put(f"{ROLES}/team_lead", json={"permissions": wider})).status_code == 200
    raise_own = await lead.put(f"{ROLES}/team_lead", json={"permissions": [*wider, "settings:write"]})
    assert (raise_own.status_code, raise_own.json()["missing"]) == (403, ["settings:write"])
    calls = [
        lead.put(f"{ROLES}/agent", json={"permissions": ["token:manage"]}),
        lead.patch(f"{PEOPLE}/{people[RoleName.TEAM_LEAD]}", json={"role": "admin"}),
        lead.patch(f"{PEOPLE}/{people[RoleName.AGENT]}", json={"role": "admin"}),
        lead.patch(f"{PEOPLE}/{people[RoleName.ADMIN]}", json={"role": "requester"}),
        lead.patch(f"{PEOPLE}/{people[RoleName.ADMIN]}", json={"email": "mine@example.test"}),
        lead.delete(f"{PEOPLE}/{people[RoleName.ADMIN]}"),
        lead.post(f"{PEOPLE}/{people[RoleName.ADMIN]}/reset-link"),
        lead.post(PEOPLE, json={"name": "Eve", "role": "admin", "email": "eve@example.test"}),
    ]
    assert [(await call).status_code for call in calls] == [403] * 8
    fine = await lead.patch(f"{PEOPLE}/{people[RoleName.REQUESTER]}", json={"role": "agent"})
    assert fine.status_code == 200


@pytest.mark.parametrize(("role", "status"), [("requester", 403), ("agent", 200)])
async def test_the_matrix_is_for_the_desk_and_its_changes_for_administrators(desk: Desk, role, status):
    async with desk.client(RoleName(role)) as client:
        assert (await client.get(ROLES)).status_code == status
        assert (await client.put(f"{ROLES}/agent", json={"permissions": []})).status_code == 403
        assert (await client.delete(f"{ROLES}/agent")).status_code == 403
