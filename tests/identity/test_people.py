"""People: adding, finding, changing, deactivating, links and skills."""

import asyncio
from uuid import UUID, uuid4

import pytest

from deskplane.identity import people
from deskplane.kernel.access import RoleName
from deskplane.kernel.errors import ConflictError
from deskplane.kernel.events import SYSTEM
from deskplane.kernel.rows import By, Change
from deskplane.vocabulary.origin import Origin
from tests.fixtures.desk import Desk, World

PEOPLE = "/api/v1/people"


async def add(client, **given):
    answer = await client.post(PEOPLE, json={"name": "Ada Byron", **given})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_new_person_has_kind_and_role_that_fit_and_can_be_read(client):
    made = await add(client, email="Ada@Example.test", role="agent", title="Analyst")
    read = (await client.get(f"{PEOPLE}/{made['id']}")).json()
    assert read == made
    assert (made["kind"], made["role"], made["email"]) == ("agent", "agent", "ada@example.test")
    assert (made["teams"], made["skills"], made["is_active"], made["can_log_in"]) == ([], [], True, False)


async def test_a_person_belongs_to_nobody_but_its_organisation(world: World):
    stranger = world.other.people[RoleName.AGENT]
    client = world.client()
    calls = [
        client.get(f"{PEOPLE}/{stranger}"),
        client.patch(f"{PEOPLE}/{stranger}", json={"title": "Mine"}),
        client.delete(f"{PEOPLE}/{stranger}"),
        client.post(f"{PEOPLE}/{stranger}/invite"),
        client.post(f"{PEOPLE}/{stranger}/reset-link"),
        client.put(f"{PEOPLE}/{stranger}/skills", json={"skills": []}),
    ]
    assert [(await call).status_code for call in calls] == [404] * 6
    known = [row["id"] for row in (await client.get(PEOPLE)).json()["data"]]
    assert str(stranger) not in known


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"name": "", "role": "agent"}, 422, "name"),
        ({"name": "x" * 201}, 422, "name"),
        ({"name": "Ada", "email": "no address"}, 422, "email"),
        ({"name": "Ada", "role": "boss"}, 422, "role"),
        ({"name": "Ada", "role": "service", "kind": "agent"}, 422, "role"),
        ({"name": "Ada", "role": "agent", "kind": "requester"}, 422, "kind"),
        ({"name": "Ada", "timezone": "Moon/Crater"}, 422, "timezone"),
        ({"name": "Ada", "department_id": str(uuid4())}, 422, "department_id"),
        ({"name": "Ada", "email": "a@b.test", "password": "short"}, 422, "password"),
        ({"name": ["Ada"]}, 422, "name"),
        ({"name": "Ada", "vip": "perhaps"}, 422, "vip"),
    ],
)
async def test_what_is_wrong_with_a_new_person_is_named(client, body, status, field):
    answer = await client.post(PEOPLE, json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert field in [str(error["loc"][-1]) for error in answer.json()["errors"]]


async def test_an_unknown_field_is_refused_and_the_nearest_named(client):
    answer = await client.post(PEOPLE, json={"name": "Ada", "emial": "ada@example.test"})
    assert answer.status_code == 422
    assert "email" in answer.json()["errors"][0]["msg"]


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 400), (b'{"name": "A\\u0000"}', 400), (b"\xff\xfe", 400), (b"[]", 422), (b'"Ada"', 422)],
)
async def test_a_body_that_is_no_person_is_refused(client, content, status):
    headers = {"content-type": "application/json"}
    answer = await client.post(PEOPLE, content=content, headers=headers)
    assert answer.status_code == status, answer.text


async def test_an_address_is_taken_once_whatever_its_case(client):
    await add(client, email="ada@example.test")
    again = await client.post(PEOPLE, json={"name": "Other", "email": "ADA@example.test"})
    assert (again.status_code, again.json()["errors"][0]["loc"]) == (409, ["body", "email"])
    other = await add(client, name="Other", email="other@example.test")
    moved = await client.patch(f"{PEOPLE}/{other['id']}", json={"email": "ada@example.test"})
    assert moved.status_code == 409
    assert "e-mail" in moved.json()["detail"]


