"""A PostgreSQL that somebody else runs."""

import asyncio
import time
from types import TracebackType

import asyncpg

from deskplane.app.embedded_postgres.source import (
    OLDEST_MAJOR,
    MajorVersionError,
    PostgresStartError,
    RunningPostgres,
)

PAUSE = 0.5
SUBJECT = "The database of DESKPLANE_DATABASE_URL"
REFUSALS = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.ClientConfigurationError,
    ValueError,
)


class ExternalPostgres:
    """A server reached by its address; it is checked, never started or stopped."""

    def __init__(self, dsn: str, *, patience: float = 30.0) -> None:
        """Keep the owner's address and how many seconds to wait for a server that is still coming up."""
        self._dsn = dsn
        self._patience = patience

    async def start(self) -> RunningPostgres:
        """Wait until the server answers and check its version."""
        deadline = time.monotonic() + self._patience
        while True:
            try:
                return await self._ask()
            except REFUSALS as error:
                raise PostgresStartError(f"{SUBJECT} refuses: {error}") from error
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                if time.monotonic() >= deadline:
                    reason = str(error) or type(error).__name__
                    raise PostgresStartError(f"{SUBJECT} does not answer: {reason}") from error
            await asyncio.sleep(PAUSE)

    async def stop(self) -> None:
        """Leave the server alone: it is not ours."""

    async def _ask(self) -> RunningPostgres:
        connection = await asyncpg.connect(self._dsn, timeout=5)
        try:
            version = str(await connection.fetchval("show server_version"))
            number = int(await connection.fetchval("show server_version_num"))
        finally:
            await connection.close(timeout=5)
        if number < OLDEST_MAJOR * 10_000:
            raise MajorVersionError(f"{SUBJECT} is PostgreSQL {version}; {OLDEST_MAJOR} or newer is needed")
        return RunningPostgres(self._dsn, version.split(maxsplit=1)[0], number)

    async def __aenter__(self) -> RunningPostgres:
        """Check the server."""
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave it alone."""
        await self.stop()
