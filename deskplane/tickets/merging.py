"""Two tickets that are one: everything goes to the one that goes on, the other ends and points there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import ConflictError
from deskplane.kernel.ids import uuid7
from deskplane.tickets import links, reach, rendering, service
from deskplane.tickets.acting import By
from deskplane.tickets.events import TicketLinked, TicketMerged
from deskplane.tickets.planning import Changes, Locked
from deskplane.tickets.queries import Ref
from deskplane.vocabulary.link import LinkType
from deskplane.vocabulary.status import Status

COUNT: Final = """
select (select count(*) from ticket_comments where org_id = app_org() and ticket_id = $1)::int as comments,
       (select count(*) from ticket_attachments where org_id = app_org() and ticket_id = $1)::int as attachments,
       (select count(*) from ticket_watchers where org_id = app_org() and ticket_id = $1)::int as watchers,
       (select count(*) from ticket_links where org_id = app_org() and $1 in (from_id, to_id))::int as links,
       (select coalesce(sum(minutes), 0) from time_entries where org_id = app_org() and ticket_id = $1)::int
           as time_minutes,
       (select count(*) from ticket_cis where org_id = app_org() and ticket_id = $1)::int as cis,
       (select count(*) from approvals where org_id = app_org() and ticket_id = $1)::int as approvals
"""
BOTH: Final = f"""
select t.id, {rendering.NUMBER} as number, t.type, t.title, t.status, t.priority
from tickets t where t.org_id = app_org() and t.id = any($1::uuid[])
"""
# What hangs on both tickets already (a file after a split, a watcher, an item) stays once.
MOVE: Final = (
    "update ticket_comments set ticket_id = $2 where org_id = app_org() and ticket_id = $1",
    "update time_entries set ticket_id = $2 where org_id = app_org() and ticket_id = $1",
    """with doubled as (
           delete from ticket_attachments x where x.org_id = app_org() and x.ticket_id = $1 and exists (
               select 1 from ticket_attachments y
               where y.org_id = app_org() and y.ticket_id = $2 and y.attachment_id = x.attachment_id)
           returning attachment_id
       )
       update attachments set uses = uses - 1 where org_id = app_org() and id in (select attachment_id from doubled)""",
    "update ticket_attachments set ticket_id = $2 where org_id = app_org() and ticket_id = $1",
    """with gone as (
           delete from ticket_watchers where org_id = app_org() and ticket_id = $1 returning *
       )
       insert into ticket_watchers (org_id, ticket_id, person_id, added_by, created_at)
       select org_id, $2, person_id, added_by, created_at from gone on conflict do nothing""",
    """with gone as (delete from time_timers where org_id = app_org() and ticket_id = $1 returning *)
       insert into time_timers (org_id, person_id, ticket_id, started_at)
       select org_id, person_id, $2, started_at from gone on conflict do nothing""",
    """with gone as (delete from ticket_cis where org_id = app_org() and ticket_id = $1 returning *)
       insert into ticket_cis (org_id, ticket_id, ci_id, added_by, created_at)
       select org_id, $2, ci_id, added_by, created_at from gone on conflict do nothing""",
    """update approvals a set ticket_id = $2 where a.org_id = app_org() and a.ticket_id = $1 and not exists (
           select 1 from approvals b where b.org_id = app_org() and b.ticket_id = $2 and a.state = 'requested'
               and b.state = 'requested' and b.approver_id = a.approver_id)""",
)
# Links follow, but for those that would tie the target to itself, double one that is there, give a child a second
# parent, or put a ticket above itself ($3: the target and all above it, $4: all below it). $5: links without direction.
MOVE_LINKS: Final = """
with old as (
    delete from ticket_links where org_id = app_org() and $1 in (from_id, to_id)
    returning id, case when from_id = $1 then $2 else from_id end as from_id,
              case when to_id = $1 then $2 else to_id end as to_id, link_type, created_by, created_at
)
insert into ticket_links (org_id, id, from_id, to_id, link_type, created_by, created_at)
select app_org(), o.id, case when o.link_type = any($5::text[]) then least(o.from_id, o.to_id) else o.from_id end,
       case when o.link_type = any($5::text[]) then greatest(o.from_id, o.to_id) else o.to_id end,
       o.link_type, o.created_by, o.created_at
from old o
where o.from_id <> o.to_id
  and not (o.link_type = 'parent_of' and o.from_id = $2 and o.to_id = any($3::uuid[]))
  and not (o.link_type = 'parent_of' and o.to_id = $2 and (
      o.from_id = any($4::uuid[]) or exists (select 1 from ticket_links p where p.org_id = app_org() and p.to_id = $2
                                             and p.link_type = 'parent_of')))
