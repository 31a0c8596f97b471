"""Reading the log: filters, pages, and the whole of it for an export."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from deskplane.kernel.errors import MalformedError

BIGGEST: Final = 2**63
COLUMNS = """e.id, e.name as action, e.subject_type as entity_type, e.subject_id as entity_id,
    e.subject_version as entity_version, e.actor_kind, e.actor_id, e.actor_name, e.origin, e.visibility,
    e.correlation_id, e.changes, e.data, e.occurred_at, e.recorded_at"""
EXPORTED = (
    "recorded_at",
    "occurred_at",
    "action",
    "actor_name",
    "actor_kind",
    "actor_id",
    "entity_type",
    "entity_id",
    "entity_version",
    "origin",
    "visibility",
    "correlation_id",
    "changes",
    "data",
    "id",
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show of the log."""

    actor_id: UUID | None = None
    action: tuple[str, ...] = ()
    entity_type: tuple[str, ...] = ()
    entity_id: UUID | None = None
    field: str | None = None
    origin: tuple[str, ...] = ()
    correlation_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def shown(self) -> dict[str, Any]:
        """Return what is set, as the note of an export names it."""
        found = {
            "actor_id": str(self.actor_id) if self.actor_id else None,
            "action": list(self.action),
            "entity_type": list(self.entity_type),
            "entity_id": str(self.entity_id) if self.entity_id else None,
            "field": self.field,
            "origin": list(self.origin),
            "correlation_id": self.correlation_id,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }
        return {name: value for name, value in found.items() if value not in (None, [])}

    def where(self) -> tuple[str, list[Any]]:
        """Return conditions with ``$n`` and their arguments."""
        tests: list[tuple[str, Any]] = [
            ("e.actor_id = $", self.actor_id),
            ("e.name = any($::text[])", list(self.action) or None),
            ("e.subject_type = any($::text[])", list(self.entity_type) or None),
            ("e.subject_id = $", self.entity_id),
            ("(e.changes -> $) is not null", self.field),
            ("e.origin = any($::text[])", list(self.origin) or None),
            ("e.correlation_id = $", self.correlation_id),
            ("e.recorded_at >= $", self.since),
            ("e.recorded_at < $", self.until),
        ]
        parts, args = ["e.org_id = app_org()"], list[Any]()
        for text, value in tests:
            if value is not None:
                args.append(value)
                parts.append(text.replace("$", f"${len(args)}"))
        return " and ".join(parts), args


def page(
    filters: Filters, *, after: tuple[Any, ...] | None, limit: int, skip: int = 0
) -> tuple[str, list[Any]]:
    """Return the statement for a part of the log, newest first.

    Raises:
        MalformedError: the place is one in another list.
    """
    where, args = filters.where()
    if after is not None:
        where += f" and (e.recorded_at, e.seq) < (${len(args) + 1}, ${len(args) + 2})"
        args += _place(after)
    args += [limit, skip]
    order = f"order by e.recorded_at desc, e.seq desc limit ${len(args) - 1} offset ${len(args)}"
    return f"select {COLUMNS}, e.seq from events e where {where} {order}", args


def _place(after: tuple[Any, ...]) -> list[Any]:
    moment, seq = after if len(after) == 2 else (None, None)
    try:
        at = datetime.fromisoformat(str(moment))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or type(seq) is not int or not 0 <= seq < BIGGEST:
        raise MalformedError("The cursor belongs to another list. Start again without it.")
    return [at, seq]


def total(filters: Filters) -> tuple[str, list[Any]]:
    """Return the statement that counts all matching entries."""
    where, args = filters.where()
    return f"select count(*) from events e where {where}", args


def everything(filters: Filters) -> tuple[str, list[Any]]:
    """Return the statement for all matching entries, oldest first."""
    where, args = filters.where()
    return f"select {COLUMNS} from events e where {where} order by e.recorded_at, e.seq", args
