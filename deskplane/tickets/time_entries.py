"""Working time on tickets: entered by who worked, summed on the ticket."""

from typing import Any, Final
from uuid import UUID

from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.constraints import explained
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ForbiddenError, InvalidError, NotFoundError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.paging import Page, envelope
from deskplane.kernel.versions import require_version
from deskplane.tickets import reach
from deskplane.tickets.acting import By
from deskplane.tickets.events import TimeLogged
from deskplane.tickets.planning import Locked
from deskplane.tickets.queries import Ref
from deskplane.tickets.service import after
from deskplane.tickets.work_schemas import TimeCreate, TimePatch

SHOWN: Final = """
select e.id, json_build_object('id', e.person_id, 'name', p.name) as person, e.minutes, e.billable, e.note, e.spent_on,
       e.version, e.created_at, e.updated_at
from time_entries e join people p on p.org_id = e.org_id and p.id = e.person_id
where e.org_id = app_org() and e.ticket_id = $1
"""
LIST: Final = f"{SHOWN} and (e.created_at, e.id) > ($2, $3) order by e.created_at, e.id limit $4 offset $5"
TOTALS: Final = """
select coalesce(sum(minutes), 0)::int as minutes, count(*)::int as entries,
       coalesce(sum(minutes) filter (where billable), 0)::int as billable_minutes
from time_entries where org_id = app_org() and ticket_id = $1
"""
ADD: Final = """
insert into time_entries (org_id, id, ticket_id, person_id, minutes, billable, note, spent_on)
values (app_org(), $1, $2, $3, $4, $5, $6, $7)
"""
LOCK: Final = "select * from time_entries where org_id = app_org() and ticket_id = $1 and id = $2 for update"
SUM: Final = """
update tickets set time_minutes = time_minutes + $2, updated_at = greatest(updated_at, $3)
where org_id = app_org() and id = $1
"""
DELETE: Final = "delete from time_entries where org_id = app_org() and id = $1"
REFUSALS: Final = {
    "time_entries_person_id_fkey": lambda: InvalidError.field("person_id", "there is no person with this id")
}


async def listed(reads: Statements, ref: Ref, page: Page, caller: Caller) -> dict[str, Any]:
    """Return a part of the entries, oldest first, and the sums of all."""
    ticket_id = await reach.seen(reads, ref, caller)
    found = await reads.fetch(LIST, ticket_id, *reach.after_moment(page), page.limit + 1, page.offset)
    totals = dict((await reads.fetch(TOTALS, ticket_id))[0])
    rows = [dict(row) for row in found[: page.limit]]
    last = (rows[-1]["created_at"].isoformat(), rows[-1]["id"]) if len(found) > page.limit else None
    total = totals["entries"] if page.count else None
    return {**envelope(rows, page, after=last, total=total), "totals": totals}


async def create(tx: Tx, ref: Ref, body: TimeCreate, caller: Caller) -> dict[str, Any]:
    """Enter working time; for somebody else it needs the right to delete tickets.

    Raises:
        ForbiddenError: the entry is for somebody else.
        InvalidError: there is no such person.
    """
    person_id = body.person_id or caller.person_id
    if person_id != caller.person_id:
        caller.need(Permission.TICKET_DELETE)
    ticket = await reach.held(tx, ref, caller)
    new, day = uuid7(), body.spent_on or clock.now().date()
    with explained(REFUSALS):
        await tx.execute(ADD, new, ticket["id"], person_id, body.minutes, body.billable, body.note, day)
    await _tell(tx, ticket, _facts(new, person_id, body.minutes, billable=body.billable), "added", caller)
    return await _counted(tx, ticket, new, body.minutes)


async def change(
    tx: Tx, ref: Ref, id: UUID, body: TimePatch, caller: Caller, *, if_match: int | None
) -> dict[str, Any]:
    """Change an entry of one's own, or any with the right to delete tickets.

    Raises:
        NotFoundError: the ticket has no such entry.
        ForbiddenError: it is somebody else's.
    """
    ticket, entry = await _held(tx, ref, id, caller)
    require_version(entry["version"], if_match=if_match, sent=body.version)
    sent = body.model_dump(exclude_unset=True, exclude={"version"})
    values = {name: value for name, value in sent.items() if entry[name] != value}
    if values:
        marks = ", ".join(f"{name} = ${n}" for n, name in enumerate(values, start=2))
        sql = (
            f"update time_entries set {marks}, version = version + 1, updated_at = now() "
            "where org_id = app_org() and id = $1"
        )
        await tx.execute(sql, id, *values.values())
        minutes, billable = (values.get(name, entry[name]) for name in ("minutes", "billable"))
        await _tell(tx, ticket, _facts(id, entry["person_id"], minutes, billable=billable), "changed", caller)
    return await _counted(tx, ticket, id, values.get("minutes", entry["minutes"]) - entry["minutes"])


async def delete(tx: Tx, ref: Ref, id: UUID, caller: Caller, *, if_match: int | None) -> None:
    """Take an entry of one's own back, or any with the right to delete tickets.

    Raises:
        NotFoundError: the ticket has no such entry.
        ForbiddenError: it is somebody else's.
    """
    ticket, entry = await _held(tx, ref, id, caller)
    require_version(entry["version"], if_match=if_match)
    await tx.execute(DELETE, id)
    await tx.execute(SUM, ticket["id"], -entry["minutes"], after(ticket))
    facts = _facts(id, entry["person_id"], entry["minutes"], billable=entry["billable"])
    await _tell(tx, ticket, facts, "removed", caller)


async def _held(tx: Tx, ref: Ref, id: UUID, caller: Caller) -> tuple[Locked, Record]:
    ticket = await reach.held(tx, ref, caller)
    entry = await tx.fetchrow(LOCK, ticket["id"], id)
    if entry is None:
        raise NotFoundError("There is no time entry with this id on the ticket.")
    if entry["person_id"] != caller.person_id and not caller.may(Permission.TICKET_DELETE):
        raise ForbiddenError("Only who worked, or somebody who may delete tickets, can change this entry.")
    return ticket, entry


async def _counted(tx: Tx, ticket: Locked, id: UUID, more: int) -> dict[str, Any]:
    if more:
        await tx.execute(SUM, ticket["id"], more, after(ticket))
    [row] = await tx.fetch(f"{SHOWN} and e.id = $2", ticket["id"], id)
    return dict(row)


def _facts(id: UUID, person_id: UUID, minutes: int, *, billable: bool) -> dict[str, Any]:
    return {"entry_id": id, "person_id": person_id, "minutes": minutes, "billable": billable}


async def _tell(tx: Tx, ticket: Locked, facts: dict[str, Any], action: str, caller: Caller) -> None:
    told = reach.told(TimeLogged, ticket, by=By.caller(caller), data={**facts, "action": action})
    await events.append(tx, [told])
