"""Outside work of dispatch: what was asked for later, what must be tried again, the refresh on a timer."""

import asyncio
from typing import Final
from uuid import UUID

import structlog

from deskplane.dispatch import creating, queries, refreshing
from deskplane.dispatch.environment import Outside
from deskplane.dispatch.vocabulary import SUBSCRIBER
from deskplane.kernel import clock
from deskplane.kernel.db import AWAY, Database, Role, Tenant
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.jobs import Delivery, JobQueue

TICK_SECONDS: Final = 5.0
AT_ONCE: Final = 4
log = structlog.get_logger(__name__)


def register(queue: JobQueue, db: Database, outside: Outside) -> None:
    """Let the job queue do what was asked for later."""

    async def deliver(tenant: Tenant, delivery: Delivery) -> None:
        await creating.advance(db, outside, tenant, delivery.target)

    queue.sends(SUBSCRIBER, deliver)


async def run(db: Database, outside: Outside) -> None:
    """Do what is due, until cancelled; no transaction is open while a platform is asked."""
    while True:
        try:
            await work_due(db, outside)
        except (UnavailableError, *AWAY):
            log.info("dispatch.database_away")
        except Exception:
            log.exception("dispatch.worker_failed")
        await asyncio.sleep(TICK_SECONDS)


async def work_due(db: Database, outside: Outside) -> None:
    """Go on with what was left, waits for its time or lost its worker; then read again what may have changed."""
    now = clock.now()
    async with db.transaction(role=Role.DISPATCHER) as tx:
        orgs: list[UUID] = [row[0] for row in await tx.fetch(queries.ORGS_DUE, now)]
    turns = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(_of_org(db, outside, Tenant(org_id), turns) for org_id in orgs))


async def _of_org(db: Database, outside: Outside, tenant: Tenant, turns: asyncio.Semaphore) -> None:
    """One organisation's work; what goes wrong with it holds up no other."""
    async with turns:
        try:
            async with db.transaction(tenant) as tx:
                left = [row["job_id"] for row in await tx.fetch(queries.UNFINISHED, clock.now())]
            for job_id in left:
                await creating.advance(db, outside, tenant, job_id)
            await refreshing.due(db, outside, tenant)
        except (UnavailableError, *AWAY):
            log.info("dispatch.database_away")
        except Exception:
            log.exception("dispatch.worker_failed", org=str(tenant.org_id))
