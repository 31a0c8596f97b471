"""The worker alone, beside web processes on any machine."""

import asyncio
import signal

from deskplane.app.runtime import opened, serving
from deskplane.kernel.settings import Settings


async def work(settings: Settings) -> None:
    """Run until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for kind in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(kind, stop.set)
    async with opened(settings, pool=6) as runtime, serving(runtime, web=False, worker=True):
        await stop.wait()
