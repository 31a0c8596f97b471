"""What a wanted change really changes on a ticket: pure rules, the same for one ticket and for a thousand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol, cast

from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.tickets.acting import By
from deskplane.vocabulary.priority import PRIORITY_MATRIX, Impact, Priority, Urgency
from deskplane.vocabulary.status import REOPENING, Status

Changes = dict[str, Any]
Matrix = Mapping[tuple[Impact, Urgency], Priority]
ENDED: Final = frozenset({Status.CLOSED, Status.CANCELLED})


class Locked(Protocol):
    """The state of a ticket whose row is locked, by column."""

    def __getitem__(self, key: str, /) -> Any:
        """Return the value of a column."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """New values by column, and edits that depend on the old value."""

    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    custom_fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    add_tags: Sequence[str] = ()
    remove_tags: Sequence[str] = ()
    resolution_template: str = ""
    sub_status_of: str | None = None
    matrix: Matrix = field(default_factory=lambda: PRIORITY_MATRIX)

    @property
    def status(self) -> Status | None:
        """The status asked for, if one is."""
        status = self.values.get("status")
        return Status(status) if status is not None else None


def plan(ticket: Locked, wanted: Wanted, by: By, now: datetime) -> Changes:
    """Return the new values of the fields that change; empty if everything is so already.

    Raises:
        ConflictError: the status cannot follow the present one; carries the legal ones.
        InvalidError: a resolution code is missing.
    """
    new = dict(wanted.values)
    _merge(ticket, wanted, new)
    _rank(ticket, wanted, new)
    if "due_at" in new:
        new["due_overridden"] = new["due_at"] is not None
    if wanted.status is not None:
        _move(ticket, wanted, new, by, now)
    _check_sub_status(ticket, wanted, new)
    return {name: value for name, value in new.items() if value != ticket[name]}


def _merge(ticket: Locked, wanted: Wanted, new: Changes) -> None:
    if wanted.custom_fields:
        merged = {**ticket["custom_fields"], **wanted.custom_fields}
        new["custom_fields"] = {key: value for key, value in merged.items() if value is not None}
    if wanted.add_tags or wanted.remove_tags:
        tags = cast("list[str]", new.get("tags", ticket["tags"]))
        kept = [tag for tag in dict.fromkeys((*tags, *wanted.add_tags)) if tag not in wanted.remove_tags]
        new["tags"] = kept


def _rank(ticket: Locked, wanted: Wanted, new: Changes) -> None:
    """A changed impact or urgency changes the priority, unless one is named beside it."""
    if "priority" in new:
        return
    impact, urgency = (new.get(name, ticket[name]) for name in ("impact", "urgency"))
    changed = any(name in new and new[name] != ticket[name] for name in ("impact", "urgency"))
    if changed and impact and urgency:
        new["priority"] = str(wanted.matrix[Impact(impact), Urgency(urgency)])


def _move(ticket: Locked, wanted: Wanted, new: Changes, by: By, now: datetime) -> None:
    before, after = Status(ticket["status"]), cast("Status", wanted.status)
    if before is after:
        return
    check_move(before, after, ticket["closed_at"], by, now)
    new.setdefault("sub_status", None)
    if (before, after) in REOPENING:
        new["reopened_count"] = ticket["reopened_count"] + 1
    new.update(_ending(ticket, after, now))
    if after is Status.RESOLVED:
        _resolve(ticket, wanted, new, by, now)
    elif not after.is_done:
        new.update(resolved_by=None, resolution_code=None, resolution_text=None)


def _check_sub_status(ticket: Locked, wanted: Wanted, new: Changes) -> None:
    key, status = new.get("sub_status"), new.get("status", ticket["status"])
    if key is not None and wanted.sub_status_of is not None and wanted.sub_status_of != status:
        raise InvalidError.field(
            "sub_status", f"'{key}' is a sub-status of {wanted.sub_status_of}, not of {status}."
        )


def check_move(before: Status, after: Status, closed_at: datetime | None, by: By, now: datetime) -> None:
    """Refuse a status that cannot follow.

    Raises:
        ConflictError: carries the legal ones; for a ticket closed too long ago it says what to do instead.
    """
    if by.moves_freely:
        return
    legal = by.legal(before, closed_at, now)
    if after in legal:
        return
    if before is Status.CLOSED and after is Status.IN_PROGRESS:
        raise ConflictError(
            f"This ticket was closed more than {by.rules.reopen_days} days ago and cannot be reopened. "
            "Create a follow-up ticket and link the two.",
            current=str(before),
            legal=[],
        )
    raise ConflictError.illegal_transition(before, after, legal=[str(status) for status in legal])


def _ending(ticket: Locked, after: Status, now: datetime) -> Changes:
    """Return when the ticket was resolved and closed, if it is."""
    resolved = ticket["resolved_at"]
    if after is Status.RESOLVED:
        return {"resolved_at": now, "closed_at": None}
    if after is Status.CLOSED:
        return {"resolved_at": resolved or now, "closed_at": now}
    return {"resolved_at": None, "closed_at": now if after in ENDED else None}


def _resolve(ticket: Locked, wanted: Wanted, new: Changes, by: By, now: datetime) -> None:
    """Resolving answers the requester: it counts as the first response if there was none."""
    code = new.get("resolution_code", ticket["resolution_code"])
    if by.rules.resolution_required and not code and not by.moves_freely:
        raise InvalidError.field("resolution_code", "A resolution code is needed to resolve a ticket here.")
    if not new.get("resolution_text", ticket["resolution_text"]) and wanted.resolution_template:
        new["resolution_text"] = wanted.resolution_template
    new["resolved_by"] = by.person_id
    if ticket["first_response_at"] is None:
        new["first_response_at"] = now


def pairs(ticket: Locked, changes: Changes) -> dict[str, list[Any]]:
    """Return the changes as an event holds them: ``{field: [old, new]}``."""
    return {name: [ticket[name], value] for name, value in changes.items()}
