"""Timers: a clock that runs on a ticket for a person until they stop it, wherever their browser is meanwhile."""

from datetime import datetime, timedelta
from typing import Any, Final

from deskplane.kernel import clock
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import NotFoundError
from deskplane.tickets import reach, rendering, time_entries
from deskplane.tickets.queries import Ref
from deskplane.tickets.work_schemas import MOST_MINUTES, TimeCreate, TimerStop

START: Final = """
insert into time_timers (org_id, person_id, ticket_id, started_at) values (app_org(), app_person(), $1, $2)
on conflict do nothing
"""
STOP: Final = """
delete from time_timers where org_id = app_org() and person_id = app_person() and ticket_id = $1 returning started_at
"""
ON_TICKET: Final = """
select m.started_at, json_build_object('id', m.person_id, 'name', p.name) as person,
       m.person_id = app_person() as mine
from time_timers m join people p on p.org_id = m.org_id and p.id = m.person_id
where m.org_id = app_org() and m.ticket_id = $1 order by m.started_at, m.person_id
"""
MINE: Final = f"""
select m.started_at, json_build_object('id', t.id, 'number', {rendering.NUMBER}, 'type', t.type, 'title', t.title,
       'status', t.status, 'priority', t.priority) as ticket
from time_timers m join tickets t on t.org_id = m.org_id and t.id = m.ticket_id
where m.org_id = app_org() and m.person_id = app_person() and t.deleted_at is null order by m.started_at, t.id
"""


async def running(reads: Statements, ref: Ref, caller: Caller) -> dict[str, Any]:
    """Return since when the caller's timer runs on a ticket, and whose else do."""
    return await _shown(reads, await reach.seen(reads, ref, caller))


async def _shown(reads: Statements, ticket_id: Any) -> dict[str, Any]:
    found = [dict(row) for row in await reads.fetch(ON_TICKET, ticket_id)]
    own = next((row["started_at"] for row in found if row["mine"]), None)
    others = [{"person": row["person"], "started_at": row["started_at"]} for row in found if not row["mine"]]
    return {"started_at": own, "others": others}


async def mine(reads: Statements) -> list[dict[str, Any]]:
    """Return the tickets on which the caller's timers run, the longest first."""
    return [dict(row) for row in await reads.fetch(MINE)]


async def start(tx: Tx, ref: Ref, caller: Caller) -> dict[str, Any]:
    """Start the caller's timer on a ticket; one that runs goes on."""
    ticket = await reach.held(tx, ref, caller)
    await tx.execute(START, ticket["id"], clock.now())
    return await _shown(tx, ticket["id"])


async def stop(tx: Tx, ref: Ref, body: TimerStop, caller: Caller) -> dict[str, Any]:
    """Stop the caller's timer and enter its minutes, a begun one as a whole one; or those that were sent.

    Raises:
        NotFoundError: there is no such ticket, or no timer of the caller runs on it.
    """
    ticket_id = await reach.seen(tx, ref, caller)
    since: datetime | None = await tx.fetchval(STOP, ticket_id)
    if since is None:
        raise NotFoundError("No timer of yours runs on this ticket.")
    entry = TimeCreate(
        minutes=body.minutes or minutes_since(since, clock.now()),
        billable=body.billable,
        note=body.note,
        spent_on=None,
        person_id=None,
    )
    return await time_entries.create(tx, ticket_id, entry, caller)


async def discard(tx: Tx, ref: Ref, caller: Caller) -> None:
    """Stop the caller's timer and forget its time.

    Raises:
        NotFoundError: there is no such ticket, or no timer of the caller runs on it.
    """
    ticket_id = await reach.seen(tx, ref, caller)
    if await tx.fetchval(STOP, ticket_id) is None:
        raise NotFoundError("No timer of yours runs on this ticket.")


def minutes_since(since: datetime, now: datetime) -> int:
    """Return begun minutes between two moments: at least one, at the most as many as an entry can hold."""
    begun = -((since - now) // timedelta(minutes=1))
    return min(max(begun, 1), MOST_MINUTES)
