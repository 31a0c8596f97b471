"""Processes die at the worst moments under load: what was promised is there, whole, and heard once."""

import asyncio
import random

import pytest

from tests.fixtures.effort import effort
from tests.fixtures.servers import Servers, kill_postmaster
from tests.fixtures.waiting import until
from tests.journeys.desks import Desk, Load, check_heard, check_whole, opened

ROUNDS = 3  # kills of one test, which must end within the time limit of a busy machine
EARLIEST, LATEST = 0.02, 0.6


async def killed_under_load(desk: Desk, name: str) -> Load:
    """Load the desk and kill it at a random moment."""
    load = Load(desk, name)
    task = asyncio.create_task(load.run())
    await asyncio.sleep(random.uniform(EARLIEST, LATEST))
    desk.kill()
    await asyncio.wait_for(task, 30)
    return load


async def ask_again(desk: Desk, load: Load) -> None:
    """Repeat what was sent and not answered, under the same keys."""
    load.desk = desk
    for title in load.unknown:
        assert (await load.create(title)).status == 201


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(effort(2, 34)))
async def test_a_desk_killed_under_load_keeps_every_promise_and_leaves_nothing_half_done(
    servers: Servers, batch: int
):
    data_dir = servers.seeded()
    promised: list[str] = []
    desk = opened(servers, data_dir)
    try:
        for round_ in range(ROUNDS):
            load = await killed_under_load(desk, f"round {round_}")
            desk = opened(servers, data_dir, token=desk.token)
            await check_whole(desk, list(load.acknowledged))
            await ask_again(desk, load)
            promised += load.acknowledged
            assert load.refusals == []
        await check_whole(desk, promised)
        await check_heard(desk)
    finally:
        desk.leave()
    assert len(promised) > ROUNDS * 5


@pytest.mark.slow
async def test_a_database_killed_under_load_comes_back_and_keeps_every_promise(servers: Servers):
    data_dir = servers.seeded()
    desk = opened(servers, data_dir)
    try:
        load = Load(desk, "postmaster")
        task = asyncio.create_task(load.run())
        for _ in range(effort(2, 5)):
            await asyncio.sleep(0.5)
            kill_postmaster(servers.layout(data_dir).data)
            await asyncio.sleep(1.5)
        before = len(load.acknowledged)
        await until(lambda: len(load.acknowledged) > before)  # creates go on
        load.stop()
        await asyncio.wait_for(task, 30)
        assert {(answer.status, "retry-after" in answer.headers) for answer in load.refusals} <= {(503, True)}
        await check_whole(desk, list(load.acknowledged))
        await check_heard(desk)
    finally:
        desk.leave()
