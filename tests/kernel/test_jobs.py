"""Outside work: what fails is tried again later, not at once, and is done once."""

import asyncio
from contextlib import suppress

from deskplane.kernel.db import Tenant
from deskplane.kernel.ids import uuid7
from deskplane.kernel.jobs import RETRY, Delivery, put
from tests.fixtures.desk import World

LONG_ENOUGH = 900
ROW = "select state, attempts, last_error from deliveries where org_id = app_org() and subscriber = 'test_flaky'"


async def test_work_that_fails_once_is_done_at_the_second_try(world: World) -> None:
    tried: list[float] = []

    async def deliver(_: Tenant, delivery: Delivery) -> None:
        assert delivery.target == "somewhere"
        tried.append(asyncio.get_running_loop().time())
        if len(tried) == 1:
            raise ConnectionError("nobody is there")

    world.runtime.jobs.sends("test_flaky", deliver)
    async with world.db.transaction(world.org.tenant) as tx:
        assert await put(tx, subscriber="test_flaky", targets=[(uuid7(), "somewhere")]) == 1

    worker = asyncio.create_task(world.runtime.jobs.run())
    try:
        async with asyncio.timeout(60):
            while True:
                async with world.db.transaction(world.org.tenant) as tx:
                    row = await tx.fetchrow(ROW)
                if row is not None and row["state"] == "done":
                    break
                await asyncio.sleep(0.1)
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker

    assert (row["attempts"], len(tried)) == (2, 2)
    assert row["last_error"] == "ConnectionError: nobody is there"
    assert tried[1] - tried[0] >= RETRY.exponential_wait - 0.5


def test_ten_tries_outlast_a_restart_of_the_database() -> None:
    assert RETRY.max_attempts is not None
    waits = [RETRY.exponential_wait ** (attempt + 1) for attempt in range(RETRY.max_attempts - 1)]
    assert sum(waits) > LONG_ENOUGH
