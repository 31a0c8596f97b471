"""From folded incidents to what the ticket slice stores: whole tickets, or what came after the last import."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from deskplane.imports.servicenow.folding import SYSTEM, Folded, Names, Step, fold, follow
from deskplane.imports.servicenow.rows import Row
from deskplane.kernel.db import Record
from deskplane.kernel.events import Actor
from deskplane.tickets.events import TicketCreated
from deskplane.tickets.history import HistoricEvent, HistoricTicket
from deskplane.tickets.surroundings import PastConcern

FACTS: Final = TicketCreated.public_fields - {"number", "title"}
CREATED_DATA: Final = tuple(sorted(FACTS))


@dataclass(frozen=True, slots=True)
class Past:
    """One incident, ready to be stored. ``late`` rows came too late to be replayed in their place."""

    ticket: HistoricTicket | None
    rows: Sequence[Row]
    steps: Sequence[Step] = ()
    unchanged: int = 0
    known: int = 0
    late: int = 0
    base_version: int = 1
    made_sla: bool | None = None
    concerns: Mapping[str, PastConcern] = field(default_factory=dict[str, PastConcern])


def digest_of(rows: Sequence[Row]) -> str:
    """Return what the rows of an incident are recognised by."""
    return sha256("\n".join(row.key for row in rows).encode()).hexdigest()


def whole(rows: Sequence[Row], names: Names, items: Mapping[str, UUID]) -> Past:
    """Return an incident that was never imported."""
    folded = fold(rows, names)
    events = [_creation(folded), *_events(folded.steps)]
    return Past(
        ticket=_ticket(rows, {**folded.first, **folded.last}, events, folded),
        rows=rows,
        steps=folded.steps,
        unchanged=folded.unchanged,
        made_sla=_made_sla(rows[-1]),
        concerns=dict(_concerns(rows, folded.steps, items, base=1)),
    )


def grown(rows: Sequence[Row], present: Record, names: Names, items: Mapping[str, UUID]) -> Past:
    """Return what came after the last import of an incident: rows that stand behind all that are known."""
    seen = set(present["seen"])
    last_seen = max((place for place, row in enumerate(rows) if row.key in seen), default=-1)
    if rows[0].key in seen:
        folded = fold(rows, names)
        places = {row.key: place for place, row in enumerate(rows)}
        steps = [step for step in folded.steps if places[step.key] > last_seen]
        late = sum(step.key not in seen for step in folded.steps) - len(steps)
    else:
        folded = Folded(rows[0].number, rows[0].at, "", {})
        follow(folded, dict(present), rows[last_seen + 1 :], names)
        steps, late = folded.steps, 0
    known = last_seen + 1 - late
    return Past(
        ticket=_ticket(rows, folded.last, list(_events(steps)), folded) if steps else None,
        rows=rows,
        steps=steps,
        unchanged=len(rows) - known - late - len(steps),
        known=known,
        late=late,
        base_version=present["version"],
        made_sla=_made_sla(rows[-1]),
        concerns=dict(_concerns(rows[last_seen + 1 :], steps, items, base=present["version"])),
    )


def _ticket(
    rows: Sequence[Row], state: Mapping[str, Any], events: Sequence[HistoricEvent], folded: Folded
) -> HistoricTicket:
    return HistoricTicket(
        source_system=SYSTEM,
        source_key=folded.number,
        digest=digest_of(rows),
        created_at=folded.created_at,
        state=state,
        events=events,
    )


def _creation(folded: Folded) -> HistoricEvent:
    data = {name: folded.first.get(name) for name in CREATED_DATA}
    return HistoricEvent(folded.keys[0], folded.created_at, actor=_actor(folded.created_by), data=data)


def _events(steps: Sequence[Step]) -> Iterator[HistoricEvent]:
    for step in steps:
        yield HistoricEvent(step.key, step.at, step.changes, _actor(step.actor))


def _actor(name: str) -> Actor:
    return Actor(kind="import", name=name)


def _made_sla(last: Row) -> bool | None:
    closed = (last.get("incident_state") or "").casefold() in {"closed", "7"}
    return last.get("made_sla") == "true" if closed and last.get("made_sla") else None


def _concerns(
    rows: Sequence[Row], steps: Sequence[Step], items: Mapping[str, UUID], *, base: int
) -> Iterator[tuple[str, PastConcern]]:
    told: set[str] = set()
    for row in rows:
        item = row.get("cmdb_ci")
        if item is None or item in told or item not in items:
            continue
        told.add(item)
        version = base + sum(step.at <= row.at for step in steps)
        actor = _actor(f"Updated by {row.updated_by}")
        yield (
            item,
            PastConcern(key=f"item {item}", at=row.at, version=version, actor=actor, ci_id=items[item]),
        )
