"""What macros ask of the desk: what they refer to, and what ids are called."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from deskplane.kernel.db import Record, Statements
from deskplane.tickets import rendering

THERE: Final = """
select ($1::uuid is null or exists (select 1 from categories where org_id = app_org() and id = $1)) as category_id,
       ($2::uuid is null or exists (select 1 from teams where org_id = app_org() and id = $2)) as team_id
"""
NAMES: Final = """
select p.id, p.name from people p where p.org_id = app_org() and p.id = any($1::uuid[])
union all select t.id, t.name from teams t where t.org_id = app_org() and t.id = any($1::uuid[])
union all select c.id, c.path from categories c where c.org_id = app_org() and c.id = any($1::uuid[])
"""
TICKETS: Final = f"""
select t.id, t.title, t.merged_into, {rendering.NUMBER} as number
from tickets t where t.org_id = app_org() and t.deleted_at is null and t.id = any($1::uuid[])
"""


async def missing(reads: Statements, *, category_id: object, team_id: object) -> list[str]:
    """Return which of the two refer to nothing."""
    row = await reads.fetchrow(THERE, category_id, team_id)
    return [name for name, there in row.items() if not there] if row else []


async def names(reads: Statements, ids: Iterable[UUID]) -> dict[str, str]:
    """Return what people, teams and categories are called."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    return {str(row["id"]): row["name"] for row in await reads.fetch(NAMES, wanted)}


async def tickets(reads: Statements, ids: Iterable[UUID]) -> dict[UUID, Record]:
    """Return number, title and whether it went into another one of the tickets that are there."""
    return {row["id"]: row for row in await reads.fetch(TICKETS, list(set(ids)))}
