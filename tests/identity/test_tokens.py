"""API tokens: what they may do, from where, until when."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from deskplane.kernel.access import RoleName
from deskplane.kernel.clock import now
from deskplane.kernel.wakeup import FORGET
from tests.fixtures.desk import BASE, Desk, World, fronted

TOKENS, PEOPLE, ME = "/api/v1/tokens", "/api/v1/people", "/api/v1/me"


async def make(client, **given):
    answer = await client.post(TOKENS, json={"name": "Robot", **given})
    assert answer.status_code == 201, answer.text
    return answer.json()


def with_token(world: World, made, *, ip="127.0.0.1"):
    transport = httpx2.ASGITransport(app=fronted(world.app, world.runtime), client=(ip, 4711))
    client = httpx2.AsyncClient(transport=transport, base_url=BASE)
    client.headers["authorization"] = f"Bearer {made['token']}"
    world.clients.append(client)
    return client


async def test_the_text_of_a_token_is_told_once_and_kept_nowhere(world: World):
    client = world.client()
    made = await make(client)
    assert made["token"].startswith("dp_")
    assert made["last4"] == made["token"][-4:]
    listed = await client.get(TOKENS)
    assert made["token"] not in listed.text
    assert "sha256" not in listed.text
    async with world.db.transaction(world.org.tenant) as tx:
        events = await tx.fetch("select data::text, changes::text from events where org_id = app_org()")
        rows = await tx.fetch("select a::text from api_tokens a where org_id = app_org()")
    assert all(made["token"] not in str(tuple(row)) for row in [*events, *rows])


async def test_the_same_key_makes_one_token(world: World):
    client = world.client()
    before = len((await client.get(TOKENS)).json()["data"])
    first = await client.post(TOKENS, json={"name": "Robot"}, headers={"idempotency-key": "k"})
    again = await client.post(TOKENS, json={"name": "Robot"}, headers={"idempotency-key": "k"})
    assert first.json()["token"] == again.json()["token"]
    assert len((await client.get(TOKENS)).json()["data"]) == before + 1


async def test_a_revoked_token_stops_at_once(world: World):
    client = world.client()
    made = await make(client)
    robot = with_token(world, made)
    assert (await robot.get(ME)).status_code == 200
    assert (await client.delete(f"{TOKENS}/{made['id']}")).status_code == 204
    assert (await robot.get(ME)).status_code == 401
    assert (await client.delete(f"{TOKENS}/{made['id']}")).status_code == 404
    shown = (await client.get(TOKENS, params={"include_revoked": "true"})).json()["data"]
    assert [row["revoked_at"] is not None for row in shown if row["id"] == made["id"]] == [True]
    assert made["id"] not in [row["id"] for row in (await client.get(TOKENS)).json()["data"]]


async def test_scopes_narrow_what_a_token_may_do(world: World):
    made = await make(world.client(), scopes=["people:read"])
    robot = with_token(world, made)
    assert (await robot.get(PEOPLE)).status_code == 200
    refused = await robot.post(PEOPLE, json={"name": "Eve"})
    assert (refused.status_code, refused.json()["permission"]) == (403, "people:write")
    assert set((await robot.get(ME)).json()["permissions"]) == {"self", "people:read"}


async def test_a_token_makes_no_token_that_can_do_more(world: World):
    parent = await make(world.client(), scopes=["token:own", "people:read"], ip_allow=["127.0.0.0/8"])
    robot = with_token(world, parent)
    child = await make(robot)
    assert set((await with_token(world, child).get(ME)).json()["permissions"]) == {
        "self",
        "token:own",
        "people:read",
    }
    assert child["ip_allow"] == ["127.0.0.0/8"]
    more = await robot.post(TOKENS, json={"name": "More", "scopes": ["people:write"]})
    assert (more.status_code, more.json()["errors"][0]["loc"]) == (422, ["body", "scopes"])
    elsewhere = await robot.post(TOKENS, json={"name": "More", "ip_allow": ["10.0.0.0/8"]})
    assert elsewhere.status_code == 403
    other = await robot.post(
        TOKENS, json={"name": "More", "person_id": str(world.org.people[RoleName.AGENT])}
    )
    assert other.status_code == 403


async def test_a_token_lives_no_longer_than_the_one_that_made_it(world: World):
    until = now() + timedelta(hours=1)
    parent = await make(world.client(), expires_at=until.isoformat())
    robot = with_token(world, parent)
    longer = await robot.post(
        TOKENS, json={"name": "Long", "expires_at": (until + timedelta(days=1)).isoformat()}
    )
    assert longer.status_code == 403
    assert (await make(robot))["expires_at"] == parent["expires_at"]


async def test_a_token_works_only_from_its_networks(world: World):
    made = await make(world.client(), ip_allow=["10.1.2.3", "2001:db8::/32"])
    assert made["ip_allow"] == ["10.1.2.3/32", "2001:db8::/32"]
    answers = {
        ip: (await with_token(world, made, ip=ip).get(ME)).status_code
        for ip in ("10.1.2.3", "10.1.2.4", "2001:db8::7", "2001:db9::7", "testclient")
    }
    assert answers == {
        "10.1.2.3": 200,
        "10.1.2.4": 403,
        "2001:db8::7": 200,
        "2001:db9::7": 403,
        "testclient": 403,
    }


async def test_an_expired_token_is_refused(world: World):
    made = await make(world.client(), expires_at=(now() + timedelta(seconds=60)).isoformat())
    assert (await with_token(world, made).get(ME)).status_code == 200
    async with world.db.transaction(world.org.tenant) as tx:
        await tx.execute(
            "update api_tokens set expires_at = now() - interval '1 second' where org_id = app_org() and id = $1",
            made["id"],
        )
    world.runtime.principals.forget("*")
    assert (await with_token(world, made).get(ME)).status_code == 401


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"scopes": ["fly"]}, "0"),
        ({"ip_allow": ["10.0.0.0/40"]}, "0"),
        ({"ip_allow": "10.0.0.0/8"}, "ip_allow"),
        ({"expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "2099-01-01T00:00:00"}, "expires_at"),
        ({"expires_at": "soon"}, "expires_at"),
        ({"role": "admin"}, "role"),
        ({"service_role": "agent", "person_id": str(uuid4())}, "service_role"),
    ],
)
async def test_what_is_wrong_with_a_token_is_named(client, given, field):
    answer = await client.post(TOKENS, json={"name": "Robot", **given})
    assert answer.status_code == 422, answer.text
    assert field in [str(error["loc"][-1]) for error in answer.json()["errors"]]


async def test_a_service_account_comes_with_its_token(world: World):
    made = await make(world.client(), name="Monitoring", service_role="service")
    assert (made["person_kind"], made["role"], made["person"]["name"]) == ("service", "service", "Monitoring")
    robot = with_token(world, made)
    assert (await robot.get(PEOPLE)).status_code == 200
    assert (await robot.get(TOKENS)).status_code == 403
    invited = await world.client().post(f"{PEOPLE}/{made['person']['id']}/invite")
    assert invited.status_code == 409


async def test_own_tokens_are_for_the_desk_and_all_for_administrators(world: World):
    agent, admin = world.client(RoleName.AGENT), world.client()
    mine = await make(agent, name="Mine")
    assert {row["person"]["name"] for row in (await agent.get(TOKENS)).json()["data"]} == {"The agent"}
    everybody = (await admin.get(TOKENS)).json()["data"]
    assert {row["person"]["name"] for row in everybody} > {"The agent", "The admin"}
    others = next(row["id"] for row in everybody if row["person"]["name"] == "The admin")
    assert (await agent.delete(f"{TOKENS}/{others}")).status_code == 404
    assert (
        await agent.get(TOKENS, params={"person_id": str(world.org.people[RoleName.ADMIN])})
    ).status_code == 403
    for_admin = await agent.post(
        TOKENS, json={"name": "X", "person_id": str(world.org.people[RoleName.ADMIN])}
    )
    assert for_admin.status_code == 403
    assert (await agent.post(TOKENS, json={"name": "X", "service_role": "service"})).status_code == 403
    assert (await admin.delete(f"{TOKENS}/{mine['id']}")).status_code == 204
    for role in (RoleName.REQUESTER, RoleName.SERVICE):
        assert (await world.client(role).get(TOKENS)).status_code == 403


async def test_tokens_of_another_organisation_do_not_exist(world: World):
    theirs = await make(world.client(org=world.other))
    client = world.client()
    assert (await client.delete(f"{TOKENS}/{theirs['id']}")).status_code == 404
    stranger = str(world.other.people[RoleName.AGENT])
    assert (await client.post(TOKENS, json={"name": "X", "person_id": stranger})).status_code == 404
    assert theirs["id"] not in [row["id"] for row in (await client.get(TOKENS)).json()["data"]]


async def test_the_last_use_is_noted_without_a_write_in_the_request(world: World):
    client = world.client()
    made = await make(client)
    await with_token(world, made, ip="10.9.8.7").get(ME)

    async def used():
        rows = (await client.get(TOKENS)).json()["data"]
        return next((row["last_used_at"], row["last_used_ip"]) for row in rows if row["id"] == made["id"])

    assert await used() == (None, None)
    await world.runtime.principals.flush(world.db)
    at, ip = await used()
    assert (at is not None, ip) == (True, "10.9.8.7")


async def test_pages_of_tokens_show_each_once(client):
    made = [(await make(client, name=f"Robot {n}"))["id"] for n in range(5)]
    first = (await client.get(TOKENS, params={"limit": 3})).json()
    rest = (await client.get(TOKENS, params={"limit": 3, "cursor": first["page"]["next"]})).json()
    assert [row["id"] for row in first["data"] + rest["data"]] == made[::-1]
    for forged in ("WyJ4Il0", "W10", "WzFd", "e30"):
        assert (await client.get(TOKENS, params={"cursor": forged})).status_code == 400


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer dp_unknown", "Bearer x.y.z", "Basic YTpi", "dp_x"]
)
async def test_no_session_without_a_good_token(world: World, header):
    client = world.anonymous()
    answer = await client.get(PEOPLE, headers={"authorization": header})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert "bearer" in answer.headers["www-authenticate"].lower()


async def test_a_made_token_is_announced_without_its_text(desk: Desk):
    async with desk.client() as client:
        made = await make(client, scopes=["people:read"])
    [told] = [event for event in await desk.announced("token.created") if str(event.subject) == made["id"]]
    assert (told.data["name"], told.data["last4"], told.data["scopes"]) == (
        "Robot",
        made["last4"],
        ["people:read"],
    )
    assert made["token"] not in str(told)


async def test_other_processes_hear_of_a_revoked_token(world: World):
    heard: list[object] = []
    client = world.client()
    made = await make(client)
    connection = await asyncpg.connect(world.runtime.login_dsn)
    try:
        await connection.add_listener(FORGET, lambda *told: heard.append(told[-1]))
        await client.delete(f"{TOKENS}/{made['id']}")
        await connection.fetchval("select 1")
    finally:
        await connection.close()
    assert heard == [made["id"]]
