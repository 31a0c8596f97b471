"""The log is the queue: nothing is lost, nothing is read twice, order within a subject holds."""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID, uuid4

import asyncpg
import pytest

from deskplane.kernel import events
from deskplane.kernel.db import Database, Tenant, Tx
from deskplane.kernel.dispatcher import pump
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.eventlog import EventLog, Subscriber, register
from deskplane.kernel.events import Event
from deskplane.vocabulary.origin import Origin
from tests.fixtures.desk import World


class Rang(Event):
    """A bell of these tests."""

    name: ClassVar[str] = "test.rang"
    subject_type: ClassVar[str] = "bell"


class Echoed(Event):
    """An answer to a bell."""

    name: ClassVar[str] = "test.echoed"
    subject_type: ClassVar[str] = "bell"


class Ear:
    """A subscriber that keeps what it heard."""

    def __init__(self, name: str = "ear", **given: Any) -> None:
        self.heard: list[Event] = []
        self.batches: list[int] = []
        self.subscriber = Subscriber(name, self.handle, frozenset({"test.rang"}), **given)

    async def handle(self, _: Tx, told: Sequence[Event]) -> None:
        self.heard += told
        self.batches.append(len(told))

    @property
    def numbers(self) -> list[int]:
        return [event.data["n"] for event in self.heard]


def rang(n: int, subject: UUID | None = None, **given: Any) -> Rang:
    return Rang(subject=subject or uuid4(), version=n, data={"n": n}, **given)


async def ring(db: Database, tenant: Tenant, *numbers: int, **given: Any) -> None:
    async with db.transaction(tenant) as tx:
        await events.append(tx, [rang(n, **given) for n in numbers])


@pytest.mark.parametrize("ordered", [True, False])
async def test_an_older_transaction_that_commits_later_is_still_read_once(
    world: World, ordered: bool
) -> None:
    ear = Ear(ordered=ordered)
    await register(world.db, [ear.subscriber])
    subject = uuid4()
    older, opened, go = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def begins_first_and_commits_last() -> None:
        async with world.db.transaction(world.org.tenant) as tx:
            await tx.fetchval("select pg_current_xact_id()")
            older.set()
            await opened.wait()
            await events.append(tx, [rang(2, subject)])
            await go.wait()

    slow = asyncio.create_task(begins_first_and_commits_last())
    await older.wait()
    await ring(world.db, world.org.tenant, 1, subject=subject)
    assert await pump(world.db, [ear.subscriber]) == 0, "the younger one must wait for the older one"
    opened.set()
    go.set()
    await slow
    await pump(world.db, [ear.subscriber])
    await pump(world.db, [ear.subscriber])
    assert sorted(ear.numbers) == [1, 2]


async def test_an_event_with_a_lower_seq_in_a_younger_transaction_is_not_lost(world: World) -> None:
    ear = Ear(ordered=True)
    await register(world.db, [ear.subscriber])
    first, second = asyncio.Event(), asyncio.Event()

    async def young_xid_low_seq() -> None:
        async with world.db.transaction(world.org.tenant) as tx:
            await first.wait()
            await events.append(tx, [rang(1)])
            second.set()

    async with world.db.transaction(world.org.tenant) as old:
        await old.fetchval("select pg_current_xact_id()")
        task = asyncio.create_task(young_xid_low_seq())
        first.set()
        await second.wait()
        await task
        await events.append(old, [rang(2)])
    await pump(world.db, [ear.subscriber])
    assert sorted(ear.numbers) == [1, 2]


async def test_a_concurrent_load_beside_a_long_import_loses_no_event(world: World) -> None:
    ear = Ear(history=True)
    await register(world.db, [ear.subscriber])

    async def short(start: int) -> None:
        for n in range(start, start + 60):
            await ring(world.db, world.org.tenant, n)

    async def long_import() -> None:
        async with world.db.transaction(world.org.tenant) as tx:
            for n in range(10_000, 10_200):
                await events.append(tx, [rang(n, origin=Origin.IMPORT)])

    done = asyncio.Event()

    async def reader() -> None:
        while not done.is_set():
            await pump(world.db, [ear.subscriber])
            await asyncio.sleep(0.01)

    reading = asyncio.create_task(reader())
    await asyncio.gather(long_import(), *(short(1000 * i) for i in range(6)))
    done.set()
    await reading
    await pump(world.db, [ear.subscriber])
    expected = [n for i in range(6) for n in range(1000 * i, 1000 * i + 60)] + list(range(10_000, 10_200))
    assert sorted(ear.numbers) == sorted(expected)


async def test_events_of_one_subject_arrive_in_order_of_their_version(world: World) -> None:
    ear = Ear()
    await register(world.db, [ear.subscriber])
    subject = uuid4()
    for n in range(30):
        await ring(world.db, world.org.tenant, n, subject=subject)
    await pump(world.db, [ear.subscriber])
    assert ear.numbers == list(range(30))


async def test_a_new_subscriber_starts_now_unless_it_asks_for_the_beginning(world: World) -> None:
    await ring(world.db, world.org.tenant, 1)
    fresh, thorough = Ear("fresh"), Ear("thorough", from_beginning=True)
    await register(world.db, [fresh.subscriber, thorough.subscriber])
    await ring(world.db, world.org.tenant, 2)
    await pump(world.db, [fresh.subscriber, thorough.subscriber])
    assert fresh.numbers == [2]
    assert sorted(thorough.numbers) == [1, 2]


