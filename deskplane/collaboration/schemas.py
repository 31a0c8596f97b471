"""What the slice's API takes and gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from deskplane.collaboration.vocabulary import Doing
from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.tickets.schemas import LongText, Named
from deskplane.vocabulary.visibility import Visibility

DraftVersion = Annotated[int, Field(ge=0, le=2**53 - 1)]


class PresencePut(Body):
    """What the caller does on a ticket now."""

    doing: Doing = Doing.VIEWING


class PersonHere(Shape):
    """Somebody else who has a ticket open."""

    id: UUID
    name: str
    kind: str = Field(description="agent, or service for a robot")
    doing: Doing
    since: datetime


class PeopleHere(Shape):
    """Who else has a ticket open."""

    data: list[PersonHere]


class TicketPresence(Shape):
    """A ticket that others have open; tickets without anybody are left out."""

    ticket_id: UUID
    people: list[PersonHere]


class PresenceList(Shape):
    """Who else is on which of the tickets asked for."""

    data: list[TicketPresence]


class Mentioned(Body):
    """Somebody whose name stands in a draft behind an @."""

    id: UUID
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class DraftPut(Body):
    """An unsent text; an empty one takes the draft away."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)

    body: LongText
    mentions: Annotated[list[Mentioned], Field(max_length=50)] = Field(default_factory=list[Mentioned])
    version: DraftVersion | None = Field(
        None,
        description="Version of the draft it was written on, 0 for none; 409 if another device wrote since",
    )


class DraftTake(Body):
    """Whose draft to go on with."""

    author_id: UUID


class DraftRead(Shape):
    """An unsent text; ``version`` is 0 when there is none any more."""

    author: Named
    is_own: bool
    kind: Visibility
    body: str
    mentions: list[Named]
    version: int
    updated_at: datetime
    taken_by: Named | None = Field(description="Who went on with a copy of it")


class DraftList(Shape):
    """The caller's own drafts first, then those of the others who work on the ticket."""

    data: list[DraftRead]


class ReadMark(Shape):
    """Up to which moment the caller has read a ticket; null if never."""

    read_at: datetime | None


class ReadMarkPut(Body):
    """Everything up to this moment was read; a mark never goes back."""

    read_at: AwareDatetime
