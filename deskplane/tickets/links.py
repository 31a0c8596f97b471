"""Relations between tickets: stored once, read from both ends; a ticket has one parent and no ring of parents."""

from typing import Any, Final
from uuid import UUID

from deskplane.kernel import events
from deskplane.kernel.access import Caller
from deskplane.kernel.constraints import explained
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, InvalidError, NotFoundError
from deskplane.kernel.ids import uuid7
from deskplane.tickets import queries, reach, rendering
from deskplane.tickets.acting import By
from deskplane.tickets.events import TicketLinked, TicketUnlinked
from deskplane.tickets.planning import Locked
from deskplane.tickets.queries import Ref, parse_ref
from deskplane.vocabulary.link import LinkType

END: Final = (
    f"json_build_object('id', t.id, 'number', {rendering.NUMBER}, 'type', t.type, 'title', t.title, "
    "'status', t.status, 'priority', t.priority) as ticket"
)
SIDE: Final = f"""
select l.id, l.link_type, l.from_id = $1 as is_from, {END}, l.created_at, l.created_by
from ticket_links l join tickets t
    on t.org_id = l.org_id and t.id = (case when l.from_id = $1 then l.to_id else l.from_id end)
where l.org_id = app_org() and t.deleted_at is null
"""
LIST: Final = f"{SIDE} and $1 in (l.from_id, l.to_id) order by l.link_type, l.created_at, l.id limit 500"
ONE: Final = f"{SIDE} and l.id = $2"
# One writer of parents at a time: two links that are each right could close a ring together.
LOCK: Final = "select pg_advisory_xact_lock(hashtextextended('ticket_parents' || app_org()::text, 0))"
ANCESTORS: Final = """
with recursive above as (
    select $1::uuid as id
    union
    select l.from_id from above a join ticket_links l
        on l.org_id = app_org() and l.to_id = a.id and l.link_type = 'parent_of'
)
select id from above
"""
ADD: Final = """
insert into ticket_links (org_id, id, from_id, to_id, link_type, created_by) values (app_org(), $1, $2, $3, $4, $5)
"""
FIND: Final = """
select id, from_id, to_id, link_type from ticket_links where org_id = app_org() and id = $1 and $2 in (from_id, to_id)
"""
DELETE: Final = "delete from ticket_links where org_id = app_org() and id = $1"
REFUSALS: Final = {
    "ticket_links_once": lambda: ConflictError("The two tickets relate in this way already."),
    "ticket_links_one_parent": lambda: ConflictError(
        "This ticket has a parent already. Take that link away first."
    ),
}


async def listed(reads: Statements, ref: Ref, caller: Caller) -> list[dict[str, Any]]:
    """Return the relations of a ticket, each as read from it."""
    ticket_id = await reach.seen(reads, ref, caller)
    return [_read(row) for row in await reads.fetch(LIST, ticket_id)]


def _read(row: Record) -> dict[str, Any]:
    kind = LinkType(row["link_type"])
    return {
        "id": row["id"],
        "type": kind if row["is_from"] else kind.inverse,
        "ticket": row["ticket"],
        "created_at": row["created_at"],
        "created_by": row["created_by"],
    }


async def link(tx: Tx, ref: Ref, kind: LinkType, target: str, caller: Caller) -> dict[str, Any]:
    """Relate a ticket to another one, as ``this <kind> target``.

    Raises:
        InvalidError: there is no such other ticket, or it is the ticket itself.
        ConflictError: they relate so already, or a child would get a second parent or be its own ancestor.
    """
    here, there = await two_held(tx, ref, target, caller, field="target")
    new = await relate(tx, here, there, kind, by=By.caller(caller))
    [row] = await tx.fetch(ONE, here["id"], new)
    return _read(row)


async def two_held(tx: Tx, ref: Ref, other: str, caller: Caller, *, field: str) -> tuple[Locked, Locked]:
    """Lock a ticket and another one that a field names, in an order in which two writers never wait for each other.

    Raises:
        NotFoundError: there is no such ticket.
        InvalidError: there is no such other ticket, or both are the same.
    """
    here_id = await reach.seen(tx, ref, caller)
    try:
        there_id = await reach.seen(tx, parse_ref(other), caller)
    except NotFoundError as error:
        raise InvalidError.field(field, f"there is no ticket {other} here") from error
    if here_id == there_id:
        raise InvalidError.field(field, "this is the ticket itself")
    held = await queries.lock_many(tx, [here_id, there_id])
    if len(held) < 2 or held[here_id]["deleted_at"] is not None or held[there_id]["deleted_at"] is not None:
        raise queries.missing(ref)
    return held[here_id], held[there_id]


async def relate(tx: Tx, here: Locked, there: Locked, kind: LinkType, *, by: By) -> UUID:
    """Store a relation between two locked tickets and announce it on both; return its id.

    Raises:
        ConflictError: they relate so already, or a child would get a second parent or be its own ancestor.
    """
    source, target, stored = (here, there, kind) if kind.is_stored else (there, here, kind.inverse)
    if stored.is_symmetric and source["id"] > target["id"]:
        source, target = target, source
    if stored is LinkType.PARENT_OF:
        await tx.execute(LOCK)
        if target["id"] in await ancestors(tx, source["id"]):
            raise ConflictError("A ticket cannot be above itself: the child is already above the parent.")
    new = uuid7()
    with explained(REFUSALS):
        await tx.execute(ADD, new, source["id"], target["id"], stored, by.person_id)
    await events.append(tx, both_told(TicketLinked, new, stored, source, target, by=by))
    return new


async def ancestors(tx: Tx, ticket_id: UUID) -> set[UUID]:
    """Return a ticket and all above it."""
    return {row["id"] for row in await tx.fetch(ANCESTORS, ticket_id)}


def both_told(
    event: type[TicketLinked] | type[TicketUnlinked],
    id: UUID,
    kind: LinkType,
    source: Locked,
    target: Locked,
    *,
    by: By,
) -> list[TicketLinked | TicketUnlinked]:
    """Return the events of a relation, one for each end, as read from there."""

    def facts(other: Locked, read_as: LinkType) -> dict[str, Any]:
        return {
            "link_id": id,
            "link_type": read_as,
            "other_id": other["id"],
            "other_number": reach.number_of(other),
        }

    return [
        reach.told(event, source, by=by, data=facts(target, kind)),
        reach.told(event, target, by=by, data=facts(source, kind.inverse)),
    ]


async def unlink(tx: Tx, ref: Ref, id: UUID, caller: Caller) -> None:
    """Take a relation away, from either end.

    Raises:
        NotFoundError: the ticket has no such relation.
    """
    ticket_id = await reach.seen(tx, ref, caller)
    found = await tx.fetchrow(FIND, id, ticket_id)
    if found is None:
        raise NotFoundError("There is no link with this id on the ticket.")
    held = await queries.lock_many(tx, [found["from_id"], found["to_id"]])
    await tx.execute(DELETE, id)
    source, target = held[found["from_id"]], held[found["to_id"]]
    told = both_told(TicketUnlinked, id, LinkType(found["link_type"]), source, target, by=By.caller(caller))
    await events.append(tx, told)
