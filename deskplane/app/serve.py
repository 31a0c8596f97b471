"""One process that is everything: database, web and worker."""

import asyncio
import gc
import signal
import socket
from collections.abc import Awaitable, Callable, Generator
from contextlib import closing, contextmanager

import uvicorn
from starlette.types import ASGIApp

from deskplane.app.embedded_postgres import PostgresSource
from deskplane.app.runtime import Runtime, opened, serving
from deskplane.app.web import create_app, fronted
from deskplane.kernel.settings import Settings

PORTS_TRIED = 50
SHUTDOWN_SECONDS = 5
ENDING = (signal.SIGINT, signal.SIGTERM)
Before = Callable[[Runtime, int], Awaitable[None]]


def free_port(host: str, wanted: int) -> int:
    """Return ``wanted`` or the next port that is free; 0 stays 0 resolved by the system.

    Raises:
        OSError: fifty ports in a row are busy.
    """
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no free port from {wanted} on {host}")


async def serve(
    settings: Settings,
    *,
    worker: bool = True,
    before: Before | None = None,
    source: PostgresSource | None = None,
) -> None:
    """Run until told to stop; ``before`` runs once the database is there (demo data, greeting)."""
    async with opened(settings, source=source) as runtime:
        app = fronted(create_app(runtime), runtime)
        _collect_from_here()
        port = free_port(settings.host, settings.port)
        if before is not None:
            await before(runtime, port)
        async with serving(runtime, web=True, worker=worker):
            await _listen(app, runtime, port)


def _collect_from_here() -> None:
    """Leave what was loaded out of every later collection; the launcher switched collecting off."""
    gc.freeze()
    gc.enable()


async def _listen(app: ASGIApp, runtime: Runtime, port: int) -> None:
    config = uvicorn.Config(
        app,
        host=runtime.settings.host,
        port=port,
        loop="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        timeout_keep_alive=30,
    )
    server = _Server(config, runtime)
    await server.serve()


class _Server(uvicorn.Server):
    """Ends the live streams first, so that shutting down does not wait for open browsers."""

    def __init__(self, config: uvicorn.Config, runtime: Runtime) -> None:
        super().__init__(config)
        self._runtime = runtime

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """End on a signal without raising it again afterwards: the database is still to be stopped."""
        loop = asyncio.get_running_loop()
        for kind in ENDING:
            loop.add_signal_handler(kind, self.handle_exit, kind, None)
        try:
            yield
        finally:
            for kind in ENDING:
                loop.remove_signal_handler(kind)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._runtime.hub.close()
        await asyncio.sleep(0)
        await super().shutdown(sockets)
