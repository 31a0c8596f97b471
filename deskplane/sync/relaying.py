"""Runs whose tickets the agent outside reads: its messages are stored in their order, each once.

The run's lease is the agent's: every message moves it on. Silence ends it, and the agent is asked again, from the
cursor on, under the next attempt; whatever an older attempt still says is thrown away.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final
from uuid import UUID

import structlog

from deskplane.agent.messages import STATUS, Phase, SyncStatus
from deskplane.connections import agents, inbox, kinds, queries as connections
from deskplane.connections.reach import Reach
from deskplane.connections.vocabulary import Health
from deskplane.connectors.sdk.errors import VendorUnavailableError
from deskplane.connectors.sdk.normal import Cursor, Page
from deskplane.kernel import clock, statistics
from deskplane.kernel.db import AWAY, Database, Record, Role, Tenant, Tx
from deskplane.kernel.errors import UnavailableError
from deskplane.sync import queries
from deskplane.sync.planning import source_of
from deskplane.sync.running import LostError, Running
from deskplane.sync.storing import Storing
from deskplane.sync.vocabulary import AGENT_LEASE, RunState

TICK_SECONDS: Final = 1.0
START: Final = Cursor("")
log = structlog.get_logger(__name__)


async def run(db: Database, reach: Reach) -> None:
    """Store what the agent reads, if there is one, until cancelled."""
    while agents.is_set_up(reach.settings):
        try:
            await hear_due(db, reach)
        except (UnavailableError, *AWAY):
            log.info("sync.database_away")
        except Exception:
            log.exception("sync.relay_failed")
        with suppress(TimeoutError):
            await asyncio.wait_for(reach.relay_wake.wait(), TICK_SECONDS)
        reach.relay_wake.clear()


async def hear_due(db: Database, reach: Reach) -> None:
    """Store everything that is there and whose turn it is."""
    async with db.transaction(role=Role.DISPATCHER) as tx:
        orgs: list[UUID] = [row[0] for row in await tx.fetch(inbox.ORGS, inbox.SYNC)]
    for org_id in orgs:
        tenant = Tenant(org_id)
        async with db.transaction(tenant) as tx:
            runs: list[UUID] = [row[0] for row in await tx.fetch(inbox.RUNS)]
        for run_id in runs:
            while await _step(db, reach, tenant, run_id):
                pass


async def _step(db: Database, reach: Reach, tenant: Tenant, run_id: UUID) -> bool:
    """Work on the next message of a run; False if there is none that can be worked on now."""
    async with db.transaction(tenant) as tx:
        row = await tx.fetchrow(queries.WHOLE + " for update", run_id)
        alive = row is not None and row["state"] == RunState.IN_PROGRESS
        attempt, seq = (row["agent_attempt"], row["agent_seq"]) if row is not None else (0, 0)
        await _tidied(tx, reach, row, run_id, alive=alive)
        await tx.execute(inbox.DROP_USED, run_id, attempt, seq, alive)
        if row is None or not alive:
            return False
        beats = await tx.fetchval(inbox.BEATS, run_id)
        found = await tx.fetchrow(inbox.NEXT, run_id, attempt, seq + 1)
        if beats and row["leased_until"] is not None:
            until = clock.now() + AGENT_LEASE
            await queries.hold(tx, run_id, row["leased_until"], until)
            row = await tx.fetchrow(queries.WHOLE, run_id)
    if found is None or row is None:
        return False
    status = STATUS.validate_json(found["body"])
    if isinstance(status, SyncStatus):
        await Relayed(db, reach, tenant, row, status=status, span=AGENT_LEASE).go()
    async with db.transaction(tenant) as tx:
        await tx.execute(inbox.DROP, found["id"])
    return True


async def _tidied(tx: Tx, reach: Reach, row: Record | None, run_id: UUID, *, alive: bool) -> None:
    """A run that is over here is over there, too, should the word of it have been lost."""
    if row is None or alive:
        return
    connection = await connections.whole(tx, row["connection_id"])
    agents.call_back(tx, reach, connection, run_id)


@dataclass(kw_only=True)
class Relayed(Running):
    """One message of the agent, stored as a page that was read here would be."""

    status: SyncStatus

    def __post_init__(self) -> None:
        """The time it took is that since the run moved last."""
        super().__post_init__()
        self.last = monotonic() - max((clock.now() - self.run["updated_at"]).total_seconds(), 0.0)

    async def _import(self) -> None:
        status = self.status
        if status.phase is Phase.COUNTED:
            await self._counted()
        elif status.phase is Phase.TICKETS:
            await self._tickets()
        elif status.phase is Phase.WAITING:
            raise VendorUnavailableError(status.error, retry_after=status.retry_after, fix=status.fix)
        elif status.phase is Phase.FAILED:
            health = Health.FAILED if status.locked_out else None
            await self._end(RunState.FAILED, status.error, status.fix, health)

    async def _counted(self) -> None:
        stats = self.status.stats
        async with self.db.transaction(self.tenant) as tx:
            await self._hold(tx)
            await self._moved(tx)
            if stats is not None:
                await tx.execute(queries.TOTAL, self.run["id"], stats.total, stats.exact)
            await self._tell(tx)

    async def _tickets(self) -> None:
        status = self.status
        async with self.db.transaction(self.tenant) as tx:
            connection = await connections.whole(tx, self.run["connection_id"])
        source = source_of(connection, kinds.manifest_of(connection["type"]))
        page = Page(tickets=status.tickets, cursor=status.cursor or START, failures=status.failures)
        await self._store(page, Storing(source, self.run["id"]))
        await statistics.after_growth(self.db)
        if status.cursor is not None and status.cursor.finished:
            await self._finish()

    async def _moved(self, tx: Tx, page: Page | None = None) -> dict[str, Any] | None:
        """Use this message's number up; within a page the cursor stays."""
        status = self.status
        if not await tx.fetchval(queries.HEARD, self.run["id"], status.attempt, status.seq):
            raise LostError
        if page is None or status.cursor is None:
            return None
        return await super()._moved(tx, page)
