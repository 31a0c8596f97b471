"""The eight canonical ticket statuses, their categories and the default legal moves between them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class StatusCategory(StrEnum):
    """What a status means for the person who waits."""

    TODO = "todo"
    ACTIVE = "active"
    WAITING = "waiting"
    DONE = "done"


class Status(StrEnum):
    """Where a ticket stands; defined in the order in which lists sort."""

    NEW = "new"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def category(self) -> StatusCategory:
        """The coarse meaning, the same for every organisation."""
        return _CATEGORIES[self]

    @property
    def rank(self) -> int:
        """Sort position, 1 (new) to 8 (cancelled)."""
        return STATUS_RANKS[self]

    @property
    def is_done(self) -> bool:
        """Nobody works on the ticket any more."""
        return _CATEGORIES[self] is StatusCategory.DONE


STATUS_RANKS: Final[Mapping[Status, int]] = MappingProxyType(
    {status: rank for rank, status in enumerate(Status, start=1)}
)

_CATEGORIES: Final[Mapping[Status, StatusCategory]] = MappingProxyType(
    {
        Status.NEW: StatusCategory.TODO,
        Status.OPEN: StatusCategory.TODO,
        Status.IN_PROGRESS: StatusCategory.ACTIVE,
        Status.PENDING: StatusCategory.WAITING,
        Status.ON_HOLD: StatusCategory.WAITING,
        Status.RESOLVED: StatusCategory.DONE,
        Status.CLOSED: StatusCategory.DONE,
        Status.CANCELLED: StatusCategory.DONE,
    }
)

UNFINISHED: Final[tuple[Status, ...]] = tuple(status for status in Status if not status.is_done)
FINISHED: Final[tuple[Status, ...]] = tuple(status for status in Status if status.is_done)

TRANSITIONS: Final[Mapping[Status, tuple[Status, ...]]] = MappingProxyType(
    {
        Status.NEW: (
            Status.OPEN,
            Status.IN_PROGRESS,
            Status.PENDING,
            Status.ON_HOLD,
            Status.RESOLVED,
            Status.CANCELLED,
        ),
        Status.OPEN: (
            Status.IN_PROGRESS,
            Status.PENDING,
            Status.ON_HOLD,
            Status.RESOLVED,
            Status.CANCELLED,
        ),
        Status.IN_PROGRESS: (
            Status.OPEN,
            Status.PENDING,
            Status.ON_HOLD,
            Status.RESOLVED,
            Status.CANCELLED,
        ),
        Status.PENDING: (
            Status.OPEN,
            Status.IN_PROGRESS,
            Status.ON_HOLD,
            Status.RESOLVED,
            Status.CANCELLED,
        ),
        Status.ON_HOLD: (
            Status.OPEN,
            Status.IN_PROGRESS,
            Status.PENDING,
            Status.RESOLVED,
            Status.CANCELLED,
        ),
        Status.RESOLVED: (Status.IN_PROGRESS, Status.CLOSED),
        Status.CLOSED: (Status.IN_PROGRESS,),
        Status.CANCELLED: (Status.NEW,),
    }
)
"""The default table; an organisation may edit its copy. Targets are in sort order."""

ADMIN_TRANSITIONS: Final[frozenset[tuple[Status, Status]]] = frozenset({(Status.CANCELLED, Status.NEW)})
"""Legal only for an administrator."""

REOPENING: Final[frozenset[tuple[Status, Status]]] = frozenset(
    {(Status.RESOLVED, Status.IN_PROGRESS), (Status.CLOSED, Status.IN_PROGRESS)}
)
"""Counted as a reopening; from closed it is legal only within the reopen window."""


def legal_transitions(
    status: Status,
    *,
    admin: bool = False,
    table: Mapping[Status, tuple[Status, ...]] = TRANSITIONS,
) -> tuple[Status, ...]:
    """Where a ticket may go from here, in sort order; the reopen window is the caller's to check."""
    return tuple(to for to in table.get(status, ()) if admin or (status, to) not in ADMIN_TRANSITIONS)
