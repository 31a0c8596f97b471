"""Imports in the background, several at a time, each held by a lease."""

import asyncio
from contextlib import suppress
from typing import Final
from uuid import UUID

import structlog

from deskplane.connections.reach import Reach
from deskplane.kernel import clock
from deskplane.kernel.db import AWAY, Database, Role, Tenant
from deskplane.kernel.errors import UnavailableError
from deskplane.sync import queries, scheduling
from deskplane.sync.running import Running
from deskplane.sync.vocabulary import LEASE

TICK_SECONDS: Final = 1.0
AT_ONCE: Final = 3
log = structlog.get_logger(__name__)


async def run(db: Database, reach: Reach) -> None:
    """Import what was asked for, until cancelled; then let go of what is under way."""
    working: set[asyncio.Task[None]] = set()
    try:
        while True:
            try:
                await scheduling.begin_due(db, reach)
                for one in await claimed(db, reach, AT_ONCE - len(working)):
                    task = asyncio.create_task(_kept(one))
                    working.add(task)
                    task.add_done_callback(working.discard)
            except (UnavailableError, *AWAY):
                log.info("sync.database_away")
            except Exception:
                log.exception("sync.worker_failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(reach.import_wake.wait(), TICK_SECONDS)
            reach.import_wake.clear()
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)


async def _kept(one: Running) -> None:
    """A run whose end cannot be written ends its lease instead, and is taken up again."""
    try:
        await one.go()
    except (UnavailableError, *AWAY):
        log.info("sync.database_away")
    except Exception:
        log.exception("sync.run_lost")


async def work_due(db: Database, reach: Reach) -> None:
    """Do every run whose turn it is, as far as it goes."""
    for one in await claimed(db, reach, 100):
        await one.go()


async def claimed(db: Database, reach: Reach, most: int) -> list[Running]:
    """Take runs that are due."""
    if most < 1:
        return []
    now = clock.now()
    async with db.transaction(role=Role.DISPATCHER) as tx:
        orgs: list[UUID] = [row[0] for row in await tx.fetch(queries.ORGS_DUE, now)]
    found: list[Running] = []
    for org_id in orgs:
        if len(found) >= most:
            break
        tenant = Tenant(org_id)
        async with db.transaction(tenant) as tx:
            rows = await tx.fetch(queries.CLAIM, now, now + LEASE, most - len(found))
        found += [Running(db, reach, tenant, row) for row in rows]
    return found
