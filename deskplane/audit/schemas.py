"""What the audit shows and takes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape


class AuditEntry(Shape):
    """One thing that happened."""

    id: UUID
    action: str
    entity_type: str
    entity_id: UUID
    entity_version: int
    actor_kind: str
    actor_id: UUID | None
    actor_name: str
    origin: str
    visibility: str
    correlation_id: str
    changes: dict[str, Any]
    data: dict[str, Any]
    occurred_at: datetime
    recorded_at: datetime


class PageInfo(Shape):
    """Where the next part is."""

    next: str | None
    limit: int
    total: int | None = None
    page: int | None = None


class Entries(Shape):
    """A part of the log, newest first."""

    data: list[AuditEntry]
    page: PageInfo
    names: dict[str, str] = Field(description="How the things in the entries are called now, by id")


class Action(Shape):
    """Something that can happen, and to what."""

    name: str
    entity_type: str


class Vocabulary(Shape):
    """The words that entries use."""

    actions: list[Action]
    entity_types: list[str]
    origins: list[str]


class BrokenSeal(Shape):
    """A seal that does not match what is stored."""

    number: int
    reason: str


class Verification(Shape):
    """The state of the chain."""

    intact: bool
    seals: int
    entries: int
    cut_seals: int
    unsealed: int
    broken: list[BrokenSeal]


class Retention(Shape):
    """How long entries are kept; null keeps them for ever."""

    months: int | None
    cut_before: datetime | None


class RetentionChange(Body):
    """A new rule."""

    months: int | None = Field(ge=1, le=600)
