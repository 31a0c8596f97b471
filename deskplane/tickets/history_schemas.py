"""What the API tells of a ticket's past: activities, the page's timeline, and how it stood at a time."""

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from deskplane.kernel.shape import Shape
from deskplane.tickets.schemas import Author, PageInfo


class ActorRead(Shape):
    """Who did it."""

    kind: str
    id: UUID | None
    name: str


class Activity(Shape):
    """One thing that happened to a ticket; ``names`` gives words for the ids in ``changes`` and ``data``."""

    id: UUID
    name: str
    version: int
    at: datetime
    actor: ActorRead
    origin: str
    visibility: str
    changes: dict[str, list[JsonValue]]
    data: dict[str, JsonValue]
    names: dict[str, str]


class ActivityList(Shape):
    """The history of a ticket, oldest first."""

    data: list[Activity]
    page: PageInfo


class CommentFile(Shape):
    """A file on a comment."""

    id: UUID
    filename: str
    mime: str
    size: int


class TimelineComment(Shape):
    """A comment as the ticket page shows it."""

    id: UUID
    author: Author
    body_html: str
    body_text: str
    visibility: str
    channel: str
    created_at: datetime
    edited_at: datetime | None
    version: int
    attachments: list[CommentFile]


class TimelineItem(Shape):
    """A comment or an activity."""

    kind: str
    at: datetime
    comment: TimelineComment | None
    activity: Activity | None


class Timeline(Shape):
    """The comments and activities of a ticket, oldest first."""

    data: list[TimelineItem]
    page: PageInfo


class Snapshot(Shape):
    """A ticket as it was: the state after the last change up to the time asked for."""

    at: datetime
    version: int
    ticket: dict[str, JsonValue]
