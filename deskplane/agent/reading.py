"""Reading tickets for a run of the desk: page by page, numbered, so that nothing is taken twice or out of order."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog
from pydantic import TypeAdapter

from deskplane.agent.calling import CallFailedError
from deskplane.agent.messages import Phase, SyncStatus, SyncTickets
from deskplane.agent.working import Agent, Filled, key_of, place_of
from deskplane.connectors.sdk.contract import Capability
from deskplane.connectors.sdk.errors import ConnectorError, CredentialsRejectedError, VendorUnavailableError
from deskplane.connectors.sdk.normal import Failure, Page, RemoteTicket
from deskplane.kernel import clock
from deskplane.kernel.ids import uuid7
from deskplane.outbound.redaction import redact

BEAT_SECONDS: Final = 5.0
LARGEST: Final = 400_000
"""Bytes of tickets in one message; a single ticket may be larger."""

TEXT: Final = 200_000
_TICKET: Final = TypeAdapter(RemoteTicket)
log = structlog.get_logger(__name__)


def begin(agent: Agent, errand: SyncTickets) -> None:
    """Begin to read, unless that is being done.

    Raises:
        NotReadyError: there are no credentials for it.
    """
    if agent.overtaken(errand):
        return
    agent.read(errand, Reader(agent, errand, agent.filled(errand)).run())


@dataclass
class Reader:
    """One attempt to read what a run wants."""

    agent: Agent
    errand: SyncTickets
    filled: Filled
    seq: int = 0

    async def run(self) -> None:
        """Read until the end, a reason to wait, or a word that it is not wanted."""
        beating = asyncio.create_task(self._beat())
        try:
            await self._read()
        except CallFailedError as error:
            log.info("agent.sync_ended", run=str(self.errand.run_id), reason=error.message)
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    async def _read(self) -> None:
        try:
            async with self.agent.opened(key_of(self.errand), self.filled) as connector:
                await self._count(connector)
                await self._pages(connector.pull(self.errand.window, self.errand.cursor))
        except VendorUnavailableError as error:
            wait = max(error.retry_after, 1.0)
            await self._tell(
                Phase.WAITING, error=self._masked(error.message), fix=error.fix, retry_after=wait
            )
        except ConnectorError as error:
            locked = isinstance(error, CredentialsRejectedError)
            said, fix = self._masked(error.message), self._masked(error.fix)
            await self._tell(Phase.FAILED, error=said, fix=fix, locked_out=locked)
        except CallFailedError:
            raise
        except Exception as error:
            log.warning("agent.sync_broke", run=str(self.errand.run_id), **place_of(error))
            said = f"The import failed inside the agent: {type(error).__name__}."
            await self._tell(Phase.FAILED, error=said, fix="Look into the agent's log for this time.")

    async def _count(self, connector: Any) -> None:
        if self.errand.counted or Capability.STATS not in self.filled.manifest.capabilities:
            return
        try:
            stats = await connector.stats(self.errand.window)
        except VendorUnavailableError:
            raise
        except ConnectorError as error:
            log.info("agent.not_counted", kind=type(error).__name__)
            return
        await self._tell(Phase.COUNTED, stats=stats)

    async def _pages(self, pages: AsyncIterator[Page]) -> None:
        async for page in pages:
            failures = tuple(
                Failure(one.remote_id, self._masked(one.message)[:2000]) for one in page.failures
            )
            *before, last = parts(self._plain(ticket) for ticket in page.tickets)
            for tickets in before:
                await self._tell(Phase.TICKETS, tickets=tuple(tickets))
            await self._tell(Phase.TICKETS, tickets=tuple(last), failures=failures, cursor=page.cursor)
            if page.cursor.finished:
                return

    def _plain(self, ticket: RemoteTicket) -> RemoteTicket:
        """A record without what the desk does not store; the vendor's words about it are masked."""
        notices = tuple(replace(one, message=self._masked(one.message)) for one in ticket.notices)
        return replace(ticket, raw={}, description=ticket.description[:TEXT], notices=notices)

    def _masked(self, said: str) -> str:
        return redact(said, self.filled.secrets)

    async def _tell(self, phase: Phase, **said: Any) -> None:
        self.seq += 1
        await self.agent.tell(self._status(phase, self.seq, **said))

    def _status(self, phase: Phase, seq: int, **said: Any) -> SyncStatus:
        errand = self.errand
        return SyncStatus(
            message_id=uuid7(),
            tenant_id=errand.tenant_id,
            connection_id=errand.connection_id,
            connection_type=errand.connection_type,
            sent_at=clock.now(),
            run_id=errand.run_id,
            attempt=errand.attempt,
            seq=seq,
            phase=phase,
            **said,
        )

    async def _beat(self) -> None:
        """Say that this goes on, while the other desk takes its time."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            with suppress(CallFailedError):
                await self.agent.publisher.publish(self._status(Phase.ALIVE, 0))


def parts(tickets: Iterator[RemoteTicket]) -> list[Sequence[RemoteTicket]]:
    """Tickets in messages of a bearable size, in their order; at least one message."""
    found: list[list[RemoteTicket]] = [[]]
    size = 0
    for ticket in tickets:
        length = len(_TICKET.dump_json(ticket))
        if found[-1] and size + length > LARGEST:
            found.append([])
            size = 0
        found[-1].append(ticket)
        size += length
    return list(found)
