"""The worker's loop over batch subscribers: drain until idle, then wait for the bell or the poll."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog

from deskplane.kernel.db import AWAY, Database
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.eventlog import Subscriber, drain, register

POLL_SECONDS = 0.5
BEHIND = 0.02
log = structlog.get_logger(__name__)


async def pump(db: Database, subscribers: Sequence[Subscriber]) -> int:
    """Drain every subscriber until nothing is left; return how many events were read."""
    total = 0
    while True:
        read = 0
        for subscriber in subscribers:
            for shard in subscriber.shards:
                read += await drain(db, subscriber, shard)
        total += read
        if not read:
            return total


class Dispatcher:
    """Drains subscribers until stopped; survives a database that is away."""

    def __init__(self, db: Database, subscribers: Sequence[Subscriber]) -> None:
        """Serve these subscribers."""
        self._db = db
        self._subscribers = subscribers
        self.wake = asyncio.Event()
        self.wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        registered = False
        while True:
            try:
                if not registered:
                    await register(self._db, self._subscribers)
                    registered = True
                self.wake.clear()
                read = await pump(self._db, self._subscribers)
                # The horizon may lag a moment behind the commit that rang: look again soon.
                await self._rest(BEHIND if read else POLL_SECONDS)
            except (UnavailableError, *AWAY):
                log.info("dispatcher.database_away")
                await asyncio.sleep(POLL_SECONDS)
            except Exception:
                log.exception("dispatcher.failed")
                await asyncio.sleep(POLL_SECONDS)

    async def _rest(self, seconds: float) -> None:
        # Not wait_for: before Python 3.12 it loses a cancellation that comes in the same turn as the wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.wake.wait()
