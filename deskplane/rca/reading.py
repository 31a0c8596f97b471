"""What the analyser reads of tickets, items and changes; bounded however large an organisation is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from deskplane.kernel.db import Record, Statements
from deskplane.tickets import rendering

MOST_USUAL: Final = 20_000
MOST_RELATIONS: Final = 50_000
MOST_CHANGES: Final = 500
SHORTEST_PAST: Final = timedelta(days=28)
LONGEST_PAST: Final = timedelta(days=365)
BEFORE: Final = timedelta(hours=72)
"""How long before the first ticket a change may lie to be a cause."""

HOPS: Final = 3
COLUMNS: Final = (
    f"t.id, {rendering.NUMBER} as number, t.created_at, t.priority_rank, t.requester_id, t.category_id, t.team_id, "
    "t.department, left(t.title, 300) || ' ' || left(t.description_text, 500) as words"
)
TICKETS: Final = f"""
select {COLUMNS} from tickets t where t.org_id = app_org() and t.id = any($1::uuid[]) and t.deleted_at is null
order by t.created_at, t.id
"""
USUAL: Final = f"""
select {COLUMNS} from tickets t
where t.org_id = app_org() and t.deleted_at is null and t.type <> 'change' and t.created_at >= $2
  and t.created_at <= $3 and not t.id = any($1::uuid[])
order by t.created_at desc, t.id desc limit {MOST_USUAL}
"""
ITEMS: Final = """
select ticket_id, ci_id from ticket_cis where org_id = app_org() and ticket_id = any($1::uuid[])
"""
NEEDS: Final = f"""
select from_id, to_id from ci_relations
where org_id = app_org() and relation in ('depends_on', 'runs_on', 'part_of', 'uses')
order by from_id, to_id limit {MOST_RELATIONS}
"""
LANGUAGE: Final = """
select coalesce((select p.locale from rca_jobs j join people p on p.org_id = j.org_id and p.id = j.created_by
                 where j.org_id = app_org() and j.id = $1),
                (select settings ->> 'locale' from organizations where id = app_org()))
"""
NAMES: Final = """
select id, name from ci_items where org_id = app_org() and id = any($1::uuid[])
union all select id, path from categories where org_id = app_org() and id = any($1::uuid[])
union all select id, name from teams where org_id = app_org() and id = any($1::uuid[])
"""
CHANGES: Final = f"""
select t.id, {rendering.NUMBER} as number, t.title, t.category_id, t.resolved_at,
    (select min(e.occurred_at) from events e where e.org_id = t.org_id and e.subject_id = t.id
        and e.name = 'ticket.changed' and e.changes -> 'status' ->> 1 = 'in_progress') as begun_at
from tickets t
where t.org_id = app_org() and t.type = 'change' and t.deleted_at is null and t.status <> 'cancelled'
  and t.created_at <= $2 and (t.resolved_at is null or t.resolved_at >= $1)
order by t.created_at desc, t.id desc limit {MOST_CHANGES}
"""
ITEM_CHANGES: Final = f"""
select e.subject_id as id, e.occurred_at, e.changes -> 'status' ->> 0 as old, e.changes -> 'status' ->> 1 as new
from events e where e.org_id = app_org() and e.subject_id = any($1::uuid[]) and e.name = 'ci.changed'
  and e.changes -> 'status' is not null and e.occurred_at between $2 and $3
