"""Teams, their members, and skills."""

from uuid import uuid4

import pytest

from deskplane.kernel.access import RoleName
from tests.fixtures.desk import Desk, World

TEAMS, SKILLS, PEOPLE = "/api/v1/teams", "/api/v1/skills", "/api/v1/people"


async def add(client, url=TEAMS, **given):
    answer = await client.post(url, json={"name": "Night shift", **given})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_team_is_added_read_changed_and_deleted(client):
    made = await add(client, kind="assignment_group", description="Owls")
    url = f"{TEAMS}/{made['id']}"
    assert (await client.get(url)).json() == made
    changed = await client.patch(url, json={"name": "Early shift", "version": 1})
    assert (changed.json()["name"], changed.json()["version"]) == ("Early shift", 2)
    assert (await client.patch(url, json={"name": "X", "version": 1})).status_code == 409
    assert (await client.delete(url, headers={"if-match": '"1"'})).status_code == 412
    assert (await client.delete(url)).status_code == 204
    assert (await client.get(url)).status_code == 404


async def test_the_same_name_is_free_for_another_kind(client):
    await add(client)
    again = await client.post(TEAMS, json={"name": "night SHIFT"})
    assert again.status_code == 409
    await add(client, kind="department")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": " "},
        {"name": "x" * 121},
        {"name": "A", "kind": "club"},
        {"name": "A", "nmae": "B"},
        [],
        {"name": 1},
    ],
)
async def test_what_is_no_team_is_refused(client, body):
    answer = await client.post(TEAMS, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


async def test_a_department_with_people_cannot_be_deleted(client):
    made = await add(client, kind="department")
    await client.post(PEOPLE, json={"name": "Ada", "department_id": made["id"]})
    refused = await client.delete(f"{TEAMS}/{made['id']}")
    assert (refused.status_code, "in use" in refused.json()["detail"]) == (409, True)
    assert (await client.get(f"{TEAMS}/{made['id']}")).status_code == 200
    other_kind = await client.patch(f"{TEAMS}/{made['id']}", json={"kind": "team"})
    assert other_kind.status_code == 422


async def test_members_come_lead_and_go(desk: Desk):
    agent, lead = str(desk.people[RoleName.AGENT]), str(desk.people[RoleName.TEAM_LEAD])
    async with desk.client() as client:
        url = f"{TEAMS}/{(await add(client))['id']}"

        async def members():
            rows = (await client.get(f"{url}/members")).json()["data"]
            return [(row["id"], row["is_lead"]) for row in rows]

        both = {"members": [{"person_id": agent}, {"person_id": lead, "is_lead": True}]}
        assert (await client.put(f"{url}/members", json=both)).status_code == 200
        assert await members() == [(lead, True), (agent, False)]
        shown = (await client.get(url)).json()
        assert (shown["member_count"], [one["id"] for one in shown["leads"]]) == (2, [lead])
        await client.put(f"{url}/members/{agent}", json={"is_lead": True})
        await client.put(f"{url}/members", json={"members": [{"person_id": agent, "is_lead": True}]})
        assert await members() == [(agent, True)]
        assert (await client.delete(f"{url}/members/{agent}")).status_code == 204
        assert (await client.delete(f"{url}/members/{agent}")).status_code == 404
        await client.post(f"{url}/members", json={"person_ids": [agent, lead]})
        assert len(await members()) == 2
    assert len(await desk.announced("team.member_removed")) == 2


async def test_a_department_counts_those_who_belong_to_it(desk: Desk):
    agent = str(desk.people[RoleName.AGENT])
    async with desk.client() as client:
        made = await add(client, kind="department")
        assert made["member_count"] == 0
        changed = await client.patch(f"/api/v1/people/{agent}", json={"department_id": made["id"]})
        assert changed.status_code == 200, changed.text
        assert (await client.get(f"{TEAMS}/{made['id']}")).json()["member_count"] == 1
        listed = (await client.get("/api/v1/people", params={"department": made["id"]})).json()["data"]
        assert [person["id"] for person in listed] == [agent]


async def test_strangers_cannot_become_members(world: World):
    client, stranger = world.client(), str(world.other.people[RoleName.AGENT])
    url = f"{TEAMS}/{(await add(client))['id']}/members"
    unknown = await client.put(url, json={"members": [{"person_id": stranger}]})
    assert unknown.status_code == 422
    assert (await client.post(url, json={"person_ids": [stranger]})).status_code == 422
    assert (await client.put(f"{url}/{stranger}", json={})).status_code == 404
    assert (await client.delete(f"{url}/{stranger}")).status_code == 404
    assert (await client.get(url)).json()["data"] == []


async def test_teams_of_another_organisation_do_not_exist(world: World):
    theirs = await add(world.client(org=world.other))
    ours, url = world.client(), f"{TEAMS}/{theirs['id']}"
    calls = [
        ours.get(url),
        ours.patch(url, json={"name": "Ours"}),
        ours.delete(url),
        ours.get(f"{url}/members"),
        ours.put(f"{url}/members", json={"members": []}),
        ours.post(f"{url}/members", json={"person_ids": [str(world.org.people[RoleName.AGENT])]}),
    ]
    assert [(await call).status_code for call in calls] == [404] * 6
    assert (await ours.get(TEAMS)).json()["data"] == []
    department = await ours.post(PEOPLE, json={"name": "Ada", "department_id": theirs["id"]})
    assert department.status_code == 422


async def test_teams_are_filtered_and_paged_by_name(client):
    for n in range(5):
        await add(client, name=f"Team {n}", is_active=n != 4, description="even" if n % 2 == 0 else "")
    active = (await client.get(TEAMS, params={"is_active": "true"})).json()["data"]
    assert [row["name"] for row in active] == [f"Team {n}" for n in range(4)]
    even = (await client.get(TEAMS, params={"q": "EVEN", "count": "true"})).json()
    assert even["page"]["total"] == 3
    first = (await client.get(TEAMS, params={"limit": 3})).json()
    rest = (await client.get(TEAMS, params={"limit": 3, "cursor": first["page"]["next"]})).json()
    assert [row["name"] for row in first["data"] + rest["data"]] == [f"Team {n}" for n in range(5)]
    assert rest["page"]["next"] is None


@pytest.mark.parametrize("role", ["requester", "agent", "team_lead", "service"])
async def test_only_administrators_change_teams_and_skills(desk: Desk, role):
    async with desk.client(RoleName(role)) as client:
        calls = [client.post(TEAMS, json={"name": "A"}), client.post(SKILLS, json={"name": "A"})]
        assert [(await call).status_code for call in calls] == [403, 403]
        seen = 403 if role == "requester" else 200
        assert [(await client.get(url)).status_code for url in (TEAMS, SKILLS)] == [seen, seen]


async def test_a_skill_is_added_renamed_and_deleted(client):
    made = await add(client, SKILLS, name="SAP")
    url = f"{SKILLS}/{made['id']}"
    assert (await client.post(SKILLS, json={"name": "sap"})).status_code == 409
    assert (await client.patch(url, json={"name": "SAP Basis"})).json()["version"] == 2
    assert [row["name"] for row in (await client.get(SKILLS, params={"q": "basis"})).json()["data"]] == [
        "SAP Basis"
    ]
    assert (await client.delete(url)).status_code == 204
    assert (await client.get(url)).status_code == 404
    assert (await client.delete(f"{SKILLS}/{uuid4()}")).status_code == 404
