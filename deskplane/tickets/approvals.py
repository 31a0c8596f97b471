"""Approvals: a question to a person or a team, and its answer; a change waits for them (see ``gates``)."""

from typing import Any, Final
from uuid import UUID

from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller
from deskplane.kernel.constraints import explained
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.versions import require_version
from deskplane.tickets import links, queries, reach
from deskplane.tickets.acting import By
from deskplane.tickets.events import ApprovalDecided, ApprovalRequested
from deskplane.tickets.part_schemas import ApprovalCreate, Decision
from deskplane.tickets.planning import Locked
from deskplane.tickets.queries import Ref
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

APPROVABLE: Final = frozenset({TicketType.CHANGE, TicketType.REQUEST})

SHOWN: Final = """
a.id, case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as approver,
case when g.id is not null then json_build_object('id', g.id, 'name', g.name) end as team, a.state, a.note, a.due_at,
case when r.id is not null then json_build_object('id', r.id, 'name', r.name) end as requested_by,
case when d.id is not null then json_build_object('id', d.id, 'name', d.name) end as decided_by,
a.decided_at, a.comment, a.version, a.created_at
"""
JOINS: Final = """
left join people p on p.org_id = a.org_id and p.id = a.approver_id
left join teams g on g.org_id = a.org_id and g.id = a.team_id
left join people r on r.org_id = a.org_id and r.id = a.requested_by
left join people d on d.org_id = a.org_id and d.id = a.decided_by
"""
LIST: Final = f"""
select {SHOWN} from approvals a {JOINS} where a.org_id = app_org() and a.ticket_id = $1
order by a.created_at, a.id limit 500
"""
ONE: Final = f"select {SHOWN} from approvals a {JOINS} where a.org_id = app_org() and a.id = $1"
MINE: Final = """
(a.approver_id = app_person() or exists (select 1 from memberships m
    where m.org_id = a.org_id and m.team_id = a.team_id and m.person_id = app_person()))
"""
WAITING: Final = f"""
select {SHOWN}, {links.END} from approvals a {JOINS} join tickets t on t.org_id = a.org_id and t.id = a.ticket_id
where a.org_id = app_org() and a.state = 'requested' and t.deleted_at is null and {MINE}
order by a.due_at nulls last, a.created_at, a.id limit 500
"""
FACTS: Final = """
select exists (select 1 from people where org_id = app_org() and id = $1 and is_active) as approver_id,
       exists (select 1 from teams where org_id = app_org() and id = $2) as team_id,
       exists (select 1 from approvals where org_id = app_org() and ticket_id = $3 and state = 'requested'
               and approver_id is not distinct from $1 and team_id is not distinct from $2) as asked
"""
ADD: Final = """
insert into approvals (org_id, id, ticket_id, approver_id, team_id, note, due_at, requested_by)
values (app_org(), $1, $2, $3, $4, $5, $6, $7)
"""
LOCK: Final = f"""
select a.id, a.state, a.version, a.approver_id, a.team_id, {MINE} as is_mine from approvals a
where a.org_id = app_org() and a.ticket_id = $1 and a.id = $2 for update of a
"""
DECIDE: Final = """
update approvals set state = $2, decided_by = $3, decided_at = $4, comment = $5, version = version + 1
where org_id = app_org() and id = $1
"""
REFUSALS: Final = {
    "approvals_asked_once": lambda: ConflictError("This person is asked for this ticket already."),
}


async def listed(reads: Statements, ref: Ref, caller: Caller) -> dict[str, Any]:
    """Return the approvals of a ticket, and whether it may not go on because of them."""
    ticket_id = await reach.seen(reads, ref, caller)
    rows = [dict(row) for row in await reads.fetch(LIST, ticket_id)]
    return {"data": rows, "blocking": any(row["state"] in {"requested", "rejected"} for row in rows)}


async def waiting(reads: Statements) -> list[dict[str, Any]]:
    """Return what waits for the caller or one of their teams, the earliest due first."""
    return [dict(row) for row in await reads.fetch(WAITING)]


