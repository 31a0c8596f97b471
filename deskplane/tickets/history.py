"""The door for history: tickets that lived elsewhere, stored in their last state with everything that happened to them.

Events get ``origin='import'`` and the time they happened at, so that projections take them and nobody else reacts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from deskplane.kernel import events
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.events import SYSTEM, Actor
from deskplane.kernel.ids import uuid7
from deskplane.tickets import fields, queries
from deskplane.tickets.events import TicketChanged, TicketCreated, TicketEvent
from deskplane.tickets.queries import DRAFT_COLUMNS
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.ticket_type import TicketType


@dataclass(frozen=True, slots=True)
class HistoricEvent:
    """One thing that happened; ``key`` is unique within the ticket and the same in every run."""

    key: str
    at: datetime
    changes: Mapping[str, Sequence[Any]] = field(default_factory=dict[str, Sequence[Any]])
    actor: Actor = SYSTEM
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class HistoricTicket:
    """A ticket of another system: last ``state`` by column (``fields.STATE``) and its events, oldest first.

    The first event is the creation. ``digest`` covers everything, so that an unchanged ticket is recognised at once.
    """

    source_system: str
    source_key: str
    digest: str
    created_at: datetime
    state: Mapping[str, Any]
    events: Sequence[HistoricEvent]


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import did."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    events: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Sum of two runs."""
        return Counts(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.events + other.events,
        )


DEFAULTS: Final[Mapping[str, Any]] = {
    "type": TicketType.INCIDENT,
    "description_html": "",
    "description_text": "",
    "status": "new",
    "priority": "medium",
    "reopened_count": 0,
    "source_type": "IMPORT",
    "source_reference": {},
    "integration_metadata": {},
    "custom_fields": {},
    "tags": [],
    "due_overridden": False,
    "is_phi": False,
}
KNOWN: Final = """
select source_key, ticket_id, digest, seen from import_keys
where org_id = app_org() and source_system = $1 and source_key = any($2::text[])
"""
KEEP: Final = """
insert into import_keys as k (org_id, source_system, source_key, ticket_id, digest, seen)
select app_org(), n.source_system, n.source_key, n.ticket_id, n.digest, n.seen
from jsonb_to_recordset($1::jsonb) as n(source_system text, source_key text, ticket_id uuid, digest text, seen text[])
on conflict (org_id, source_system, source_key) do update
set digest = excluded.digest, seen = k.seen || excluded.seen, imported_at = now()
"""
SET_VERSION: Final = """
update tickets t set version = n.version, updated_at = n.at
from jsonb_to_recordset($1::jsonb) as n(id uuid, version int, at timestamptz)
where t.org_id = app_org() and t.id = n.id
"""


async def store_history(tx: Tx, tickets: Sequence[HistoricTicket]) -> Counts:
    """Store what is new in ``tickets``, which must come in the order they were created; a repeat changes nothing."""
    total = Counts()
    for system, group in groupby(tickets, key=lambda ticket: ticket.source_system):
        some = list(group)
        rows = await tx.fetch(KNOWN, system, [ticket.source_key for ticket in some])
        known = {row["source_key"]: row for row in rows}
        new = [ticket for ticket in some if ticket.source_key not in known]
        grown = [
            ticket
            for ticket in some
            if ticket.source_key in known and known[ticket.source_key]["digest"] != ticket.digest
        ]
        total += await _store_new(tx, new)
        total += await _store_grown(tx, grown, known)
        total += Counts(unchanged=len(some) - len(new) - len(grown))
    return total


async def _store_new(tx: Tx, tickets: Sequence[HistoricTicket]) -> Counts:
    if not tickets:
        return Counts()
    ids = [uuid7() for _ in tickets]
    rows = [{**_row(ticket), "id": id_} for id_, ticket in zip(ids, tickets, strict=True)]
    stored = await queries.insert(tx, rows)
    numbers = {row["id"]: row["number_int"] for row in stored}
    await tx.execute(
        KEEP, [_key(ticket, id_, ticket.events) for id_, ticket in zip(ids, tickets, strict=True)]
    )
    told = [
        event
        for id_, ticket in zip(ids, tickets, strict=True)
        for event in (
            _created(ticket, id_, numbers[id_]),
            *_changes(ticket.events[1:], id_, first_version=2),
        )
    ]
    await events.append(tx, told)
    return Counts(created=len(tickets), events=len(told))


