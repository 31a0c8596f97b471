"""What hung on a ticket in its past life: comments, watchers, time, configuration items, approvals, relations.

Goes with ``history``: stored by the same import keys, announced at the time it happened, each item once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from deskplane.kernel import events
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.events import SYSTEM, Actor
from deskplane.kernel.ids import uuid7
from deskplane.tickets import conversation
from deskplane.tickets.events import (
    ApprovalDecided,
    ApprovalRequested,
    CiLinked,
    TicketCommented,
    TicketEvent,
    TicketLinked,
    TimeLogged,
    WatcherChanged,
)
from deskplane.tickets.history import KNOWN
from deskplane.vocabulary.link import LinkType
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.ticket_type import TicketType
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something on a ticket; ``key`` is unique within the ticket, ``version`` the one the ticket had then."""

    kind: ClassVar[str] = ""

    key: str
    at: datetime
    version: int
    actor: Actor = SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class PastComment(Item):
    """A comment of ``actor``; the HTML must be safe already."""

    kind: ClassVar[str] = "comment"

    body_html: str
    body_text: str
    visibility: Visibility = Visibility.PUBLIC
    channel: str = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastWatcher(Item):
    """Somebody who watches."""

    kind: ClassVar[str] = "watcher"

    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PastWork(Item):
    """Working time of a person."""

    kind: ClassVar[str] = "work"

    person_id: UUID
    minutes: int
    note: str = ""
    billable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastConcern(Item):
    """A configuration item the ticket concerns."""

    kind: ClassVar[str] = "concern"

    ci_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PastApproval(Item):
    """An approval asked for by ``actor``, and its decision if there was one."""

    kind: ClassVar[str] = "approval"

    approver_id: UUID
    note: str = ""
    state: str = "requested"
    decided_at: datetime | None = None
    decider: Actor | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything on one ticket."""

    source_key: str
    items: Sequence[Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLink:
    """A relation between two tickets of the same source."""

    from_key: str
    to_key: str
    link_type: LinkType
    at: datetime
    actor: Actor = SYSTEM
    versions: tuple[int, int] = (1, 1)


@dataclass(slots=True)
class _Sorted:
    """Rows by table and the events that announce them."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list[dict[str, Any]]))
    told: list[TicketEvent] = field(default_factory=list[TicketEvent])


SEEN: Final = """
update import_keys k set seen = k.seen || n.seen
from jsonb_to_recordset($2::jsonb) as n(source_key text, seen text[])
where k.org_id = app_org() and k.source_system = $1 and k.source_key = n.source_key
"""
WATCHERS: Final = """
with added as (
    insert into ticket_watchers (org_id, ticket_id, person_id, added_by, created_at)
    select app_org(), d.ticket_id, d.person_id, d.actor_id, d.at
    from jsonb_to_recordset($1::jsonb) as d(ticket_id uuid, person_id uuid, actor_id uuid, at timestamptz)
    on conflict do nothing returning ticket_id
)
update tickets t set watcher_count = t.watcher_count + n.more
from (select ticket_id, count(*)::int as more from added group by ticket_id) n
where t.org_id = app_org() and t.id = n.ticket_id
"""
WORK: Final = """
with added as (
    insert into time_entries (org_id, id, ticket_id, person_id, minutes, billable, note, spent_on, created_at,
                              updated_at)
    select app_org(), d.id, d.ticket_id, d.person_id, d.minutes, d.billable, d.note, d.at::date, d.at, d.at
    from jsonb_to_recordset($1::jsonb) as d(id uuid, ticket_id uuid, person_id uuid, minutes int, billable boolean,
        note text, at timestamptz)
    returning ticket_id, minutes
)
update tickets t set time_minutes = t.time_minutes + n.more
from (select ticket_id, sum(minutes)::int as more from added group by ticket_id) n
where t.org_id = app_org() and t.id = n.ticket_id
"""
CONCERNS: Final = """
insert into ticket_cis (org_id, ticket_id, ci_id, added_by, created_at)
select app_org(), d.ticket_id, d.ci_id, d.actor_id, d.at
from jsonb_to_recordset($1::jsonb) as d(ticket_id uuid, ci_id uuid, actor_id uuid, at timestamptz)
on conflict do nothing
"""
APPROVALS: Final = """
insert into approvals (org_id, id, ticket_id, approver_id, state, note, requested_by, decided_by, decided_at, comment,
                       created_at)
select app_org(), d.id, d.ticket_id, d.approver_id, d.state, d.note, d.actor_id, d.decided_by, d.decided_at, d.comment,
       d.at
from jsonb_to_recordset($1::jsonb) as d(id uuid, ticket_id uuid, approver_id uuid, state text, note text, actor_id uuid,
    decided_by uuid, decided_at timestamptz, comment text, at timestamptz)
"""
LINKS: Final = """
insert into ticket_links (org_id, id, from_id, to_id, link_type, created_by, created_at)
select app_org(), d.id, d.from_id, d.to_id, d.link_type, d.actor_id, d.at
from jsonb_to_recordset($1::jsonb) as d(id uuid, from_id uuid, to_id uuid, link_type text, actor_id uuid,
    at timestamptz)
on conflict do nothing returning id
"""
ENDS: Final = """
select k.source_key, t.id, t.type, t.number_int from import_keys k
join tickets t on t.org_id = k.org_id and t.id = k.ticket_id
where k.org_id = app_org() and k.source_system = $1 and k.source_key = any($2::text[])
"""


