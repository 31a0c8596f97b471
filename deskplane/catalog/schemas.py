"""What the catalogue's API takes and gives; in patches, what is not sent stays as it is."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

Name = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,59}$")]
Note = Annotated[str, StringConstraints(max_length=2000)]
Text = Annotated[str, StringConstraints(max_length=50_000)]
Color = Annotated[str, StringConstraints(pattern="^#[0-9a-fA-F]{6}$", to_lower=True)]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Position = Annotated[int, Field(ge=0, le=1_000_000, description="Smaller ones come first")]
Types = Annotated[list[TicketType], Field(max_length=5, description="Ticket types it is for; empty = all")]
Version = Annotated[
    int | None, Field(ge=1, le=2_000_000_000, description="Version the change was prepared on")
]


class Kept(Shape):
    """What every row carries."""

    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime


class Placed(Kept):
    """A row with a place in a list, which can be retired without losing where it is used."""

    position: int
    is_active: bool


class CategoryCreate(Body):
    """A new category, at the top or below another one."""

    name: Name
    parent_id: UUID | None = None
    description: Note = ""
    position: Position = 0
    is_active: bool = True
    external_ref: Reference | None = Field(None, description="Its name or id in another system")


class CategoryPatch(Body):
    """Changes to a category; another ``parent_id`` moves it with all that is below."""

    name: Name = ""
    parent_id: UUID | None = None
    description: Note = ""
    position: Position = 0
    is_active: bool = True
    external_ref: Reference | None = None
    version: Version = None


class CategoryRead(Placed):
    """A category; ``lineage`` holds the ids from the top down to itself."""

    parent_id: UUID | None
    name: str
    path: str
    lineage: list[UUID]
    description: str
    external_ref: str | None


class PriorityPatch(Body):
    """Changes to how a priority reads and looks; its key and rank are fixed."""

    label: Label = ""
    color: Color = ""
    description: Note = ""
    is_active: bool = True
    version: Version = None


class PriorityRead(Shape):
    """A priority; rank 1 is the most pressing."""

    key: Priority
    label: str
    color: str
    rank: int
    description: str
    is_active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class MatrixCell(Body):
    """The priority of one impact and urgency, each 1 (high) to 3 (low)."""

    impact: Annotated[int, Field(ge=1, le=3)]
    urgency: Annotated[int, Field(ge=1, le=3)]
    priority: Priority


class Matrix(Body):
    """Cells of the impact and urgency matrix; cells not sent stay."""

    cells: Annotated[list[MatrixCell], Field(min_length=1, max_length=9)]


class MatrixRead(Shape):
    """The whole matrix, nine cells."""

    cells: list[MatrixCell]


class PriorityList(Shape):
    """The six priorities, most pressing first."""

    data: list[PriorityRead]


class SubStatusCreate(Body):
    """A finer status below one of the eight."""

    key: Key
    label: Label
    status: Status
    position: Position = 0
    is_active: bool = True


class SubStatusPatch(Body):
    """Changes to a sub-status; its key and status are fixed."""

    label: Label = ""
    position: Position = 0
    is_active: bool = True
    version: Version = None


class SubStatusRead(Placed):
    """A finer status."""

    key: str
    label: str
    status: Status


class ResolutionCodeCreate(Body):
    """A way a ticket can end."""

    code: Key
    label: Name
    template: Text = Field("", description="Text that the resolution starts with; may hold {{variables}}")
    applies_to: Types = Field(default_factory=list[TicketType])
    position: Position = 0
    is_active: bool = True


class ResolutionCodePatch(Body):
    """Changes to a resolution code; the code itself is fixed."""

    label: Name = ""
    template: Text = ""
    applies_to: Types = Field(default_factory=list[TicketType])
    position: Position = 0
    is_active: bool = True
    version: Version = None


class ResolutionCodeRead(Placed):
    """A way a ticket can end."""

    code: str
    label: str
    template: str
    applies_to: list[TicketType]


TagName = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True, to_lower=True)]


class TagCreate(Body):
    """A tag that people are offered; tickets may carry others."""

    name: TagName
    color: Color | None = None
    description: Note = ""


class TagPatch(Body):
    """Changes to a tag; its name is fixed, since tickets carry it."""

    color: Color | None = None
    description: Note = ""
    version: Version = None


class TagRead(Kept):
    """A tag."""

    name: str
    color: str | None
    description: str


class ReplyCreate(Body):
    """A reply to reuse: for everyone, for a team, or only for the caller (``personal``)."""

    title: Name
    body_html: Text = Field(min_length=1, description="May hold {{variables}}; unsafe markup is removed")
    team_id: UUID | None = None
    personal: bool = False
    position: Position = 0
    is_active: bool = True


class ReplyPatch(Body):
    """Changes to a canned reply; a shared one can go to a team, or to everybody with null."""

    title: Name = ""
    body_html: Text = Field("", min_length=1)
    team_id: UUID | None = None
    position: Position = 0
    is_active: bool = True
    version: Version = None


class ReplyRead(Placed):
    """A canned reply."""

    title: str
    body_html: str
    body_text: str
    team_id: UUID | None
    owner_id: UUID | None
