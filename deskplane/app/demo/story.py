"""A ticket of the demo as it is told: what it was at first, and everything that happened, in plain words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from deskplane.app.demo.company import Person
from deskplane.vocabulary.link import LinkType
from deskplane.vocabulary.ticket_type import TicketType

State = dict[str, Any]
"""Values by field; people, teams, categories and items are told by object or name, ids come when it is stored."""


@dataclass(frozen=True, slots=True)
class Step:
    """Fields that somebody changed; no actor is the system."""

    at: datetime
    actor: Person | None
    changes: State


@dataclass(frozen=True, slots=True)
class Said:
    """A comment."""

    at: datetime
    author: Person
    text: str
    internal: bool = False
    channel: str = "web"


@dataclass(frozen=True, slots=True)
class Worked:
    """Time somebody spent."""

    at: datetime
    person: Person
    minutes: int
    note: str
    billable: bool = False


@dataclass(frozen=True, slots=True)
class Watched:
    """Somebody began to watch."""

    at: datetime
    person: Person
    by: Person


@dataclass(frozen=True, slots=True)
class Concerned:
    """A configuration item, by key."""

    at: datetime
    item: str
    by: Person


@dataclass(frozen=True, slots=True)
class Approval:
    """What a lead was asked, and said."""

    at: datetime
    by: Person
    approver: Person
    note: str
    state: str = "requested"
    decided_at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """A relation to another story."""

    at: datetime
    to: str
    type: LinkType
    by: Person


@dataclass(slots=True)
class Story:
    """One ticket."""

    key: str
    type: TicketType
    topic: str
    requester: Person
    created_at: datetime
    first: State
    last: State = field(default_factory=State)
    steps: list[Step] = field(default_factory=list[Step])
    said: list[Said] = field(default_factory=list[Said])
    worked: list[Worked] = field(default_factory=list[Worked])
    watched: list[Watched] = field(default_factory=list[Watched])
    concerned: list[Concerned] = field(default_factory=list[Concerned])
    approvals: list[Approval] = field(default_factory=list[Approval])
    links: list[Linked] = field(default_factory=list[Linked])

    def __post_init__(self) -> None:
        """Start out as it was first."""
        self.last = dict(self.first)

    def version_at(self, at: datetime) -> int:
        """Return the version the ticket had at a time."""
        return 1 + sum(step.at <= at for step in self.steps)
