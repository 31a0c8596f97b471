"""Custom fields and ticket templates as the API takes and gives them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints

from deskplane.catalog.schemas import Key, Name, Note, Placed, Position, Text, Types, Version
from deskplane.catalog.vocabulary import FieldKind
from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.ticket_type import TicketType

OptionText = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Level = Annotated[int | None, Field(ge=1, le=3)]


class Option(Body):
    """One choice of a select; the value is stored, the label is shown."""

    value: OptionText
    label: OptionText


Options = Annotated[list[Option], Field(max_length=500, description="Choices of select and multi_select")]


class CustomFieldCreate(Body):
    """A field that tickets of the organisation have in addition."""

    key: Key
    label: Name
    description: Note = ""
    kind: FieldKind
    required: bool = False
    options: Options = Field(default_factory=list[Option])
    applies_to: Types = Field(default_factory=list[TicketType])
    default_value: JsonValue = None
    visible_to_requester: bool = False
    position: Position = 0
    is_active: bool = True


class CustomFieldPatch(Body):
    """Changes to a custom field; its key and kind are fixed, since tickets hold values."""

    label: Name = ""
    description: Note = ""
    required: bool = False
    options: Options = Field(default_factory=list[Option])
    applies_to: Types = Field(default_factory=list[TicketType])
    default_value: JsonValue = None
    visible_to_requester: bool = False
    position: Position = 0
    is_active: bool = True
    version: Version = None


class CustomFieldRead(Placed):
    """The definition of a custom field."""

    key: str
    label: str
    description: str
    kind: FieldKind
    required: bool
    options: list[Option]
    applies_to: list[TicketType]
    default_value: JsonValue
    visible_to_requester: bool


class TemplateFields(Body):
    """What a new ticket starts with; texts may hold {{variables}}."""

    title: Annotated[str, StringConstraints(max_length=500)] | None = None
    description_html: Text | None = None
    priority: Priority | None = None
    impact: Level = None
    urgency: Level = None
    category_id: UUID | None = None
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    department: Annotated[str, StringConstraints(max_length=200)] | None = None
    tags: (
        Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=60)]], Field(max_length=50)]
        | None
    ) = None
    custom_fields: Annotated[dict[str, JsonValue], Field(max_length=200)] | None = None


class TemplateCreate(Body):
    """A form filled in beforehand."""

    name: Name
    description: Note = ""
    type: TicketType = TicketType.INCIDENT
    fields: TemplateFields = Field(default_factory=TemplateFields)
    for_requesters: bool = Field(default=False, description="Also offered in the portal")
    position: Position = 0
    is_active: bool = True


class TemplatePatch(Body):
    """Changes to a template; ``fields`` is replaced as a whole."""

    name: Name = ""
    description: Note = ""
    type: TicketType = TicketType.INCIDENT
    fields: TemplateFields = Field(default_factory=TemplateFields)
    for_requesters: bool = False
    position: Position = 0
    is_active: bool = True
    version: Version = None


class TemplateRead(Placed):
    """A form filled in beforehand."""

    name: str
    description: str
    type: TicketType
    fields: TemplateFields
    for_requesters: bool


class ConditionField(Shape):
    """A custom field as conditions name it."""

    name: str
    label: str
    kind: str
    options: list[str]
    ops: list[str]