async def test_history_reaches_only_those_who_ask_for_it(world: World) -> None:
    live, archive = Ear("live"), Ear("archive", history=True)
    await register(world.db, [live.subscriber, archive.subscriber])
    await ring(world.db, world.org.tenant, 1, origin=Origin.IMPORT)
    await ring(world.db, world.org.tenant, 2)
    await pump(world.db, [live.subscriber, archive.subscriber])
    assert live.numbers == [2]
    assert sorted(archive.numbers) == [1, 2]


async def test_a_poisoned_event_is_parked_and_the_others_go_on(world: World) -> None:
    heard: list[int] = []

    async def chokes_on_13(tx: Tx, told: Sequence[Event]) -> None:
        for event in told:
            if event.data["n"] == 13:
                await tx.fetchval("select 1/0")
            heard.append(event.data["n"])

    subscriber = Subscriber("choking", chokes_on_13, frozenset({"test.rang"}))
    await register(world.db, [subscriber])
    subject = uuid4()
    await ring(world.db, world.org.tenant, 12, 13, 14, subject=subject)
    await ring(world.db, world.other.tenant, 99, subject=subject)
    await pump(world.db, [subscriber])
    assert {12, 14, 99} <= set(heard)
    async with world.db.transaction(world.org.tenant) as tx:
        parked = await tx.fetch("select subscriber, error from parked_events")
    assert [row["subscriber"] for row in parked] == ["choking"]
    assert "division by zero" in parked[0]["error"]


async def test_the_cursor_moves_with_the_work_or_not_at_all(world: World) -> None:
    ear = Ear()
    await register(world.db, [ear.subscriber])
    await ring(world.db, world.org.tenant, 1)

    async def cut_off(_: Tx, __: Sequence[Event]) -> None:
        raise asyncio.CancelledError

    broken = Subscriber("ear", cut_off, frozenset({"test.rang"}))
    with pytest.raises(asyncio.CancelledError):
        await pump(world.db, [broken])
    await pump(world.db, [ear.subscriber])
    assert ear.numbers == [1]


async def test_two_workers_share_the_work_without_doubling_it(world: World) -> None:
    ear = Ear()
    await register(world.db, [ear.subscriber])
    await ring(world.db, world.org.tenant, *range(300))
    await asyncio.gather(*(pump(world.db, [ear.subscriber]) for _ in range(4)))
    await pump(world.db, [ear.subscriber])
    assert sorted(ear.numbers) == list(range(300))


async def test_inline_subscribers_run_once_for_each_type_before_commit(world: World) -> None:
    log, calls = EventLog(), list[int]()

    async def note(tx: Tx, told: Sequence[Rang]) -> None:
        calls.append(len(told))
        await events.append(tx, [Echoed(subject=told[0].subject)])

    log.inline(Rang, note)
    world.db.before_commit[:] = [log.before_commit]
    subject = uuid4()
    await ring(world.db, world.org.tenant, *range(500), subject=subject)
    assert calls == [500]
    assert (await world.timeline(subject)).count("test.echoed") == 1


async def test_a_failing_inline_subscriber_undoes_the_change(world: World) -> None:
    log = EventLog()

    async def refuse(tx: Tx, _: Sequence[Rang]) -> None:
        await tx.fetchval("select 1/0")

    log.inline(Rang, refuse)
    world.db.before_commit[:] = [log.before_commit]
    subject = uuid4()
    with pytest.raises(asyncpg.DivisionByZeroError):
        await ring(world.db, world.org.tenant, 1, subject=subject)
    assert await world.timeline(subject) == []


async def test_a_restore_into_a_new_cluster_goes_on_with_a_higher_epoch(world: World) -> None:
    ear = Ear()
    await register(world.db, [ear.subscriber])
    await ring(world.db, world.org.tenant, 1)
    await pump(world.db, [ear.subscriber])
    owner = await asyncpg.connect(world.runtime.owner_dsn)
    # As after a restore: the cursor's xid is far ahead of the new cluster's.
    await owner.execute("update subscriptions set xid = (xid::text::bigint + 1000000)::text::xid8")
    await owner.execute("update cluster_epoch set epoch = epoch + 1")
    await owner.close()
    await ring(world.db, world.org.tenant, 2)
    await pump(world.db, [ear.subscriber])
    assert ear.numbers == [1, 2]


async def test_a_batch_that_met_a_deadlock_is_tried_again_and_nothing_is_parked(world: World) -> None:
    ear = Ear()
    failures = [asyncpg.DeadlockDetectedError("later"), UnavailableError("away")]

    async def unlucky(tx: Tx, told: Sequence[Event]) -> None:
        if failures:
            raise failures.pop()
        await ear.handle(tx, told)

    subscriber = Subscriber("unlucky", unlucky, frozenset({"test.rang"}), ordered=True)
    await register(world.db, [subscriber])
    await ring(world.db, world.org.tenant, 1, 2)
    for expected in (UnavailableError, asyncpg.DeadlockDetectedError):
        with pytest.raises(expected):
            await pump(world.db, [subscriber])
    await pump(world.db, [subscriber])
    async with world.db.transaction(world.org.tenant) as tx:
        assert await tx.fetchval("select count(*) from parked_events") == 0
    assert ear.numbers == [1, 2]
