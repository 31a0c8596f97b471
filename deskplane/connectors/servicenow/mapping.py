"""Tables and pure functions between incidents and tickets."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from deskplane.connectors.sdk.mapping import Fit, Overrides, Pair, Remote, ValueMap, picked
from deskplane.connectors.sdk.normal import Notice, NoticeKind, Person, RemoteTicket, RemoteValue
from deskplane.connectors.sdk.shapes import mapping, moment, needed, text
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status

ASSIGNED: Final = "+"
"""Ends the raw state of a new incident that is assigned: theirs is one state, ours are two."""

HOLD: Final = "3"
STATUSES: Final = (
    Pair(Status.NEW, "1", label="New"),
    Pair(Status.NEW, "1+", Fit.NARROWING),
    Pair(Status.OPEN, "1", Fit.NARROWING),
    Pair(Status.OPEN, "1+", Fit.WIDENING, "New, assigned"),
    Pair(Status.IN_PROGRESS, "2", label="In Progress"),
    Pair(Status.PENDING, "3:1", label="On Hold: Awaiting Caller"),
    Pair(Status.ON_HOLD, "3:4", label="On Hold: Awaiting Vendor"),
    Pair(Status.ON_HOLD, "3", Fit.WIDENING, "On Hold"),
    Pair(Status.ON_HOLD, "3:3", Fit.WIDENING, "On Hold: Awaiting Problem"),
    Pair(Status.ON_HOLD, "3:5", Fit.WIDENING, "On Hold: Awaiting Change"),
    *(Pair(Status.ON_HOLD, raw, Fit.WIDENING, f"{raw} (before On Hold)") for raw in ("4", "5")),
    Pair(Status.RESOLVED, "6", label="Resolved"),
    Pair(Status.CLOSED, "7", label="Closed"),
    Pair(Status.CANCELLED, "8", label="Canceled"),
)
PRIORITIES: Final = (
    Pair(Priority.CRITICAL, "1", label="1 - Critical"),
    Pair(Priority.HIGH, "2", label="2 - High"),
    Pair(Priority.URGENT, "2", Fit.NARROWING),
    Pair(Priority.MEDIUM, "3", label="3 - Moderate"),
    Pair(Priority.LOW, "4", label="4 - Low"),
    Pair(Priority.PLANNING, "5", label="5 - Planning"),
)
LEVELS: Final[Mapping[str, tuple[str, str]]] = {
    "1": ("1", "1"),
    "2": ("1", "2"),
    "3": ("2", "2"),
    "4": ("2", "3"),
    "5": ("3", "3"),
}
"""Impact and urgency that lead to a priority: the instance computes it, nobody can write it."""

STATE_LABELS: Final[Mapping[str, str]] = {
    "new": "1",
    "in progress": "2",
    "on hold": "3",
    "resolved": "6",
    "closed": "7",
    "canceled": "8",
}
FIELDS: Final = (
    *("sys_id", "number", "short_description", "description", "state", "hold_reason", "priority", "impact"),
    *("urgency", "category", "subcategory", "assignment_group", "assigned_to", "caller_id", "cmdb_ci"),
    *("correlation_id", "sys_created_on", "sys_updated_on", "sys_mod_count", "resolved_at", "closed_at"),
    *("opened_at", "sys_class_name", "correlation_display"),
)
SYS_ID: Final = re.compile(r"[0-9a-f]{32}")


def value(cell: object) -> str:
    """The database's value of a cell, in whichever of the three shapes it comes."""
    inner = mapping(cell)
    return text(inner.get("value", inner.get("display_value"))) if inner else text(cell)


def shown(cell: object) -> str:
    """What people see of a cell; its value if nothing is shown."""
    inner = mapping(cell)
    return text(inner.get("display_value")) or value(cell)


def status_map(overrides: Overrides) -> ValueMap:
    """The table of states with an organisation's rows."""
    return ValueMap(STATUSES).overridden(overrides.status)


