"""Words of clusters."""

from enum import StrEnum
from typing import Final

SUBSCRIBER: Final = "clustering"
"""What the slice is called in the queue of background work."""

MOST_TICKETS: Final = 100_000
LEAST_TICKETS: Final = 30
"""An import of fewer tickets starts nothing by itself."""

MOST_RUNS: Final = 20
"""Ended runs of an organisation that are kept; the oldest make room."""

BUCKETS: Final = 12
"""Parts of the time that a run spans, for trends."""


class RunState(StrEnum):
    """Where a run is in its life; the last three are the end of it."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED: Final = (RunState.QUEUED, RunState.RUNNING)


class Trigger(StrEnum):
    """What started a run: a person, or an import that had ended."""

    MANUAL = "manual"
    IMPORT = "import"
