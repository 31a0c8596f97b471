"""The database is away for a while: callers are told so at once, and all is well as soon as it is back."""

import asyncio
import os
import signal
import time
from contextlib import suppress
from uuid import uuid4

import psutil
import pytest

from tests.fixtures.effort import effort
from tests.fixtures.servers import Servers, postmaster_pid
from tests.journeys.desks import TICKETS, Answer, Desk, Load, check_heard, check_whole, opened

AWAY_SECONDS = effort(2, 10)
# As long as the machine answers in the usual time; see ``within``.
PATIENCE = 4.0
BACK_SECONDS = 0.5
# So many looks fit into that time; on a busy machine each of them takes longer.
BACK_LOOKS = 12


async def timed(desk: Desk, path: str = TICKETS) -> tuple[Answer, float]:
    began = time.monotonic()
    return await desk.ask("GET", path), time.monotonic() - began


async def usual(desk: Desk) -> float:
    """How long one good look takes on this machine at the moment."""
    await until_back(desk, time.monotonic())
    return (await until_back(desk, time.monotonic()))[0]


def within(limit: float, usual_seconds: float) -> float:
    """The limit on a machine that has nothing else to do, and more on a busy one."""
    return max(limit, 20 * usual_seconds)


async def until_back(desk: Desk, began: float) -> tuple[float, int]:
    """Ask until an answer is good; return how long that took, and how many looks."""
    looks = 0
    while True:
        looks += 1
        with suppress(OSError, TimeoutError):
            reading, writing = (
                await desk.ask("GET", TICKETS),
                await desk.ask("POST", TICKETS, {"title": f"back {uuid4()}"}),
            )
            if (reading.status, writing.status) == (200, 201):
                return time.monotonic() - began, looks
        assert time.monotonic() - began < 30, "does not come back"
        await asyncio.sleep(0.02)


@pytest.mark.slow
async def test_while_the_database_is_stopped_the_desk_says_so_and_is_back_at_once(servers: Servers):
    data_dir = servers.seeded()
    source = servers.source(data_dir, watch=False)
    running = await source.start()
    desk = opened(servers, servers.folder / "desk", dsn=running.dsn)
    try:
        load = Load(desk, "away", clients=3)
        task = asyncio.create_task(load.run())
        pace = await usual(desk)
        await source.stop()
        answers: list[tuple[Answer, float]] = []
        end = time.monotonic() + AWAY_SECONDS
        while time.monotonic() < end:
            answers.append(await timed(desk))
            await asyncio.sleep(0.05)
        health, _ = await timed(desk, "/health")
        ready, _ = await timed(desk, "/ready")
        assert (await source.start()).dsn == running.dsn
        waited, looks = await until_back(desk, time.monotonic())
        await asyncio.sleep(0.2)
        load.stop()
        await asyncio.wait_for(task, 30)

        assert {answer.status for answer, _ in answers} == {503}
        assert {answer.headers["content-type"] for answer, _ in answers} == {"application/problem+json"}
        assert all(int(answer.headers["retry-after"]) >= 1 for answer, _ in answers)
        assert max(seconds for _, seconds in answers) < within(PATIENCE, pace)
        assert (health.status, ready.status) == (200, 503)
        assert waited < within(BACK_SECONDS, pace) or looks <= BACK_LOOKS
        assert (load.unknown, {a.status for a in load.refusals}) == ([], {503})
        await check_whole(desk, list(load.acknowledged))
        await check_heard(desk)
    finally:
        desk.leave()
        await source.stop()


def frozen(pid: int, how: signal.Signals) -> None:
    """Stop or wake a postmaster and all of its children."""
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            os.kill(process.pid, how)


@pytest.mark.slow
async def test_a_database_that_hangs_delays_and_loses_nothing(servers: Servers):
    data_dir = servers.seeded()
    source = servers.source(data_dir, watch=False)
    running = await source.start()
    desk = opened(servers, servers.folder / "desk", dsn=running.dsn)
    postmaster = postmaster_pid(servers.layout(data_dir).data)
    try:
        load = Load(desk, "frozen", clients=3)
        task = asyncio.create_task(load.run())
        pace = await usual(desk)
        frozen(postmaster, signal.SIGSTOP)
        try:
            # The quickest of three: whoever waits for the database waits each time.
            health, seconds = min(
                [await timed(desk, "/health") for _ in range(3)], key=lambda found: found[1]
            )
            await asyncio.sleep(AWAY_SECONDS)
        finally:
            frozen(postmaster, signal.SIGCONT)
        waited, looks = await until_back(desk, time.monotonic())
        await asyncio.sleep(0.2)
        load.stop()
        await asyncio.wait_for(task, 30)

        assert health.status == 200
        assert seconds < within(1, pace)
        assert waited < within(BACK_SECONDS, pace) or looks <= BACK_LOOKS
        assert {answer.status for answer in load.refusals} <= {503}
        assert load.unknown == []
        await check_whole(desk, list(load.acknowledged))
        await check_heard(desk)
    finally:
        desk.leave()
        await source.stop()
