"""The event log, reading side: the log is the queue.

A subscriber has a cursor ``(epoch, xid, seq)`` for each shard and reads finished transactions only, so an older
transaction that commits later is still read, once. The handler runs, and the cursor moves, in one transaction.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeVar, cast
from uuid import UUID

import asyncpg
import structlog

from deskplane.kernel.db import LOST, Database, Record, Role, Tenant, Tx
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.events import SHARDS, Event, event_from_row
from deskplane.vocabulary.origin import Origin

E = TypeVar("E", bound=Event)
Handler = Callable[[Tx, Sequence[Any]], Awaitable[None]]
# Not the event's fault: the whole batch is tried again later.
PASSING = (*LOST, UnavailableError, asyncpg.TransactionRollbackError)
WHOLE = -1
BATCH = 500
ROUNDS = 8
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader of the log behind cursors of its own.

    ``ordered`` reads one total order instead of shards; ``history`` also takes imported events.
    """

    name: str
    handle: Handler
    events: frozenset[str] | None = None
    history: bool = False
    from_beginning: bool = False
    ordered: bool = False

    @property
    def shards(self) -> Sequence[int]:
        """The cursors it has."""
        return (WHOLE,) if self.ordered else range(SHARDS)

    def wants(self, event: Event) -> bool:
        """Say whether the handler gets this event."""
        named = self.events is None or event.name in self.events
        return named and (self.history or event.origin is not Origin.IMPORT)


@dataclass(frozen=True, slots=True)
class Inline:
    """A listener inside the writer's transaction."""

    kinds: frozenset[type[Event]]
    handle: Handler
    history: bool

    def wants(self, event: Event) -> bool:
        """Say whether the handler gets this event."""
        return type(event) in self.kinds and (self.history or event.origin is not Origin.IMPORT)


@dataclass
class EventLog:
    """Who listens: inline in the writer's transaction, or in batches behind a cursor."""

    inlines: list[Inline] = field(default_factory=list[Inline])
    subscribers: dict[str, Subscriber] = field(default_factory=dict)

    def inline(
        self,
        event: type[E] | tuple[type[E], ...],
        handle: Callable[[Tx, Sequence[E]], Awaitable[None]],
        *,
        history: bool = False,
    ) -> None:
        """Run ``handle`` before commit, once for each transaction, with all events of its types; SQL only."""
        kinds = frozenset(event if isinstance(event, tuple) else (event,))
        self.inlines.append(Inline(kinds, cast("Handler", handle), history))

    def batch(self, subscriber: Subscriber) -> None:
        """Register a batch subscriber under its name."""
        if subscriber.name in self.subscribers:
            raise ValueError(f"two subscribers are called {subscriber.name}")
        self.subscribers[subscriber.name] = subscriber

    async def before_commit(self, tx: Tx) -> None:
        """Hand what was announced in ``tx`` to the inline subscribers, and what they announce in turn."""
        for _ in range(ROUNDS):
            if not tx.pending:
                return
            told: list[Event] = tx.pending
            tx.pending = []
            for listener in self.inlines:
                if chosen := [event for event in told if listener.wants(event)]:
                    await listener.handle(tx, chosen)
        raise RuntimeError("inline subscribers announce events in a circle")


REGISTER = """
insert into subscriptions (subscriber, shard, epoch, xid, seq, recorded_from)
select $1, shard, case when $3 then 0 else current_epoch() end,
       case when $3 then '0'::xid8 else pg_snapshot_xmin(pg_current_snapshot()) end,
       0, case when $3 then '-infinity'::timestamptz else now() end
from unnest($2::smallint[]) as shard
on conflict do nothing
"""

CLAIM = """
select epoch, xid::text as xid, seq, recorded_from, current_epoch() as now_epoch
from subscriptions where subscriber = $1 and shard = $2 for update skip locked
"""

# (epoch, xid) before seq: a transaction with an older xid and a later seq would be lost otherwise.
# No transaction is open for a week, so the bound on recorded_at only prunes partitions.
NEXT = """
select * from events
where (shard = $1 or $1 = -1) and recorded_at >= $2::timestamptz - interval '7 days'
  and (epoch, xid, seq) > ($3, ($4::text)::xid8, $5)
  and (epoch < $6 or xid < pg_snapshot_xmin(pg_current_snapshot()))
order by epoch, xid, seq limit $7
"""

ADVANCE = """
update subscriptions set epoch = $3, xid = ($4::text)::xid8, seq = $5, recorded_from = $6, updated_at = now()
where subscriber = $1 and shard = $2
"""

PARK = """
insert into parked_events (org_id, subscriber, event_id, recorded_at, error) values ($1, $2, $3, $4, $5)
on conflict (org_id, subscriber, event_id) do update
set error = excluded.error, attempts = parked_events.attempts + 1, parked_at = now()
"""


async def register(db: Database, subscribers: Sequence[Subscriber]) -> None:
    """Give new subscribers their cursors: at the present horizon, or at the beginning of the log."""
    async with db.transaction(role=Role.DISPATCHER) as tx:
        for subscriber in subscribers:
            await tx.execute(REGISTER, subscriber.name, list(subscriber.shards), subscriber.from_beginning)


async def drain(db: Database, subscriber: Subscriber, shard: int, *, limit: int = BATCH) -> int:
    """Handle the next batch, one organisation after the other, and move the cursor; return how many were read."""
    async with db.transaction(role=Role.DISPATCHER) as tx:
        cursor = await tx.fetchrow(CLAIM, subscriber.name, shard)
        if cursor is None:
            return 0
        rows = await tx.fetch(
            NEXT,
            shard,
            cursor["recorded_from"],
            cursor["epoch"],
            cursor["xid"],
            cursor["seq"],
            cursor["now_epoch"],
            limit,
        )
        if not rows:
            return 0
        events = [event for event in map(event_from_row, rows) if subscriber.wants(event)]
        for org_id, group in groupby(sorted(events, key=_org), key=_org):
            await _hand_over(tx, subscriber, org_id, list(group))
        last = rows[-1]
        await tx.execute(
            ADVANCE, subscriber.name, shard, last["epoch"], str(last["xid"]), last["seq"], _bound(rows)
        )
    return len(rows)


def _org(event: Event) -> UUID:
    return cast("UUID", event.org_id)


def _bound(rows: Sequence[Record]) -> Any:
    return max(row["recorded_at"] for row in rows)


async def _hand_over(tx: Tx, subscriber: Subscriber, org_id: UUID, events: list[Event]) -> None:
    """Give one organisation's events to the handler; on failure each alone, and the poisoned ones are parked."""
    try:
        async with tx.acting_for(Tenant(org_id)) as scoped:
            await subscriber.handle(scoped, events)
    except PASSING:
        raise
    except Exception as error:
        if len(events) > 1:
            log.warning(
                "batch.retried_one_by_one", subscriber=subscriber.name, size=len(events), error=str(error)
            )
            for event in events:
                await _hand_over(tx, subscriber, org_id, [event])
            return
        log.exception("event.parked", subscriber=subscriber.name, event_id=str(events[0].id))
        async with tx.acting_for(Tenant(org_id)) as scoped:
            reason = f"{type(error).__name__}: {error}"[:2000]
            await scoped.execute(PARK, org_id, subscriber.name, events[0].id, events[0].recorded_at, reason)
