"""What the slice announces; only those who work on tickets see it, and never a setting's value or a secret."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class ConnectionEvent(Event):
    """Something about one connection."""

    subject_type: ClassVar[str] = "connection"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "type", "fields"})
    visibility: Visibility = Visibility.INTERNAL


class ConnectionAdded(ConnectionEvent):
    """A connection is there; it may still lack its settings."""

    name: ClassVar[str] = "connection.added"


class ConnectionChanged(ConnectionEvent):
    """A connection was set differently; ``fields`` names what, its values are not told."""

    name: ClassVar[str] = "connection.changed"


class ConnectionRemoved(ConnectionEvent):
    """A connection is gone, with its credentials and its runs; imported tickets stay."""

    name: ClassVar[str] = "connection.removed"


class ConnectionVerified(ConnectionEvent):
    """A connection was tried out; says how it ended and how many steps passed."""

    name: ClassVar[str] = "connection.verified"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"type", "result", "passed", "failed_step"})
