"""Background work: the runs that were asked for."""

from uuid import UUID

import structlog

from deskplane.clustering import service, working
from deskplane.clustering.vocabulary import SUBSCRIBER, RunState
from deskplane.kernel.db import AWAY, Database, Tenant
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.jobs import Delivery, JobQueue

BROKEN = "Something in Deskplane failed; the log says what."
log = structlog.get_logger(__name__)


def register(queue: JobQueue, db: Database) -> None:
    """Let the job queue group what was asked for."""

    async def deliver(tenant: Tenant, delivery: Delivery) -> None:
        await work(db, tenant, UUID(delivery.target))

    queue.sends(SUBSCRIBER, deliver)


async def work(db: Database, tenant: Tenant, id_: UUID) -> None:
    """Do a run; a database that is away is tried again by the queue, anything else ends the run and is told."""
    try:
        await working.work(db, tenant, id_)
    except (UnavailableError, *AWAY):
        raise
    except Exception:
        log.exception("clusters.failed", id=str(id_))
        async with db.transaction(tenant) as tx:
            await service.finish(tx, id_, RunState.FAILED, error=BROKEN)
