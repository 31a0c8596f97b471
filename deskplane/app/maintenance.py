"""Housekeeping of the worker: partitions ahead, expired rows, gauges of the event log."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from deskplane.audit import service as audit
from deskplane.kernel.clock import now
from deskplane.kernel.db import AWAY, Role, Tx
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.ids import uuid7

if TYPE_CHECKING:
    from deskplane.app.runtime import Runtime

TICK_SECONDS = 5.0
SEARCH_PART = 100_000
KEY_LIFE = timedelta(hours=24)
log = structlog.get_logger(__name__)
LAG = """
select s.subscriber, count(e.seq) as behind from subscriptions s
left join lateral (
    select seq from events e
    where (e.shard = s.shard or s.shard = -1) and e.recorded_at >= s.recorded_from - interval '7 days'
      and (e.epoch, e.xid, e.seq) > (s.epoch, s.xid, s.seq) limit 10000) e on true
group by s.subscriber
"""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every so often, in a dispatcher transaction."""

    every: timedelta
    do: Callable[["Runtime", Tx], Awaitable[None]]


async def cut_partitions(_: "Runtime", tx: Tx) -> None:
    """Keep three months of event partitions ahead."""
    await tx.execute("select ensure_event_partitions()")


async def purge(_: "Runtime", tx: Tx) -> None:
    """Remove expired keys and look-ups."""
    await tx.execute("select purge_expired($1)", now() - KEY_LIFE)


async def measure(runtime: "Runtime", tx: Tx) -> None:
    """Refresh the gauges of the event log."""
    row = await tx.fetchrow("select * from transaction_horizon()")
    if row is not None:
        runtime.metrics.xmin_age.set(row["xmin_age_seconds"])
        runtime.metrics.default_partition_rows.set(row["default_partition_rows"])
    for lag in await tx.fetch(LAG):
        runtime.metrics.events_lag.labels(subscriber=lag["subscriber"]).set(lag["behind"])
    runtime.metrics.pool_size.set(runtime.database.pool.get_size())
    runtime.metrics.pool_idle.set(runtime.database.pool.get_idle_size())


async def cut_search(_: "Runtime", tx: Tx) -> None:
    """Begin the next search partition when the newest is full; new ids sort after the boundary."""
    await tx.fetch("select search_cut($1, $2)", SEARCH_PART, uuid7())


async def obey_retention(runtime: "Runtime", _: Tx) -> None:
    """Cut the log of organisations that limit how long it is kept."""
    await audit.cut_due(runtime.database)


CHORES = (
    Chore(timedelta(seconds=10), cut_search),
    Chore(timedelta(hours=6), obey_retention),
    Chore(timedelta(seconds=15), measure),
    Chore(timedelta(hours=6), cut_partitions),
    Chore(timedelta(hours=1), purge),
)


async def run(runtime: "Runtime") -> None:
    """Do what is due, until cancelled."""
    due = [0.0] * len(CHORES)
    while True:
        for index, chore in enumerate(CHORES):
            if time.monotonic() >= due[index]:
                due[index] = time.monotonic() + chore.every.total_seconds()
                await _try(runtime, chore)
        await asyncio.sleep(TICK_SECONDS)


async def _try(runtime: "Runtime", chore: Chore) -> None:
    try:
        async with runtime.database.transaction(role=Role.DISPATCHER) as tx:
            await chore.do(runtime, tx)
    except (UnavailableError, *AWAY):
        log.info("maintenance.database_away")
    except Exception:
        log.exception("maintenance.failed", chore=chore.do.__name__)
