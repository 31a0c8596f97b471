"""Invitations, forgotten passwords, and the links that go with them."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest

from deskplane.kernel.access import RoleName
from tests.fixtures.desk import World
from tests.identity.accounts import LOGIN, PASSWORD, account, everything_stored, names_of_events, sign_in

PEOPLE = "/api/v1/people"
ACCEPT = "/api/v1/auth/invitations/accept"
RESET = "/api/v1/auth/password/reset"
FORGOT = "/api/v1/auth/password/forgot"


async def newcomer(world: World, role: str = "agent") -> str:
    body = {"name": "New Comer", "email": "new@example.test", "role": role}
    return (await world.client().post(PEOPLE, json=body)).json()["id"]


async def token_of(world: World, person: str, kind: str) -> str:
    answer = await world.client().post(f"{PEOPLE}/{person}/{kind}")
    assert answer.is_success, answer.text
    return parse_qs(urlsplit(answer.json()["url"]).fragment)["token"][0]


async def test_an_invitation_leads_to_a_password_and_signs_in(world: World):
    person = await newcomer(world)
    answer = await world.client().post(f"{PEOPLE}/{person}/invite")
    url = urlsplit(answer.json()["url"])
    assert (url.scheme, url.netloc, url.path, url.query) == ("http", "desk.test", "/invitation", "")
    browser = world.anonymous()
    body = {"token": parse_qs(url.fragment)["token"][0], "password": PASSWORD, "name": "Nina Comer"}
    welcome = await browser.post(ACCEPT, json=body)
    assert (welcome.status_code, welcome.json()["person"]["name"]) == (200, "Nina Comer")
    assert (await browser.get("/api/v1/me")).status_code == 200
    login = await world.anonymous().post(LOGIN, json={"email": "new@example.test", "password": PASSWORD})
    assert login.status_code == 200
    told = await names_of_events(world)
    assert {"person.invited", "password.changed", "session.started"} <= set(told)


async def test_an_invitation_works_once(world: World):
    token = await token_of(world, await newcomer(world), "invite")
    body = {"token": token, "password": PASSWORD}
    first, second = [await world.anonymous().post(ACCEPT, json=body) for _ in range(2)]
    assert (first.status_code, second.status_code) == (200, 422)
    assert second.json()["errors"][0]["loc"] == ["body", "token"]


async def test_of_two_who_accept_at_once_one_succeeds(world: World):
    token = await token_of(world, await newcomer(world), "invite")
    bodies = [{"token": token, "password": f"{PASSWORD} {n}"} for n in range(3)]
    answers = await asyncio.gather(*(world.anonymous().post(ACCEPT, json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422]


async def test_a_weak_password_does_not_spend_the_invitation(world: World):
    token = await token_of(world, await newcomer(world), "invite")
    weak = await world.anonymous().post(ACCEPT, json={"token": token, "password": "short"})
    strong = await world.anonymous().post(ACCEPT, json={"token": token, "password": PASSWORD})
    assert (weak.status_code, weak.json()["errors"][0]["loc"]) == (422, ["body", "password"])
    assert strong.status_code == 200


async def test_a_new_link_replaces_the_one_before(world: World):
    person = await newcomer(world)
    old, new = [await token_of(world, person, "invite") for _ in range(2)]
    codes = [
        (await world.anonymous().post(ACCEPT, json={"token": token, "password": PASSWORD})).status_code
        for token in (old, new)
    ]
    assert codes == [422, 200]


@pytest.mark.parametrize("change", ["expired", "deactivated", "address", "wrong kind"])
async def test_a_link_that_lost_its_ground_is_refused(world: World, change):
    person = await newcomer(world)
    token = await token_of(world, person, "invite")
    path = ACCEPT
    match change:
        case "expired":
            async with world.db.transaction(world.org.tenant) as tx:
                await tx.execute("update password_links set expires_at = now() - interval '1 second'")
        case "deactivated":
            await world.client().delete(f"{PEOPLE}/{person}")
        case "address":
            await world.client().patch(f"{PEOPLE}/{person}", json={"email": "other@example.test"})
        case _:
            path = RESET
    answer = await world.anonymous().post(path, json={"token": token, "password": PASSWORD})
    assert answer.status_code == 422


async def test_only_somebody_without_a_password_is_invited(world: World):
    ann = await account(world)
    assert (await world.client().post(f"{PEOPLE}/{ann.id}/invite")).status_code == 409
    assert (await world.client().post(f"{PEOPLE}/{ann.id}/reset-link")).is_success


async def test_a_reset_ends_all_sessions_and_the_old_password(world: World):
    ann = await account(world)
    browser = await sign_in(world, ann)
    token = await token_of(world, str(ann.id), "reset-link")
    answer = await world.anonymous().post(RESET, json={"token": token, "password": "an even longer road"})
    assert answer.status_code == 204
    assert (await browser.get("/api/v1/me")).status_code == 401
    logins = [
        (await world.anonymous().post(LOGIN, json={"email": ann.email, "password": words})).status_code
        for words in (PASSWORD, "an even longer road")
    ]
    assert logins == [401, 200]


async def test_forgetting_gets_the_same_answer_for_everybody_and_administrators_see_it(world: World):
    ann = await account(world)
    known = await world.anonymous().post(FORGOT, json={"email": ann.email})
    unknown = await world.anonymous().post(FORGOT, json={"email": "nobody@example.test"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (202, b"")
    shown = (await world.client().get(f"{PEOPLE}/{ann.id}")).json()
    assert shown["reset_requested_at"] is not None
    assert (await names_of_events(world))[-1] == "password.reset_requested"
    await token_of(world, str(ann.id), "reset-link")
    assert (await world.client().get(f"{PEOPLE}/{ann.id}")).json()["reset_requested_at"] is None


async def test_forgetting_for_somebody_in_two_organisations_touches_only_them(world: World):
    ann = await account(world)
    bob = await account(world, email="bob@example.test", org=world.other)
    await world.anonymous().post(FORGOT, json={"email": ann.email})
    other = world.client(org=world.other)
    assert (await other.get(f"{PEOPLE}/{bob.id}")).json()["reset_requested_at"] is None


async def test_whoever_may_do_less_cannot_make_a_link_for_who_may_do_more(world: World):
    roles = f"/api/v1/roles/{RoleName.TEAM_LEAD}"
    now_may = [
        row
        for row in (await world.client().get("/api/v1/roles")).json()["data"]
        if row["role"] == "team_lead"
    ]
    more = [*now_may[0]["permissions"], "people:write"]
    assert (await world.client().put(roles, json={"permissions": more})).status_code == 200
    lead = world.client(RoleName.TEAM_LEAD)
    admin, agent = world.org.people[RoleName.ADMIN], world.org.people[RoleName.AGENT]
    assert (await lead.post(f"{PEOPLE}/{admin}/reset-link")).status_code == 403
    assert (await lead.post(f"{PEOPLE}/{agent}/reset-link")).is_success


async def test_links_are_nowhere_in_what_is_stored(world: World):
    token = await token_of(world, await newcomer(world), "invite")
    assert token not in await everything_stored(world)


@pytest.mark.parametrize("path", [ACCEPT, RESET])
@pytest.mark.parametrize("token", ["x", "dpl_" + "a" * 43, "ü" * 50])
async def test_unknown_links_are_refused(world: World, path, token):
    answer = await world.anonymous().post(path, json={"token": token, "password": PASSWORD})
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["body", "token"])
