"""Folding the rows of one incident into the ticket it was at first and what changed after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from deskplane.imports.servicenow import words
from deskplane.imports.servicenow.rows import Row, moment
from deskplane.vocabulary.status import Status

State = dict[str, Any]
Category = tuple[str | None, str | None]
SYSTEM = "servicenow"
EXTRAS = {
    "state": "incident_state",
    "active": "active",
    "reassignment_count": "reassignment_count",
    "priority_confirmation": "u_priority_confirmation",
    "knowledge": "knowledge",
    "notify": "notify",
    "location": "location",
    "symptom": "u_symptom",
    "cmdb_ci": "cmdb_ci",
    "problem": "problem_id",
    "rfc": "rfc",
    "vendor": "vendor",
    "caused_by": "caused_by",
}
ORIGINS = {
    "opened_by": "opened_by",
    "opened_at": "opened_at",
    "created_by": "sys_created_by",
    "created_at": "sys_created_at",
    "contact_type": "contact_type",
}
PLAIN = frozenset({"false", "0", "Do Not Notify"})


@dataclass(frozen=True, slots=True)
class Names:
    """Which of our people, teams and categories the log's ids stand for."""

    people: Mapping[tuple[str, str], UUID]
    teams: Mapping[str, UUID]
    categories: Mapping[Category, UUID]


@dataclass(frozen=True, slots=True)
class Step:
    """One row that changed something: when, who wrote it, ``{field: [old, new]}``."""

    at: datetime
    actor: str
    changes: Mapping[str, list[Any]]
    key: str


@dataclass(slots=True)
class Folded:
    """An incident as we store it."""

    number: str
    created_at: datetime
    created_by: str
    first: State
    steps: list[Step] = field(default_factory=list[Step])
    last: State = field(default_factory=State)
    keys: list[str] = field(default_factory=list[str])
    unchanged: int = 0


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of an incident in the order in which they were written."""
    return sorted(rows, key=lambda row: row.order)


def created_at(rows: Sequence[Row]) -> datetime:
    """Return when the incident came to be: ``sys_created_at``, else ``opened_at``, but never after its first row."""
    first = rows[0]
    told = first.get("sys_created_at") or first.get("opened_at")
    return min(moment(told), first.at) if told else first.at


def fold(rows: Sequence[Row], names: Names) -> Folded:
    """Fold all rows of an incident, given in order."""
    state = state_of(rows[0], names, None)
    folded = Folded(
        number=rows[0].number,
        created_at=created_at(rows),
        created_by=actor_of(rows[0]),
        first=state | texts_of(rows[0]),
        keys=[rows[0].key],
    )
    follow(folded, state, rows[1:], names)
    return folded


def follow(folded: Folded, state: State, rows: Sequence[Row], names: Names) -> None:
    """Add further rows to an incident that stands at ``state``."""
    for row in rows:
        after = state_of(row, names, state)
        changes = {
            name: [state.get(name), value] for name, value in after.items() if state.get(name) != value
        }
        folded.keys.append(row.key)
        if changes:
            folded.steps.append(Step(at=row.at, actor=actor_of(row), changes=changes, key=row.key))
        else:
            folded.unchanged += 1
        state = after
    folded.last = state


def actor_of(row: Row) -> str:
    """Return who wrote the row, as the log names them."""
    return words.named("Updated by", row.updated_by) if row.updated_by else "ServiceNow"


def category_of(row: Row) -> Category:
    """Return category and subcategory as the log names them."""
    return row.get("category"), row.get("subcategory")


def state_of(row: Row, names: Names, before: State | None) -> State:
    """Return what the ticket is after this row; a state nobody knows leaves the status as it was."""
    told = row.get("incident_state") or ""
    status, sub_status = words.status_of(told), words.sub_status_of(told)
    if status is None:
        status = before["status"] if before else Status.NEW
    return {
        "status": status,
        "sub_status": sub_status,
        "priority": words.priority_of(row.get("priority")),
        "impact": words.impact_of(row.get("impact")),
        "urgency": words.impact_of(row.get("urgency")),
        "category_id": names.categories.get(category_of(row)),
        "requester_id": _person(row, "caller_id", names),
        "assignee_id": _person(row, "assigned_to", names),
        "team_id": names.teams.get(row.get("assignment_group") or ""),
        "source_type": words.source_of(row.get("contact_type")),
        "reopened_count": int(row.get("reopen_count") or 0),
        **_ending(row, status, names),
    }


def _person(row: Row, column: str, names: Names) -> UUID | None:
    value = row.get(column)
    return names.people.get((column, value)) if value else None


def _ending(row: Row, status: Status, names: Names) -> State:
    """Return how it ended; the log repeats these values on every row, they count from the row they are true for."""
    resolved_at, closed_at = (_moment(row, column) for column in ("resolved_at", "closed_at"))
    resolved = status.is_done and (resolved_at is None or resolved_at <= row.at)
    closed = status is Status.CLOSED and (closed_at is None or closed_at <= row.at)
    metadata = {
        name: value for name, column in EXTRAS.items() if (value := row.get(column)) and value not in PLAIN
    }
    if closed:
        metadata["made_sla"] = row.get("made_sla") or "unknown"
    return {
        "resolved_at": resolved_at if resolved else None,
        "closed_at": closed_at if closed else None,
        "resolution_code": words.resolution_code_of(row.get("closed_code")) if resolved else None,
        "resolved_by": _person(row, "resolved_by", names) if resolved else None,
        "integration_metadata": metadata,
        "source_reference": _reference(row),
    }


def _moment(row: Row, column: str) -> datetime | None:
    value = row.get(column)
    return moment(value) if value else None


def _reference(row: Row) -> dict[str, str]:
    told = {name: value for name, column in ORIGINS.items() if (value := row.get(column))}
    return {"system": SYSTEM, "number": row.number, **told}


def texts_of(row: Row) -> State:
    """Return title and description; the log has no text, so they say what it does have."""
    category, subcategory = category_of(row)
    parts = [f"category {category}" if category else "no category"]
    if subcategory:
        parts.append(f"subcategory {subcategory}")
    known = {"contact": "contact_type", "location": "location", "symptom": "u_symptom"}
    facts = [f"{name} {value}" for name, column in known.items() if (value := row.get(column))]
    description = f"Incident {row.number}, imported from a ServiceNow audit log that holds no text."
    if facts:
        description += f" Known of it: {', '.join(facts)}."
    return {"title": f"{row.number}: {', '.join(parts)}", "description_text": description}
