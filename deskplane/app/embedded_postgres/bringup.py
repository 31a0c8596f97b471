"""From whatever the last process left behind to a server that answers; callers hold the start lock."""

import asyncio
import logging
import time

from deskplane.app.embedded_postgres.account import CommandFailedError
from deskplane.app.embedded_postgres.cluster import START_SECONDS, STOP_SECONDS, Cluster
from deskplane.app.embedded_postgres.pidfile import end_orphans, is_postmaster_of, read_pidfile
from deskplane.app.embedded_postgres.probe import Answer, Socket, ask
from deskplane.app.embedded_postgres.source import PostgresStartError

log = logging.getLogger("deskplane.postgres")

PAUSE = 0.05
LOST_SOCKET_SECONDS = 5
ORPHAN_SECONDS = 60
MEMORY_IN_USE = "shared memory block"


async def bring_up(cluster: Cluster) -> Socket:
    """Attach to the server of the cluster if it answers, else start it."""
    await cluster.furnish()
    began = time.monotonic()
    while time.monotonic() - began < START_SECONDS:
        socket = cluster.known_socket()
        answer = await ask(socket, cluster.layout.data)
        if answer is Answer.OURS:
            return socket
        if answer is not Answer.BUSY and not await _lives(cluster, answer, time.monotonic() - began):
            await _launch(cluster, time.monotonic() - began)
        await asyncio.sleep(PAUSE)
    raise PostgresStartError(f"PostgreSQL does not answer; see its log in {cluster.layout.log}")


async def take_down(cluster: Cluster) -> None:
    """Stop the server if it runs; one that is still starting is waited for."""
    if cluster.layout.data_major() is None:
        return
    deadline = time.monotonic() + STOP_SECONDS
    answer = Answer.BUSY
    while answer is Answer.BUSY and time.monotonic() < deadline:
        answer = await ask(cluster.known_socket(), cluster.layout.data)
        await asyncio.sleep(0 if answer is not Answer.BUSY else PAUSE)
    if answer is Answer.OURS:
        await cluster.halt()


async def _lives(cluster: Cluster, answer: Answer, waited: float) -> bool:
    """Whether a postmaster of ours is there although it does not let us in."""
    left = read_pidfile(cluster.layout.data)
    if left is None:
        return False
    if not is_postmaster_of(left.pid, cluster.layout.data):
        await cluster.disown(left, socket_too=answer is Answer.REFUSED)
        return False
    if answer is Answer.REFUSED:
        raise PostgresStartError(
            f"The database in {cluster.layout.home} runs (process {left.pid}) but does not accept "
            f"the password in {cluster.layout.password}; put the right one back or stop that process"
        )
    if left.ready and waited > LOST_SOCKET_SECONDS:
        log.warning("PostgreSQL runs but its socket is gone; restarting it")
        await cluster.halt()
    return True


async def _launch(cluster: Cluster, waited: float) -> None:
    try:
        await cluster.launch(await cluster.new_socket())
    except CommandFailedError as error:
        words = await cluster.last_words()
        if MEMORY_IN_USE in words and waited < ORPHAN_SECONDS:
            log.warning("ended %s processes of a PostgreSQL that died", end_orphans(cluster.layout.data))
            return
        left = read_pidfile(cluster.layout.data)
        if left is None or not is_postmaster_of(left.pid, cluster.layout.data):
            message = f"PostgreSQL does not start in {cluster.layout.home}: {words}"
            raise PostgresStartError(message) from error
