"""The tree of categories: each row keeps its path in words and its lineage in ids, so reading needs no recursion."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from deskplane.catalog.events import CategoryCreated
from deskplane.catalog.shelves import CATEGORIES
from deskplane.kernel import events, rows
from deskplane.kernel.constraints import explained
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.rows import By, Change, Row

SEPARATOR = " / "
Path = tuple[str, ...]

# One writer of the tree at a time: two moves that are each right could close a ring together.
LOCK = "select pg_advisory_xact_lock(hashtextextended('categories' || app_org()::text, 0))"

REFRESH = """
with recursive tree as (
    select c.id, case when p.id is null then c.name else p.path || $2 || c.name end as path,
           coalesce(p.lineage, '{}') || c.id as lineage
    from categories c left join categories p on p.org_id = app_org() and p.id = c.parent_id
    where c.org_id = app_org() and c.id = $1
    union all
    select c.id, t.path || $2 || c.name, t.lineage || c.id
    from tree t join categories c on c.org_id = app_org() and c.parent_id = t.id
)
update categories c set path = t.path, lineage = t.lineage from tree t
where c.org_id = app_org() and c.id = t.id and (c.path, c.lineage) is distinct from (t.path, t.lineage)
"""

FIND_CHILDREN = """
select c.id, wanted.n from categories c
join unnest($1::uuid[], $2::text[]) with ordinality as wanted(parent_id, name, n)
  on c.parent_id is not distinct from wanted.parent_id and lower(c.name) = lower(wanted.name)
where c.org_id = app_org()
"""

ADD_CHILDREN = """
insert into categories (org_id, id, parent_id, name, path, lineage)
select app_org(), n.id, n.parent_id, n.name, case when p.id is null then n.name else p.path || $4 || n.name end,
       coalesce(p.lineage, '{}') || n.id
from unnest($1::uuid[], $2::uuid[], $3::text[]) as n(id, parent_id, name)
left join categories p on p.org_id = app_org() and p.id = n.parent_id
"""


async def create(tx: Tx, values: Mapping[str, Any], *, by: By) -> Row:
    """Add a category.

    Raises:
        InvalidError: there is no such parent, or the tree gets too deep.
        ConflictError: the name is taken at this place.
    """
    await tx.execute(LOCK)
    await _parent(tx, values.get("parent_id"))
    new = uuid7()
    names = ", ".join(values)
    marks = ", ".join(f"${n}" for n in range(2, len(values) + 2))
    sql = (
        f"insert into categories (org_id, id, path, lineage, {names}) "
        f"values (app_org(), $1, '', array[$1::uuid], {marks})"
    )
    with explained(CATEGORIES.refusals):
        await tx.execute(sql, new, *values.values())
        await tx.execute(REFRESH, new, SEPARATOR)
    row = await rows.found(tx, CATEGORIES, new)
    await events.append(tx, [_created(new, row["name"], row["parent_id"], by)])
    return row


async def change(tx: Tx, id: UUID, change: Change, *, by: By) -> Row:
    """Change a category; a new parent moves it with all that is below.

    Raises:
        InvalidError: the new parent is the category itself, or lies below it.
    """
    await tx.execute(LOCK)
    if change.values.get("parent_id") is not None:
        parent = await _parent(tx, change.values["parent_id"])
        if id in parent["lineage"]:
            raise InvalidError.field("parent_id", "a category cannot be moved below itself")
    before = await rows.change(tx, CATEGORIES, id, change, by=by)
    with explained(CATEGORIES.refusals):
        await tx.execute(REFRESH, id, SEPARATOR)
    return await rows.found(tx, CATEGORIES, before["id"])


async def _parent(tx: Tx, parent_id: UUID | None) -> Row:
    if parent_id is None:
        return {"lineage": []}
    sql = "select * from categories where org_id = app_org() and id = $1"
    record = await tx.fetchrow(sql, parent_id)
    if record is None:
        raise InvalidError.field("parent_id", "there is no category with this id")
    return rows.shown(record)


async def ensure(tx: Tx, paths: Sequence[Path], *, by: By) -> dict[Path, UUID]:
    """Return the id of each path of names, making what is missing; two statements for each level of the tree.

    Only who makes something takes the lock, which lasts until the end of the transaction.
    """
    known: dict[Path, UUID] = {}
    levels = [
        list(dict.fromkeys(path[:depth] for path in paths if len(path) >= depth))
        for depth in range(1, max(map(len, paths), default=0) + 1)
    ]
    if not all([await _found(tx, level, known) for level in levels]):
        await tx.execute(LOCK)
        for level in levels:
            await _ensure_level(tx, level, known, by)
    return {path: known[_key(path)] for path in paths}


async def _found(tx: Tx, level: Sequence[Path], known: dict[Path, UUID]) -> bool:
    """Look up what is known above of the categories of a level; say whether all are there."""
    wanted = {_key(path): path[-1] for path in level if len(path) == 1 or _key(path[:-1]) in known}
    keys = list(wanted)
    found = await tx.fetch(FIND_CHILDREN, [known.get(key[:-1]) for key in keys], list(wanted.values()))
    known.update({keys[row["n"] - 1]: row["id"] for row in found})
    return all(_key(path) in known for path in level)


async def _ensure_level(tx: Tx, level: Sequence[Path], known: dict[Path, UUID], by: By) -> None:
    if await _found(tx, level, known):
        return
    wanted = {_key(path): path[-1] for path in level}
    missing = {key: (uuid7(), known.get(key[:-1]), name) for key, name in wanted.items() if key not in known}
    ids, parents, names = zip(*missing.values(), strict=True)
    with explained(CATEGORIES.refusals):
        await tx.execute(ADD_CHILDREN, ids, parents, names, SEPARATOR)
    known.update({key: new for key, (new, _, _) in missing.items()})
    await events.append(tx, [_created(new, name, parent, by) for new, parent, name in missing.values()])


def _key(path: Path) -> Path:
    return tuple(name.lower() for name in path)


def _created(id: UUID, name: str, parent_id: UUID | None, by: By) -> CategoryCreated:
    data = {"name": name, "parent_id": parent_id}
    return CategoryCreated(subject=id, version=1, actor=by.actor, origin=by.origin, data=data)


async def ids_below(reads: Statements, id: UUID) -> list[UUID]:
    """Return the category and all below it."""
    sql = "select id from categories where org_id = app_org() and $1 = any(lineage)"
    return [row["id"] for row in await reads.fetch(sql, id)]
