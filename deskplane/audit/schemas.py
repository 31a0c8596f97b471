"""What the audit shows and takes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from deskplane.kernel.http import Body


class AuditEntry(BaseModel):
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


class PageInfo(BaseModel):
    """Where the next part is."""

    next: str | None
    limit: int
    total: int | None = None
    page: int | None = None


class Entries(BaseModel):
    """A part of the log, newest first."""

    data: list[AuditEntry]
    page: PageInfo
    names: dict[str, str] = Field(description="How the things in the entries are called now, by id")


class Action(BaseModel):
    """Something that can happen, and to what."""

    name: str
    entity_type: str


class Vocabulary(BaseModel):
    """The words that entries use."""

    actions: list[Action]
    entity_types: list[str]
    origins: list[str]


class BrokenSeal(BaseModel):
    """A seal that does not match what is stored."""

    number: int
    reason: str


class Verification(BaseModel):
    """The state of the chain."""

    intact: bool
    seals: int
    entries: int
    cut_seals: int
    unsealed: int
    broken: list[BrokenSeal]


class Retention(BaseModel):
    """How long entries are kept; null keeps them for ever."""

    months: int | None
    cut_before: datetime | None


class RetentionChange(Body):
    """A new rule."""

    months: int | None = Field(ge=1, le=600)