async def test_the_same_key_adds_one_person(client):
    headers = {"idempotency-key": "one"}
    body = {"name": "Ada", "email": "ada@example.test"}
    first = await client.post(PEOPLE, json=body, headers=headers)
    again = await client.post(PEOPLE, json=body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = await client.post(PEOPLE, json={"name": "Eve"}, headers=headers)
    assert other.status_code == 422


async def test_people_are_found_by_text_kind_role_team_and_state(client):
    ada = await add(client, email="ada@example.test", role="agent", title="100% Analyst")
    eve = await add(client, name="Eve", role="requester")
    team = (await client.post("/api/v1/teams", json={"name": "Night"})).json()
    await client.put(f"/api/v1/teams/{team['id']}/members/{ada['id']}", json={"is_lead": True})
    await client.delete(f"{PEOPLE}/{eve['id']}")

    async def found(**wanted):
        answer = await client.get(PEOPLE, params=wanted)
        assert answer.status_code == 200, answer.text
        return {row["name"] for row in answer.json()["data"]}

    assert await found(q="BYRON") == {"Ada Byron"}
    assert await found(q="0%") == {"Ada Byron"}
    assert await found(q="ada@ex") == {"Ada Byron"}
    assert await found(team=team["id"]) == {"Ada Byron"}
    assert await found(role="agent") == {"Ada Byron", "The agent"}
    assert await found(kind="service") == {"The service"}
    assert await found(is_active="false") == {"Eve"}
    shown = (await client.get(f"{PEOPLE}/{ada['id']}")).json()
    assert shown["teams"] == [{"id": team["id"], "name": "Night", "kind": "team", "is_lead": True}]


@pytest.mark.parametrize("way", ["asc", "desc"])
@pytest.mark.parametrize("key", ["name", "created_at", "last_login_at"])
async def test_pages_of_every_order_show_everybody_once(client, key, way):
    for n in range(4):
        await add(client, name=f"Person {n % 2}")
    wanted = {"sort_by": key, "sort_direction": way}
    whole = [row["id"] for row in (await client.get(PEOPLE, params=wanted)).json()["data"]]
    seen, cursor = [], None
    while True:
        params = {**wanted, "limit": 2, **({"cursor": cursor} if cursor else {})}
        part = (await client.get(PEOPLE, params=params)).json()
        seen += [row["id"] for row in part["data"]]
        cursor = part["page"]["next"]
        if cursor is None:
            break
    assert seen == whole
    assert len(set(seen)) == 9


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"limit": 0}, 422),
        ({"limit": 201}, 422),
        ({"cursor": "%%%"}, 400),
        ({"cursor": "WzFd"}, 400),
        ({"cursor": "WyJhIiwgImIiXQ"}, 400),
        ({"sort_by": "password_hash"}, 422),
        ({"team": "x"}, 422),
        ({"role": "boss"}, 422),
    ],
)
async def test_a_list_cannot_be_asked_for_nonsense(client, params, status):
    answer = await client.get(PEOPLE, params=params)
    assert answer.status_code == status, answer.text


async def test_a_change_names_the_version_it_was_made_on(client):
    ada = await add(client)
    url = f"{PEOPLE}/{ada['id']}"
    fine = await client.patch(url, json={"title": "Analyst"}, headers={"if-match": '"1"'})
    assert (fine.status_code, fine.json()["version"]) == (200, 2)
    late = await client.patch(url, json={"title": "Late"}, headers={"if-match": '"1"'})
    assert late.status_code == 412
    stale = await client.patch(url, json={"title": "Late", "version": 1})
    assert (stale.status_code, stale.json()["current_version"]) == (409, 2)
    broken = await client.patch(url, json={"title": "Late"}, headers={"if-match": "latest"})
    assert broken.status_code == 400
    same = await client.patch(url, json={"title": "Analyst"})
    assert same.json()["version"] == 2


async def test_changes_are_announced_with_old_and_new(desk: Desk):
    async with desk.client() as client:
        ada = await add(client)
        await client.patch(f"{PEOPLE}/{ada['id']}", json={"title": "Analyst", "vip": True})
    [told] = await desk.announced("person.updated")
    assert told.changes == {"title": ["", "Analyst"], "vip": [False, True]}
    assert told.actor.id == desk.people[RoleName.ADMIN]
    assert (told.visibility, told.version) == ("internal", 2)


