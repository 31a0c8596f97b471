"""Configuration items and their relations."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.cmdb import events as told
from deskplane.cmdb.vocabulary import ACYCLIC, Direction, Relation
from deskplane.kernel import events, rows
from deskplane.kernel.constraints import explained
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, DeskplaneError, InvalidError, NotFoundError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.rows import By, Row, Shelf

MAX_RELATIONS: Final = 1000


def _unknown(field: str, what: str) -> DeskplaneError:
    return InvalidError.field(field, f"there is no {what} with this id")


ITEMS: Final = Shelf(
    table="ci_items",
    noun="configuration item",
    order="lower(name), id",
    added=told.ItemCreated,
    changed=told.ItemChanged,
    removed=told.ItemDeleted,
    refusals={
        "ci_items_key": lambda: ConflictError("There is already a configuration item with this key."),
        "ci_items_external_ref": lambda: ConflictError(
            "There is already a configuration item with this external reference."
        ),
        "ci_items_owner_id_fkey": lambda: _unknown("owner_id", "person"),
        "ci_items_team_id_fkey": lambda: _unknown("team_id", "team"),
        "ticket_cis_ci_id_fkey": lambda: ConflictError(
            "Tickets concern this item. Set its status to retired, or take it off the tickets first."
        ),
    },
)

# `union` (not `union all`) drops what was seen at this depth, and depth is bounded: rings end.
AROUND: Final = """
with recursive walk as (
    select $1::uuid as id, 0 as depth
    union
    select case when r.from_id = w.id then r.to_id else r.from_id end, w.depth + 1
    from walk w join ci_relations r on r.org_id = app_org()
        and ((r.from_id = w.id and $3 <> 'up') or (r.to_id = w.id and $3 <> 'down'))
    where w.depth < $2
), edges as (
    select r.id, min(w.depth) + 1 as depth from walk w join ci_relations r on r.org_id = app_org()
        and ((r.from_id = w.id and $3 <> 'up') or (r.to_id = w.id and $3 <> 'down'))
    where w.depth < $2
    group by r.id
)
select r.id, r.relation, e.depth, r.created_at,
       json_build_object('id', f.id, 'key', f.key, 'name', f.name, 'class', f.class, 'status', f.status) as "from",
       json_build_object('id', t.id, 'key', t.key, 'name', t.name, 'class', t.class, 'status', t.status) as "to"
from edges e join ci_relations r on r.org_id = app_org() and r.id = e.id
join ci_items f on f.org_id = app_org() and f.id = r.from_id
join ci_items t on t.org_id = app_org() and t.id = r.to_id
order by e.depth, lower(t.name), r.id limit $4
"""
CLOSES_RING: Final = """
with recursive below as (
    select $1::uuid as id
    union
    select r.to_id from below b join ci_relations r
        on r.org_id = app_org() and r.from_id = b.id and r.relation = $3
)
select exists (select 1 from below where id = $2)
"""
# One writer of a kind of relation at a time: two that are each right could close a ring together.
LOCK: Final = "select pg_advisory_xact_lock(hashtextextended('ci_relations' || app_org()::text || $1, 0))"
RELATE: Final = """
insert into ci_relations (org_id, id, from_id, to_id, relation, created_by)
values (app_org(), $1, $2, $3, $4, $5) on conflict (org_id, from_id, to_id, relation) do nothing returning id
"""
UNRELATE: Final = """
delete from ci_relations where org_id = app_org() and id = $1 and $2 in (from_id, to_id)
returning from_id, to_id, relation
"""


async def around(
    reads: Statements, id: UUID, *, depth: int, direction: Direction
) -> tuple[Sequence[dict[str, Any]], bool]:
    """Return the relations within ``depth`` steps of an item, and whether these are all.

    Raises:
        NotFoundError: there is no such item.
    """
    await rows.found(reads, ITEMS, id)
    found = await reads.fetch(AROUND, id, depth, direction, MAX_RELATIONS + 1)
    return [dict(row) for row in found[:MAX_RELATIONS]], len(found) <= MAX_RELATIONS


async def relate(tx: Tx, id: UUID, relation: Relation, to_id: UUID, *, by: By) -> Row:
    """Let an item relate to another; return the relation as it is listed.

    Raises:
        NotFoundError: there is no such item.
        InvalidError: there is no such other item, or it is the item itself.
        ConflictError: they relate so already, or the relation would close a ring.
    """
    item = await rows.found(tx, ITEMS, id)
    if id == to_id:
        raise InvalidError.field("to_id", "an item cannot relate to itself")
    await tx.execute(LOCK, relation)
    if relation in ACYCLIC and await tx.fetchval(CLOSES_RING, to_id, id, relation):
        raise ConflictError(
            f"This would close a ring: the other item is already {relation} this one by a detour."
        )
    new = uuid7()
    refusals = {"ci_relations_to_id_fkey": lambda: _unknown("to_id", "configuration item")}
    with explained(refusals):
        if await tx.fetchval(RELATE, new, id, to_id, relation, by.actor.id) is None:
            raise ConflictError("The two items relate in this way already.")
    await _tell(
        tx,
        told.ItemsRelated,
        id,
        item["version"],
        {"relation_id": new, "relation": relation, "to_id": to_id},
        by,
    )
    found = await tx.fetch(AROUND, id, 1, Direction.DOWN, MAX_RELATIONS)
    return dict(next(row for row in found if row["id"] == new))


async def unrelate(tx: Tx, id: UUID, relation_id: UUID, *, by: By) -> None:
    """Take a relation away, from either end.

    Raises:
        NotFoundError: the item has no such relation.
    """
    gone: Record | None = await tx.fetchrow(UNRELATE, relation_id, id)
    if gone is None:
        raise NotFoundError("This item has no relation with this id.")
    data = {"relation_id": relation_id, "relation": gone["relation"], "to_id": gone["to_id"]}
    version = await tx.fetchval(
        "select version from ci_items where org_id = app_org() and id = $1", gone["from_id"]
    )
    await _tell(tx, told.ItemsUnrelated, gone["from_id"], version, data, by)


async def _tell(
    tx: Tx, kind: type[told.RelationEvent], subject: UUID, version: int, data: dict[str, Any], by: By
) -> None:
    event = kind(subject=subject, version=version, actor=by.actor, origin=by.origin, data=data)
    await events.append(tx, [event])
