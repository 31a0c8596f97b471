"""What the slice announces; only those who work on tickets see it."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class MacroEvent(Event):
    """Something about one macro."""

    subject_type: ClassVar[str] = "macro"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"name", "description", "team_id", "owner_id", "condition", "actions", "is_active"}
    )
    visibility: Visibility = Visibility.INTERNAL


class MacroCreated(MacroEvent):
    """A macro is there."""

    name: ClassVar[str] = "macro.created"


class MacroChanged(MacroEvent):
    """A macro does something else now, or is for others."""

    name: ClassVar[str] = "macro.changed"


class MacroDeleted(MacroEvent):
    """A macro is gone."""

    name: ClassVar[str] = "macro.deleted"


class MacroRan(MacroEvent):
    """Somebody ran a macro; how many tickets took it, and how many could not."""

    name: ClassVar[str] = "macro.ran"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "tickets", "failed"})
