"""Background work: the analyses that were asked for."""

from uuid import UUID

import structlog

from deskplane.kernel.db import AWAY, Database, Tenant
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.jobs import Delivery, JobQueue
from deskplane.rca import analysing, service
from deskplane.rca.vocabulary import SUBSCRIBER

BROKEN = "Something in Deskplane failed; the log says what."
log = structlog.get_logger(__name__)


def register(queue: JobQueue, db: Database) -> None:
    """Let the job queue analyse what was asked for."""

    async def deliver(tenant: Tenant, delivery: Delivery) -> None:
        await work(db, tenant, UUID(delivery.target))

    queue.sends(SUBSCRIBER, deliver)


async def work(db: Database, tenant: Tenant, id_: UUID) -> None:
    """Analyse; a database that is away is tried again by the queue, anything else ends the job and is told."""
    try:
        await analysing.analyse(db, tenant, id_)
    except (UnavailableError, *AWAY):
        raise
    except Exception:
        log.exception("rca.failed", id=str(id_))
        async with db.transaction(tenant) as tx:
            await service.finish(tx, id_, {}, error=BROKEN)
