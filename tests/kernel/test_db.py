"""One pool, one transaction object: the tenant never leaks, and what fails leaves nothing."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest

from deskplane.kernel import events
from deskplane.kernel.db import Database, Role, Tenant, Tx
from deskplane.kernel.errors import UnavailableError
from tests.fixtures.desk import LOGIN, World
from tests.kernel.probe import Noted

COUNT = "select count(*) from parked_events where subscriber = $1"
NOTE = "insert into parked_events (org_id, subscriber, event_id, recorded_at, error) values ($1, $2, $3, now(), '')"
ORG = "select current_setting('app.org_id', true)"


class OnPurposeError(Exception):
    """Raised by these tests."""


async def noted(world: World, name: str, tenant: Tenant | None = None) -> int:
    async with world.db.transaction(tenant or world.org.tenant) as tx:
        return await tx.fetchval(COUNT, name)


async def wrote(world: World, name: str, *more: str) -> None:
    async with world.db.transaction(world.org.tenant) as tx:
        await tx.execute(NOTE, world.org.id, name, uuid4())
        for statement in more:
            await tx.execute(statement)


@pytest.fixture
async def narrow(world):
    """A pool of one connection, so that what one user leaves behind meets the next."""
    database = await Database.connect(world.runtime.login_dsn, size=1)
    yield database
    await database.close()


async def test_a_transaction_that_raises_leaves_nothing_and_tells_nobody(world):
    rung = []
    world.db.after_append = lambda: rung.append(1)

    async def work() -> None:
        async with world.db.transaction(world.org.tenant) as tx:
            await tx.execute(NOTE, world.org.id, "raised", uuid4())
            await events.append(tx, [Noted(subject=uuid4())])
            tx.after_commit.append(lambda: rung.append(2))
            raise OnPurposeError

    with pytest.raises(OnPurposeError):
        await work()
    assert await noted(world, "raised") == 0
    assert rung == []


async def test_a_failed_statement_that_was_swallowed_is_no_success(world):
    done = []

    async def work() -> None:
        async with world.db.transaction(world.org.tenant) as tx:
            await tx.execute(NOTE, world.org.id, "swallowed", uuid4())
            tx.after_commit.append(lambda: done.append(1))
            with pytest.raises(asyncpg.DivisionByZeroError):
                await tx.fetchval("select 1 / 0")

    with pytest.raises(RuntimeError, match="rolled back"):
        await work()
    assert await noted(world, "swallowed") == 0
    assert done == []


async def test_a_hook_that_fails_before_commit_undoes_everything(world):
    async def refuse(_):
        raise OnPurposeError

    world.db.before_commit.append(refuse)
    with pytest.raises(OnPurposeError):
        await wrote(world, "hooked")
    world.db.before_commit.remove(refuse)

    assert await noted(world, "hooked") == 0


async def test_a_commit_that_the_database_refuses_is_an_error(world):
    owner = await asyncpg.connect(world.runtime.owner_dsn)
    await owner.execute("create table late (n int constraint late_once unique deferrable initially deferred)")
    await owner.execute("grant insert on late to deskplane_app")
    await owner.close()
    with pytest.raises(asyncpg.UniqueViolationError):
        await wrote(world, "refused", "insert into late values (1), (1)")

    assert await noted(world, "refused") == 0


async def test_a_connection_killed_before_commit_is_reported_and_replaced(world):
    async def work() -> None:
        async with world.db.transaction(world.org.tenant) as tx:
            await tx.execute(NOTE, world.org.id, "killed", uuid4())
            await kill(world, await tx.fetchval("select pg_backend_pid()"))

    with pytest.raises(UnavailableError):
        await work()

    assert await noted(world, "killed") == 0


async def kill(world: World, backend: int) -> None:
    owner = await asyncpg.connect(world.runtime.owner_dsn)
    await owner.execute("select pg_terminate_backend($1, 5000)", backend)
    await owner.close()


async def test_a_cancelled_request_rolls_back_and_gives_its_connection_back(narrow, world):
    inside = asyncio.Event()

    async def slow() -> None:
        async with narrow.transaction(world.org.tenant) as tx:
            await tx.execute(NOTE, world.org.id, "cancelled", uuid4())
            inside.set()
            await tx.fetchval("select pg_sleep(30)")

    task = asyncio.create_task(slow())
    await inside.wait()
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with asyncio.timeout(20), narrow.transaction(world.org.tenant) as tx:
        assert await tx.fetchval(COUNT, "cancelled") == 0


async def test_a_transaction_without_tenant_sees_none_after_one_with(narrow, world):
    async with narrow.transaction(world.org.tenant) as tx:
        await tx.execute(NOTE, world.org.id, "mine", uuid4())
    async with narrow.transaction() as tx:
        assert await tx.fetchval(ORG) == ""
        assert await tx.fetchval("select count(*) from people") == 0
        with pytest.raises(RuntimeError, match="no tenant"):
            _ = tx.tenant


async def test_reads_between_transactions_keep_to_their_own_tenant(narrow, world):
    first, second = world.org.tenant, world.other.tenant
    for tenant in (first, second, first):
        async with narrow.read(tenant) as reader:
            assert await reader.fetchval("select count(*) from people where org_id <> $1", tenant.org_id) == 0
            assert await reader.fetchval("select count(*) from people") > 0
        async with narrow.transaction(second) as tx:
            assert await tx.fetchval("select distinct org_id from people") == second.org_id
        async with narrow.transaction() as tx:
            assert await tx.fetchval("select count(*) from people") == 0


async def test_a_read_whose_tenant_could_not_be_set_is_not_served_as_the_one_before(narrow, world):
    async with narrow.read(world.org.tenant) as reader:
        assert await reader.fetchval("select app_org()") == world.org.id
    with pytest.raises(ValueError, match="not a role"):
        async with narrow.read(Tenant(world.other.id, None, "admin'; drop")):
            pass
    async with narrow.read(world.other.tenant) as reader:
        assert await reader.fetchval("select app_org()") == world.other.id


async def test_tenants_at_the_same_time_never_meet(world):
    async def look(tenant: Tenant) -> set[UUID]:
        found: set[UUID] = set()
        for _ in range(10):
            async with world.db.transaction(tenant) as tx:
                found |= {row[0] for row in await tx.fetch("select org_id from people")}
            async with world.db.read(tenant) as reader:
                found |= {row[0] for row in await reader.fetch("select org_id from people")}
        return found

    tenants = [world.org.tenant, world.other.tenant] * 10
    seen = await asyncio.gather(*map(look, tenants))

    assert seen == [{tenant.org_id} for tenant in tenants]


async def test_a_savepoint_undoes_only_its_part_and_its_announcements(world):
    async def inner_part(tx: Tx) -> None:
        async with tx.savepoint():
            await tx.execute(NOTE, world.org.id, "inner", uuid4())
            await events.append(tx, [Noted(subject=uuid4(), data={"n": 2})])
            raise OnPurposeError

    async with world.db.transaction(world.org.tenant) as tx:
        await events.append(tx, [Noted(subject=uuid4(), data={"n": 1})])
        with pytest.raises(OnPurposeError):
            await inner_part(tx)
        await tx.execute(NOTE, world.org.id, "outer", uuid4())
        assert [event.data["n"] for event in tx.pending] == [1]

    assert (await noted(world, "inner"), await noted(world, "outer")) == (0, 1)


async def test_the_dispatcher_acts_for_one_organisation_at_a_time_and_comes_back(world):
    async with world.db.transaction(role=Role.DISPATCHER) as tx:
        for org in (world.org, world.other):
            async with tx.acting_for(org.tenant) as scoped:
                assert await scoped.fetchval("select current_user") == Role.APP
                assert await scoped.fetchval("select distinct org_id from people") == org.id
            assert await tx.fetchval("select current_user") == Role.DISPATCHER
            assert await tx.fetchval(ORG) == ""
        with pytest.raises(OnPurposeError):
            async with tx.acting_for(world.org.tenant):
                raise OnPurposeError
        assert await tx.fetchval("select current_user") == Role.DISPATCHER


async def test_the_login_role_owns_nothing_and_cannot_become_more(world):
    connection = await asyncpg.connect(world.runtime.login_dsn)
    role = await connection.fetchrow(
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolinherit from pg_roles where rolname = $1",
        LOGIN.role,
    )
    owned = await connection.fetchval(
        "select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname in ($1, $2, $3)",
        LOGIN.role,
        *Role,
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("set role postgres")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.fetch("select * from people")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("create table public.own (n int)")
    await connection.close()

    assert role is not None
    assert (set(role.values()), owned) == ({False}, 0)


async def test_nobody_at_the_address_is_said_so():
    with pytest.raises(UnavailableError):
        await Database.connect("postgresql://deskplane_login:x@127.0.0.1:1/desk", size=1)


async def test_who_waits_is_not_passed_by_latecomers(world):
    crowd, rounds, served = 40, 50, [0] * 40
    database = await Database.connect(world.runtime.login_dsn, size=5)

    async def use(name: int) -> None:
        while sum(served) < crowd * rounds:
            async with database.bare() as statements:
                served[name] += 1
                await statements.fetchval("select 1")
            await asyncio.sleep(0)  # the moment in which a latecomer could slip in

    await asyncio.gather(*(use(name) for name in range(crowd)))
    await database.close()
    assert max(served) - min(served) <= 20


async def test_nobody_waits_for_ever_for_a_connection(narrow, world):
    narrow.patience = 0.05
    async with narrow.transaction(world.org.tenant):
        with pytest.raises(UnavailableError, match="busy"):
            await narrow.read(world.org.tenant).__aenter__()
