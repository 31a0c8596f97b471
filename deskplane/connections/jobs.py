"""Verifications in the background; no transaction is open while a vendor is asked."""

import asyncio
from contextlib import suppress
from typing import Final
from uuid import UUID

import structlog

from deskplane.agent.messages import STATUS, VerificationStatus
from deskplane.connections import inbox, queries, verifying
from deskplane.connections.agents import SILENT, concluded, is_set_up
from deskplane.connections.events import ConnectionVerified
from deskplane.connections.reach import Reach
from deskplane.connections.vocabulary import UPDATE, CredentialMode
from deskplane.connectors.sdk.proving import Verdict
from deskplane.kernel import clock, events
from deskplane.kernel.db import AWAY, Database, Record, Role, Tenant, Tx
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
            if is_set_up(reach.settings):
                await hear_due(db)
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
        verdict = await _verdict(reach, row)
    async with db.transaction(tenant) as tx:
        version = await tx.fetchval(
            queries.VERIFIED,
            row["id"],
            row["verification_due"],
            verifying.HEALTH[verdict.status],
            clock.now(),
            verdict.status,
            verdict.error,
            verifying.kept(verdict),
            verifying.options_kept(verdict),
        )
        if version is None:
            return  # it took so long that another process did it
        await _announce(tx, row["id"], row["type"], version, verdict)


async def _verdict(reach: Reach, row: Record) -> Verdict:
    """The proof; where the credentials are with the agent, whoever is due here has waited for it in vain."""
    if row["credential_mode"] == CredentialMode.AGENT:
        return SILENT
    return await verifying.verify(reach, row)


async def hear_due(db: Database) -> None:
    """Take what the agent found out about connections."""
    async with db.transaction(role=Role.DISPATCHER) as tx:
        orgs: list[UUID] = [row[0] for row in await tx.fetch(inbox.ORGS, inbox.VERIFICATION)]
    for org_id in orgs:
        async with db.transaction(Tenant(org_id)) as tx:
            for row in await tx.fetch(inbox.VERIFICATIONS):
                status = STATUS.validate_json(row["body"])
                if isinstance(status, VerificationStatus):
                    await _heard(tx, status)
                await tx.execute(inbox.DROP, row["id"])


async def _heard(tx: Tx, status: VerificationStatus) -> None:
    verdict = Verdict(status.steps, status.account, status.options, status.milliseconds)
    version = await concluded(tx, status.connection_id, status.attempt, verdict, heard=True)
    if version is None:
        log.info("connections.answer_overtaken", connection=str(status.connection_id))
        return
    await _announce(tx, status.connection_id, status.connection_type, version, verdict)


async def _announce(tx: Tx, id_: UUID, type_: str, version: int, verdict: Verdict) -> None:
    await events.append(tx, [_told(id_, type_, version, verdict)])
    await whisper(tx, UPDATE, subject_type="connection", subject=id_)


def _told(id_: UUID, type_: str, version: int, verdict: Verdict) -> ConnectionVerified:
    return ConnectionVerified(
        subject=id_,
        version=version,
        data={
            "type": type_,
            "result": verdict.status,
            "passed": verdict.passed,
            "failed_step": verdict.failed.key if verdict.failed else "",
        },
    )
