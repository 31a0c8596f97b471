"""What the ticket API takes and gives; PostgreSQL renders the answers, tests hold them against these models."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, JsonValue, StringConstraints

from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.tickets.filters import StoredQuery
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

MAX_TEXT = 200_000
MAX_BULK = 2000
Title = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
LongText = Annotated[str, StringConstraints(max_length=MAX_TEXT)]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True, to_lower=True)]
Level = Annotated[int, Field(ge=1, le=3)]
VersionSent = Annotated[
    int | None, Field(ge=1, description="Version the change was prepared on; stale = 409")
]


class TicketFields(Body):
    """What people may set on a ticket."""

    description: LongText | None = Field(None, description="Plain text; use description_html for rich text")
    description_html: LongText | None = Field(None, description="Rich text; unsafe markup is removed")
    impact: Level | None = Field(None, description="1 (high) to 3 (low)")
    urgency: Level | None = Field(None, description="1 (high) to 3 (low)")
    category_id: UUID | None = None
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    department: Short | None = None
    source_reference: dict[str, JsonValue] = Field(default_factory=dict)
    integration_metadata: dict[str, JsonValue] = Field(default_factory=dict)
    custom_fields: dict[str, JsonValue] = Field(default_factory=dict, max_length=200)
    tags: list[Tag] = Field(default_factory=list[Tag], max_length=50)
    due_at: AwareDatetime | None = Field(
        None, description="Overrides the due date of the service levels; null gives it back"
    )
    job_id: Short | None = None
    is_phi: bool = False
    sub_status: Short | None = Field(None, description="Key of a sub-status of the status")
    resolution_code: Short | None = None
    resolution_text: LongText | None = None


class TicketCreate(TicketFields):
    """A new ticket; only the title is required."""

    title: Title
    type: TicketType = TicketType.INCIDENT
    status: Status = Field(Status.NEW, description="Any unfinished status")
    priority: Priority | None = Field(None, description="Follows from impact and urgency if not given")
    requester_id: UUID | None = Field(None, description="The caller if not given")
    source_type: SourceType | None = Field(None, description="Follows from the door if not given")
    attachment_ids: list[UUID] = Field(
        default_factory=list[UUID], max_length=20, description="Own uploads that hang nowhere yet"
    )


class TicketPatch(TicketFields):
    """Changes; what is not sent stays. PUT and PATCH mean the same. custom_fields are merged, null removes one."""

    title: Title = ""
    type: TicketType = TicketType.INCIDENT
    status: Status = Status.NEW
    priority: Priority = Priority.MEDIUM
    requester_id: UUID | None = None
    version: VersionSent = None


class TransitionBody(Body):
    """A move to another status."""

    to: Status
    sub_status: Short | None = None
    comment: LongText | None = Field(None, description="Public comment that goes with it")
    resolution_code: Short | None = None
    resolution: LongText | None = Field(None, description="What was done")
    version: VersionSent = None


class AssignBody(Body):
    """Who works on it; what is not sent stays, null takes it away."""

    assignee_id: UUID | None = None
    team_id: UUID | None = None
    version: VersionSent = None


class BulkSet(Body):
    """Fields a bulk update can set on all tickets."""

    status: Status = Status.NEW
    sub_status: Short | None = None
    priority: Priority = Priority.MEDIUM
    type: TicketType = TicketType.INCIDENT
    impact: Level | None = None
    urgency: Level | None = None
    category_id: UUID | None = None
    requester_id: UUID | None = None
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    department: Short | None = None
    due_at: AwareDatetime | None = None
    tags: list[Tag] = Field(default_factory=list[Tag], max_length=50)
    add_tags: list[Tag] = Field(default_factory=list[Tag], max_length=50)
    remove_tags: list[Tag] = Field(default_factory=list[Tag], max_length=50)
    custom_fields: dict[str, JsonValue] = Field(default_factory=dict, max_length=200)
    resolution_code: Short | None = None
    resolution_text: LongText | None = None


class BulkUpdate(Body):
    """One change for many tickets: all or those of ``ids`` that can take it; the others say why not."""

    ids: list[UUID | Annotated[str, StringConstraints(max_length=40)]] | None = Field(
        None, min_length=1, max_length=MAX_BULK, description="Ids or numbers"
    )
    where: JsonValue | None = Field(None, description="Condition, instead of ids")
    filter: StoredQuery | None = Field(None, description="Filters of the list, instead of ids")
    dry_run: bool = Field(False, description="Only say what would become of each ticket; nothing is written")
    set: BulkSet
    comment: LongText | None = Field(None, description="Public comment on each")


class BulkUndo(Body):
    """Takes a bulk update back."""

    undo_token: UUID


class GroupRead(Shape):
    """Tickets that share a value; `none` for those without one."""

    value: str
    label: str | None = Field(description="Name of the person, team or category; null for words of the desk")
    count: int


class GroupList(Shape):
    """The groups of a list, in their order."""

    data: list[GroupRead]


class Named(Shape):
    """A reference with its name."""

    id: UUID
    name: str


class CategoryNamed(Named):
    """A category with the names of its ancestors."""

    path: str


class Resolution(Shape):
    """How it was resolved."""

    code: str | None
    text: str | None
    by: Named | None


class TicketRow(Shape):
    """A ticket in a list."""

    id: UUID
    number: str
    type: TicketType
    title: str
    status: Status
    sub_status: str | None
    priority: Priority
    urgency: int | None
    impact: int | None
    category: CategoryNamed | None
    requester: Named | None
    assignee: Named | None
    team: Named | None
    department: str | None
    source_type: SourceType
    tags: list[str]
    custom_fields: dict[str, JsonValue]
    due_at: datetime | None
    next_due_at: datetime | None
    sla_state: str | None
    sla_paused_for: str | None
    twins: list[JsonValue]
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    comment_count: int
    version: int


class Rights(Shape):
    """What the caller may do with the ticket."""

    update: bool
    comment: bool
    internal: bool
    assign: bool
    delete: bool


class Parent(Shape):
    """The ticket this one is a part of."""

    id: UUID
    number: str
    title: str
    status: Status


class TicketRead(TicketRow):
    """A ticket with everything on it."""

    description_html: str
    description_text: str
    source_reference: dict[str, JsonValue]
    integration_metadata: dict[str, JsonValue]
    due_overridden: bool
    first_response_at: datetime | None
    reopened_count: int
    resolution: Resolution | None
    job_id: str | None
    is_phi: bool
    classification: dict[str, JsonValue] | None
    sla_met: bool | None
    deleted_at: datetime | None
    merged_into: UUID | None
    watchers_count: int
    attachments_count: int
    time_minutes: int
    parent: Parent | None
    children_count: int
    legal_transitions: list[Status]
    may: Rights


class PageInfo(Shape):
    """Where the list goes on."""

    next: str | None
    limit: int
    total: int | None
    total_exact: bool = Field(default=True, description="False: there are more than the total says")
    page: int | None


class TicketList(Shape):
    """A part of the list of tickets."""

    data: list[TicketRow]
    page: PageInfo


class BulkResult(Shape):
    """What became of one ticket; ``error`` is one of not_found, illegal_transition, conflict, invalid, forbidden."""

    id: str
    number: str | None
    ok: bool
    changed: bool = False
    version: int | None = None
    error: str | None = None
    detail: str | None = None


class BulkAnswer(Shape):
    """One result for each ticket asked for, in the order asked."""

    results: list[BulkResult]
    changed: int
    failed: int
    undo_token: UUID | None


class Author(Shape):
    """Who wrote; without an id it is somebody the house does not know."""

    id: UUID | None
    name: str