async def ask(tx: Tx, ref: Ref, body: ApprovalCreate, caller: Caller) -> dict[str, Any]:
    """Ask a person or a team to approve.

    Raises:
        InvalidError: neither or both are named, or there is no such one.
        ConflictError: the ticket needs no approval, is done, or the same one is asked already.
    """
    if (body.approver_id is None) == (body.team_id is None):
        raise InvalidError.field("approver_id", "name either a person or a team")
    ticket = await reach.held_open(tx, ref, caller)
    _need_approvable(ticket)
    await _need_there(tx, ticket, body)
    new, by = uuid7(), By.caller(caller)
    with explained(REFUSALS):
        await tx.execute(
            ADD, new, ticket["id"], body.approver_id, body.team_id, body.note, body.due_at, by.person_id
        )
    data = {
        "approval_id": new,
        "approver_id": body.approver_id,
        "team_id": body.team_id,
        "due_at": body.due_at,
    }
    await events.append(tx, [reach.told(ApprovalRequested, ticket, by=by, data=data)])
    return await _one(tx, new)


def _need_approvable(ticket: Locked) -> None:
    if TicketType(ticket["type"]) not in APPROVABLE:
        raise ConflictError("Only changes and requests are approved.")
    if Status(ticket["status"]).is_done:
        raise ConflictError(f"The ticket is {ticket['status']}; there is nothing left to approve.")


async def _need_there(tx: Tx, ticket: Locked, body: ApprovalCreate) -> None:
    [facts] = await tx.fetch(FACTS, body.approver_id, body.team_id, ticket["id"])
    field = "approver_id" if body.approver_id is not None else "team_id"
    if not facts[field]:
        what = "active person" if field == "approver_id" else "team"
        raise InvalidError.field(field, f"there is no {what} with this id")
    if facts["asked"]:
        raise ConflictError("They are asked for this ticket already.")


async def decide(
    tx: Tx, ref: Ref, id: UUID, body: Decision, caller: Caller, *, if_match: int | None
) -> dict[str, Any]:
    """Approve or refuse, as the person asked or a member of the team asked.

    Raises:
        ForbiddenError: somebody else was asked.
        ConflictError: it was decided already.
    """
    ticket, approval = await _held(tx, ref, id, caller, if_match)
    if not approval["is_mine"]:
        raise ForbiddenError("Somebody else was asked to approve this.")
    state = "approved" if body.approved else "rejected"
    await _end(tx, ticket, approval, state, caller, comment=body.comment)
    return await _one(tx, id)


async def cancel(tx: Tx, ref: Ref, id: UUID, caller: Caller, *, if_match: int | None) -> None:
    """Take a question back; a refused one too, so that the change can be asked for anew.

    Raises:
        ConflictError: it was approved or taken back already.
    """
    ticket, approval = await _held(tx, ref, id, caller, if_match, states=("requested", "rejected"))
    await _end(tx, ticket, approval, "cancelled", caller)


async def _held(
    tx: Tx,
    ref: Ref,
    id: UUID,
    caller: Caller,
    if_match: int | None,
    *,
    states: tuple[str, ...] = ("requested",),
) -> tuple[Locked, Record]:
    ticket_id = await _ticket_of(tx, ref, id, caller)
    ticket = await queries.lock_one(tx, ticket_id)
    found = await tx.fetchrow(LOCK, ticket_id, id)
    if found is None:
        raise NotFoundError("There is no approval with this id on the ticket.")
    require_version(found["version"], if_match=if_match)
    if found["state"] not in states:
        raise ConflictError(f"This approval is {found['state']} already.")
    return ticket, found


async def _ticket_of(tx: Tx, ref: Ref, id: UUID, caller: Caller) -> UUID:
    """Whoever is asked to approve may know the ticket, whoever else sees it or not."""
    asked = (
        f"select 1 from approvals a where a.org_id = app_org() and a.ticket_id = $1 and a.id = $2 and {MINE}"
    )
    found = await queries.find_id(tx, ref)
    if not caller.sees_everything and await tx.fetchval(asked, found, id) is None:
        return await reach.seen(tx, ref, caller)
    return found


async def _end(
    tx: Tx, ticket: Locked, approval: Record, state: str, caller: Caller, *, comment: str = ""
) -> None:
    by = By.caller(caller)
    await tx.execute(DECIDE, approval["id"], state, by.person_id, clock.now(), comment)
    data = {
        "approval_id": approval["id"],
        "approver_id": approval["approver_id"],
        "team_id": approval["team_id"],
        "state": state,
    }
    await events.append(tx, [reach.told(ApprovalDecided, ticket, by=by, data=data)])


async def _one(tx: Tx, id: UUID) -> dict[str, Any]:
    [row] = await tx.fetch(ONE, id)
    return dict(row)
