"""Working time, configuration items and filled-in texts on tickets, as the API takes and gives them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue

from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.tickets.part_schemas import LinkedTicket, Note
from deskplane.tickets.schemas import LongText, Named, PageInfo, VersionSent

MOST_MINUTES = 10_080
Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES, description="At most a week")]


class TimeCreate(Body):
    """Working time on a ticket."""

    minutes: Minutes
    billable: bool = False
    note: Note = ""
    spent_on: date | None = Field(None, description="Today if not given")
    person_id: UUID | None = Field(None, description="The caller if not given")


class TimePatch(Body):
    """Changes to an entry of working time."""

    minutes: Minutes = 1
    billable: bool = False
    note: Note = ""
    spent_on: date = date.min
    version: VersionSent = None


class TimeRead(Shape):
    """An entry of working time."""

    id: UUID
    person: Named
    minutes: int
    billable: bool
    note: str
    spent_on: date
    version: int
    created_at: datetime
    updated_at: datetime


class TimeTotals(Shape):
    """Sums over all entries of a ticket."""

    minutes: int
    billable_minutes: int
    entries: int


class TimeList(Shape):
    """A part of the working time on a ticket, and the sums of all of it."""

    data: list[TimeRead]
    totals: TimeTotals
    page: PageInfo


class TimerStop(Body):
    """What to enter when a timer stops."""

    minutes: Minutes | None = Field(None, description="As long as the timer ran if not given")
    billable: bool = False
    note: Note = ""


class OtherTimer(Shape):
    """Somebody else works on the ticket right now."""

    person: Named
    started_at: datetime


class TimerRead(Shape):
    """The timers that run on a ticket."""

    started_at: datetime | None = Field(description="Since when the caller's own runs; null if it does not")
    others: list[OtherTimer]


class OwnTimer(Shape):
    """A running timer of the caller."""

    started_at: datetime
    ticket: LinkedTicket


class OwnTimerList(Shape):
    """The running timers of the caller, the longest first."""

    data: list[OwnTimer]


class CiAdd(Body):
    """A configuration item that a ticket concerns."""

    ci_id: UUID


class CiRead(Shape):
    """A configuration item on a ticket."""

    id: UUID
    key: str
    name: str
    item_class: str = Field(alias="class")
    status: str
    added_at: datetime


class CiList(Shape):
    """Configuration items that a ticket concerns."""

    data: list[CiRead]


class RenderBody(Body):
    """A text with {{variables}}, or the canned reply that holds it."""

    html: LongText | None = None
    canned_reply_id: UUID | None = None


class RenderRead(Shape):
    """The text with its variables filled in; those without a value are named and stay."""

    html: str
    text: str
    missing: list[str]


class CiTicket(LinkedTicket):
    """A ticket that concerns a configuration item."""

    created_at: datetime


class TemplateDraft(Shape):
    """Fields of a new ticket, to be sent after a look; variables without a value are named and stay."""

    fields: dict[str, JsonValue]
    missing: list[str]


class Used(Shape):
    """An entry of the catalogue, by id or key, and the tickets that use it."""

    key: str
    tickets: int


class UsageList(Shape):
    """How many tickets use the entries of one kind."""

    data: list[Used]
