"""What the CMDB's API takes and gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from deskplane.cmdb.vocabulary import ItemStatus, Relation
from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
ClassName = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,59}$")]
Word = Annotated[str, StringConstraints(max_length=60, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=20_000)]
Attributes = Annotated[dict[str, JsonValue], Field(max_length=200)]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Version = Annotated[
    int | None, Field(ge=1, le=2_000_000_000, description="Version the change was prepared on")
]


class ItemCreate(Body):
    """A new configuration item."""

    model_config = ConfigDict(populate_by_name=False)

    key: Key = Field(description="Its name for machines: host name, serial number, asset tag")
    name: Name
    item_class: ClassName = Field(alias="class", description="server, application, database, printer, …")
    status: ItemStatus = ItemStatus.OPERATIONAL
    environment: Word = Field("", description="production, test, …")
    description: Note = ""
    owner_id: UUID | None = None
    team_id: UUID | None = None
    attributes: Attributes = Field(default_factory=dict)
    external_ref: Reference | None = None


class ItemPatch(Body):
    """Changes to a configuration item; what is not sent stays, ``attributes`` are replaced as a whole."""

    key: Key = ""
    name: Name = ""
    item_class: ClassName = Field("", alias="class")
    status: ItemStatus = ItemStatus.OPERATIONAL
    environment: Word = ""
    description: Note = ""
    owner_id: UUID | None = None
    team_id: UUID | None = None
    attributes: Attributes = Field(default_factory=dict)
    external_ref: Reference | None = None
    version: Version = None


class ItemRead(Shape):
    """A configuration item."""

    id: UUID
    key: str
    name: str
    item_class: str = Field(alias="class")
    status: ItemStatus
    environment: str
    description: str
    owner_id: UUID | None
    team_id: UUID | None
    attributes: dict[str, JsonValue]
    external_ref: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class ItemNamed(Shape):
    """A configuration item, in short."""

    id: UUID
    key: str
    name: str
    item_class: str = Field(alias="class")
    status: ItemStatus


class RelationCreate(Body):
    """The item relates to another: ``this runs_on to_id``."""

    relation: Relation
    to_id: UUID


class RelationRead(Shape):
    """A relation, read from the first item to the second; ``depth`` counts the steps from the item asked about."""

    id: UUID
    relation: Relation
    source: ItemNamed = Field(alias="from")
    target: ItemNamed = Field(alias="to")
    depth: int
    created_at: datetime


class RelationList(Shape):
    """Relations around an item, nearest first; ``complete`` is false when there are more than fit."""

    data: list[RelationRead]
    complete: bool
