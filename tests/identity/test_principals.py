"""What a process remembers of credentials."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from deskplane.identity.principals import Principal, Principals
from deskplane.kernel.access import Caller, RoleName, Via
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.wakeup import FORGET, Ears
from tests.fixtures.desk import World
from tests.fixtures.waiting import until
from tests.identity.accounts import account, sign_in

ME = "/api/v1/me"


def principal(known: Principals, *, seconds: float = 60.0) -> Principal:
    caller = Caller(uuid4(), uuid4(), uuid4(), RoleName.AGENT, "Ann", Via.TOKEN, frozenset())
    return Principal(caller, uuid4(), True, False, "", (), known.fresh_until(seconds))


@pytest.fixture
def known() -> Principals:
    return Principals(seconds=0.1, most=8)


def test_what_is_remembered_is_found_until_it_is_stale(known):
    one = principal(known)
    known.put(b"one", one, generation=known.generation)
    assert known.get(b"one") is one
    stale = replace(one, good_until=0.0)
    known.put(b"one", stale, generation=known.generation)
    assert known.get(b"one") is None


def test_nothing_is_remembered_longer_than_it_is_valid(known):
    assert known.fresh_until(-1) < known.fresh_until(0.01) < known.fresh_until(60)
    ended = principal(known, seconds=-1)
    known.put(b"ended", ended, generation=known.generation)
    assert known.get(b"ended") is None


@pytest.mark.parametrize("part", ["credential", "person", "organisation", "everything"])
def test_what_changed_is_forgotten_and_the_rest_stays(known, part):
    one, other = principal(known), principal(known)
    for digest, each in ((b"one", one), (b"other", other)):
        known.put(digest, each, generation=known.generation)
    payload = {
        "credential": str(one.credential_id),
        "person": str(one.caller.person_id),
        "organisation": str(one.caller.org_id),
        "everything": "*",
    }[part]
    known.forget(payload)
    assert known.get(b"one") is None
    assert known.get(b"other") is (None if part == "everything" else other)


def test_what_was_read_before_something_was_forgotten_is_not_remembered(known):
    generation = known.generation
    known.forget("somebody")
    known.put(b"one", principal(known), generation=generation)
    assert known.get(b"one") is None


def test_memory_is_bounded(known):
    for number in range(100):
        known.put(str(number).encode(), principal(known), generation=known.generation)
    assert sum(known.get(str(number).encode()) is not None for number in range(100)) <= 8
    assert known.get(b"99") is not None


async def test_what_could_not_be_written_is_written_the_next_time(world: World):
    browser = await sign_in(world, await account(world))
    await browser.get(ME)
    principals = world.runtime.principals
    sql = "select last_seen_at from sessions"
    async with world.db.transaction(world.org.tenant) as tx:
        before = await tx.fetchval(sql)
    closed = await world.db.connect(world.runtime.login_dsn, size=1)
    await closed.close()
    with pytest.raises(UnavailableError):
        await principals.flush(closed)
    await principals.flush(world.db)
    async with world.db.transaction(world.org.tenant) as tx:
        assert await tx.fetchval(sql) > before


async def test_a_request_under_way_does_not_bring_a_revoked_token_back(world: World):
    """Many readers race with the revocation; once it is answered, nobody gets in."""
    made = (await world.client().post("/api/v1/tokens", json={"name": "short lived"})).json()
    reader = world.anonymous()
    reader.headers["authorization"] = f"Bearer {made['token']}"
    stop = asyncio.Event()

    async def read() -> None:
        while not stop.is_set():
            world.runtime.principals.forget("*")
            await reader.get(ME)

    readers = [asyncio.create_task(read()) for _ in range(4)]
    await asyncio.sleep(0.2)
    assert (await world.client().delete(f"/api/v1/tokens/{made['id']}")).status_code == 204
    stop.set()
    assert (await reader.get(ME)).status_code == 401
    await asyncio.gather(*readers)
    assert (await reader.get(ME)).status_code == 401


async def test_other_processes_are_told_whom_to_forget(world: World):
    ann = await account(world)
    browser = await sign_in(world, ann)
    heard: list[str] = []
    ears = Ears(world.runtime.login_dsn)
    ears.on(FORGET, heard.append)
    listening = asyncio.create_task(ears.run())
    async with asyncio.timeout(30):
        while not heard:
            async with world.db.transaction(world.org.tenant) as tx:
                await tx.fetch("select pg_notify($1, 'is anybody there')", FORGET)
            await asyncio.sleep(0.05)
    await world.client().patch(f"/api/v1/people/{ann.id}", json={"role": "requester"})
    await browser.post("/api/v1/auth/logout")

    def told() -> list[str]:
        return [said for said in heard if said != "is anybody there"]

    await until(lambda: len(told()) >= 2)
    listening.cancel()
    async with world.db.transaction(world.org.tenant) as tx:
        session = await tx.fetchval("select id from sessions where person_id = $1", ann.id)
    assert told() == [str(ann.id), str(session)]


async def test_the_directory_knows_only_credentials_that_work(world: World):
    """Triggers keep it; the state is compared with the tables after a life of credentials."""
    ann = await account(world)
    browser = await sign_in(world, ann)
    await sign_in(world, ann)
    await browser.post("/api/v1/tokens", json={"name": "kept"})
    gone = (await browser.post("/api/v1/tokens", json={"name": "gone"})).json()
    await browser.delete(f"/api/v1/tokens/{gone['id']}")
    await world.client().post(f"/api/v1/people/{ann.id}/reset-link")
    await browser.post("/api/v1/auth/logout")
    tables = {"sessions": "session", "api_tokens": "api_token", "password_links": "password_link"}
    async with world.db.transaction(world.org.tenant) as tx:
        for table, kind in tables.items():
            rows = await tx.fetch(f"select id, encode(token_sha256, 'hex') as key, revoked_at from {table}")
            found = {
                row["id"]: bool(await tx.fetch("select 1 from directory_find($1, $2)", kind, row["key"]))
                for row in rows
            }
            assert found == {row["id"]: row["revoked_at"] is None for row in rows}
            assert len(set(found.values())) == (1 if kind == "password_link" else 2)


async def test_a_credential_of_somebody_inactive_is_worth_nothing_even_if_it_was_not_revoked(world: World):
    ann = await account(world)
    browser = await sign_in(world, ann)
    async with world.db.transaction(world.org.tenant) as tx:
        await tx.execute("update people set is_active = false where id = $1", ann.id)
    world.runtime.principals.forget("*")
    assert (await browser.get(ME)).status_code == 401
