"""What the boards' API takes and gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from deskplane.boards.vocabulary import COLUMN_FIELD, LaneField
from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.tickets.schemas import TicketRow
from deskplane.vocabulary.status import Status

MOST_COLUMNS = 40
Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
ColumnField = Annotated[
    str,
    StringConstraints(pattern=f"^{COLUMN_FIELD.pattern}$"),
    Field(description="status, priority, assignee, team or custom.<key> of a select field"),
]
Version = Annotated[
    int | None, Field(ge=1, le=2_000_000_000, description="Version the change was prepared on")
]


class BoardColumnSetting(Body):
    """A column: which value of the field, and how many tickets it should hold at the most."""

    value: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="A value of the column field; `none` for tickets without one"
    )
    limit: Annotated[int, Field(ge=1, le=999)] | None = None


Columns = Annotated[
    list[BoardColumnSetting],
    Field(max_length=MOST_COLUMNS, description="In order; empty for all values of the field"),
]


class BoardCreate(Body):
    """A new board."""

    name: Name
    team_id: UUID | None = Field(None, description="Only tickets of this team; null for the whole desk")
    column_field: ColumnField = "status"
    columns: Columns = Field(default_factory=list[BoardColumnSetting])
    lane_field: LaneField = LaneField.NONE


class BoardPatch(Body):
    """Changes to a board; what is not sent stays, ``columns`` are replaced as a whole."""

    name: Name = ""
    team_id: UUID | None = None
    column_field: ColumnField = "status"
    columns: Columns = Field(default_factory=list[BoardColumnSetting])
    lane_field: LaneField = LaneField.NONE
    version: Version = None


class BoardColumnStored(Shape):
    """A column as it is stored."""

    value: str
    limit: int | None


class BoardRead(Shape):
    """A board: which tickets, in which columns and lanes."""

    id: UUID
    name: str
    team_id: UUID | None
    column_field: str
    columns: list[BoardColumnStored]
    lane_field: LaneField
    version: int
    created_at: datetime
    updated_at: datetime


class BoardCard(TicketRow):
    """A ticket on a board, and which statuses it may take next."""

    legal_transitions: list[Status]


class BoardCell(Shape):
    """The tickets of one column in one lane; ``cards`` holds the first of them."""

    lane: str
    count: int
    cards: list[BoardCard]


class BoardColumn(Shape):
    """A column of the board; ``count`` is exact up to a thousand."""

    value: str
    label: str | None = Field(description="Name of the person, team or option; null for words of the desk")
    limit: int | None
    count: int
    count_exact: bool
    cells: list[BoardCell]


class BoardLane(Shape):
    """A row of the board."""

    value: str
    label: str | None


class BoardCards(Shape):
    """A board with its tickets."""

    board: BoardRead
    column_field: str
    lane_field: LaneField
    columns: list[BoardColumn]
    lanes: list[BoardLane]
    cap: int = Field(description="Cards of one cell at the most; the rest is in the ticket list")
