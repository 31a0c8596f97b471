"""Which database source a process uses."""

from pathlib import Path

from deskplane.app.embedded_postgres.embedded import EmbeddedPostgres
from deskplane.app.embedded_postgres.external import ExternalPostgres
from deskplane.app.embedded_postgres.source import PostgresSource


def postgres_source(data_dir: Path, database_url: str | None = None) -> PostgresSource:
    """Use the given server if there is one, else one of our own in ``data_dir``."""
    return ExternalPostgres(database_url) if database_url else EmbeddedPostgres(data_dir)
