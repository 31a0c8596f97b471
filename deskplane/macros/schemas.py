"""What the macros' API takes and gives."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints

from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.macros.vocabulary import Settable
from deskplane.tickets.schemas import MAX_BULK, BulkAnswer, LongText, Short, Tag

MOST_ACTIONS = 30
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=2000)]
Html = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
CustomField = Annotated[str, StringConstraints(pattern=r"^custom\.[a-z][a-z0-9_]{0,59}$")]
Version = Annotated[
    int | None, Field(ge=1, le=2_000_000_000, description="Version the change was prepared on")
]


class SetAction(Body):
    """Sets a field; null takes the value away where a ticket can be without one."""

    do: Literal["set"]
    field: Settable | CustomField
    value: JsonValue = Field(description="`me` as assignee is whoever runs the macro")


class AddTagsAction(Body):
    """Adds tags."""

    do: Literal["add_tags"]
    tags: list[Tag] = Field(min_length=1, max_length=20)


class RemoveTagsAction(Body):
    """Removes tags."""

    do: Literal["remove_tags"]
    tags: list[Tag] = Field(min_length=1, max_length=20)


class ReplyAction(Body):
    """Writes a public reply; a ticket on which a variable has no value is left out."""

    do: Literal["reply"]
    html: Html = Field(description="May hold {{variables}}; unsafe markup is removed")


class NoteAction(Body):
    """Writes an internal note; a ticket on which a variable has no value is left out."""

    do: Literal["note"]
    html: Html = Field(description="May hold {{variables}}; unsafe markup is removed")


class ResolveAction(Body):
    """Resolves the ticket, with a code and words."""

    do: Literal["resolve"]
    code: Short | None = None
    text: LongText | None = None


Action = Annotated[
    SetAction | AddTagsAction | RemoveTagsAction | ReplyAction | NoteAction | ResolveAction,
    Field(discriminator="do"),
]
Actions = Annotated[list[Action], Field(min_length=1, max_length=MOST_ACTIONS, description="In order")]
Where = Annotated[
    JsonValue | None, Field(description="Only tickets that meet this condition; object or query text")
]


class MacroCreate(Body):
    """A new macro: for everyone, for a team, or only for the caller (``personal``)."""

    name: Name
    description: Note = ""
    team_id: UUID | None = None
    personal: bool = False
    condition: Where = None
    actions: Actions
    is_active: bool = True


class MacroPatch(Body):
    """Changes to a macro; what is not sent stays, ``actions`` are replaced as a whole."""

    name: Name = ""
    description: Note = ""
    team_id: UUID | None = None
    condition: Where = None
    actions: Actions = Field(default_factory=list[Action])
    is_active: bool = True
    version: Version = None


class MacroRead(Shape):
    """A macro."""

    id: UUID
    name: str
    description: str
    team_id: UUID | None
    owner_id: UUID | None
    condition: JsonValue
    condition_text: str | None = Field(
        description="The condition as query text; null without one, or if a field of it is gone"
    )
    actions: list[Action]
    is_active: bool
    runs: int
    last_run_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class Targets(Body):
    """The tickets meant: by id or number, or by a condition."""

    ids: list[UUID | Annotated[str, StringConstraints(max_length=40)]] | None = Field(
        None, min_length=1, max_length=MAX_BULK, description="Ids or numbers"
    )
    where: JsonValue | None = Field(None, description="Condition, instead of ids")


class MacroRun(Targets):
    """On which tickets a macro runs."""

    version: Version = None


class MacroTry(Targets):
    """A macro that is not stored yet, and the tickets to try it on."""

    condition: Where = None
    actions: Actions


class FieldChange(Shape):
    """A field that would change."""

    field: str
    before: JsonValue
    after: JsonValue


class Said(Shape):
    """What would be written, with its variables filled in."""

    visibility: Literal["public", "internal"]
    html: str
    text: str


class Refusal(StrEnum):
    """Why a ticket cannot take a macro."""

    NOT_FOUND = "not_found"
    CONDITION = "condition"
    MISSING_VALUE = "missing_value"
    ILLEGAL_TRANSITION = "illegal_transition"
    CONFLICT = "conflict"
    INVALID = "invalid"


class Foreseen(Shape):
    """What a macro would do to one ticket, or why it cannot."""

    id: str
    number: str | None
    title: str | None
    ok: bool
    changes: list[FieldChange]
    says: list[Said]
    error: Refusal | None
    detail: str | None


class Preview(Shape):
    """What a macro would do to each ticket, in the order asked; ``names`` gives words for ids in the changes."""

    results: list[Foreseen]
    fitting: int
    failed: int
    names: dict[str, str]


class MacroAnswer(BulkAnswer):
    """What became of each ticket; the token takes field changes back, what was said stays said."""

    said: int
