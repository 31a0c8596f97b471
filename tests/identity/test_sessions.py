"""Signing in and out, sessions, token pairs, and the links with which somebody chooses a password."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from deskplane.identity import service
from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from deskplane.kernel.clock import now
from deskplane.kernel.events import SYSTEM
from tests.fixtures.desk import World

AUTH, ME, PEOPLE, SESSIONS = "/api/v1/auth", "/api/v1/me", "/api/v1/people", "/api/v1/sessions"
EMAIL, PASSWORD = "ada@example.test", "a long pass phrase"


@pytest.fixture
async def ada(world: World):
    """Somebody with a password; the id."""
    async with world.db.transaction(world.org.tenant) as tx:
        return await service.create_person(
            tx, actor=SYSTEM, name="Ada", email=EMAIL, role=RoleName.AGENT, password=PASSWORD
        )


async def signed_in(world: World, *, email=EMAIL, password=PASSWORD):
    client = world.anonymous()
    answer = await client.post(f"{AUTH}/login", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    client.headers["x-csrf-token"] = answer.json()["csrf_token"]
    return client


async def test_a_session_needs_its_csrf_token_to_write(world: World, ada):
    client = await signed_in(world)
    assert (await client.get(ME)).json()["person"]["name"] == "Ada"
    assert (await client.patch(ME, json={"title": "Analyst"})).status_code == 200
    for wrong in ("", "x" * 43):
        refused = await client.patch(ME, json={"title": "No"}, headers={"x-csrf-token": wrong})
        assert (refused.status_code, "X-CSRF-Token" in refused.json()["detail"]) == (403, True)


async def test_the_cookie_is_out_of_reach_of_scripts_and_kept_only_as_a_digest(world: World, ada):
    answer = await world.anonymous().post(f"{AUTH}/login", json={"email": EMAIL, "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=lax", "path=/"))
    token = answer.cookies["deskplane_session"]
    async with world.db.transaction(world.org.tenant) as tx:
        [row] = await tx.fetch("select s::text as kept from sessions s where org_id = app_org()")
    assert token not in row["kept"]
    assert token not in answer.text


async def test_wrong_and_unknown_are_the_same_answer(world: World, ada):
    client = world.anonymous()
    wrong = await client.post(f"{AUTH}/login", json={"email": EMAIL, "password": "another pass phrase"})
    unknown = await client.post(f"{AUTH}/login", json={"email": "eve@example.test", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["detail"] == unknown.json()["detail"]


async def test_guessing_is_slowed_down_for_known_and_unknown_alike(world: World, ada):
    client, start = world.anonymous(), now()
    with clock.frozen(start):
        for email in (EMAIL, "eve@example.test"):
            body = {"email": email, "password": "a wrong guess"}
            seen = [await client.post(f"{AUTH}/login", json=body) for _ in range(8)]
            assert (seen[0].status_code, seen[-1].status_code) == (401, 429)
            assert int(seen[-1].headers["retry-after"]) >= 1
        right = {"email": EMAIL, "password": PASSWORD}
        assert (await client.post(f"{AUTH}/login", json=right)).status_code == 429
    with clock.frozen(start + timedelta(minutes=1)):
        assert (await client.post(f"{AUTH}/login", json=right)).status_code == 200


async def test_a_session_is_listed_and_ends_at_once(world: World, ada):
    here, there = await signed_in(world), await signed_in(world)
    rows = (await here.get(SESSIONS)).json()["data"]
    assert sorted(row["is_current"] for row in rows) == [False, True]
    other = next(row["id"] for row in rows if not row["is_current"])
    assert (await here.delete(f"{SESSIONS}/{other}")).status_code == 204
    assert (await there.get(ME)).status_code == 401
    assert (await here.get(ME)).status_code == 200
    assert (await here.delete(f"{SESSIONS}/{other}")).status_code == 404


async def test_signing_out_elsewhere_keeps_this_session(world: World, ada):
    here, *others = [await signed_in(world) for _ in range(3)]
    assert (await here.delete(SESSIONS)).status_code == 204
    assert [(await client.get(ME)).status_code for client in others] == [401, 401]
    assert (await here.get(ME)).status_code == 200
    assert (await here.post(f"{AUTH}/logout")).status_code == 204
    assert (await here.get(ME)).status_code == 401


async def test_sessions_of_others_are_for_those_who_manage_people(world: World, ada):
    mine = await signed_in(world)
    agent, admin = world.client(RoleName.AGENT), world.client()
    [row] = (await mine.get(SESSIONS)).json()["data"]
    assert (await agent.delete(f"{SESSIONS}/{row['id']}")).status_code == 404
    assert (await agent.get(SESSIONS, params={"person_id": str(ada)})).status_code == 403
    foreign = world.client(org=world.other)
    assert (await foreign.delete(f"{SESSIONS}/{row['id']}")).status_code == 404
    assert (await foreign.get(SESSIONS, params={"person_id": str(ada)})).json()["data"] == []
    assert [
        one["id"] for one in (await admin.get(SESSIONS, params={"person_id": str(ada)})).json()["data"]
    ] == [row["id"]]
    assert (await admin.delete(f"{SESSIONS}/{row['id']}")).status_code == 204
    assert (await mine.get(ME)).status_code == 401


async def test_deactivation_ends_sessions_tokens_and_refresh_for_good(world: World, ada):
    browser, admin = await signed_in(world), world.client()
    api = world.anonymous()
    pair = (await api.post(f"{AUTH}/token", json={"email": EMAIL, "password": PASSWORD})).json()
    made = await browser.post("/api/v1/tokens", json={"name": "Mine"})
    tokens = (pair["access_token"], made.json()["token"])

    async def alive():
        by_token = [await api.get(ME, headers={"authorization": f"Bearer {token}"}) for token in tokens]
        return [answer.status_code for answer in (await browser.get(ME), *by_token)]

    assert await alive() == [200, 200, 200]
    assert (await admin.delete(f"{PEOPLE}/{ada}")).status_code == 204
    assert await alive() == [401, 401, 401]
    assert (await admin.patch(f"{PEOPLE}/{ada}", json={"is_active": True})).status_code == 200
    assert await alive() == [401, 401, 401]
    body = {"refresh_token": pair["refresh_token"]}
    assert (await api.post(f"{AUTH}/token/refresh", json=body)).status_code == 401
    await signed_in(world)


async def test_a_refresh_token_used_twice_ends_the_session(world: World, ada):
    api = world.anonymous()
    first = (await api.post(f"{AUTH}/token", json={"email": EMAIL, "password": PASSWORD})).json()
    second = (await api.post(f"{AUTH}/token/refresh", json={"refresh_token": first["refresh_token"]})).json()
    bearer = {"authorization": f"Bearer {second['access_token']}"}
    assert (await api.get(ME, headers=bearer)).status_code == 200
    again = await api.post(f"{AUTH}/token/refresh", json={"refresh_token": first["refresh_token"]})
    assert again.status_code == 401
    thief = await api.post(f"{AUTH}/token/refresh", json={"refresh_token": second["refresh_token"]})
    assert thief.status_code == 401
    world.runtime.principals.forget("*")
    assert (await api.get(ME, headers=bearer)).status_code == 401


def token_in(link):
    """The token of a link stands in the fragment, which browsers send to nobody."""
    parts = urlsplit(link["url"])
    assert not parts.query
    [token] = parse_qs(parts.fragment)["token"]
    return parts.path, token


async def test_an_invited_person_chooses_a_password_once(world: World):
    admin = world.client()
    eve = (
        await admin.post(PEOPLE, json={"name": "Eve", "email": "eve@example.test", "role": "agent"})
    ).json()
    stale = (await admin.post(f"{PEOPLE}/{eve['id']}/invite")).json()
    link = (await admin.post(f"{PEOPLE}/{eve['id']}/invite")).json()
    path, token = token_in(link)
    assert path == "/invitation"
    client = world.anonymous()

    async def accept(token, password="eve has a pass phrase"):
        return await client.post(f"{AUTH}/invitations/accept", json={"token": token, "password": password})

    assert (await accept(token_in(stale)[1])).status_code in {404, 422}
    weak = await accept(token, "short")
    assert (weak.status_code, weak.json()["errors"][0]["loc"]) == (422, ["body", "password"])
    assert (await accept(token)).json()["person"]["name"] == "Eve"
    assert (await accept(token)).status_code in {404, 422}
    await signed_in(world, email="eve@example.test", password="eve has a pass phrase")
    assert (await admin.post(f"{PEOPLE}/{eve['id']}/invite")).status_code == 409


async def test_a_reset_link_changes_the_password_and_ends_all_sessions(world: World, ada):
    browser, admin = await signed_in(world), world.client()
    link = (await admin.post(f"{PEOPLE}/{ada}/reset-link")).json()
    path, token = token_in(link)
    assert path == "/reset-password"
    body = {"token": token, "password": "quite another phrase"}
    answer = await world.anonymous().post(f"{AUTH}/password/reset", json=body)
    assert answer.status_code in {200, 204}, answer.text
    assert (await browser.get(ME)).status_code == 401
    await signed_in(world, password="quite another phrase")
    old = await world.anonymous().post(f"{AUTH}/login", json={"email": EMAIL, "password": PASSWORD})
    assert old.status_code == 401


async def test_links_are_nowhere_in_the_log_of_events(world: World, ada):
    link = (await world.client().post(f"{PEOPLE}/{ada}/reset-link")).json()
    _, token = token_in(link)
    async with world.db.transaction(world.org.tenant) as tx:
        rows = await tx.fetch("select e::text as row from events e where org_id = app_org()")
        kept = await tx.fetch("select l::text as row from password_links l where org_id = app_org()")
    assert all(token not in one["row"] for one in [*rows, *kept])


async def test_links_are_only_for_people_who_can_sign_in(world: World, ada):
    admin = world.client()
    nameless = (await admin.post(PEOPLE, json={"name": "No address"})).json()
    await admin.delete(f"{PEOPLE}/{ada}")
    for person in (nameless["id"], ada):
        answer = await admin.post(f"{PEOPLE}/{person}/reset-link")
        assert (answer.status_code, bool(answer.json()["detail"])) == (409, True)


async def test_a_forgotten_password_tells_nobody_who_exists(world: World, ada):
    client = world.anonymous()
    known = await client.post(f"{AUTH}/password/forgot", json={"email": EMAIL})
    unknown = await client.post(f"{AUTH}/password/forgot", json={"email": "nobody@example.test"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (202, b"")
    shown = (await world.client().get(f"{PEOPLE}/{ada}")).json()
    assert shown["reset_requested_at"] is not None


async def test_service_accounts_cannot_sign_in(world: World):
    made = await world.client().post(
        PEOPLE, json={"name": "Robot", "email": "robot@example.test", "role": "service", "password": PASSWORD}
    )
    assert (made.status_code, made.json()["errors"][0]["loc"]) == (422, ["body", "password"])


async def test_an_own_new_password_ends_the_other_sessions(world: World, ada):
    here, there = await signed_in(world), await signed_in(world)
    wrong = await here.post(
        f"{ME}/password", json={"current_password": "not it at all", "new_password": "a new long phrase"}
    )
    assert wrong.status_code == 422
    body = {"current_password": PASSWORD, "new_password": "a new long phrase"}
    assert (await here.post(f"{ME}/password", json=body)).status_code == 204
    assert [(await client.get(ME)).status_code for client in (here, there)] == [200, 401]


async def test_own_preferences_are_kept_and_rights_are_not_among_them(world: World, ada):
    client = await signed_in(world)
    me = (
        await client.patch(ME, json={"theme": "dark", "timezone": "Europe/Zurich", "single_keys": False})
    ).json()
    assert (me["preferences"]["theme"], me["preferences"]["timezone"]) == ("dark", "Europe/Zurich")
    assert me["preferences"]["density"] == "normal"
    for body in ({"role": "admin"}, {"email": "x@example.test"}, {"theme": "pink"}, {"timezone": "Moon"}):
        assert (await client.patch(ME, json=body)).status_code == 422
