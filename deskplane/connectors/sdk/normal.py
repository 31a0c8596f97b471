"""What the house sees of a vendor: plain values, the vendor's own words always kept beside ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, slots=True)
class RemoteValue:
    """A value in the vendor's words; ``value`` is ours, None if nothing maps to it (kept raw, shown flagged)."""

    id: str
    name: str = ""
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the vendor, as far as the vendor says who."""

    id: str = ""
    name: str = ""
    email: str = ""


class NoticeKind(StrEnum):
    """Why somebody should look."""

    NARROWING = "narrowing"
    UNMAPPED = "unmapped"
    DROPPED = "dropped"
    OVERRIDDEN = "overridden"
    DOUBLED = "doubled"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something was written or read differently from what was asked."""

    kind: NoticeKind
    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteTicket:
    """A record of a vendor. ``version`` changes with each change; ``raw`` is the whole answer."""

    remote_id: str
    key: str
    url: str
    title: str
    description: str
    status: RemoteValue
    priority: RemoteValue
    kind: RemoteValue
    created_at: datetime
    updated_at: datetime
    version: str
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    requester: Person = Person()
    assignee: Person = Person()
    team: RemoteValue = RemoteValue("")
    category: str = ""
    subcategory: str = ""
    configuration_item: str = ""
    tags: tuple[str, ...] = ()
    correlation_id: str = ""
    deleted: bool = False
    custom: Mapping[str, Any] = field(default_factory=dict[str, Any])
    notices: tuple[Notice, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteComment:
    """A comment of a vendor's record."""

    remote_id: str
    body: str
    author: Person
    visibility: Visibility
    created_at: datetime
    raw: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A record of another vendor that tells the same story."""

    platform: str
    remote_id: str
    key: str
    url: str
    title: str = ""
    resolved: bool = False

    @property
    def sentence(self) -> str:
        """The line that dual tracking writes into a description."""
        return f"Related {PLATFORM_WORDS.get(self.platform, self.platform.title())}: {self.key}"


PLATFORM_NAMES: Mapping[str, str] = {"servicenow": "ServiceNow", "jira": "Jira", "freshdesk": "Freshdesk"}
PLATFORM_WORDS: Mapping[str, str] = {
    "servicenow": "ServiceNow Incident",
    "jira": "Jira Issue",
    "freshdesk": "Freshdesk Ticket",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A ticket to create. ``extra`` holds fields by the vendor's names and wins over everything else.

    ``correlation_id`` is written into the record and is what a repetition looks for.
    """

    correlation_id: str
    title: str
    description: str = ""
    status: Status | None = None
    priority: Priority | None = None
    kind: str = ""
    assignee: str = ""
    team: str = ""
    requester_email: str = ""
    requester_name: str = ""
    category: str = ""
    subcategory: str = ""
    configuration_item: str = ""
    tags: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    custom: Mapping[str, Any] = field(default_factory=dict[str, Any])
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What to change; None leaves a field alone. Status and assignment have capabilities of their own."""

    title: str | None = None
    description: str | None = None
    priority: Priority | None = None
    category: str | None = None
    subcategory: str | None = None
    tags: tuple[str, ...] | None = None
    custom: Mapping[str, Any] = field(default_factory=dict[str, Any])
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComment:
    """A comment to write; ``mark`` names ours, so that its echo is known."""

    body: str
    visibility: Visibility = Visibility.PUBLIC
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingRequest:
    """A request as it would leave, secrets masked."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Everything a create would send, in order; nothing was sent. ``notices`` says what would differ."""

    requests: tuple[OutgoingRequest, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A record that exists now; ``found`` if an earlier attempt had made it."""

    ticket: RemoteTicket
    found: bool = False
    notices: tuple[Notice, ...] = ()


class StepResult(StrEnum):
    """How one step of a verification ended."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was proved, or not: why, and how to mend it."""

    key: str
    title: str
    result: StepResult
    detail: str = ""
    cause: str = ""
    fix: str = ""
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a vendor offers; ``parent`` is what it depends on, ``group`` what it is a kind of."""

    id: str
    name: str
    parent: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What this instance of a vendor offers, as forms and maps need it."""

    projects: tuple[Choice, ...] = ()
    issue_types: tuple[Choice, ...] = ()
    statuses: tuple[Choice, ...] = ()
    priorities: tuple[Choice, ...] = ()
    groups: tuple[Choice, ...] = ()
    categories: tuple[Choice, ...] = ()
    subcategories: tuple[Choice, ...] = ()
    resolutions: tuple[Choice, ...] = ()
    fields: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What verify proved, step by step."""

    steps: tuple[Step, ...]
    account: str = ""
    options: Options | None = None

    @property
    def ok(self) -> bool:
        """No step failed."""
        return all(step.result is not StepResult.FAILED for step in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What to pull. ``scope`` is the vendor's own query language."""

    created_since: datetime | None = None
    projects: tuple[str, ...] = ()
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a pull stands; plain strings, so that it can be kept. ``finished`` is set by the last page."""

    at: str
    id: str = ""
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that could not be read."""

    remote_id: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some records and where to go on after them; the same record may come again later (upsert by id)."""

    tickets: tuple[RemoteTicket, ...]
    cursor: Cursor
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoteStats:
    """How many records a window holds; not exact where the vendor only estimates."""

    total: int
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A request that came in at a webhook, untouched, and when. Header names are lower case."""

    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookHint:
    """Which record to read again; what a webhook says is never taken as truth."""

    event: str
    remote_id: str = ""
    key: str = ""
    dedupe_key: str
    occurred_at: datetime | None = None
    deleted: bool = False
    comment_id: str = ""
    says: Mapping[str, str] = field(default_factory=dict[str, str])