def _row(ticket: HistoricTicket) -> dict[str, Any]:
    return {
        **dict.fromkeys(DRAFT_COLUMNS),
        **DEFAULTS,
        **{name: value for name, value in ticket.state.items() if value is not None},
        "created_at": ticket.created_at,
        "updated_at": ticket.events[-1].at,
        "version": len(ticket.events),
    }


def _key(ticket: HistoricTicket, ticket_id: UUID, seen: Iterable[HistoricEvent]) -> dict[str, Any]:
    return {
        "source_system": ticket.source_system,
        "source_key": ticket.source_key,
        "ticket_id": ticket_id,
        "digest": ticket.digest,
        "seen": [event.key for event in seen],
    }


def _created(ticket: HistoricTicket, ticket_id: UUID, number: int) -> TicketEvent:
    first, state = ticket.events[0], ticket.state
    kind = state.get("type") or DEFAULTS["type"]
    return TicketCreated(
        subject=ticket_id,
        version=1,
        actor=first.actor,
        origin=Origin.IMPORT,
        occurred_at=first.at,
        changes=first.changes,
        data={"number": TicketType(kind).number(number), "title": state["title"], **first.data},
    )


def _changes(happened: Iterable[HistoricEvent], ticket_id: UUID, *, first_version: int) -> list[TicketEvent]:
    return [
        TicketChanged(
            subject=ticket_id,
            version=version,
            actor=event.actor,
            origin=Origin.IMPORT,
            occurred_at=event.at,
            changes=event.changes,
            data=event.data,
        )
        for version, event in enumerate(happened, start=first_version)
    ]


async def _store_grown(tx: Tx, tickets: Sequence[HistoricTicket], known: Mapping[str, Record]) -> Counts:
    """Append what happened since the last run: new events on top of the present state."""
    if not tickets:
        return Counts()
    ids = {ticket.source_key: known[ticket.source_key]["ticket_id"] for ticket in tickets}
    locked = await queries.lock_many(tx, list(ids.values()), described=True)
    told: list[TicketEvent] = []
    changed: list[tuple[Record, dict[str, Any]]] = []
    versions: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for ticket in tickets:
        row, seen = locked[ids[ticket.source_key]], set(known[ticket.source_key]["seen"])
        fresh = [event for event in ticket.events if event.key not in seen]
        kept.append(_key(ticket, row["id"], fresh))
        now_set = {
            name: pair[1] for event in fresh for name, pair in event.changes.items() if name in fields.STATE
        }
        if not fresh:
            continue
        told += _changes(_from_present(row, fresh), row["id"], first_version=row["version"] + 1)
        changed.append((row, now_set))
        versions.append(
            {
                "id": row["id"],
                "version": row["version"] + len(fresh),
                "at": max(row["updated_at"], fresh[-1].at),
            }
        )
    if any(values for _, values in changed):
        await queries.change(tx, [pair for pair in changed if pair[1]], changed[0][0]["updated_at"])
    await tx.execute(SET_VERSION, versions)
    await tx.execute(KEEP, kept)
    await events.append(tx, told)
    return Counts(changed=len(changed), unchanged=len(tickets) - len(changed), events=len(told))


def _from_present(row: Record, fresh: Sequence[HistoricEvent]) -> list[HistoricEvent]:
    """Make each old value the one that really stood there, so that time travel stays exact."""
    standing: dict[str, Any] = {}
    exact: list[HistoricEvent] = []
    for event in fresh:
        changes = {
            name: [standing.get(name, row[name]), pair[1]]
            for name, pair in event.changes.items()
            if name in fields.STATE
        }
        standing.update({name: pair[1] for name, pair in changes.items()})
        exact.append(replace(event, changes=changes))
    return exact
