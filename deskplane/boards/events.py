"""What the slice announces; only those who work on tickets see it."""

from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


class BoardEvent(Event):
    """Something about one board."""

    subject_type: ClassVar[str] = "board"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"name", "team_id", "column_field", "columns", "lane_field"}
    )
    visibility: Visibility = Visibility.INTERNAL


class BoardCreated(BoardEvent):
    """A board is there."""

    name: ClassVar[str] = "board.created"


class BoardChanged(BoardEvent):
    """A board has other columns, limits, lanes or another name."""

    name: ClassVar[str] = "board.changed"


class BoardDeleted(BoardEvent):
    """A board is gone; its tickets stay."""

    name: ClassVar[str] = "board.deleted"
