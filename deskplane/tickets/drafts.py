"""New tickets on their way in, from any door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from deskplane.kernel import text
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.ids import uuid7
from deskplane.tickets.acting import By
from deskplane.tickets.planning import Wanted
from deskplane.vocabulary.priority import Impact, Priority, Urgency
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDraft:
    """A ticket that is not stored yet; only the title is required. HTML must be safe already: see ``described``."""

    title: str
    type: TicketType = TicketType.INCIDENT
    description_html: str = ""
    description_text: str = ""
    status: Status = Status.NEW
    sub_status: str | None = None
    priority: Priority | None = None
    impact: int | None = None
    urgency: int | None = None
    category_id: UUID | None = None
    requester_id: UUID | None = None
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    department: str | None = None
    source_type: SourceType | None = None
    source_reference: Mapping[str, Any] = field(default_factory=dict[str, Any])
    integration_metadata: Mapping[str, Any] = field(default_factory=dict[str, Any])
    custom_fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    tags: Sequence[str] = ()
    due_at: datetime | None = None
    resolution_code: str | None = None
    resolution_text: str | None = None
    job_id: str | None = None
    is_phi: bool = False
    id: UUID = field(default_factory=uuid7)

    def wanted(self) -> Wanted:
        """Return what of the draft refers to other things, to be checked."""
        values = {
            "assignee_id": self.assignee_id,
            "sub_status": self.sub_status,
            "resolution_code": self.resolution_code,
            "impact": self.impact,
            "urgency": self.urgency,
        }
        if self.priority is not None:
            values["priority"] = self.priority
        return Wanted(values=values, custom_fields=self.custom_fields)

    def row(self, checked: Wanted, by: By, now: datetime) -> dict[str, Any]:
        """Return the columns of the new ticket.

        Raises:
            InvalidError: the sub-status belongs to another status, or a resolution code is missing.
        """
        if self.sub_status and checked.sub_status_of not in {None, self.status}:
            raise InvalidError.field("sub_status", f"'{self.sub_status}' belongs to {checked.sub_status_of}.")
        return {
            **{name: getattr(self, name) for name in TicketDraft.__slots__},
            "created_at": now,
            "priority": self._priority(checked),
            "source_type": self.source_type or by.origin.source_type,
            "custom_fields": dict(checked.custom_fields),
            "tags": list(dict.fromkeys(self.tags)),
            "due_overridden": self.due_at is not None,
            "reopened_count": 0,
            **self._ending(checked, by, now),
        }

    def _priority(self, checked: Wanted) -> Priority:
        if self.priority is not None:
            return self.priority
        if self.impact and self.urgency:
            return checked.matrix[Impact(self.impact), Urgency(self.urgency)]
        return Priority.MEDIUM

    def _ending(self, checked: Wanted, by: By, now: datetime) -> dict[str, Any]:
        """A ticket may be recorded after the work is done: a call that was solved on the phone."""
        solved = self.status in {Status.RESOLVED, Status.CLOSED}
        if solved and by.rules.resolution_required and not self.resolution_code and not by.moves_freely:
            raise InvalidError.field(
                "resolution_code", "A resolution code is needed to resolve a ticket here."
            )
        return {
            "resolved_at": now if solved else None,
            "closed_at": now if self.status in {Status.CLOSED, Status.CANCELLED} else None,
            "first_response_at": now if solved else None,
            "resolved_by": by.person_id if solved else None,
            "resolution_text": self.resolution_text or checked.resolution_template or None,
        }


def described(plain: str | None, html: str | None) -> dict[str, str]:
    """Return both forms of a description from the one that was sent; unsafe markup is removed."""
    if html is not None:
        safe = text.sanitise(html)
        return {"description_html": safe, "description_text": text.html_to_text(safe)}
    return {"description_html": text.text_to_html(plain or ""), "description_text": plain or ""}
