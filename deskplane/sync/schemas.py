"""What the API of imports takes and gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from deskplane.kernel.http import Body
from deskplane.sync.vocabulary import Days, RunState, Trigger

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


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
    only_changes: bool = Field(description="Only what changed since the last import was read")
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


class BudgetRead(BaseModel):
    """How much may be asked through a connection; the process that answers counts its own calls."""

    calls: int = Field(description="Calls that may be made in ``seconds``")
    seconds: float
    used: int = Field(description="Calls of the present window that are used up")
    left: int
    full_at: datetime | None = Field(description="When all calls are free again; null: they are")
    paused_until: datetime | None = Field(description="Until when the vendor asked not to be asked")
    vendor_limit: int | None = Field(description="The limit that the vendor itself names")
    vendor_left: int | None
    rescheduled_until: datetime | None = Field(description="When the import that waits goes on")


class ImportPreview(BaseModel):
    """How many records an import would find now."""

    total: int | None
    exact: bool
    created_since: datetime | None
    budget_calls: int = Field(description="Calls that may be made in ``budget_seconds``")
    budget_seconds: float
    budget_left: int
