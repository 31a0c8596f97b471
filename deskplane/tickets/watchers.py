"""Who watches a ticket without working on it."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.kernel import events
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import InvalidError, NotFoundError
from deskplane.tickets import reach
from deskplane.tickets.acting import By
from deskplane.tickets.events import WatcherChanged
from deskplane.tickets.mentions import PeopleMentioned
from deskplane.tickets.planning import Locked
from deskplane.tickets.queries import Ref

LIST: Final = """
select p.id, p.name, w.created_at as since from ticket_watchers w
join people p on p.org_id = w.org_id and p.id = w.person_id
where w.org_id = app_org() and w.ticket_id = $1 and ($2 or w.person_id = app_person())
order by w.created_at, p.id
"""
KNOWN: Final = "select id from people where org_id = app_org() and id = any($1::uuid[]) and is_active"
WORKERS: Final = f"{KNOWN} and kind in ('agent', 'service')"
ADD: Final = """
with added as (
    insert into ticket_watchers (org_id, ticket_id, person_id, added_by)
    select app_org(), $1, p, $3 from unnest($2::uuid[]) as p
    on conflict do nothing returning person_id
), counted as (
    update tickets set watcher_count = watcher_count + (select count(*) from added)
    where org_id = app_org() and id = $1 and exists (select 1 from added)
)
select person_id from added
"""
REMOVE: Final = """
with gone as (
    delete from ticket_watchers where org_id = app_org() and ticket_id = $1 and person_id = $2 returning person_id
)
update tickets set watcher_count = watcher_count - 1
where org_id = app_org() and id = $1 and exists (select 1 from gone) returning id
"""


async def listed(reads: Statements, ref: Ref, caller: Caller) -> list[dict[str, Any]]:
    """Return who watches; a requester learns only of themselves."""
    ticket_id = await reach.seen(reads, ref, caller)
    return await _rows(reads, ticket_id, caller)


async def _rows(reads: Statements, ticket_id: UUID, caller: Caller) -> list[dict[str, Any]]:
    return [dict(row) for row in await reads.fetch(LIST, ticket_id, reach.sees_internal(caller))]


async def watch(tx: Tx, ref: Ref, person_id: UUID | None, caller: Caller) -> list[dict[str, Any]]:
    """Let somebody watch; others than oneself need the right to change tickets.

    Raises:
        InvalidError: there is no such active person.
        ForbiddenError: the caller may not add others.
    """
    who = _who(person_id, caller)
    ticket = await reach.held(tx, ref, caller)
    if not await tx.fetch(KNOWN, [who]):
        raise InvalidError.field("person_id", "there is no active person with this id")
    await add(tx, ticket, [who], by=By.caller(caller))
    return await _rows(tx, ticket["id"], caller)


async def add(tx: Tx, ticket: Locked, people: Sequence[UUID], *, by: By) -> None:
    """Let people watch a locked ticket; those who watch already are left as they are."""
    added = await tx.fetch(ADD, ticket["id"], list(people), by.person_id)
    told = [
        reach.told(WatcherChanged, ticket, by=by, data={"person_id": row["person_id"], "watching": True})
        for row in added
    ]
    await events.append(tx, told)


async def add_mentioned(tx: Tx, ticket: Locked, people: Sequence[UUID], *, by: By) -> None:
    """Let colleagues watch whom a colleague named, and announce it; naming a requester opens no ticket to them."""
    if not people or not by.is_agent:
        return
    known = [row["id"] for row in await tx.fetch(WORKERS, list(people))]
    if not known:
        return
    await add(tx, ticket, known, by=by)
    await events.append(tx, [reach.told(PeopleMentioned, ticket, by=by, data={"people": known})])


async def unwatch(tx: Tx, ref: Ref, person_id: UUID | None, caller: Caller) -> None:
    """Let somebody watch no more; others than oneself need the right to change tickets.

    Raises:
        NotFoundError: they do not watch.
        ForbiddenError: the caller may not remove others.
    """
    who = _who(person_id, caller)
    ticket = await reach.held(tx, ref, caller)
    if await tx.fetchval(REMOVE, ticket["id"], who) is None:
        raise NotFoundError("This person does not watch the ticket.")
    data = {"person_id": who, "watching": False}
    await events.append(tx, [reach.told(WatcherChanged, ticket, by=By.caller(caller), data=data)])


def _who(person_id: UUID | None, caller: Caller) -> UUID:
    if person_id is not None and person_id != caller.person_id:
        caller.need(Permission.TICKET_UPDATE)
        return person_id
    return caller.person_id
