"""What the slice announces. Payloads are a public contract: names are never removed, never comment text, never secrets.

Only events with ``changes`` raise a ticket's version; the others carry the version they met.
"""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.tickets import fields
from deskplane.vocabulary.visibility import Visibility


class TicketEvent(Event):
    """Something about one ticket."""

    subject_type: ClassVar[str] = "ticket"


class TicketCreated(TicketEvent):
    """A ticket is there; ``data`` holds its first facts."""

    name: ClassVar[str] = "ticket.created"
    public_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "number",
            "title",
            "type",
            "status",
            "priority",
            "category_id",
            "requester_id",
            "assignee_id",
            "team_id",
            "source_type",
        }
    )


class TicketChanged(TicketEvent):
    """Fields changed: ``changes`` maps each to ``[old, new]``; ``data.reason`` may say why."""

    name: ClassVar[str] = "ticket.changed"
    public_fields: ClassVar[frozenset[str]] = frozenset(fields.PUBLIC)
    internal_fields: ClassVar[frozenset[str]] = frozenset({*fields.INTERNAL, "reason", "bulk", "macro"})


class TicketDeleted(TicketEvent):
    """The ticket left all lists and can be restored."""

    name: ClassVar[str] = "ticket.deleted"
    public_fields: ClassVar[frozenset[str]] = frozenset({"deleted_at"})


class TicketRestored(TicketEvent):
    """A deleted ticket is back."""

    name: ClassVar[str] = "ticket.restored"
    public_fields: ClassVar[frozenset[str]] = frozenset({"deleted_at"})


class TicketCommented(TicketEvent):
    """Somebody wrote; ``changes`` holds ``first_response_at`` if this was the first answer of an agent."""

    name: ClassVar[str] = "ticket.commented"
    public_fields: ClassVar[frozenset[str]] = frozenset(
        {"comment_id", "visibility", "channel", "first_response_at"}
    )


class CommentEdited(TicketEvent):
    """A comment reads differently now."""

    name: ClassVar[str] = "ticket.comment_edited"
    public_fields: ClassVar[frozenset[str]] = frozenset({"comment_id"})


class CommentDeleted(TicketEvent):
    """A comment was taken away."""

    name: ClassVar[str] = "ticket.comment_deleted"
    public_fields: ClassVar[frozenset[str]] = frozenset({"comment_id"})


class AttachmentAdded(TicketEvent):
    """A file hangs on the ticket or on one of its comments."""

    name: ClassVar[str] = "ticket.attachment_added"
    public_fields: ClassVar[frozenset[str]] = frozenset({"attachment_id", "filename", "size", "comment_id"})


class AttachmentRemoved(TicketEvent):
    """A file was taken off the ticket."""

    name: ClassVar[str] = "ticket.attachment_removed"
    public_fields: ClassVar[frozenset[str]] = frozenset({"attachment_id", "filename"})


@dataclass(frozen=True, kw_only=True)
class InternalTicketEvent(TicketEvent):
    """Something that only those who work on the ticket may know."""

    visibility: Visibility = Visibility.INTERNAL


class WatcherChanged(InternalTicketEvent):
    """Somebody starts or stops watching (``watching``)."""

    name: ClassVar[str] = "ticket.watcher_changed"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"person_id", "watching"})


class TimeLogged(InternalTicketEvent):
    """Working time was entered, changed or taken back (``action``)."""

    name: ClassVar[str] = "ticket.time_logged"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"entry_id", "person_id", "minutes", "billable", "action"}
    )


class TicketLinked(InternalTicketEvent):
    """The ticket relates to another; told on both ends, ``link_type`` as read from this one."""

    name: ClassVar[str] = "ticket.linked"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"link_id", "link_type", "other_id", "other_number"}
    )


class TicketUnlinked(InternalTicketEvent):
    """A relation is gone; told on both ends."""

    name: ClassVar[str] = "ticket.unlinked"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"link_id", "link_type", "other_id", "other_number"}
    )


class TicketMerged(TicketEvent):
    """The ticket went into another one: ``into`` on the one that ends, ``from_id`` on the one that goes on."""

    name: ClassVar[str] = "ticket.merged"
    public_fields: ClassVar[frozenset[str]] = frozenset(
        {"into_id", "into_number", "from_id", "from_number", *fields.PUBLIC}
    )


class TicketSplit(InternalTicketEvent):
    """A new ticket was made out of a part of this one."""

    name: ClassVar[str] = "ticket.split"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"comment_id", "new_id", "new_number"})


class CiLinked(InternalTicketEvent):
    """A configuration item is concerned."""

    name: ClassVar[str] = "ticket.ci_linked"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"ci_id"})


class CiUnlinked(InternalTicketEvent):
    """A configuration item is not concerned after all."""

    name: ClassVar[str] = "ticket.ci_unlinked"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"ci_id"})


class ApprovalRequested(InternalTicketEvent):
    """Somebody, or a team, is asked to approve."""

    name: ClassVar[str] = "ticket.approval_requested"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"approval_id", "approver_id", "team_id", "due_at"})


class ApprovalDecided(InternalTicketEvent):
    """An approval was given, refused or called off (``state``)."""

    name: ClassVar[str] = "ticket.approval_decided"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"approval_id", "approver_id", "team_id", "state"})
