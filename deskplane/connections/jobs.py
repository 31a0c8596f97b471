"""Verifications in the background; no transaction is open while a vendor is asked."""

import asyncio
from contextlib import suppress
from typing import Final
from uuid import UUID

import structlog

from deskplane.connections import queries
from deskplane.connections.events import ConnectionVerified
from deskplane.connections.reach import Reach
from deskplane.connections.verifying import Verdict, verify
from deskplane.connections.vocabulary import UPDATE
from deskplane.kernel import clock, events
from deskplane.kernel.db import AWAY, Database, Record, Role, Tenant
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.stream import whisper

TICK_SECONDS: Final = 1.0
AT_ONCE: Final = 4
log = structlog.get_logger(__name__)


async def run(db: Database, reach: Reach) -> None:
    """Prove what was asked for, until cancelled."""
    while True:
        try:
            await verify_due(db, reach)
        except (UnavailableError, *AWAY):
            log.info("connections.database_away")
        except Exception:
            log.exception("connections.worker_failed")
        with suppress(TimeoutError):
            await asyncio.wait_for(reach.verify_wake.wait(), TICK_SECONDS)
        reach.verify_wake.clear()


async def verify_due(db: Database, reach: Reach) -> None:
    """Prove every connection whose turn it is."""
    now = clock.now()
    async with db.transaction(role=Role.DISPATCHER) as tx:
        orgs: list[UUID] = [row[0] for row in await tx.fetch(queries.ORGS_DUE, now)]
    turns = asyncio.Semaphore(AT_ONCE)
    for org_id in orgs:
        tenant = Tenant(org_id)
        async with db.transaction(tenant) as tx:
            rows = await queries.claim(tx, now)
        await asyncio.gather(*(_prove(db, reach, tenant, row, turns) for row in rows))


async def _prove(db: Database, reach: Reach, tenant: Tenant, row: Record, turns: asyncio.Semaphore) -> None:
    async with turns:
        verdict = await verify(reach, row)
    async with db.transaction(tenant) as tx:
        version = await tx.fetchval(
            queries.VERIFIED,
            row["id"],
            row["verification_due"],
            verdict.health,
            clock.now(),
            verdict.status,
            verdict.error,
            verdict.kept(),
            verdict.options_kept(),
        )
        if version is None:
            return  # it took so long that another process did it
        await events.append(tx, [_told(row, version, verdict)])
        await whisper(tx, UPDATE, subject_type="connection", subject=row["id"])


def _told(row: Record, version: int, verdict: Verdict) -> ConnectionVerified:
    return ConnectionVerified(
        subject=row["id"],
        version=version,
        data={
            "type": row["type"],
            "result": verdict.status,
            "passed": verdict.passed,
            "failed_step": verdict.failed.key if verdict.failed else "",
        },
    )
