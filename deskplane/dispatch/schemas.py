"""What the API of dispatch takes and gives."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

import orjson
from pydantic import AfterValidator, BaseModel, Field, JsonValue, StringConstraints, model_validator

from deskplane.dispatch.vocabulary import OutsideState, Platform
from deskplane.kernel.http import Body
from deskplane.rca.vocabulary import Severity
from deskplane.vocabulary.status import Status

JobId = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^/\s\x00-\x1f]+$")]
DOTS = frozenset({".", ".."})


def sendable(payload: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """A payload that can be written as JSON again: half characters and endless numbers cannot.

    Raises:
        ValueError: it cannot.
    """
    for name, value in payload.items():
        try:
            orjson.dumps({name: value})
        except orjson.JSONEncodeError as error:
            shown = name.encode("utf-8", "replace").decode()
            raise ValueError(f"'{shown}' cannot be sent: {error}") from None
    return payload


Payload = Annotated[dict[str, JsonValue], AfterValidator(sendable)]
RESERVED = frozenset({"dispatch", "settings"})


class OfJob(Body):
    """A body about one job."""

    job_id: JobId

    @model_validator(mode="after")
    def _not_a_path(self) -> Self:
        if self.job_id in RESERVED | DOTS:
            raise ValueError(f"'{self.job_id}' is a word of the address and no job id")
        return self


class TicketAsked(OfJob):
    """One ticket on one platform."""

    platform: Platform
    payload: Payload = Field(description="Fields by the platform's names", max_length=100)
    dry_run: bool = Field(default=False, description="Show the exact requests and send nothing")


class JobDispatch(OfJob):
    """Tickets on every platform that is switched on; a platform without a payload gets the job's own words."""

    servicenow_payload: Payload | None = Field(default=None, max_length=100)
    jira_payload: Payload | None = Field(default=None, max_length=100)
    title: Annotated[str, StringConstraints(max_length=500)] = ""
    description: Annotated[str, StringConstraints(max_length=32_000)] = ""
    severity: Literal["", "critical", "urgent", "high", "medium", "low", "planning"] = ""
    dry_run: bool = False

    def payload(self, platform: Platform) -> Payload | None:
        """What was sent for a platform."""
        return self.servicenow_payload if platform is Platform.SERVICENOW else self.jira_payload


class OutsideTrouble(BaseModel):
    """Why a ticket is not there yet, in the platform's words, and what to do."""

    kind: str
    message: str
    fix: str = ""
    fields: dict[str, str] = Field(default_factory=dict[str, str])
    retry_at: datetime | None = None


class OutsideTicket(BaseModel):
    """A ticket on an outside platform; ``state`` says how far it is."""

    id: UUID
    job_id: str
    ticket_id: str
    title: str = Field(description="As it was asked for")
    platform: Platform
    status: str
    desk_status: Status | None = Field(description="What the status means here; null: nothing maps to it")
    url: str
    dry_run: bool
    state: OutsideState
    assignee: str
    metadata: dict[str, Any]
    notices: list[dict[str, Any]]
    requests: list[dict[str, Any]] = Field(description="Of a preview: exactly what would be sent, in order")
    error: OutsideTrouble | None
    created_at: datetime
    updated_at: datetime
    refreshed_at: datetime | None


class SkippedPlatform(BaseModel):
    """A platform on which nothing was done, and why."""

    platform: Platform
    reason: str


class OutsideTickets(BaseModel):
    """All outside tickets of a job."""

    tickets: list[OutsideTicket]
    skipped: list[SkippedPlatform] = Field(default_factory=list[SkippedPlatform])
    reason: str = Field(default="", description="Why nothing was created, if so")


class PlatformBudget(BaseModel):
    """Calls that this process may still make, and what the platform last said of its own limit."""

    calls: int
    seconds: float
    left: int
    vendor_limit: int | None
    vendor_left: int | None
    paused: dict[str, float] = Field(description="Seconds until a part of the platform may be asked again")


class PlatformState(BaseModel):
    """One platform: whether it can be used, what is left of its budget, what its states mean."""

    platform: Platform
    name: str
    enabled: bool
    configured: bool
    trouble: str = Field(description="What is missing in the environment")
    states: dict[str, Status] = Field(description="Meanings of the organisation's own, before the usual ones")
    budget: PlatformBudget


class PlatformStates(BaseModel):
    """All platforms."""

    data: list[PlatformState]


class StatesAsked(Body):
    """What states of a platform mean, by their number, id or name; what is not here means the usual again."""

    states: dict[Annotated[str, StringConstraints(min_length=1, max_length=200)], Status] = Field(
        max_length=100
    )


class DispatchSwitchesAsked(Body):
    """Which platforms get tickets; dual tracking needs both."""

    servicenow_enabled: bool
    jira_enabled: bool
    dual_mode: bool


class AutomaticDispatch(Body):
    """Whether an analysis that is done makes outside tickets by itself, and how bad it must be at least."""

    auto_dispatch: bool
    auto_severity: Severity = Severity.LOW


class AnalysisPayloads(BaseModel):
    """What a root-cause analysis says on each platform."""

    servicenow_payload: dict[str, Any]
    jira_payload: dict[str, Any]


class DispatchSwitches(BaseModel):
    """Which platforms get tickets, and whether they are tracked as twins."""

    servicenow_enabled: bool
    jira_enabled: bool
    dual_mode: bool


class DispatchSwitchesSet(DispatchSwitches):
    """The switches as they are now; ``notice`` says what was switched off along with something else."""

    notice: str
