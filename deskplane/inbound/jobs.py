"""Reading records again in the background; no transaction is open while a vendor is asked."""

import asyncio
from contextlib import suppress
from typing import Final
from uuid import UUID

import structlog

from deskplane.connections.reach import Reach
from deskplane.dispatch.environment import Outside
from deskplane.inbound import queries
from deskplane.inbound.reading import Reading
from deskplane.inbound.vocabulary import KEPT
from deskplane.kernel import clock
from deskplane.kernel.db import AWAY, Database, Role, Tenant, Tx
from deskplane.kernel.errors import UnavailableError

TICK_SECONDS: Final = 1.0
AT_ONCE: Final = 4
log = structlog.get_logger(__name__)


async def run(db: Database, reach: Reach, outside: Outside) -> None:
    """Read what deliveries named, until cancelled."""
    working: set[asyncio.Task[None]] = set()
    try:
        while True:
            try:
                for one in await claimed(db, reach, outside, AT_ONCE - len(working)):
                    task = asyncio.create_task(_kept(one, reach))
                    working.add(task)
                    task.add_done_callback(working.discard)
            except (UnavailableError, *AWAY):
                log.info("inbound.database_away")
            except Exception:
                log.exception("inbound.worker_failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(reach.webhook_wake.wait(), TICK_SECONDS)
            reach.webhook_wake.clear()
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)


async def _kept(one: Reading, reach: Reach) -> None:
    """A reading whose end cannot be written ends its lease instead, and is taken up again."""
    try:
        await one.go()
    except (UnavailableError, *AWAY):
        log.info("inbound.database_away")
    except Exception:
        log.exception("inbound.reading_lost")
    reach.webhook_wake.set()


async def work_due(db: Database, reach: Reach, outside: Outside) -> None:
    """Read every record whose turn it is."""
    for one in await claimed(db, reach, outside, 100):
        await one.go()


async def claimed(db: Database, reach: Reach, outside: Outside, most: int) -> list[Reading]:
    """Take records that are due."""
    if most < 1:
        return []
    now = clock.now()
    async with db.transaction(role=Role.DISPATCHER) as tx:
        orgs: list[UUID] = [row[0] for row in await tx.fetch(queries.ORGS_DUE, now)]
    found: list[Reading] = []
    for org_id in orgs:
        if len(found) >= most:
            break
        tenant = Tenant(org_id)
        async with db.transaction(tenant) as tx:
            groups = await queries.claim(tx, now, most - len(found))
        found += [Reading(db, reach, outside, tenant, rows) for rows in groups]
    return found


async def purge(tx: Tx) -> None:
    """Forget old deliveries, of every organisation; called in a dispatcher transaction."""
    await tx.execute(queries.PURGE, clock.now() - KEPT)
