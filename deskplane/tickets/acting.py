"""On whose behalf a ticket is written, and which rules of the organisation hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from deskplane.kernel.access import Caller, Permission, RoleName, Via
from deskplane.kernel.events import SYSTEM, Actor
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.status import Status, legal_transitions

REOPEN_DAYS = 14
FREE_MOVES = frozenset({Origin.SYNC, Origin.IMPORT})
"""Origins that report what happened elsewhere: any status is taken from them."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What an organisation's settings say about tickets."""

    reopen_days: int = REOPEN_DAYS
    resolution_required: bool = False

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """Read the settings; what is missing keeps its default."""
        return cls(
            reopen_days=int(settings.get("reopen_days", REOPEN_DAYS)),
            resolution_required=bool(settings.get("resolution_required", False)),
        )

    def reopenable(self, closed_at: datetime | None, now: datetime) -> bool:
        """Say whether a closed ticket is still within the reopen window."""
        return closed_at is not None and now - closed_at <= timedelta(days=self.reopen_days)


@dataclass(frozen=True, slots=True)
class By:
    """Who writes, through which door, under which rules."""

    actor: Actor = SYSTEM
    origin: Origin = Origin.SYSTEM
    is_admin: bool = False
    is_agent: bool = True
    rules: Rules = field(default_factory=Rules)

    @classmethod
    def caller(cls, caller: Caller) -> Self:
        """Write for the person behind a request."""
        asks = caller.role is RoleName.REQUESTER
        return cls(
            actor=caller.actor,
            origin=Origin.PORTAL if asks and caller.via is Via.SESSION else caller.origin,
            is_admin=caller.role is RoleName.ADMIN,
            is_agent=not asks,
            rules=Rules.of(caller.settings),
        )

    @property
    def person_id(self) -> UUID | None:
        """The person, if one acts."""
        return self.actor.id

    @property
    def moves_freely(self) -> bool:
        """Any status may follow any other."""
        return self.origin in FREE_MOVES

    def legal(self, status: Status, closed_at: datetime | None, now: datetime) -> tuple[Status, ...]:
        """Return where a ticket may go from ``status`` now."""
        if status is Status.CLOSED and not self.rules.reopenable(closed_at, now):
            return ()
        return legal_transitions(status, admin=self.is_admin)


def rights(caller: Caller) -> dict[str, bool]:
    """Return what the caller may do with a ticket that they see."""
    return {
        "update": caller.may(Permission.TICKET_UPDATE),
        "comment": caller.may(Permission.TICKET_COMMENT),
        "internal": caller.may(Permission.TICKET_COMMENT_INTERNAL),
        "assign": caller.may(Permission.TICKET_ASSIGN),
        "delete": caller.may(Permission.TICKET_DELETE),
    }
