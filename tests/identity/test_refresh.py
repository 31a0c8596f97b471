"""API clients: access tokens of fifteen minutes, refresh tokens that work once."""

import asyncio
from datetime import timedelta

import httpx2
import pytest

from deskplane.identity.jwts import Claims, signed
from deskplane.kernel import clock
from deskplane.kernel.crypto import KeyRing
from deskplane.kernel.ids import uuid7
from tests.fixtures.desk import World
from tests.identity.accounts import PASSWORD, Account, account, names_of_events

ME = "/api/v1/me"
TOKEN = "/api/v1/auth/token"
REFRESH = f"{TOKEN}/refresh"


async def pair_of(world: World, who: Account) -> dict:
    answer = await world.anonymous().post(TOKEN, json={"email": who.email, "password": who.password})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def refreshed(world: World, token: str) -> httpx2.Response:
    return await world.anonymous().post(REFRESH, json={"refresh_token": token})


async def status_with(world: World, token: str, method: str = "GET", **more) -> int:
    client = world.anonymous()
    client.headers["authorization"] = f"Bearer {token}"
    return (await client.request(method, ME, **more)).status_code


async def test_an_access_token_works_without_csrf_and_for_fifteen_minutes(world: World):
    pair = await pair_of(world, await account(world))
    assert (pair["token_type"], pair["expires_in"]) == ("Bearer", 900)
    assert await status_with(world, pair["access_token"], "PATCH", json={"title": "x"}) == 200
    world.runtime.principals.forget("*")
    with clock.frozen(clock.now() + timedelta(seconds=901)):
        assert await status_with(world, pair["access_token"]) == 401


async def test_a_refresh_token_works_once_and_the_next_one_works(world: World):
    first = await pair_of(world, await account(world))
    second = (await refreshed(world, first["refresh_token"])).json()
    third = await refreshed(world, second["refresh_token"])
    assert third.status_code == 200
    assert len({first["refresh_token"], second["refresh_token"], third.json()["refresh_token"]}) == 3
    assert await status_with(world, third.json()["access_token"]) == 200


async def test_a_refresh_token_that_comes_twice_ends_the_whole_family(world: World):
    first = await pair_of(world, await account(world))
    second = (await refreshed(world, first["refresh_token"])).json()
    assert await status_with(world, second["access_token"]) == 200
    stolen = await refreshed(world, first["refresh_token"])
    assert (stolen.status_code, "used before" in stolen.json()["detail"]) == (401, True)
    assert (await refreshed(world, second["refresh_token"])).status_code == 401
    world.runtime.principals.forget("*")
    assert await status_with(world, second["access_token"]) == 401
    assert (await names_of_events(world))[-1] == "session.ended"


async def test_other_sessions_survive_the_end_of_a_family(world: World):
    ann = await account(world)
    first, other = await pair_of(world, ann), await pair_of(world, ann)
    await refreshed(world, first["refresh_token"])
    await refreshed(world, first["refresh_token"])
    assert (await refreshed(world, other["refresh_token"])).status_code == 200


async def test_of_two_refreshes_at_once_only_one_succeeds(world: World):
    pair = await pair_of(world, await account(world))
    answers = await asyncio.gather(*(refreshed(world, pair["refresh_token"]) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


async def test_signing_out_ends_the_family(world: World):
    pair = await pair_of(world, await account(world))
    client = world.anonymous()
    client.headers["authorization"] = f"Bearer {pair['access_token']}"
    assert (await client.post("/api/v1/auth/logout")).status_code == 204
    assert await status_with(world, pair["access_token"]) == 401
    assert (await refreshed(world, pair["refresh_token"])).status_code == 401


async def test_an_expired_refresh_token_is_refused(world: World):
    pair = await pair_of(world, await account(world))
    async with world.db.transaction(world.org.tenant) as tx:
        await tx.execute("update refresh_tokens set expires_at = now() - interval '1 second'")
    assert (await refreshed(world, pair["refresh_token"])).status_code == 401


@pytest.mark.parametrize("token", ["x", "dpr_unknown", "dp_" + "a" * 43, "ü"])
async def test_unknown_refresh_tokens_are_refused(world: World, token):
    assert (await refreshed(world, token)).status_code == 401


async def test_tokens_of_another_signer_or_about_somebody_else_are_refused(world: World):
    ann = await account(world)
    pair = await pair_of(world, ann)
    async with world.db.transaction(world.org.tenant) as tx:
        session = await tx.fetchval("select id from sessions where person_id = $1", ann.id)
    at = clock.now()
    good = Claims(world.org.id, ann.id, session, int(at.timestamp()) + 60)
    keys, foreign = world.runtime.keys, KeyRing.of(["another key that is long enough to be one"])
    forged = [
        signed(foreign, good, at=at),
        signed(keys, Claims(world.other.id, ann.id, session, good.expires_at), at=at),
        signed(keys, Claims(world.org.id, uuid7(), session, good.expires_at), at=at),
        signed(keys, Claims(world.org.id, ann.id, uuid7(), good.expires_at), at=at),
        signed(keys, Claims(world.org.id, ann.id, session, int(at.timestamp()) - 1), at=at),
        pair["access_token"][:-2] + "xx",
        "eyJhbGciOiJub25lIn0." + pair["access_token"].split(".")[1] + ".",
        "a.b.c",
        "abc",
    ]
    assert [await status_with(world, token) for token in forged] == [401] * len(forged)
    assert await status_with(world, signed(keys, good, at=at)) == 200


async def test_a_token_signed_with_the_key_before_still_works(world: World):
    pair = await pair_of(world, await account(world))
    old = "a key for tests, long enough to be accepted"
    app = world.app.state
    app.keys = KeyRing.of(["the new key, which is long enough as well", old])
    world.runtime.keys = app.keys
    app.authenticate = world.runtime.authenticate
    assert await status_with(world, pair["access_token"]) == 200
    renewed = (await refreshed(world, pair["refresh_token"])).json()
    assert await status_with(world, renewed["access_token"]) == 200


async def test_signing_in_for_tokens_is_slowed_down_like_the_form(world: World):
    await account(world)
    wrong = {"email": "ann@example.test", "password": "not the password"}
    right = {"email": "ann@example.test", "password": PASSWORD}
    with clock.frozen(clock.now()):
        codes = [(await world.anonymous().post(TOKEN, json=wrong)).status_code for _ in range(6)]
        form = await world.anonymous().post("/api/v1/auth/login", json=right)
    assert codes == [401] * 5 + [429]
    assert form.status_code == 429