async def store_surroundings(tx: Tx, source_system: str, tickets: Sequence[Surroundings]) -> int:
    """Store what is not there yet on tickets that ``store_history`` knows; return how many items that were."""
    found = await tx.fetch(KNOWN, source_system, [ticket.source_key for ticket in tickets])
    known = {row["source_key"]: (row["ticket_id"], set(row["seen"])) for row in found}
    work, kept = _Sorted(), list[dict[str, Any]]()
    for ticket in tickets:
        ticket_id, seen = known[ticket.source_key]
        fresh = [item for item in ticket.items if item.key not in seen]
        if fresh:
            kept.append({"source_key": ticket.source_key, "seen": [item.key for item in fresh]})
        for item in sorted(fresh, key=lambda item: item.at):
            _sort(work, ticket_id, item)
    for kind, rows in work.rows.items():
        await (
            tx.fetch(STORE[kind], rows, False) if kind == PastComment.kind else tx.execute(STORE[kind], rows)
        )
    await tx.execute(SEEN, source_system, kept)
    await events.append(tx, work.told)
    return sum(len(rows) for rows in work.rows.values())


STORE: Final[Mapping[str, str]] = {
    PastComment.kind: conversation.ADD,
    PastWatcher.kind: WATCHERS,
    PastWork.kind: WORK,
    PastConcern.kind: CONCERNS,
    PastApproval.kind: APPROVALS,
}


def _sort(work: _Sorted, ticket_id: UUID, item: Item) -> None:
    row = {"id": uuid7(), "ticket_id": ticket_id, "at": item.at, "actor_id": item.actor.id}
    match item:
        case PastComment():
            row |= {
                "author_id": item.actor.id,
                "author_name": item.actor.name,
                "body_html": item.body_html,
                "body_text": item.body_text,
                "visibility": item.visibility,
                "channel": item.channel,
            }
            data = {"comment_id": row["id"], "visibility": item.visibility, "channel": item.channel}
            work.told.append(_event(TicketCommented, ticket_id, item, data, item.visibility))
        case PastWatcher():
            row["person_id"] = item.person_id
            work.told.append(
                _event(WatcherChanged, ticket_id, item, {"person_id": item.person_id, "watching": True})
            )
        case PastWork():
            facts = {"person_id": item.person_id, "minutes": item.minutes, "billable": item.billable}
            row |= {**facts, "note": item.note}
            work.told.append(
                _event(TimeLogged, ticket_id, item, {"entry_id": row["id"], **facts, "action": "added"})
            )
        case PastConcern():
            row["ci_id"] = item.ci_id
            work.told.append(_event(CiLinked, ticket_id, item, {"ci_id": item.ci_id}))
        case PastApproval():
            _sort_approval(work, row, item)
        case _:
            raise TypeError(f"not something that hangs on a ticket: {item!r}")
    work.rows[item.kind].append(row)


def _sort_approval(work: _Sorted, row: dict[str, Any], item: PastApproval) -> None:
    row |= {
        "approver_id": item.approver_id,
        "state": item.state,
        "note": item.note,
        "decided_by": item.decider.id if item.decider else None,
        "decided_at": item.decided_at,
        "comment": item.comment,
    }
    facts = {"approval_id": row["id"], "approver_id": item.approver_id, "team_id": None}
    work.told.append(_event(ApprovalRequested, row["ticket_id"], item, {**facts, "due_at": None}))
    if item.decided_at is not None:
        work.told.append(
            ApprovalDecided(
                subject=row["ticket_id"],
                version=item.version,
                actor=item.decider or item.actor,
                origin=Origin.IMPORT,
                occurred_at=item.decided_at,
                data={**facts, "state": item.state},
            )
        )


def _event(
    kind: type[TicketEvent],
    ticket_id: UUID,
    item: Item,
    data: Mapping[str, Any],
    visibility: Visibility = Visibility.INTERNAL,
) -> TicketEvent:
    return kind(
        subject=ticket_id,
        version=item.version,
        actor=item.actor,
        origin=Origin.IMPORT,
        occurred_at=item.at,
        visibility=visibility,
        data=data,
    )


async def stored_tickets(tx: Tx, source_system: str, keys: Iterable[str]) -> dict[str, Record]:
    """Return id, type and number of tickets that ``store_history`` knows, by the key they came with."""
    return {row["source_key"]: row for row in await tx.fetch(ENDS, source_system, list(keys))}


async def store_links(tx: Tx, source_system: str, links: Sequence[PastLink]) -> int:
    """Relate tickets that ``store_history`` knows; return how many relations are new."""
    ends = await stored_tickets(
        tx, source_system, {key for link in links for key in (link.from_key, link.to_key)}
    )
    rows = {
        uuid7(): (link, ends[link.from_key], ends[link.to_key])
        for link in links
        if link.from_key in ends and link.to_key in ends
    }
    stored = await tx.fetch(
        LINKS,
        [
            {
                "id": id_,
                "from_id": one["id"],
                "to_id": other["id"],
                "link_type": link.link_type,
                "actor_id": link.actor.id,
                "at": link.at,
            }
            for id_, (link, one, other) in rows.items()
        ],
    )
    told: list[TicketEvent] = []
    for row in stored:
        link, one, other = rows[row["id"]]
        sides = ((one, other, link.link_type), (other, one, link.link_type.inverse))
        for version, (here, there, kind) in zip(link.versions, sides, strict=True):
            told.append(
                TicketLinked(
                    subject=here["id"],
                    version=version,
                    actor=link.actor,
                    origin=Origin.IMPORT,
                    occurred_at=link.at,
                    data={
                        "link_id": row["id"],
                        "link_type": kind,
                        "other_id": there["id"],
                        "other_number": TicketType(there["type"]).number(there["number_int"]),
                    },
                )
            )
    await events.append(tx, told)
    return len(stored)