async def test_the_last_administrator_stays(desk: Desk):
    admin = desk.people[RoleName.ADMIN]
    async with desk.client() as client:
        demoted = await client.patch(f"{PEOPLE}/{admin}", json={"role": "agent"})
        assert (demoted.status_code, "last" in demoted.json()["detail"]) == (409, True)
        off = await client.patch(f"{PEOPLE}/{admin}", json={"is_active": False})
        assert off.status_code == 409
        await add(client, name="Second", role="admin", email="second@example.test")
        demoted = await client.patch(f"{PEOPLE}/{admin}", json={"role": "agent"})
        assert demoted.status_code == 200


async def test_nobody_deactivates_themselves(desk: Desk):
    async with desk.client() as client:
        await add(client, name="Second", role="admin", email="second@example.test")
        answer = await client.delete(f"{PEOPLE}/{desk.people[RoleName.ADMIN]}")
    assert (answer.status_code, "yourself" in answer.json()["detail"]) == (409, True)


async def test_a_deactivated_person_is_kept_and_can_come_back(client):
    ada = await add(client, role="agent")
    gone = await client.delete(f"{PEOPLE}/{ada['id']}")
    assert gone.status_code == 204
    assert (await client.get(f"{PEOPLE}/{ada['id']}")).json()["is_active"] is False
    back = await client.patch(f"{PEOPLE}/{ada['id']}", json={"is_active": True})
    assert back.json()["is_active"] is True


@pytest.mark.parametrize(
    ("role", "status"), [("requester", 403), ("agent", 200), ("team_lead", 200), ("service", 200)]
)
async def test_requesters_do_not_see_the_list_of_people(desk: Desk, role, status):
    async with desk.client(RoleName(role)) as client:
        assert (await client.get(PEOPLE)).status_code == status
        refused = await client.post(PEOPLE, json={"name": "Eve"})
        assert refused.status_code == 403
        assert refused.json()["permission"] == "people:write"


async def test_skills_of_a_person_are_set_as_a_whole(desk: Desk):
    async with desk.client() as client:
        ada = await add(client)
        skills = [
            (await client.post("/api/v1/skills", json={"name": name})).json() for name in ("SAP", "Networks")
        ]
        url = f"{PEOPLE}/{ada['id']}/skills"
        body = {"skills": [{"skill_id": skills[0]["id"], "level": 5}, {"skill_id": skills[1]["id"]}]}
        both = await client.put(url, json=body)
        assert [(one["name"], one["level"]) for one in both.json()["skills"]] == [("Networks", 3), ("SAP", 5)]
        one = await client.put(url, json={"skills": [{"skill_id": skills[0]["id"], "level": 4}]})
        assert [(one["name"], one["level"]) for one in one.json()["skills"]] == [("SAP", 4)]
        twice = await client.put(url, json={"skills": [{"skill_id": skills[0]["id"]}] * 2})
        unknown = await client.put(url, json={"skills": [{"skill_id": str(uuid4())}]})
        steep = await client.put(url, json={"skills": [{"skill_id": skills[0]["id"], "level": 6}]})
        assert [answer.status_code for answer in (twice, unknown, steep)] == [422, 422, 422]
        found = await client.get(PEOPLE, params={"skill": skills[0]["id"]})
        assert [row["name"] for row in found.json()["data"]] == ["Ada Byron"]
    assert len(await desk.announced("person.skills_changed")) == 2


async def test_two_administrators_who_demote_each_other_do_not_both_succeed(world: World):
    by = By(SYSTEM, Origin.SYSTEM)

    async def demote(tx, id):
        await people.change(tx, id, Change({"role": "agent"}), by=by, authority=None)

    async def demote_first():
        async with world.db.transaction(world.org.tenant) as tx:
            await demote(tx, world.org.people[RoleName.ADMIN])

    added = await world.client().post(PEOPLE, json={"name": "Second", "role": "admin"})
    async with world.db.transaction(world.org.tenant) as tx:
        await demote(tx, UUID(added.json()["id"]))
        meanwhile = asyncio.create_task(demote_first())
        await asyncio.wait([meanwhile], timeout=0.3)
        assert not meanwhile.done()
    with pytest.raises(ConflictError, match="last active administrator"):
        await meanwhile
