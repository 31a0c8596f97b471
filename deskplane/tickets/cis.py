"""Configuration items that tickets concern, and the tickets that concern one."""

from typing import Any, Final
from uuid import UUID

from deskplane.cmdb.service import ITEMS
from deskplane.kernel import events, rows
from deskplane.kernel.access import Caller
from deskplane.kernel.constraints import explained
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import InvalidError, NotFoundError
from deskplane.kernel.paging import Page, envelope
from deskplane.tickets import reach, rendering
from deskplane.tickets.acting import By
from deskplane.tickets.events import CiLinked, CiUnlinked
from deskplane.tickets.queries import Ref

LIST: Final = """
select i.id, i.key, i.name, i.class, i.status, x.created_at as added_at from ticket_cis x
join ci_items i on i.org_id = x.org_id and i.id = x.ci_id
where x.org_id = app_org() and x.ticket_id = $1 order by lower(i.name), i.id
"""
ADD: Final = """
insert into ticket_cis (org_id, ticket_id, ci_id, added_by) values (app_org(), $1, $2, $3)
on conflict do nothing returning ci_id
"""
REMOVE: Final = (
    "delete from ticket_cis where org_id = app_org() and ticket_id = $1 and ci_id = $2 returning ci_id"
)
REFUSALS: Final = {
    "ticket_cis_ci_id_fkey": lambda: InvalidError.field(
        "ci_id", "there is no configuration item with this id"
    )
}
TICKETS: Final = f"""
select t.id, {rendering.NUMBER} as number, t.type, t.title, t.status, t.priority, t.created_at
from ticket_cis x join tickets t on t.org_id = x.org_id and t.id = x.ticket_id
where x.org_id = app_org() and x.ci_id = $1 and t.deleted_at is null and (t.created_at, t.id) > ($2, $3)
order by t.created_at, t.id limit $4 offset $5
"""
TICKETS_COUNT = """
select count(*) from ticket_cis x join tickets t on t.org_id = x.org_id and t.id = x.ticket_id
where x.org_id = app_org() and x.ci_id = $1 and t.deleted_at is null
"""


async def listed(reads: Statements, ref: Ref, caller: Caller) -> list[dict[str, Any]]:
    """Return the items that a ticket concerns."""
    return await _rows(reads, await reach.seen(reads, ref, caller))


async def _rows(reads: Statements, ticket_id: UUID) -> list[dict[str, Any]]:
    return [dict(row) for row in await reads.fetch(LIST, ticket_id)]


async def concern(tx: Tx, ref: Ref, ci_id: UUID, caller: Caller) -> list[dict[str, Any]]:
    """Let a ticket concern an item; nothing happens if it does already.

    Raises:
        InvalidError: there is no such item.
    """
    ticket, by = await reach.held(tx, ref, caller), By.caller(caller)
    with explained(REFUSALS):
        added = await tx.fetchval(ADD, ticket["id"], ci_id, by.person_id)
    if added is not None:
        await events.append(tx, [reach.told(CiLinked, ticket, by=by, data={"ci_id": ci_id})])
    return await _rows(tx, ticket["id"])


async def clear(tx: Tx, ref: Ref, ci_id: UUID, caller: Caller) -> None:
    """Let a ticket concern an item no more.

    Raises:
        NotFoundError: it does not.
    """
    ticket = await reach.held(tx, ref, caller)
    if await tx.fetchval(REMOVE, ticket["id"], ci_id) is None:
        raise NotFoundError("The ticket does not concern this configuration item.")
    await events.append(tx, [reach.told(CiUnlinked, ticket, by=By.caller(caller), data={"ci_id": ci_id})])


async def tickets_on(reads: Statements, ci_id: UUID, page: Page) -> dict[str, Any]:
    """Return a part of the tickets that concern an item, oldest first.

    Raises:
        NotFoundError: there is no such item.
    """
    await rows.found(reads, ITEMS, ci_id)
    found = await reads.fetch(TICKETS, ci_id, *reach.after_moment(page), page.limit + 1, page.offset)
    shown = [dict(row) for row in found[: page.limit]]
    after = (shown[-1]["created_at"].isoformat(), shown[-1]["id"]) if len(found) > page.limit else None
    total = await reads.fetchval(TICKETS_COUNT, ci_id) if page.count else None
    return envelope(shown, page, after=after, total=total)
