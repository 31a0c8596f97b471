"""The six priorities of an organisation and its impact and urgency matrix."""

from collections.abc import Mapping
from typing import Any

from deskplane.catalog.events import PriorityChanged, PriorityMatrixChanged
from deskplane.kernel import events
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import NotFoundError
from deskplane.kernel.rows import By, Change, Row, shown
from deskplane.kernel.versions import require_version
from deskplane.vocabulary.priority import PRIORITY_MATRIX, Impact, Priority, Urgency

LIST = "select * from priorities where org_id = app_org() order by rank"
CELLS = (
    "select impact, urgency, priority from priority_matrix where org_id = app_org() order by impact, urgency"
)
SET_CELLS = """
insert into priority_matrix (org_id, impact, urgency, priority)
select app_org(), c.impact, c.urgency, c.priority
from unnest($1::smallint[], $2::smallint[], $3::text[]) as c(impact, urgency, priority)
on conflict (org_id, impact, urgency) do update set priority = excluded.priority
"""
FOLLOWS = "select priority from priority_matrix where org_id = app_org() and impact = $1 and urgency = $2"
Cells = Mapping[tuple[int, int], Priority]


async def listed(reads: Statements) -> list[Row]:
    """Return the six, most pressing first."""
    return [shown(row) for row in await reads.fetch(LIST)]


async def change(tx: Tx, key: Priority, change: Change, *, by: By) -> Row:
    """Change how a priority reads and looks.

    Raises:
        NotFoundError: the organisation has no such priority.
    """
    record = await tx.fetchrow(
        "select * from priorities where org_id = app_org() and key = $1 for update", key
    )
    if record is None:
        raise NotFoundError("There is no priority with this key.")
    require_version(record["version"], if_match=change.if_match, sent=change.sent)
    differing = {name: value for name, value in change.values.items() if record[name] != value}
    if not differing:
        return shown(record)
    marks = ", ".join(f"{name} = ${n}" for n, name in enumerate(differing, start=2))
    sql = (
        f"update priorities set {marks}, version = version + 1, updated_at = now() "
        "where org_id = app_org() and key = $1 returning *"
    )
    [after] = await tx.fetch(sql, key, *differing.values())
    told = PriorityChanged(
        subject=tx.tenant.org_id,
        version=after["version"],
        actor=by.actor,
        origin=by.origin,
        changes={name: [record[name], after[name]] for name in differing},
        data={"key": key},
    )
    await events.append(tx, [told])
    return shown(after)


async def matrix(reads: Statements) -> dict[tuple[Impact, Urgency], Priority]:
    """Return the nine cells."""
    stored = {
        (Impact(r["impact"]), Urgency(r["urgency"])): Priority(r["priority"])
        for r in await reads.fetch(CELLS)
    }
    return {**PRIORITY_MATRIX, **stored}


async def follows(reads: Statements, impact: int, urgency: int) -> Priority:
    """Return the priority that follows from an impact and an urgency, each 1 to 3."""
    found = await reads.fetchval(FOLLOWS, impact, urgency)
    return Priority(found) if found else PRIORITY_MATRIX[Impact(impact), Urgency(urgency)]


async def set_cells(tx: Tx, cells: Cells, *, by: By) -> None:
    """Let other priorities follow; the cells that differ are announced."""
    before = await matrix(tx)
    differing = {
        place: to for place, to in cells.items() if before[Impact(place[0]), Urgency(place[1])] != to
    }
    if not differing:
        return
    impacts, urgencies = [place[0] for place in differing], [place[1] for place in differing]
    await tx.execute(SET_CELLS, impacts, urgencies, [str(to) for to in differing.values()])
    changes: dict[str, list[Any]] = {
        f"{i}x{u}": [before[Impact(i), Urgency(u)], to] for (i, u), to in differing.items()
    }
    told = PriorityMatrixChanged(subject=tx.tenant.org_id, actor=by.actor, origin=by.origin, changes=changes)
    await events.append(tx, [told])


def cells_of(matrix: Mapping[tuple[Impact, Urgency], Priority]) -> list[dict[str, Any]]:
    """Return the matrix as a list of cells."""
    return [{"impact": int(i), "urgency": int(u), "priority": to} for (i, u), to in sorted(matrix.items())]
