"""After a delivery: the record is read again at the vendor, and what it says goes where imports and refreshes go."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import structlog

from deskplane.connections import queries as connections
from deskplane.connections.environment import NotConfiguredError
from deskplane.connections.kinds import manifest_of, sources
from deskplane.connections.reach import Reach
from deskplane.connections.vocabulary import UPDATE, CredentialMode
from deskplane.connectors.sdk.contract import Capability
from deskplane.connectors.sdk.errors import ConnectorError, NotThereError, VendorUnavailableError
from deskplane.connectors.sdk.normal import RemoteTicket
from deskplane.dispatch import refreshing
from deskplane.dispatch.environment import Outside
from deskplane.dispatch.events import OutsideTicketChanged
from deskplane.inbound import queries
from deskplane.inbound.vocabulary import ReadingState
from deskplane.kernel import clock
from deskplane.kernel.db import AWAY, Database, Record, Tenant
from deskplane.kernel.errors import InvalidError, NotFoundError, UnavailableError
from deskplane.kernel.stream import whisper
from deskplane.outbound.redaction import redact
from deskplane.sync import rereading
from deskplane.sync.planning import clean, source_of

LONG: Final = 2000
AGAIN: Final = timedelta(seconds=5)
NOT_OURS: Final = "No ticket here belongs to this record."
NARROWED: Final = (
    "The record is new, and this connection imports only some tickets: the next import decides about it."
)
WITH_AGENT: Final = (
    "The credentials of this connection are with an agent outside, so one record alone cannot be read."
)
IMPORT: Final = "Import tickets again: the agent brings what changed."
SET_UP: Final = "Set the connection up and verify it."
log = structlog.get_logger(__name__)


@dataclass
class Outcome:
    """What reading a record again came to."""

    state: ReadingState = ReadingState.UNCHANGED
    changes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    note: str = ""
    error: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What belongs to a record here."""

    connection: Record
    link: Record | None
    outside: Sequence[Record]
    wants_new: bool

    @property
    def vendor(self) -> str:
        """Whose record it is."""
        return manifest_of(self.connection["type"]).key

    @property
    def narrowed(self) -> bool:
        """Whether only some records are imported."""
        config = self.connection["config"]
        return bool(config.get("projects") or config.get("scope"))


