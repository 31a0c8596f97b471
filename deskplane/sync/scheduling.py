"""Imports that begin by themselves. The table says when: a restart forgets nothing, and what was missed begins once."""

from datetime import timedelta
from uuid import UUID

import structlog

from deskplane.connections import queries as connections
from deskplane.connections.reach import Reach
from deskplane.connections.vocabulary import UPDATE
from deskplane.kernel import clock
from deskplane.kernel.db import Database, Record, Role, Tenant, Tx
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.kernel.stream import whisper
from deskplane.sync import service

log = structlog.get_logger(__name__)


async def begin_due(db: Database, reach: Reach) -> None:
    """Begin every import whose time has come; a connection that is busy has its turn when it is idle."""
    now = clock.now()
    async with db.transaction(role=Role.DISPATCHER) as tx:
        orgs: list[UUID] = [row[0] for row in await tx.fetch(connections.ORGS_SCHEDULED, now)]
    for org_id in orgs:
        async with db.transaction(Tenant(org_id)) as tx:
            for row in await tx.fetch(connections.SCHEDULED, now):
                await _begin(tx, row)
        reach.import_wake.set()


async def _begin(tx: Tx, row: Record) -> None:
    """One import; what cannot be imported from now is looked at again after its usual time."""
    try:
        async with tx.savepoint():
            await service.begin_by_schedule(tx, row)
    except (ConflictError, InvalidError) as error:
        log.info("sync.not_begun", connection=str(row["id"]), why=str(error))
        again = clock.now() + timedelta(minutes=row["sync_every_minutes"])
        await tx.execute(connections.POSTPONED, row["id"], again)
        await whisper(tx, UPDATE, subject_type="connection", subject=row["id"])
