"""The dispatcher ends when it is told to, whatever happens in the same moment."""

import asyncio

from deskplane.kernel.dispatcher import Dispatcher
from tests.fixtures.desk import World


async def resting(dispatcher: Dispatcher) -> None:
    """Wait until the dispatcher has nothing left to read."""
    quiet = 0
    async with asyncio.timeout(20):
        while quiet < 3:
            await asyncio.sleep(0.1)
            quiet = 0 if dispatcher.wake.is_set() else quiet + 1


async def test_a_cancellation_in_the_moment_of_a_wake_up_is_heard(world: World) -> None:
    dispatcher = Dispatcher(world.db, list(world.runtime.log.subscribers.values()))
    task = asyncio.create_task(dispatcher.run())
    await asyncio.sleep(0.3)
    await resting(dispatcher)

    dispatcher.wake.set()
    await asyncio.sleep(0)
    task.cancel()

    _, running = await asyncio.wait([task], timeout=20)
    for left in running:
        left.cancel()
    assert not running