@dataclass
class Reading:
    """A record that this worker holds, with all deliveries that name it."""

    db: Database
    reach: Reach
    outside: Outside
    tenant: Tenant
    rows: Sequence[Record]
    secrets: tuple[str, ...] = ()

    @property
    def connection_id(self) -> UUID:
        """Whose webhooks named it."""
        return self.rows[0]["connection_id"]

    async def go(self) -> None:
        """Read until it is done, given up, or put off until the vendor answers."""
        try:
            outcome = await self._read()
        except VendorUnavailableError as error:
            await self._wait(error.retry_after, error.message, error.fix)
            return
        except asyncio.CancelledError:
            await self._leave()
            raise
        except (UnavailableError, *AWAY):
            log.info("inbound.database_away")  # the lease runs out, and the record is read again
            return
        except Exception as error:
            outcome = self._failed(error)
        await self._finish(outcome)

    def _failed(self, error: Exception) -> Outcome:
        if isinstance(error, ConnectorError):
            return Outcome(ReadingState.FAILED, error=error.message, fix=error.fix)
        if isinstance(error, NotConfiguredError | InvalidError | NotFoundError):
            return Outcome(ReadingState.FAILED, error=str(error), fix=SET_UP)
        log.error("inbound.reading_broke", connection=str(self.connection_id), exc_info=error)
        said = f"Reading it failed inside Deskplane: {type(error).__name__}."
        return Outcome(ReadingState.FAILED, error=said, fix="Look into the server's log for this time.")

    async def _read(self) -> Outcome:
        known = await self._known()
        outcome = Outcome()
        wanted = known.link is not None or (known.wants_new and not known.narrowed)
        if wanted:
            await self._imported(known, outcome)
        elif not known.outside:
            note = NARROWED if known.wants_new else NOT_OURS
            return Outcome(ReadingState.UNKNOWN, note=note)
        if known.outside:
            await self._dispatched(known, outcome)
        if outcome.changes and outcome.state is ReadingState.UNCHANGED:
            outcome.state = ReadingState.CHANGED
        return outcome

    async def _known(self) -> Known:
        row = self.rows[-1]
        async with self.db.transaction(self.tenant) as tx:
            connection = await connections.whole(tx, self.connection_id)
            receiver = await queries.receiver(tx, self.connection_id)
            vendor = manifest_of(connection["type"]).key
            remote_id, key = row["remote_id"], row["remote_key"]
            link = await rereading.link_of(tx, self.connection_id, remote_id, key)
            outside = await refreshing.of_record(tx, vendor, remote_id, key)
        wants_new = bool(receiver and receiver["take_new"]) and connection["type"] in sources()
        return Known(connection, link, outside, wants_new)

    async def _imported(self, known: Known, outcome: Outcome) -> None:
        if known.connection["credential_mode"] == CredentialMode.AGENT:
            outcome.state, outcome.error, outcome.fix = ReadingState.FAILED, WITH_AGENT, IMPORT
            return
        row = self.rows[-1]
        named = known.link["remote_id"] if known.link else row["remote_id"] or row["remote_key"]
        ticket, source = await self._asked(known.connection, named)
        if ticket is None or ticket.deleted:
            await self._gone(known, outcome)
            return
        async with self.db.transaction(self.tenant) as tx:
            id_, changes = await rereading.store(tx, source, ticket, self.secrets)
        outcome.changes += [{"ticket_id": str(id_), **change} for change in changes]

    async def _asked(self, connection: Record, remote_id: str) -> tuple[RemoteTicket | None, Any]:
        """The record as the vendor has it now; None: it is gone, or hidden from us."""
        async with self.reach.open(connection) as (connector, forms):
            self.secrets = forms.secrets
            if Capability.GET not in forms.manifest.capabilities:
                raise InvalidError(f"The connector of {forms.manifest.name} cannot read a single record.")
            try:
                return await connector.get(remote_id), source_of(connection, forms.manifest)
            except NotThereError:
                return None, None

    async def _gone(self, known: Known, outcome: Outcome) -> None:
        if known.link is None:
            outcome.state, outcome.note = ReadingState.UNKNOWN, NOT_OURS
            return
        async with self.db.transaction(self.tenant) as tx:
            await rereading.mark_gone(tx, self.connection_id, known.link["remote_id"])
        outcome.state = ReadingState.GONE
        outcome.note = "The record is gone over there, or hidden from this account. The ticket here stays."

    async def _dispatched(self, known: Known, outcome: Outcome) -> None:
        try:
            found = await refreshing.read_again(self.db, self.outside, self.tenant, known.outside)
        except VendorUnavailableError:
            raise
        except (ConnectorError, NotConfiguredError) as error:
            failed = self._failed(error)
            outcome.state, outcome.error, outcome.fix = failed.state, failed.error, failed.fix
            return
        for event in found:
            outcome.changes += _told(event)

    async def _finish(self, outcome: Outcome) -> None:
        now = clock.now()
        said, fix = self._word(outcome.error), self._word(outcome.fix)
        async with self.db.transaction(self.tenant) as tx:
            args = (outcome.state, outcome.changes, outcome.note, said, fix, now)
            await tx.execute(queries.FINISH, self._ids, self._lease, *args)
            await whisper(tx, UPDATE, subject_type="connection", subject=self.connection_id)

    async def _wait(self, seconds: float, message: str, fix: str) -> None:
        """The vendor asked to wait, or does not answer: nobody sleeps for it."""
        now = clock.now()
        if now >= max(row["wanted_until"] for row in self.rows):
            await self._finish(Outcome(ReadingState.FAILED, error=message, fix=fix))
            return
        again = now + max(timedelta(seconds=seconds), AGAIN)
        async with self.db.transaction(self.tenant) as tx:
            args = (again, self._word(message), self._word(fix), now)
            await tx.execute(queries.WAIT, self._ids, self._lease, *args)
            await whisper(tx, UPDATE, subject_type="connection", subject=self.connection_id)

    async def _leave(self) -> None:
        """This process ends: whoever comes next need not wait for the lease."""
        with suppress(UnavailableError, TimeoutError, *AWAY):
            async with asyncio.timeout(2), self.db.transaction(self.tenant) as tx:
                now = clock.now()
                await tx.execute(queries.WAIT, self._ids, self._lease, now, "", "", now)

    @property
    def _ids(self) -> list[UUID]:
        return [row["id"] for row in self.rows]

    @property
    def _lease(self) -> Any:
        return self.rows[0]["leased_until"]

    def _word(self, said: str) -> str:
        return redact(clean(said), self.secrets)[:LONG]


def _told(event: OutsideTicketChanged) -> list[dict[str, Any]]:
    return [
        {
            "job_id": event.data["job_id"],
            "field": name,
            "before": str(before or ""),
            "after": str(after or ""),
        }
        for name, (before, after) in event.changes.items()
    ]
