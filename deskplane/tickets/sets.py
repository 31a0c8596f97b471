"""Sets of tickets that the house put together, such as clusters; the ticket list can be narrowed to one.

A set has no name and no rights of its own: whoever made it keeps both, and drops it when it is not needed any more.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from deskplane.kernel.db import Tx

MANY: Final = 5000
PUT: Final = """
insert into ticket_sets (org_id, set_id, ticket_id) select app_org(), $1, t from unnest($2::uuid[]) as t
on conflict do nothing
"""
DROP: Final = "delete from ticket_sets where org_id = app_org() and set_id = any($1::uuid[])"
IN_SETS: Final = (
    "t.id = any(array(select s.ticket_id from ticket_sets s "
    "where s.org_id = app_org() and s.set_id = any({}::uuid[])))"
)


async def put(tx: Tx, set_id: UUID, tickets: Sequence[UUID]) -> None:
    """Put tickets into a set; those that are in it already stay."""
    for start in range(0, len(tickets), MANY):
        await tx.execute(PUT, set_id, list(tickets[start : start + MANY]))


async def drop(tx: Tx, set_ids: Iterable[UUID]) -> None:
    """Drop sets; their tickets stay."""
    await tx.execute(DROP, list(set_ids))
