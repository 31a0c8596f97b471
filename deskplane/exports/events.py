"""What the exports announce."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class TimeExported(Event):
    """Someone took a copy of working time."""

    name: ClassVar[str] = "time.exported"
    subject_type: ClassVar[str] = "organization"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"from", "to", "person_id", "team_id"})
    visibility: Visibility = Visibility.INTERNAL


@dataclass(frozen=True, kw_only=True)
class TicketsExported(Event):
    """Someone took a copy of tickets."""

    name: ClassVar[str] = "tickets.exported"
    subject_type: ClassVar[str] = "organization"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"format", "fields", "filters"})
    visibility: Visibility = Visibility.INTERNAL
