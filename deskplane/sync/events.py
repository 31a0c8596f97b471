"""What the slice announces; only those who work on tickets see it."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class RunEvent(Event):
    """Something about one import."""

    subject_type: ClassVar[str] = "ingestion_run"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"connection_id", "connection_type", "days", "state", "created", "changed", "unchanged", "failed"}
    )
    visibility: Visibility = Visibility.INTERNAL


class ImportAsked(RunEvent):
    """Tickets shall be imported through a connection."""

    name: ClassVar[str] = "ingestion_run.asked"


class ImportEnded(RunEvent):
    """An import came to its end, or was stopped; the counts say what it did."""

    name: ClassVar[str] = "ingestion_run.ended"
