"""What the API of root-cause analysis takes and gives."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, model_validator

from deskplane.kernel.http import Body
from deskplane.rca.vocabulary import (
    MOST_FINDINGS,
    FindingKind,
    FindingState,
    JobSource,
    JobState,
    Severity,
)
from deskplane.tickets.filters import StoredQuery
from deskplane.tickets.schemas import Named

RESERVED = frozenset({".", "..", "dispatch", "settings"})
JobId = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^/\s\x00-\x1f]+$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(max_length=20_000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Share = Annotated[float | None, Field(ge=0, le=1, description="0 to 1")]
People = Annotated[int | None, Field(ge=0, le=1_000_000_000)]
Version = Annotated[
    int | None, Field(ge=1, le=2_000_000_000, description="Version the change was prepared on")
]


class Evidence(Body):
    """Why something is believed: in words, and by the numbers of tickets."""

    text: Line
    tickets: list[Annotated[str, StringConstraints(min_length=1, max_length=40)]] = Field(
        default_factory=list, max_length=50, description="Numbers of tickets that show it"
    )


class FindingCreate(Body):
    """Something that was found."""

    title: Title
    severity: Severity = Severity.MEDIUM
    kind: FindingKind = FindingKind.OTHER
    summary: Words = ""
    score: Share = None
    evidence: list[Evidence] = Field(default_factory=list, max_length=50)
    affected: list[Title] = Field(
        default_factory=list, max_length=100, description="Services and configuration items, by name"
    )
    recommendations: list[Line] = Field(default_factory=list, max_length=50)
    state: FindingState = FindingState.OPEN


class FindingPatch(Body):
    """Changes to a finding; what is not sent stays."""

    title: Title = ""
    severity: Severity = Severity.MEDIUM
    kind: FindingKind = FindingKind.OTHER
    summary: Words = ""
    score: Share = None
    evidence: list[Evidence] = Field(default_factory=list, max_length=50)
    affected: list[Title] = Field(default_factory=list, max_length=100)
    recommendations: list[Line] = Field(default_factory=list, max_length=50)
    state: FindingState = FindingState.OPEN
    version: Version = None


class AnalysisScope(Body):
    """Which tickets are looked at: those that fit all that is said. Changes are causes and no part of it."""

    created_from: AwareDatetime | None = None
    created_to: AwareDatetime | None = None
    filter: StoredQuery = Field(
        default_factory=dict, description="Filters of the ticket list by parameter, `where` included"
    )
    item_ids: list[UUID] = Field(
        default_factory=list, max_length=50, description="Tickets on one of these configuration items"
    )
    tickets: list[Annotated[str, StringConstraints(min_length=1, max_length=40)]] = Field(
        default_factory=list, max_length=2000, description="These tickets, by id or number"
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.created_from or self.filter or self.item_ids or self.tickets):
            raise ValueError("say which tickets: a time they were created from, a filter, items or tickets")
        if self.created_from and self.created_to and self.created_from >= self.created_to:
            raise ValueError("created_to must be later than created_from")
        return self


class JobResult(Body):
    """What came out of an analysis that was made outside."""

    summary: Words = ""
    root_cause: Words = ""
    confidence: Share = None
    affected_users: People = None
    findings: list[FindingCreate] = Field(default_factory=list, max_length=MOST_FINDINGS)
    finished_at: AwareDatetime | None = None


class JobCreate(JobResult):
    """An analysis to be made here (with ``scope``), or one that is made outside (without).

    One from outside that brings findings is done with this one call; without any it runs until it is completed.
    """

    title: Title
    job_id: JobId | None = Field(default=None, description="A name of your own; else one is given")
    scope: AnalysisScope | None = None
    state: Literal["running", "completed", "failed"] | None = None
    error: Words = Field(default="", description="Why it failed")
    started_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.job_id in RESERVED:
            raise ValueError(f"'{self.job_id}' is a word of the address and no job id")
        told = self.findings or self.state or self.summary or self.root_cause or self.error
        if self.scope is not None and told:
            raise ValueError("send a scope to have it analysed here, or what was found elsewhere, not both")
        return self


class JobPatch(Body):
    """Changes to a job; what is not sent stays."""

    title: Title = ""
    summary: Words = ""
    root_cause: Words = ""
    confidence: Share = None
    affected_users: People = None
    version: Version = None


class JobFailed(Body):
    """Why an analysis outside came to no end."""

    error: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class Facts(BaseModel):
    """Counts behind a finding of the analyser: how many of the tickets, and how many of those before."""

    count: int
    of: int
    usual_count: float
    usual_of: int
    ratio: float = Field(description="How much more frequent than before, smoothed")
    g2: float | None = Field(default=None, description="Log-likelihood ratio")
    p: float = Field(description="Chance to see this by accident, corrected for all that was tried")


class FindingRead(BaseModel):
    """Something that was found."""

    id: UUID
    rca_job_id: UUID
    kind: FindingKind
    title: str
    severity: Severity
    summary: str
    score: float | None
    evidence: list[Evidence]
    affected: list[str]
    recommendations: list[str]
    facts: Facts | None
    state: FindingState
    version: int
    created_at: datetime
    updated_at: datetime


class JobRow(BaseModel):
    """A root-cause analysis in a list."""

    id: UUID
    job_id: str
    title: str
    source: JobSource
    state: JobState
    summary: str
    root_cause: str
    confidence: float | None
    affected_users: int | None
    error: str
    tickets: int = Field(description="How many tickets were looked at")
    findings_count: int = Field(description="Findings that nobody dismissed")
    severity: Severity | None = Field(description="The worst of them")
    created_by: Named | None
    version: int
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobRead(JobRow):
    """A root-cause analysis with what it found, the strongest first."""

    scope: dict[str, Any] | None
    measures: dict[str, Any]
    findings: list[FindingRead]
