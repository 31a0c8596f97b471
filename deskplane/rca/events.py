"""What the slice announces; only those who work on tickets see it."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class RcaJobEvent(Event):
    """Something about one root-cause analysis."""

    subject_type: ClassVar[str] = "rca_job"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {
            *("job_id", "source", "title", "state", "summary", "root_cause", "confidence", "affected_users"),
            *("tickets", "findings", "severity", "error"),
        }
    )
    visibility: Visibility = Visibility.INTERNAL


class RcaJobCreated(RcaJobEvent):
    """A root-cause analysis was asked for, or told by somebody outside."""

    name: ClassVar[str] = "rca.job_created"


class RcaJobStarted(RcaJobEvent):
    """The built-in analyser has begun."""

    name: ClassVar[str] = "rca.job_started"


class RcaJobCompleted(RcaJobEvent):
    """The findings are there; told once for each job, and what automatic dispatch waits for."""

    name: ClassVar[str] = "rca.job_completed"


class RcaJobFailed(RcaJobEvent):
    """The analysis came to no end; it says why."""

    name: ClassVar[str] = "rca.job_failed"


class RcaJobCancelled(RcaJobEvent):
    """Somebody called the analysis off."""

    name: ClassVar[str] = "rca.job_cancelled"


class RcaJobChanged(RcaJobEvent):
    """Title, summary or root cause were put in other words."""

    name: ClassVar[str] = "rca.job_changed"


class RcaJobDeleted(RcaJobEvent):
    """A job that had ended is gone with its findings."""

    name: ClassVar[str] = "rca.job_deleted"


@dataclass(frozen=True, kw_only=True)
class RcaFindingEvent(Event):
    """Something about one finding of an analysis."""

    subject_type: ClassVar[str] = "rca_finding"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {
            *("title", "severity", "summary", "score", "evidence", "affected", "recommendations", "state"),
            "kind",
        }
    )
    visibility: Visibility = Visibility.INTERNAL


class RcaFindingAdded(RcaFindingEvent):
    """Somebody added a finding to a job."""

    name: ClassVar[str] = "rca.finding_added"


class RcaFindingChanged(RcaFindingEvent):
    """A finding was confirmed, dismissed or put in other words."""

    name: ClassVar[str] = "rca.finding_changed"


class RcaFindingDeleted(RcaFindingEvent):
    """A finding was taken away."""

    name: ClassVar[str] = "rca.finding_deleted"
