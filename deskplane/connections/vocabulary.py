"""Words of connections."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

PURPOSE: Final = "connection-credentials"
"""What credentials are sealed for."""

PATIENCE: Final = timedelta(minutes=2)
"""After so long a verification whose process went away is done by another one."""

UPDATE: Final = "data_source_update"
"""What open browsers are told when a connection or one of its runs moves on."""


class ConnectionStatus(StrEnum):
    """What a connection is doing."""

    IDLE = "idle"
    VERIFYING = "verifying"
    SYNCING = "syncing"


class Health(StrEnum):
    """Whether a connection works."""

    UNKNOWN = "unknown"
    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"
    PAUSED = "paused"


class CredentialMode(StrEnum):
    """Where the credentials are: in the environment, sealed in the database, or with an agent outside."""

    ENV = "env"
    VAULT_DB = "vault_db"
    AGENT = "agent"


class SourceKind(StrEnum):
    """What a connection type brings in."""

    ITSM = "itsm"
    KNOWLEDGE = "knowledge"
