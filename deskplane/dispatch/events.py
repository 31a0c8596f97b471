"""What the slice announces; only those who work on tickets see it."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class OutsideTicketEvent(Event):
    """Something about one ticket on an outside platform."""

    subject_type: ClassVar[str] = "outside_ticket"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"job_id", "platform", "ticket_id", "status", "desk_status", "assignee", "state", "error"}
    )
    visibility: Visibility = Visibility.INTERNAL


class OutsideTicketAsked(OutsideTicketEvent):
    """A ticket shall be created on a platform for a job."""

    name: ClassVar[str] = "outside_ticket.asked"


class OutsideTicketCreated(OutsideTicketEvent):
    """The ticket is there, or was found where an earlier attempt had made it."""

    name: ClassVar[str] = "outside_ticket.created"


class OutsideTicketFailed(OutsideTicketEvent):
    """The ticket could not be created, or it is not known yet; it says why."""

    name: ClassVar[str] = "outside_ticket.failed"


class OutsideTicketChanged(OutsideTicketEvent):
    """The outside platform says something else now: status or assignee, or the ticket is gone."""

    name: ClassVar[str] = "outside_ticket.changed"


@dataclass(frozen=True, kw_only=True)
class DispatchSettingsChanged(Event):
    """Platforms were switched on or off, dual tracking or dispatch by itself, or their states mean something else."""

    name: ClassVar[str] = "dispatch.settings_changed"
    subject_type: ClassVar[str] = "dispatch_settings"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {
            *("servicenow_enabled", "jira_enabled", "dual_mode", "auto_dispatch", "auto_severity"),
            *("servicenow_states", "jira_states"),
        }
    )
    visibility: Visibility = Visibility.INTERNAL