on conflict do nothing
"""
SYMMETRIC: Final = [str(kind) for kind in LinkType if kind.is_stored and kind.is_symmetric]
DESCENDANTS: Final = """
with recursive below as (
    select $1::uuid as id
    union
    select l.to_id from below b join ticket_links l
        on l.org_id = app_org() and l.from_id = b.id and l.link_type = 'parent_of'
)
select id from below
"""
RECOUNT: Final = """
update tickets t set
    comment_count = (select count(*) from ticket_comments c
        where c.org_id = t.org_id and c.ticket_id = t.id and c.deleted_at is null),
    public_comment_count = (select count(*) from ticket_comments c
        where c.org_id = t.org_id and c.ticket_id = t.id and c.deleted_at is null and c.visibility = 'public'),
    attachment_count = (select count(*) from ticket_attachments a where a.org_id = t.org_id and a.ticket_id = t.id),
    watcher_count = (select count(*) from ticket_watchers w where w.org_id = t.org_id and w.ticket_id = t.id),
    time_minutes = (select coalesce(sum(e.minutes), 0) from time_entries e
        where e.org_id = t.org_id and e.ticket_id = t.id),
    updated_at = greatest(t.updated_at, $2)
where t.org_id = app_org() and t.id = any($1::uuid[])
"""
POINT: Final = """
insert into ticket_links (org_id, id, from_id, to_id, link_type, created_by)
values (app_org(), $1, $2, $3, 'duplicate_of', $4) on conflict do nothing
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """The ticket that ends and the one that goes on, both locked."""

    source: Locked
    target: Locked


async def merge(tx: Tx, ref: Ref, into: str, caller: Caller, *, dry_run: bool) -> dict[str, Any]:
    """Merge a ticket into another one, or only tell what would happen.

    Raises:
        NotFoundError: there is no such ticket.
        InvalidError: there is no such other ticket, or it is the same one.
        ConflictError: one of them was merged before, or the target has ended.
    """
    pair = Pair(*await links.two_held(tx, ref, into, caller, field="into"))
    _check(pair)
    told = await _summary(tx, pair, dry_run=dry_run)
    if not dry_run:
        await _move(tx, pair)
        await _end(tx, pair, By.caller(caller))
    return told


def _check(pair: Pair) -> None:
    for ticket in (pair.source, pair.target):
        if ticket["merged_into"] is not None:
            raise ConflictError(f"{reach.number_of(ticket)} was merged into another ticket before.")
    if Status(pair.target["status"]) in {Status.CLOSED, Status.CANCELLED}:
        number, status = reach.number_of(pair.target), pair.target["status"]
        raise ConflictError(f"{number} is {status}. Reopen it first, or merge the other way round.")


async def _summary(tx: Tx, pair: Pair, *, dry_run: bool) -> dict[str, Any]:
    [counts] = await tx.fetch(COUNT, pair.source["id"])
    both = {row["id"]: dict(row) for row in await tx.fetch(BOTH, [pair.source["id"], pair.target["id"]])}
    return {
        "dry_run": dry_run,
        "source": both[pair.source["id"]],
        "target": both[pair.target["id"]],
        **dict(counts),
        "warnings": list(_warnings(pair, dict(counts))),
    }


def _warnings(pair: Pair, counts: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    if pair.source["requester_id"] != pair.target["requester_id"]:
        found.append(
            "The two tickets have different requesters. Public comments of one become visible to the other."
        )
    if pair.source["type"] != pair.target["type"]:
        found.append(f"A ticket of type {pair.source['type']} goes into one of type {pair.target['type']}.")
    if counts["approvals"]:
        found.append("Approvals move along and count for the ticket that goes on.")
    return found


async def _move(tx: Tx, pair: Pair) -> None:
    source, target = pair.source["id"], pair.target["id"]
    for statement in MOVE:
        await tx.execute(statement, source, target)
    await tx.execute(links.LOCK)
    above = await links.ancestors(tx, target)
    below = [row["id"] for row in await tx.fetch(DESCENDANTS, target)]
    await tx.execute(MOVE_LINKS, source, target, list(above), below, SYMMETRIC)
    await tx.execute(RECOUNT, [source, target], clock.now())


async def _end(tx: Tx, pair: Pair, by: By) -> None:
    source, target, new = pair.source, pair.target, uuid7()
    await tx.execute(POINT, new, source["id"], target["id"], by.person_id)
    now = service.after(source)
    changes: Changes = {
        "merged_into": target["id"],
        "status": str(Status.CLOSED),
        "closed_at": now,
        "sub_status": None,
    }
    changes["resolved_at"] = source["resolved_at"] or now
    changed = {name: value for name, value in changes.items() if source[name] != value}
    data = {"into_id": target["id"], "into_number": reach.number_of(target)}
    await service.write(tx, [(source, changed)], by=by, at=now, kind=TicketMerged, data=data)
    taken = {"from_id": source["id"], "from_number": reach.number_of(source)}
    links_told = links.both_told(TicketLinked, new, LinkType.DUPLICATE_OF, source, target, by=by)
    await events.append(tx, [reach.told(TicketMerged, target, by=by, data=taken), *links_told])
