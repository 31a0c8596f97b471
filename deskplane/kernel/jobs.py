"""Outside work: a delivery row and a Procrastinate job, both in the transaction that decided on them.

The job carries only the delivery's id; the task claims the delivery and leaves if it is done, so a crash in between
makes no second effect. Procrastinate lives in its own schema with a small pool of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException

from deskplane.kernel.db import Database, Tenant, Tx
from deskplane.kernel.ids import uuid7

TASK = "deliver"
QUEUE = "outside"
POLL_SECONDS = 0.5
POOL = 3
STALLED_SECONDS = 60
# After 2, 4, 8 … seconds: ten tries take half an hour, longer than a restart or a move of the database.
RETRY = RetryStrategy(max_attempts=10, exponential_wait=2)
log = structlog.get_logger(__name__)

PUT = """
with made as (
    insert into deliveries (org_id, id, event_id, subscriber, target)
    select app_org(), d.id, d.event_id, $2, d.target from jsonb_to_recordset($1::jsonb)
        as d(id uuid, event_id uuid, target text)
    on conflict (org_id, event_id, subscriber, target) do nothing
    returning id
)
select defer_delivery($3, $4, id, $5) from made
"""
CLAIM = """
update deliveries set attempts = attempts + 1 where org_id = app_org() and id = $1 and state = 'waiting'
returning subscriber, target, event_id
"""
DONE = "update deliveries set state = 'done', done_at = now() where org_id = app_org() and id = $1"
FAILED = "update deliveries set last_error = $2 where org_id = app_org() and id = $1"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One piece of outside work: what happened (``event_id``) and where it goes (``target``)."""

    id: UUID
    event_id: UUID
    subscriber: str
    target: str


Deliver = Callable[[Tenant, Delivery], Awaitable[None]]


async def put(
    tx: Tx, *, subscriber: str, targets: Sequence[tuple[UUID, str]], run_at: datetime | None = None
) -> int:
    """Note deliveries of ``(event id, target)`` and defer their jobs; those noted before are left alone.

    Returns how many are new.
    """
    rows = [{"id": uuid7(), "event_id": event_id, "target": target} for event_id, target in targets]
    return len(await tx.fetch(PUT, rows, subscriber, QUEUE, TASK, run_at))


class JobQueue:
    """The Procrastinate worker of this process and its own small pool."""

    def __init__(self, dsn: str) -> None:
        """Work on the queue at ``dsn``; nothing is opened yet."""
        options = "-c role=deskplane_dispatcher -c search_path=procrastinate"
        self._connector = PsycopgConnector(
            conninfo=dsn, kwargs={"options": options}, min_size=1, max_size=POOL
        )
        self.app = App(connector=self._connector)
        self._senders: dict[str, Deliver] = {}

    def sends(self, subscriber: str, deliver: Deliver) -> None:
        """Let ``deliver`` do the outside work of ``subscriber``; it runs without an open transaction."""
        self._senders[subscriber] = deliver

    async def run_delivery(self, db: Database, org_id: UUID, delivery_id: UUID) -> None:
        """Claim a delivery, do it, mark it done; raise to have it retried."""
        tenant = Tenant(org_id)
        async with db.transaction(tenant) as tx:
            row = await tx.fetchrow(CLAIM, delivery_id)
        if row is None:
            return
        delivery = Delivery(delivery_id, row["event_id"], row["subscriber"], row["target"])
        try:
            await self._senders[delivery.subscriber](tenant, delivery)
        except Exception as error:
            async with db.transaction(tenant) as tx:
                await tx.execute(FAILED, delivery_id, f"{type(error).__name__}: {error}"[:2000])
            raise
        async with db.transaction(tenant) as tx:
            await tx.execute(DONE, delivery_id)

    def bind(self, db: Database) -> None:
        """Register the one task of the house."""

        async def deliver(org_id: str, delivery_id: str) -> None:
            await self.run_delivery(db, UUID(org_id), UUID(delivery_id))

        self.app.task(name=TASK, queue=QUEUE, retry=RETRY)(deliver)

    async def run(self) -> None:
        """Work until cancelled; reconnect when the database was away."""
        while True:
            try:
                async with self.app.open_async():
                    await self.app.run_worker_async(
                        queues=[QUEUE],
                        concurrency=4,
                        fetch_job_polling_interval=POLL_SECONDS,
                        install_signal_handlers=False,
                        stalled_worker_timeout=STALLED_SECONDS,
                    )
            except (ConnectorException, OSError):
                log.info("jobs.database_away")
                await asyncio.sleep(POLL_SECONDS)
            except Exception:
                log.exception("jobs.worker_failed")
                await asyncio.sleep(STALLED_SECONDS)
