"""What the slice announces; only those who work on tickets see it."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class ClusterRunEvent(Event):
    """Something about one search for clusters."""

    subject_type: ClassVar[str] = "cluster_run"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"title", "trigger", "tickets", "clusters", "grouped", "error"}
    )
    visibility: Visibility = Visibility.INTERNAL


class ClusterRunAsked(ClusterRunEvent):
    """Tickets shall be grouped: a person asked for it, or an import had ended."""

    name: ClassVar[str] = "clusters.run_asked"


class ClusterRunStarted(ClusterRunEvent):
    """A worker has begun to group."""

    name: ClassVar[str] = "clusters.run_started"


class ClusterRunChanged(ClusterRunEvent):
    """A search for clusters got another title."""

    name: ClassVar[str] = "clusters.run_changed"


class ClusterRunCompleted(ClusterRunEvent):
    """The clusters are there; the counts say how many, and how many tickets are in one."""

    name: ClassVar[str] = "clusters.run_completed"


class ClusterRunFailed(ClusterRunEvent):
    """The search for clusters came to no end; it says why."""

    name: ClassVar[str] = "clusters.run_failed"


class ClusterRunCancelled(ClusterRunEvent):
    """Somebody called the search for clusters off."""

    name: ClassVar[str] = "clusters.run_cancelled"


class ClusterRunDeleted(ClusterRunEvent):
    """A search for clusters is gone with what it found; the tickets stay."""

    name: ClassVar[str] = "clusters.run_deleted"


@dataclass(frozen=True, kw_only=True)
class ClusterEvent(Event):
    """Something about one cluster."""

    subject_type: ClassVar[str] = "cluster"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "is_named"})
    visibility: Visibility = Visibility.INTERNAL


class ClusterRenamed(ClusterEvent):
    """Somebody gave a cluster a name."""

    name: ClassVar[str] = "clusters.renamed"
