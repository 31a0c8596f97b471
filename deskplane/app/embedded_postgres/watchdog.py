"""Keeps a server up while a process uses it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg

from deskplane.app.embedded_postgres.probe import Socket
from deskplane.app.embedded_postgres.source import PostgresStartError

log = logging.getLogger("deskplane.postgres")

SHORTEST = 0.1
LONGEST = 5.0
STEADY = 30.0


class Watchdog:
    """Holds one idle connection; the server's death closes it at once, and the server is brought up again."""

    def __init__(self, bring_up: Callable[[], Awaitable[Socket]]) -> None:
        """Take the way to bring the server up, whoever else may be doing so."""
        self._bring_up = bring_up
        self._task: asyncio.Task[None] | None = None

    def start(self, socket: Socket) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._watch(socket), name="postgres-watchdog")

    async def stop(self) -> None:
        """Stop watching."""
        task, self._task = self._task, None
        if task:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _watch(self, socket: Socket) -> None:
        pause = SHORTEST
        while True:
            began = time.monotonic()
            await _until_lost(socket)
            if time.monotonic() - began > STEADY:
                pause = SHORTEST
            try:
                socket = await self._bring_up()
                log.warning("PostgreSQL was lost and is back")
            except (PostgresStartError, OSError) as error:
                log.warning("PostgreSQL was lost: %s; trying again in %.1f s", error, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST)


async def _until_lost(socket: Socket) -> None:
    lost = asyncio.Event()
    try:
        connection = await socket.connect()
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return
    connection.add_termination_listener(lambda _: lost.set())
    try:
        await lost.wait()
    finally:
        connection.terminate()
