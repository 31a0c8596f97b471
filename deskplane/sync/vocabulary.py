"""Words of imports."""

from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Final

LEASE: Final = timedelta(seconds=30)
"""How long a run belongs to a worker that is not heard of."""

AGENT_LEASE: Final = timedelta(seconds=60)
"""How long a run waits for a sign of life of the agent that reads for it; then it is asked again."""

AGENT_RETRY: Final = 15.0
"""Seconds until an agent that could not be reached is asked again."""

LONGEST: Final = timedelta(hours=24)
"""A run that could not go on for so long has failed."""

MOST_FAILURES: Final = 10_000
"""Failures of one run that are kept by name; beyond that they are only counted."""

DEFAULT_DAYS: Final = 30


class Days(IntEnum):
    """How far back an import may reach."""

    MONTH = 30
    TWO_MONTHS = 60
    QUARTER = 90


class RunState(StrEnum):
    """How far a run is; ``partial``: it ended, and some records could not be taken."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    SUCCESS = "success"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Trigger(StrEnum):
    """What started a run."""

    MANUAL = "manual"
    SCHEDULED = "scheduled"
