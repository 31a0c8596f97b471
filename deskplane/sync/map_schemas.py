"""What the API of a connection's maps takes and gives."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from deskplane.kernel.http import Body
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status

Raw = Annotated[str, StringConstraints(min_length=1, max_length=200)]
OurField = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,59}$")]
TheirField = Annotated[str, StringConstraints(pattern="^[A-Za-z][A-Za-z0-9_.-]{0,199}$")]


class MapsChange(Body):
    """An organisation's own rows. What is not sent stays; what is sent replaces that map as a whole."""

    status: dict[Raw, Status] | None = Field(
        None, max_length=500, description="Our status for a raw state of theirs"
    )
    priority: dict[Raw, Priority] | None = Field(
        None, max_length=500, description="Our priority for a raw one of theirs"
    )
    fields: dict[OurField, TheirField] | None = Field(
        None, max_length=200, description="Their field for a custom field of ours"
    )
    version: Annotated[int | None, Field(ge=1, le=2_000_000_000)] = None


class MapRow(BaseModel):
    """One value of theirs."""

    raw: str
    label: str = Field(description="What people over there call it")
    default: str | None = Field(description="What the connector takes it for; null: it knows nothing of it")
    chosen: str | None = Field(description="What this organisation takes it for, if it says otherwise")
    offered: bool = Field(description="It was offered at the last verification, or the connector knows it")
    tickets: int = Field(description="Imported tickets whose record says so")
    taken: dict[str, int] = Field(description="What those tickets took it for when they were read last")


class ValueMapRead(BaseModel):
    """A map of values: those that nothing is known of come first."""

    field: str
    values: list[str] = Field(description="Values of ours")
    fallback: str = Field(description="What a ticket gets whose value nothing is known of")
    rows: list[MapRow]


class OurFieldRead(BaseModel):
    """A custom field that can be mapped."""

    key: str
    label: str
    kind: str


class FieldRow(BaseModel):
    """A custom field of ours beside a field of theirs."""

    ours: str
    label: str = Field(description="Empty if the custom field is gone")
    theirs: str
    their_label: str = Field(description="Empty if the last verification did not name it")
    left_out: int = Field(description="Imported tickets whose value did not fit")
    why: str = Field(description="Why one of them did not")


class TheirFieldRead(BaseModel):
    """A field that the last verification found over there."""

    id: str
    name: str


class MapsRead(BaseModel):
    """How a connection's values and fields are read."""

    version: int = Field(description="Of the connection")
    values: list[ValueMapRead]
    fields: list[FieldRow]
    our_fields: list[OurFieldRead]
    their_fields: list[TheirFieldRead]
    linked: int = Field(description="Imported tickets whose record is still there")
    pending: int = Field(description="Imported tickets that the next whole import reads otherwise")
