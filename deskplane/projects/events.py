"""What the slice announces; only those who work on tickets see it."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.tickets.events import InternalTicketEvent
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class ProjectEvent(Event):
    """Something about one project."""

    subject_type: ClassVar[str] = "project"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"key", "name", "description", "state", "owner_id", "team_id", "due_on", "archived_at"}
    )
    visibility: Visibility = Visibility.INTERNAL


class ProjectCreated(ProjectEvent):
    """A project is there."""

    name: ClassVar[str] = "project.created"


class ProjectChanged(ProjectEvent):
    """A project was changed, put away or taken out again."""

    name: ClassVar[str] = "project.changed"


class ProjectDeleted(ProjectEvent):
    """A project on which nothing hung is gone."""

    name: ClassVar[str] = "project.deleted"


@dataclass(frozen=True, kw_only=True)
class AssignmentEvent(Event):
    """Something about one task."""

    subject_type: ClassVar[str] = "assignment"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"project_id", "title", "description", "state", "assignee_id", "due_on", "archived_at"}
    )
    visibility: Visibility = Visibility.INTERNAL


class AssignmentCreated(AssignmentEvent):
    """A task is there."""

    name: ClassVar[str] = "assignment.created"


class AssignmentChanged(AssignmentEvent):
    """A task was changed, put away or taken out again."""

    name: ClassVar[str] = "assignment.changed"


class AssignmentDeleted(AssignmentEvent):
    """A task to which no ticket was linked is gone."""

    name: ClassVar[str] = "assignment.deleted"


class TicketProjectLinked(InternalTicketEvent):
    """The ticket relates to a project."""

    name: ClassVar[str] = "ticket.project_linked"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"link_id", "link_type", "project_id", "project_name"}
    )


class TicketProjectUnlinked(InternalTicketEvent):
    """The ticket relates to a project no more."""

    name: ClassVar[str] = "ticket.project_unlinked"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"link_id", "link_type", "project_id", "project_name"}
    )


class TicketAssignmentLinked(InternalTicketEvent):
    """The ticket relates to a task."""

    name: ClassVar[str] = "ticket.assignment_linked"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"link_id", "link_type", "assignment_id", "assignment_title"}
    )


class TicketAssignmentUnlinked(InternalTicketEvent):
    """The ticket relates to a task no more."""

    name: ClassVar[str] = "ticket.assignment_unlinked"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"link_id", "link_type", "assignment_id", "assignment_title"}
    )


class ProjectTicketLinked(ProjectEvent):
    """A ticket relates to the project; told beside ``ticket.project_linked``."""

    name: ClassVar[str] = "project.ticket_linked"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"link_id", "link_type", "ticket_id", "ticket_number"}
    )


class ProjectTicketUnlinked(ProjectEvent):
    """A ticket relates to the project no more."""

    name: ClassVar[str] = "project.ticket_unlinked"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"link_id", "link_type", "ticket_id", "ticket_number"}
    )


class AssignmentTicketLinked(AssignmentEvent):
    """A ticket relates to the task; told beside ``ticket.assignment_linked``."""

    name: ClassVar[str] = "assignment.ticket_linked"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"link_id", "link_type", "ticket_id", "ticket_number"}
    )


class AssignmentTicketUnlinked(AssignmentEvent):
    """A ticket relates to the task no more."""

    name: ClassVar[str] = "assignment.ticket_unlinked"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"link_id", "link_type", "ticket_id", "ticket_number"}
    )
