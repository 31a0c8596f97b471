"""Children that end with their parent, where the organisation wants it (setting ``close_children`` is ``cascade``)."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.kernel import clock
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.errors import DeskplaneError
from deskplane.tickets import gates, queries, service
from deskplane.tickets.acting import By
from deskplane.tickets.events import TicketChanged
from deskplane.tickets.planning import Changes, Wanted, plan
from deskplane.vocabulary.status import UNFINISHED, Status

# All that is below at once: what ends here must not start another round for each level.
OPEN_BELOW: Final = """
with recursive below as (
    select l.to_id as id, l.from_id as root from ticket_links l
    where l.org_id = app_org() and l.from_id = any($1::uuid[]) and l.link_type = 'parent_of'
    union
    select l.to_id, b.root from below b join ticket_links l
        on l.org_id = app_org() and l.from_id = b.id and l.link_type = 'parent_of'
)
select distinct on (t.id) t.id, r.id as root, r.resolution_code, r.resolution_text
from below b join tickets t on t.org_id = app_org() and t.id = b.id
join tickets r on r.org_id = app_org() and r.id = b.root
where t.deleted_at is null and t.status = any($2::text[])
  and exists (select 1 from organizations o where o.id = app_org() and o.settings ->> 'close_children' = 'cascade')
order by t.id
"""


async def end_children(tx: Tx, changed: Sequence[TicketChanged]) -> None:
    """Inline subscriber: end what is below tickets that ended; one statement when there is nothing to do."""
    ended = {event.subject: event for event in changed if _ends(event)}
    if not ended:
        return
    found = {row["id"]: row for row in await tx.fetch(OPEN_BELOW, list(ended), list(UNFINISHED))}
    locked = await queries.lock_many(tx, list(found))
    for event in ended.values():
        below = [row for id_, row in locked.items() if found[id_]["root"] == event.subject]
        await _end(tx, below, found, event)


def _ends(event: TicketChanged) -> bool:
    pair = event.changes.get("status")
    return pair is not None and Status(pair[1]).is_done and not Status(pair[0]).is_done


async def _end(tx: Tx, below: Sequence[Record], found: dict[UUID, Record], event: TicketChanged) -> None:
    """A child that cannot end, since an approval or something else holds it back, stays as it is."""
    cancelled = event.changes["status"][1] == Status.CANCELLED
    to = Status.CANCELLED if cancelled else Status.RESOLVED
    held = await gates.refusals(tx, [(row, to) for row in below])
    by = By(actor=event.actor, origin=event.origin)
    planned = [(row, _planned(row, found[row["id"]], to, by)) for row in below if row["id"] not in held]
    changes = [(row, values) for row, values in planned if values]
    if changes:
        await service.write(tx, changes, by=by, at=clock.now(), data={"reason": "parent"})


def _planned(row: Record, parent: Record, to: Status, by: By) -> Changes:
    values: dict[str, Any] = {"status": to}
    if to is Status.RESOLVED:
        values |= {"resolution_code": parent["resolution_code"], "resolution_text": parent["resolution_text"]}
    try:
        return plan(row, Wanted(values), by, clock.now())
    except DeskplaneError:
        return {}
