"""What the API of imports takes and gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from deskplane.kernel.http import Body
from deskplane.sync.vocabulary import Days, RunState, Trigger

Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class SyncAsked(Body):
    """What to import; what is not sent is as the connection's config says."""

    days: Days | None = Field(None, description="Only tickets created in so many days, whole days counted")
    projects: list[Word] | None = Field(None, max_length=200)
    scope: Annotated[str, StringConstraints(max_length=4000)] | None = Field(
        None, description="Query in the vendor's own language, such as JQL"
    )


class RunRead(BaseModel):
    """One import."""

    id: UUID
    connection_id: UUID
    state: RunState
    trigger: Trigger
    started_by: UUID | None
    started_by_name: str
    days: int | None
    projects: list[str]
    scope: str
    created_since: datetime | None
    total: int | None = Field(description="Records the vendor counts; null if it does not say")
    total_exact: bool
    read_count: int = Field(description="Records seen, each counted once")
    created_count: int
    changed_count: int
    unchanged_count: int
    failed_count: int
    rate: float = Field(description="Records a second, lately")
    eta_seconds: float | None = Field(description="Seconds left at this rate; null if not known")
    error: str
    fix: str
    next_at: datetime | None = Field(description="When it goes on, if the vendor asked to wait")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    version: int
    updated_at: datetime


class RunFailure(BaseModel):
    """A record that could not be taken, and why."""

    remote_id: str
    message: str
    created_at: datetime


class CancelAnswer(BaseModel):
    """What was stopped; null if nothing was running."""

    cancelled: bool
    run: RunRead | None


class ImportPreview(BaseModel):
    """How many records an import would find now."""

    total: int | None
    exact: bool
    created_since: datetime | None
    budget_calls: int = Field(description="Calls that may be made in ``budget_seconds``")
    budget_seconds: float
    budget_left: int
