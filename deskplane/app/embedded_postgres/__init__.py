"""The database server behind one interface: out of a wheel, of the system, or somewhere else."""

from deskplane.app.embedded_postgres.embedded import EmbeddedPostgres
from deskplane.app.embedded_postgres.external import ExternalPostgres
from deskplane.app.embedded_postgres.selection import postgres_source
from deskplane.app.embedded_postgres.source import (
    FolderNotWritableError,
    MajorVersionError,
    NoBinariesError,
    PostgresSource,
    PostgresStartError,
    RunningPostgres,
)

__all__ = [
    "EmbeddedPostgres",
    "ExternalPostgres",
    "FolderNotWritableError",
    "MajorVersionError",
    "NoBinariesError",
    "PostgresSource",
    "PostgresStartError",
    "RunningPostgres",
    "postgres_source",
]
