"""What keeps a ticket from moving besides its transitions: approvals of a change, and children that are not done.

Asked once for any number of tickets before they move.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from deskplane.kernel.db import Record, Tx
from deskplane.kernel.errors import ConflictError
from deskplane.tickets.planning import Locked
from deskplane.vocabulary.status import UNFINISHED, Status
from deskplane.vocabulary.ticket_type import TicketType

Move = tuple[Locked, Status]
NEEDS_APPROVAL: Final = frozenset({Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED})

BLOCKING: Final = """
select ticket_id, count(*) filter (where state = 'requested') as waiting,
       count(*) filter (where state = 'rejected') as refused
from approvals where org_id = app_org() and ticket_id = any($1::uuid[]) and state in ('requested', 'rejected')
group by ticket_id
"""
# Only children that are not on the way to their own end in the same change, and unless they end with their parent.
OPEN_CHILDREN: Final = """
select l.from_id as parent_id, count(*)::int as children
from ticket_links l join tickets t on t.org_id = l.org_id and t.id = l.to_id
where l.org_id = app_org() and l.from_id = any($1::uuid[]) and l.link_type = 'parent_of' and t.deleted_at is null
  and t.status = any($2::text[]) and t.id <> all($1::uuid[])
  and not exists (select 1 from organizations o where o.id = app_org() and o.settings ->> 'close_children' = 'cascade')
group by l.from_id
"""


async def refusals(tx: Tx, moves: Sequence[Move]) -> dict[UUID, ConflictError]:
    """Return why tickets may not move as wanted, by their id; two statements at the most, none for plain moves."""
    changes = [t["id"] for t, to in moves if t["type"] == TicketType.CHANGE and to in NEEDS_APPROVAL]
    refused: dict[UUID, ConflictError] = {}
    if changes:
        refused = {row["ticket_id"]: _unapproved(row) for row in await tx.fetch(BLOCKING, changes)}
    ending = [ticket["id"] for ticket, to in moves if to.is_done and not Status(ticket["status"]).is_done]
    if ending:
        for row in await tx.fetch(OPEN_CHILDREN, ending, list(UNFINISHED)):
            refused.setdefault(row["parent_id"], _unfinished(row["children"]))
    return refused


async def check(tx: Tx, ticket: Locked, to: Status) -> None:
    """Refuse one move.

    Raises:
        ConflictError: an approval is missing or was refused, or children are not done.
    """
    refused = await refusals(tx, [(ticket, to)])
    if refused:
        raise refused[ticket["id"]]


def _unapproved(row: Record) -> ConflictError:
    if row["refused"]:
        return ConflictError("An approval of this change was refused. Cancel that approval or the change.")
    return ConflictError("This change waits for approval.", waiting=row["waiting"])


def _unfinished(children: int) -> ConflictError:
    return ConflictError(
        f"{children} tickets below this one are not done. Finish them first.", open_children=children
    )
