"""What the views' API takes and gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.tickets.filters import Direction, SortBy, StoredQuery
from deskplane.views.vocabulary import GroupBy, Scope

MOST_COLUMNS = 40
Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Icon = Annotated[str, StringConstraints(pattern="^[a-z]{1,20}$")]
Position = Annotated[int, Field(ge=0, le=10_000)]
Version = Annotated[
    int | None, Field(ge=1, le=2_000_000_000, description="Version the change was prepared on")
]


class ViewColumn(Body):
    """A column and how wide it is."""

    key: Annotated[str, StringConstraints(pattern=r"^(custom\.)?[a-z][a-z0-9_]{0,59}$")] = Field(
        description="A field of the list, or custom.<key>"
    )
    width: Annotated[int, Field(ge=40, le=800)] | None = Field(None, description="Pixels; null: as it comes")


Columns = Annotated[
    list[ViewColumn], Field(max_length=MOST_COLUMNS, description="In order; empty for the usual ones")
]


class ViewCreate(Body):
    """A new view."""

    name: Name
    icon: Icon = "list"
    scope: Scope = Scope.PRIVATE
    team_id: UUID | None = Field(None, description="The team of a view with scope team")
    query: StoredQuery = Field(default_factory=dict)
    columns: Columns = Field(default_factory=list[ViewColumn])
    sort_by: SortBy = SortBy.CREATED
    sort_direction: Direction = Direction.DESC
    group_by: GroupBy = GroupBy.NONE
    pinned: bool = Field(True, description="Shown in the navigation with its count")
    position: Position = 0
    is_default: bool = Field(False, description="The view a team starts with; only one for each team")


class ViewPatch(Body):
    """Changes to a view; what is not sent stays."""

    name: Name = ""
    icon: Icon = "list"
    scope: Scope = Scope.PRIVATE
    team_id: UUID | None = None
    query: StoredQuery = Field(default_factory=dict)
    columns: Columns = Field(default_factory=list[ViewColumn])
    sort_by: SortBy = SortBy.CREATED
    sort_direction: Direction = Direction.DESC
    group_by: GroupBy = GroupBy.NONE
    pinned: bool = True
    position: Position = 0
    is_default: bool = False
    version: Version = None


class ViewColumnStored(Shape):
    """A column as it is stored."""

    key: str
    width: int | None


class ViewRead(Shape):
    """A view: which tickets, in which order, with which columns."""

    id: UUID
    name: str
    icon: str
    scope: Scope
    owner_id: UUID
    team_id: UUID | None
    query: dict[str, str | list[str]]
    columns: list[ViewColumnStored]
    sort_by: SortBy
    sort_direction: Direction
    group_by: GroupBy
    pinned: bool
    position: int
    is_default: bool
    editable: bool = Field(description="Whether the caller may change it")
    version: int
    created_at: datetime
    updated_at: datetime


class ViewCount(Shape):
    """How many tickets a view holds; null when its filters are no longer understood."""

    id: UUID
    count: int | None
    exact: bool


class ViewCounts(Shape):
    """The counts of all pinned views."""

    data: list[ViewCount]


class LayoutPut(Body):
    """How one person likes the columns of a view."""

    columns: Columns


class LayoutRead(Shape):
    """The columns of a view as one person likes them."""

    view_key: str
    columns: list[ViewColumnStored]


class LayoutList(Shape):
    """All of them."""

    data: list[LayoutRead]
