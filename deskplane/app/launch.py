"""Starting in the right order: the database comes up in its own process while this one loads the application."""

import asyncio
import gc
from importlib import import_module
from types import ModuleType, TracebackType

from deskplane.app.embedded_postgres import PostgresSource, RunningPostgres, postgres_source
from deskplane.kernel.settings import Settings


class Starting:
    """A database that was told to start; a source like any other, whose start is under way."""

    def __init__(self, source: PostgresSource) -> None:
        """Begin at once."""
        self._source = source
        self._running = asyncio.create_task(source.start())

    async def start(self) -> RunningPostgres:
        """Wait for the server."""
        return await self._running

    async def stop(self) -> None:
        """Let go of it."""
        await self._source.stop()

    async def __aenter__(self) -> RunningPostgres:
        """Wait for the server."""
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of it."""
        await self.stop()


def source_of(settings: Settings) -> PostgresSource:
    """Return where the database of these settings comes from."""
    url = settings.database_url.get_secret_value() if settings.database_url else None
    return postgres_source(settings.data_dir, url)


def _parts() -> tuple[ModuleType, ModuleType]:
    return import_module("deskplane.app.serve"), import_module("deskplane.app.greeting")


async def launch(settings: Settings, *, worker: bool, demo: bool) -> None:
    """Run the web process, with the worker in it or elsewhere, until told to stop."""
    gc.disable()  # what loads stays: looking through it for garbage costs a sixth of the start
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = Starting(source_of(settings))
    # Loaded here, not at the top, and in a thread: the database comes up meanwhile.
    serving, greeting = await asyncio.to_thread(_parts)
    await serving.serve(settings, worker=worker, before=greeting.greeter(demo=demo), source=source)
