"""Words of root-cause analysis."""

from enum import StrEnum
from typing import Final

SUBSCRIBER: Final = "rca"
"""What the slice is called in the queue of background work."""

MOST_TICKETS: Final = 5000
MOST_FINDINGS: Final = 200


class JobState(StrEnum):
    """Where a job is in its life; the last three are the end of it."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED: Final = (JobState.QUEUED, JobState.RUNNING)


class JobSource(StrEnum):
    """Who finds: the built-in analyser, or somebody outside who tells what was found."""

    ANALYSIS = "analysis"
    OUTSIDE = "outside"


class Severity(StrEnum):
    """How bad what was found is, the worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class FindingKind(StrEnum):
    """What a finding is about."""

    ITEM = "item"
    CATEGORY = "category"
    TEAM = "team"
    DEPARTMENT = "department"
    WORDS = "words"
    CHANGE = "change"
    OTHER = "other"


class FindingState(StrEnum):
    """What people think of a finding."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
