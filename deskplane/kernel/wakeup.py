"""Wake-ups between processes: NOTIFY after commit, coalesced, with polling as the net."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg
import structlog

from deskplane.kernel.db import AWAY, Database

WAKE = "deskplane_wake"
STREAM = "deskplane_stream"
FORGET = "deskplane_forget"
GAP_SECONDS = 0.01
RECONNECT_SECONDS = 0.2
log = structlog.get_logger(__name__)


class Bell:
    """Rings once for any number of commits: sets a local event and sends one NOTIFY for other processes.

    NOTIFY inside busy transactions serialises their commits, so it is sent from a connection of its own afterwards.
    """

    def __init__(self, db: Database) -> None:
        """Ring over ``db``."""
        self._db = db
        self._due = asyncio.Event()
        self.local: list[asyncio.Event] = []

    def ring(self) -> None:
        """Say that events were committed."""
        self._due.set()
        for waiter in self.local:
            waiter.set()

    async def run(self) -> None:
        """Send the NOTIFYs until cancelled."""
        while True:
            await self._due.wait()
            self._due.clear()
            with suppress(*AWAY):
                await self._db.pool.execute(f"notify {WAKE}")
            await asyncio.sleep(GAP_SECONDS)


Listener = Callable[[str], None]


class Ears:
    """The one LISTEN connection of a process; it reconnects by itself."""

    def __init__(self, dsn: str) -> None:
        """Listen at ``dsn``."""
        self._dsn = dsn
        self._listeners: dict[str, list[Listener]] = defaultdict(list)
        self._restored: list[Callable[[], None]] = []

    def on(self, channel: str, listener: Listener) -> None:
        """Call ``listener`` with each payload of ``channel``; register before ``run``."""
        self._listeners[channel].append(listener)

    def on_restored(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after a gap in which notifications may have been missed."""
        self._restored.append(listener)

    async def run(self) -> None:
        """Listen until cancelled."""
        first = True
        while True:
            try:
                await self._listen(first=first)
            except AWAY:
                log.info("listen.lost")
            first = False
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self, *, first: bool) -> None:
        connection = await asyncpg.connect(self._dsn, timeout=3)
        closed = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: closed.set())
            for channel in self._listeners:
                await connection.add_listener(channel, self._hear)
            if not first:
                for restored in self._restored:
                    restored()
            await closed.wait()
        finally:
            connection.terminate()

    def _hear(self, _connection: Any, _pid: int, channel: str, payload: object) -> None:
        for listener in self._listeners[channel]:
            listener(str(payload))
