"""One import from beginning to end: pull, store, note where it stands; it can be stopped and taken up again anywhere.

Every page is one transaction that first makes sure that the run is still ours. So a cancel, or another worker that
took the run over, can never be followed by a write.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final, TypeVar

import asyncpg
import structlog

from deskplane.connections import queries as connections, service as connections_service
from deskplane.connections.environment import Forms, NotConfiguredError
from deskplane.connections.reach import Reach
from deskplane.connections.vocabulary import UPDATE, CredentialMode, Health
from deskplane.connectors.sdk.contract import Capability
from deskplane.connectors.sdk.errors import ConnectorError, CredentialsRejectedError, VendorUnavailableError
from deskplane.connectors.sdk.normal import Cursor, Page, RemoteTicket, Window
from deskplane.kernel import clock, events, statistics
from deskplane.kernel.db import AWAY, Database, Record, Tenant, Tx
from deskplane.kernel.errors import InvalidError, NotFoundError, UnavailableError
from deskplane.kernel.events import SYSTEM
from deskplane.kernel.rows import By
from deskplane.kernel.stream import whisper
from deskplane.outbound.redaction import redact
from deskplane.sync import queries
from deskplane.sync.events import ImportEnded
from deskplane.sync.handing import ask_agent
from deskplane.sync.planning import clean, source_of
from deskplane.sync.storing import Stored, Storing
from deskplane.sync.vocabulary import AGENT_LEASE, LEASE, LONGEST, RunState
from deskplane.vocabulary.origin import Origin

WATCH_SECONDS: Final = 1.0
HOUSE: Final = By(SYSTEM, Origin.SYSTEM)
T = TypeVar("T")
log = structlog.get_logger(__name__)


class LostError(Exception):
    """The run is not ours any more: it was cancelled, or another worker has it."""


@dataclass
class Running:
    """A run that this worker holds."""

    db: Database
    reach: Reach
    tenant: Tenant
    run: Record
    lease: datetime = field(init=False)
    span: timedelta = LEASE
    secrets: tuple[str, ...] = ()
    last: float = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        """Begin with the lease that the claim gave."""
        self.lease = self.run["leased_until"]

    async def go(self) -> None:
        """Import until the end, a cancel, or a reason to wait."""
        try:
            await self._import()
        except LostError:
            log.info("sync.run_lost", run=str(self.run["id"]))
        except asyncio.CancelledError:
            await self._leave()
            raise
        except VendorUnavailableError as error:
            await self._wait(error)
        except (UnavailableError, *AWAY):
            log.info("sync.database_away")  # the lease runs out, and the run is taken up again
        except Exception as error:
            said, fix, health = self._reason(error)
            await self._end(RunState.FAILED, said, fix, health)

    def _reason(self, error: Exception) -> tuple[str, str, Health | None]:
        """Why a run cannot go on, what helps, and what it means for the connection."""
        if isinstance(error, ConnectorError):
            locked_out = isinstance(error, CredentialsRejectedError)
            return error.message, error.fix, Health.FAILED if locked_out else None
        if isinstance(error, NotConfiguredError | InvalidError | NotFoundError):
            return str(error), "Set the connection up and verify it.", None
        log.error("sync.run_broke", run=str(self.run["id"]), exc_info=error)
        said = f"The import failed inside Deskplane: {type(error).__name__}."
        return said, "Look into the server's log for this time.", None

    async def _import(self) -> None:
        async with self.db.transaction(self.tenant) as tx:
            connection = await connections.whole(tx, self.run["connection_id"])
        if connection["credential_mode"] == CredentialMode.AGENT:
            await self._hand_over(connection)
            return
        async with self.reach.open(connection) as (connector, forms):
            self.secrets = forms.secrets
            window = window_of(self.run)
            await self._count(connector, forms, window)
            storing = Storing(source_of(connection, forms.manifest), self.run["id"], self.secrets)
            pages = aiter(connector.pull(window, _cursor(self.run["cursor"])))
            await self._pages(pages, storing)
        await self._finish()

    async def _hand_over(self, connection: Record) -> None:
        """Who keeps the credentials reads; what it finds comes back in messages, and ``relaying`` stores it."""
        self.span = AGENT_LEASE
        async with self.db.transaction(self.tenant) as tx:
            await self._hold(tx)
            attempt = await tx.fetchval(queries.HANDED, self.run["id"])
        await ask_agent(self.reach, connection, self.run, attempt, window_of(self.run))

    async def _pages(self, pages: AsyncIterator[Page], storing: Storing) -> None:
        """The next page is fetched while the last one is stored."""
        fetching = asyncio.ensure_future(anext(pages, None))
        growth = statistics.Growth(self.db)
        try:
            while (page := await self._watched(fetching)) is not None:
                if not page.cursor.finished:
                    fetching = asyncio.ensure_future(anext(pages, None))
                await self._store(page, storing)
                await growth.look()
                if page.cursor.finished:
                    return
        finally:
            fetching.cancel()
            await asyncio.gather(fetching, growth.end(), return_exceptions=True)

    async def _count(self, connector: Any, forms: Forms, window: Window) -> None:
        if (
            self.run["total"] is not None
            or self.run["only_changes"]
            or Capability.STATS not in forms.manifest.capabilities
        ):
            return
        try:
            stats = await self._watched(asyncio.ensure_future(connector.stats(window)))
        except VendorUnavailableError:
            raise
        except ConnectorError as error:
            log.info("sync.not_counted", kind=type(error).__name__)
            return
        async with self.db.transaction(self.tenant) as tx:
            await self._hold(tx)
            await tx.execute(queries.TOTAL, self.run["id"], stats.total, stats.exact)
            await self._tell(tx)

    async def _watched(self, work: Awaitable[T]) -> T:
        """Wait for the vendor, and let go within a second when the run is cancelled meanwhile."""
        task = asyncio.ensure_future(work)
        while True:
            done, _ = await asyncio.wait({task}, timeout=WATCH_SECONDS)
            if done:
                return task.result()
            try:
                async with self.db.transaction(self.tenant) as tx:
                    await self._hold(tx)
            except BaseException:
                task.cancel()
                raise

    async def _store(self, page: Page, storing: Storing) -> None:
        failures = {clean(one.remote_id) or "?": one.message for one in page.failures}
        try:
            async with self.db.transaction(self.tenant, resumable=True) as tx:
                await self._hold(tx)
                stored = await storing.page(tx, page.tickets)
                await self._note(tx, page, stored, failures)
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, ValueError, InvalidError):
            async with self.db.transaction(self.tenant) as tx:
                await self._hold(tx)
                stored = await self._singly(tx, page.tickets, storing, failures)
                await self._note(tx, page, stored, failures)

    async def _singly(
        self, tx: Tx, tickets: tuple[RemoteTicket, ...], storing: Storing, failures: dict[str, str]
    ) -> Stored:
        """One record spoilt the page: find it, name it, keep the others."""
        created = changed = unchanged = 0
        for ticket in tickets:
            try:
                async with tx.savepoint():
                    one = await storing.page(tx, [ticket])
            except (
                asyncpg.DataError,
                asyncpg.IntegrityConstraintViolationError,
                ValueError,
                InvalidError,
            ) as e:
                failures[clean(ticket.remote_id)] = f"It cannot be stored: {str(e).splitlines()[0]}"
                continue
            created, changed = created + one.created, changed + one.changed
            unchanged += one.unchanged
        return Stored(created, changed, unchanged)

    async def _note(self, tx: Tx, page: Page, stored: Stored, failures: dict[str, str]) -> None:
        masked = {name: redact(clean(said), self.secrets)[:2000] for name, said in failures.items()}
        failed = await queries.note_failures(tx, self.run["id"], masked)
        took, self.last = max(monotonic() - self.last, 0.001), monotonic()
        cursor = await self._moved(tx, page)
        counts = (stored.created, stored.changed, stored.unchanged, failed)
        rate = sum(counts) / took
        await tx.fetch(queries.PAGE, self.run["id"], cursor, *counts, rate, took, clock.now())
        await self._tell(tx)

    async def _moved(self, tx: Tx, page: Page) -> dict[str, Any] | None:
        """Where the run stands after a page, as it is kept."""
        del tx
        return {"at": page.cursor.at, "id": page.cursor.id, "finished": page.cursor.finished}

    async def _hold(self, tx: Tx) -> None:
        until = clock.now() + self.span
        if not await queries.hold(tx, self.run["id"], self.lease, until):
            raise LostError
        self.lease = until

    async def _finish(self) -> None:
        async with self.db.transaction(self.tenant) as tx:
            row = await queries.shown(tx, self.run["connection_id"], self.run["id"])
        state = RunState.PARTIAL if row["failed_count"] else RunState.SUCCESS
        await self._end(state, "", "")

    async def _wait(self, error: VendorUnavailableError) -> None:
        """The vendor asked to wait: the run goes on by itself, and no worker sleeps for it."""
        now = clock.now()
        if now - self.run["created_at"] > LONGEST:
            await self._end(RunState.FAILED, error.message, error.fix)
            return
        again = now + timedelta(seconds=max(error.retry_after, 1.0))
        said, fix = redact(error.message, self.secrets), redact(error.fix, self.secrets)
        async with self.db.transaction(self.tenant) as tx:
            args = (self.run["id"], self.lease, again, said, fix, now)
            if await tx.fetchval(queries.WAIT, *args):
                await self._tell(tx)

    async def _end(self, state: RunState, error: str, fix: str, health: Health | None = None) -> None:
        said, now = redact(clean(error), self.secrets)[:2000], clock.now()
        async with self.db.transaction(self.tenant) as tx:
            args = (self.run["id"], self.lease, state, said, redact(clean(fix), self.secrets)[:2000], now)
            row = await tx.fetchrow(queries.END, *args)
            if row is not None:
                await ended(tx, row, health)

    async def _leave(self) -> None:
        """This process ends: whoever comes next need not wait for the lease."""
        with suppress(UnavailableError, TimeoutError, *AWAY):
            async with asyncio.timeout(2), self.db.transaction(self.tenant) as tx:
                now = clock.now()
                await tx.fetchval(queries.WAIT, self.run["id"], self.lease, now, "", "", now)

    async def _tell(self, tx: Tx) -> None:
        await whisper(tx, UPDATE, subject_type="connection", subject=self.run["connection_id"])


async def ended(tx: Tx, row: Record, health: Health | None = None, *, by: By = HOUSE) -> None:
    """Announce the end of a run, and let its connection know."""
    tickets = row["created_count"] + row["changed_count"] + row["unchanged_count"]
    await connections_service.end_sync(
        tx,
        row["connection_id"],
        status=row["state"],
        error=row["error"],
        tickets=tickets,
        at=row["finished_at"],
        health=health,
    )
    data = {
        "connection_id": str(row["connection_id"]),
        "state": row["state"],
        **{name: row[f"{name}_count"] for name in ("created", "changed", "unchanged", "failed")},
    }
    await events.append(tx, [_ended(row, data, by)])


def _ended(row: Record, data: dict[str, Any], by: By) -> ImportEnded:
    return ImportEnded(subject=row["id"], version=row["version"], actor=by.actor, origin=by.origin, data=data)


def window_of(row: Record) -> Window:
    """What a run imports."""
    return Window(created_since=row["created_since"], projects=tuple(row["projects"]), scope=row["scope"])


def _cursor(stored: dict[str, Any] | None) -> Cursor | None:
    """Where to go on; after a run that read to the end the connector looks a little further back."""
    return None if stored is None else Cursor(stored["at"], stored["id"], stored.get("finished", False))
