"""Putting lists of the catalogue in another order; one statement however long the list."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from deskplane.kernel import events
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.rows import By, Shelf

STEP: Final = 10


async def reorder(tx: Tx, shelf: Shelf, ids: Sequence[UUID], *, by: By, where: str = "true") -> None:
    """Let the rows named come first, in this order, the others after them as they were.

    ``where`` is our own SQL and says which rows take part.

    Raises:
        InvalidError: a row is named twice, or there is none of that id.
    """
    if len(set(ids)) != len(ids):
        raise InvalidError.field("ids", "an id is named twice")
    rows = await tx.fetch(
        f"select id, position, version from {shelf.table} where org_id = app_org() and ({where}) "
        f"order by {shelf.order} for update"
    )
    before = {row["id"]: row for row in rows}
    if unknown := [id for id in ids if id not in before]:
        raise InvalidError.field("ids", f"there is no {shelf.noun} with the id {unknown[0]}")
    wanted = [*ids, *(id for id in before if id not in set(ids))]
    moved = {id: place * STEP for place, id in enumerate(wanted, 1) if before[id]["position"] != place * STEP}
    if not moved:
        return
    await tx.execute(
        f"update {shelf.table} t set position = n.position, version = t.version + 1, updated_at = now() "
        "from unnest($1::uuid[], $2::int[]) as n(id, position) where t.org_id = app_org() and t.id = n.id",
        list(moved),
        list(moved.values()),
    )
    told = [
        shelf.changed(
            subject=id,
            version=before[id]["version"] + 1,
            actor=by.actor,
            origin=by.origin,
            changes={"position": [before[id]["position"], position]},
        )
        for id, position in moved.items()
    ]
    await events.append(tx, told)
