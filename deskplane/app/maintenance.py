"""Housekeeping of the worker: partitions ahead, expired rows, gauges of the event log."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from deskplane.attachments import cleaning
from deskplane.audit import service as audit
from deskplane.inbound import jobs as inbound_jobs
from deskplane.kernel.clock import now
from deskplane.kernel.db import AWAY, Database, Role, Tx
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.metrics import Metrics
from deskplane.kernel.storage.files import FileStore

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
class House:
    """What the chores look after."""

    database: Database
    metrics: Metrics
    files: FileStore


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every so often, in a dispatcher transaction."""

    every: timedelta
    do: Callable[[House, Tx], Awaitable[None]]


async def cut_partitions(_: House, tx: Tx) -> None:
    """Keep three months of event partitions ahead."""
    await tx.execute("select ensure_event_partitions()")


async def purge(_: House, tx: Tx) -> None:
    """Remove expired keys and look-ups."""
    await tx.execute("select purge_expired($1)", now() - KEY_LIFE)


async def measure(house: House, tx: Tx) -> None:
    """Refresh the gauges of the event log."""
    row = await tx.fetchrow("select * from transaction_horizon()")
    if row is not None:
        house.metrics.xmin_age.set(row["xmin_age_seconds"])
        house.metrics.default_partition_rows.set(row["default_partition_rows"])
    for lag in await tx.fetch(LAG):
        house.metrics.events_lag.labels(subscriber=lag["subscriber"]).set(lag["behind"])
    house.metrics.pool_size.set(house.database.pool.get_size())
    house.metrics.pool_idle.set(house.database.pool.get_idle_size())


async def cut_search(_: House, tx: Tx) -> None:
    """Begin the next search partition when the newest is full; new ids sort after the boundary."""
    await tx.fetch("select search_cut($1, $2)", SEARCH_PART, uuid7())


async def obey_retention(house: House, _: Tx) -> None:
    """Cut the log of organisations that limit how long it is kept."""
    await audit.cut_due(house.database)


async def clean_files(house: House, _: Tx) -> None:
    """Remove uploads that nobody used and contents that nothing refers to."""
    await cleaning.clean(house.database, house.files)


async def forget_webhooks(_: House, tx: Tx) -> None:
    """Remove deliveries of webhooks that are old and done with."""
    await inbound_jobs.purge(tx)


CHORES = (
    Chore(timedelta(seconds=10), cut_search),
    Chore(timedelta(hours=6), obey_retention),
    Chore(timedelta(seconds=15), measure),
    Chore(timedelta(hours=6), cut_partitions),
    Chore(timedelta(hours=1), purge),
    Chore(timedelta(hours=6), forget_webhooks),
    Chore(timedelta(hours=1), clean_files),
)


async def run(house: House) -> None:
    """Do what is due, until cancelled."""
    due = [0.0] * len(CHORES)
    while True:
        for index, chore in enumerate(CHORES):
            if time.monotonic() >= due[index]:
                due[index] = time.monotonic() + chore.every.total_seconds()
                await _try(house, chore)
        await asyncio.sleep(TICK_SECONDS)


async def _try(house: House, chore: Chore) -> None:
    try:
        async with house.database.transaction(role=Role.DISPATCHER) as tx:
            await chore.do(house, tx)
    except (UnavailableError, *AWAY):
        log.info("maintenance.database_away")
    except Exception:
        log.exception("maintenance.failed", chore=chore.do.__name__)