def priority_map(overrides: Overrides) -> ValueMap:
    """The table of priorities with an organisation's rows."""
    return ValueMap(PRIORITIES).overridden(overrides.priority)


def raw_status(record: Mapping[str, Any]) -> str:
    """State and what refines it, as one word: ``3:1`` on hold for the caller, ``1+`` new and assigned."""
    state = value(record.get("state")) or value(record.get("incident_state"))
    if state == HOLD:
        reason = value(record.get("hold_reason"))
        return f"{HOLD}:{reason}" if reason else HOLD
    return state + ASSIGNED if state == "1" and value(record.get("assigned_to")) else state


def status_fields(raw: str) -> dict[str, str]:
    """The fields that express a raw state."""
    state, _, reason = raw.removesuffix(ASSIGNED).partition(":")
    return {"state": state, **({"hold_reason": reason} if reason else {})}


def priority_fields(raw: str) -> dict[str, str]:
    """Impact and urgency for a priority."""
    impact, urgency = LEVELS.get(raw, ("3", "3"))
    return {"impact": impact, "urgency": urgency}


def person(cell: object) -> Person:
    """Somebody behind a reference."""
    return Person(id=value(cell), name=shown(cell) if value(cell) else "")


def ticket(
    record: Mapping[str, Any], base: str, overrides: Overrides, current: Remote | None = None
) -> RemoteTicket:
    """An incident as we see it.

    Raises:
        MappingError: it has no id or no times.
    """
    raw, priority = raw_status(record), value(record.get("priority"))
    status = status_map(overrides).from_vendor(Remote(raw), current)
    rank = priority_map(overrides).from_vendor(Remote(priority))
    created = _first(record, "sys_created_on", "opened_at")
    updated = _first(record, "sys_updated_on", "sys_created_on", "opened_at")
    sys_id = value(record.get("sys_id"))
    modified = value(record.get("sys_mod_count"))
    return RemoteTicket(
        remote_id=sys_id,
        key=value(record.get("number")) or sys_id,
        url=deep_link(base, sys_id),
        title=value(record.get("short_description")),
        description=value(record.get("description")),
        status=RemoteValue(raw, shown(record.get("state")), status),
        priority=RemoteValue(priority, shown(record.get("priority")), rank),
        kind=RemoteValue(value(record.get("sys_class_name")) or "incident", "Incident", "incident"),
        created_at=created,
        updated_at=updated,
        version=f"{modified}@{value(record.get('sys_updated_on'))}",
        resolved_at=moment(value(record.get("resolved_at"))),
        closed_at=moment(value(record.get("closed_at"))),
        requester=person(record.get("caller_id")),
        assignee=person(record.get("assigned_to")),
        team=RemoteValue(value(record.get("assignment_group")), shown(record.get("assignment_group"))),
        category=value(record.get("category")),
        subcategory=value(record.get("subcategory")),
        configuration_item=shown(record.get("cmdb_ci")),
        correlation_id=value(record.get("correlation_id")),
        custom={local: value(cell) for local, cell in picked(record, overrides.fields).items()},
        notices=_unmapped(raw, status, priority, rank),
        raw=record,
    )


def deep_link(base: str, sys_id: str) -> str:
    """The address of an incident for people."""
    return f"{base}/nav_to.do?uri=incident.do?sys_id={sys_id}"


def _first(record: Mapping[str, Any], *names: str) -> datetime:
    found = next((value(record.get(name)) for name in names if value(record.get(name))), "")
    return needed(moment(found), names[0])


def _unmapped(raw: str, status: str | None, priority: str, rank: str | None) -> tuple[Notice, ...]:
    found: list[Notice] = []
    if status is None:
        found.append(Notice(NoticeKind.UNMAPPED, "status", f"State '{raw}' is not in the table."))
    if rank is None and priority:
        found.append(Notice(NoticeKind.UNMAPPED, "priority", f"Priority '{priority}' is not in the table."))
    return tuple(found)
