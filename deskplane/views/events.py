"""What the slice announces; only those who work on tickets see it."""

from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


class ViewEvent(Event):
    """Something about one saved view. Names and filters of private views are nobody else's business."""

    subject_type: ClassVar[str] = "view"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "name",
            "icon",
            "scope",
            "team_id",
            "query",
            "columns",
            "sort_by",
            "sort_direction",
            "group_by",
            "pinned",
            "position",
            "is_default",
        }
    )
    visibility: Visibility = Visibility.INTERNAL


class ViewCreated(ViewEvent):
    """A view was saved."""

    name: ClassVar[str] = "view.created"


class ViewChanged(ViewEvent):
    """A view has other filters, columns, readers or another name."""

    name: ClassVar[str] = "view.changed"


class ViewDeleted(ViewEvent):
    """A view is gone; its tickets stay."""

    name: ClassVar[str] = "view.deleted"