order by e.occurred_at, e.id limit {MOST_CHANGES}
"""
BLAMED: Final = """
select l.from_id, l.to_id from ticket_links l
where l.org_id = app_org() and l.link_type = 'caused_by' and l.from_id = any($1::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as the analyser sees it."""

    id: UUID
    number: str
    at: datetime
    rank: int
    requester: UUID | None
    category: UUID | None
    team: UUID | None
    department: str | None
    words: str
    items: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Altered:
    """Something that was altered: a change that was carried out, or the status of an item."""

    key: str
    at: datetime
    title: str
    number: str = ""
    category: UUID | None = None
    items: frozenset[UUID] = frozenset()
    blamed_by: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Material:
    """All that an analysis works on."""

    tickets: Sequence[Seen]
    usual: Sequence[Seen]
    altered: Sequence[Altered]
    needs: Mapping[UUID, frozenset[UUID]]
    names: Mapping[UUID, str] = field(default_factory=dict[UUID, str])


async def tickets(reads: Statements, ids: Sequence[UUID]) -> list[Seen]:
    """Return the tickets that are still there, oldest first."""
    return await _seen(reads, await reads.fetch(TICKETS, list(ids)))


async def usual(reads: Statements, few: Sequence[Seen]) -> list[Seen]:
    """Return what is usual: other tickets of the same time and of four times as long before it, at least four weeks."""
    first, last = few[0].at, few[-1].at
    past = min(max(4 * (last - first), SHORTEST_PAST), LONGEST_PAST)
    found = await reads.fetch(USUAL, [one.id for one in few], first - past, last)
    return await _seen(reads, found)


async def _seen(reads: Statements, found: Sequence[Record]) -> list[Seen]:
    items = await _items_of(reads, [row["id"] for row in found])
    return [
        Seen(
            row["id"],
            row["number"],
            row["created_at"],
            row["priority_rank"],
            row["requester_id"],
            row["category_id"],
            row["team_id"],
            row["department"],
            row["words"],
            frozenset(items.get(row["id"], ())),
        )
        for row in found
    ]


async def _items_of(reads: Statements, ids: Sequence[UUID]) -> Mapping[UUID, set[UUID]]:
    items: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for row in await reads.fetch(ITEMS, list(ids)):
        items[row["ticket_id"]].add(row["ci_id"])
    return items


async def needs(reads: Statements) -> dict[UUID, frozenset[UUID]]:
    """Return what each item needs, itself included, over a few steps."""
    direct: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for row in await reads.fetch(NEEDS):
        direct[row["from_id"]].add(row["to_id"])
    return {item: _reached(item, direct) for item in list(direct)}


def _reached(item: UUID, direct: Mapping[UUID, set[UUID]]) -> frozenset[UUID]:
    reached, edge = {item}, {item}
    for _ in range(HOPS):
        edge = {below for one in edge for below in direct.get(one, ())} - reached
        reached |= edge
    return frozenset(reached)


def widened(items: Iterable[UUID], needs: Mapping[UUID, frozenset[UUID]]) -> frozenset[UUID]:
    """Return items with all that they need."""
    return frozenset(below for item in items for below in needs.get(item, frozenset((item,))))


async def altered(
    reads: Statements, few: Sequence[Seen], needs: Mapping[UUID, frozenset[UUID]]
) -> list[Altered]:
    """Return what was altered from shortly before the first ticket to the last one."""
    first, last = few[0].at - BEFORE, few[-1].at
    changes = [
        row
        for row in await reads.fetch(CHANGES, first, last)
        if (at := row["begun_at"] or row["resolved_at"]) is not None and first <= at <= last
    ]
    items = await _items_of(reads, [row["id"] for row in changes])
    blamed: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for row in await reads.fetch(BLAMED, [one.id for one in few]):
        blamed[row["to_id"]].add(row["from_id"])
    concerned = sorted(widened((item for one in few for item in one.items), needs))
    moved = await reads.fetch(ITEM_CHANGES, concerned, first, last)
    return [
        *(
            Altered(
                key=row["number"],
                at=row["begun_at"] or row["resolved_at"],
                title=row["title"],
                number=row["number"],
                category=row["category_id"],
                items=frozenset(items.get(row["id"], ())),
                blamed_by=frozenset(blamed.get(row["id"], ())),
            )
            for row in changes
        ),
        *(
            Altered(
                key=f"{row['id']} {row['occurred_at'].isoformat()}",
                at=row["occurred_at"],
                title=f"{row['old']} → {row['new']}",
                items=frozenset((row["id"],)),
            )
            for row in moved
        ),
    ]


async def names(reads: Statements, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of items, categories and teams."""
    return {row["id"]: row["name"] for row in await reads.fetch(NAMES, sorted(set(ids)))}


async def language(reads: Statements, id_: UUID) -> str:
    """Return the locale of who asked for an analysis, or that of the organisation."""
    return str(await reads.fetchval(LANGUAGE, id_) or "")
