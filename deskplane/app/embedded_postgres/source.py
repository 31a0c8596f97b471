"""What the rest of the house knows of a database server."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol
from urllib.parse import quote, urlsplit, urlunsplit

OLDEST_MAJOR = 15


class PostgresStartError(RuntimeError):
    """The server cannot be used; the message is one line that says what to do."""


class FolderNotWritableError(PostgresStartError):
    """A folder the server needs cannot be written."""


class MajorVersionError(PostgresStartError):
    """The data folder belongs to another major version."""


class NoBinariesError(PostgresStartError):
    """No usable PostgreSQL was found on this machine."""


@dataclass(frozen=True, slots=True)
class RunningPostgres:
    """A server that answered. ``dsn`` holds the owner's password, so it is left out of the repr."""

    dsn: str = field(repr=False)
    version: str
    version_num: int

    def dsn_for(self, database: str) -> str:
        """Address another database of the same server."""
        return urlunsplit(urlsplit(self.dsn)._replace(path="/" + quote(database, safe="")))


class PostgresSource(Protocol):
    """Where the database comes from. Leaving it stops only a server that nobody else uses any more."""

    async def start(self) -> RunningPostgres:
        """Start the server, or attach to the one that runs already."""
        ...

    async def stop(self) -> None:
        """Let go of the server; the last user of an embedded one stops it."""
        ...

    async def __aenter__(self) -> RunningPostgres: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
