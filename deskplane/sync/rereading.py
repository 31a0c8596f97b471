"""One record read again between imports: the same merge as a page, and what it changed here."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.connectors.sdk.normal import RemoteTicket
from deskplane.kernel import clock
from deskplane.kernel.db import Record, Tx
from deskplane.sync import queries
from deskplane.sync.planning import Source, clean
from deskplane.sync.storing import Storing

FIELDS: Final[Mapping[str, str]] = {
    "title": "title",
    "status": "status",
    "remote_status": "remote_status",
    "priority": "priority",
    "type": "type",
    "assignee_id": "assignee",
    "team_id": "team",
    "requester_id": "requester",
    "category_id": "category",
    "tags": "tags",
    "description_text": "description",
    "custom_fields": "custom_fields",
}
"""Columns that are compared, and what they are called when they are told."""

TOLD: Final = frozenset({"title", "status", "remote_status", "priority", "type"})
"""Those whose values are told too."""

SHORT: Final = 120


async def link_of(tx: Tx, connection_id: UUID, remote_id: str, key: str) -> Record | None:
    """The link of a record by its id, or by the key that people call it by. None: it was never imported."""
    return await tx.fetchrow(queries.LINK_OF, connection_id, remote_id, key)


async def store(
    tx: Tx, source: Source, ticket: RemoteTicket, secrets: Sequence[str]
) -> tuple[UUID, list[dict[str, Any]]]:
    """Store a record as an import would; returns its ticket and the changes."""
    before = (await queries.links(tx, source.connection_id, [ticket.remote_id])).get(ticket.remote_id)
    await Storing(source, None, secrets).page(tx, [ticket])
    after = (await queries.links(tx, source.connection_id, [ticket.remote_id]))[ticket.remote_id]
    if before is None:
        return after["ticket_id"], [_change("ticket", "", after["title"])]
    names = {"assignee": ticket.assignee.name or ticket.assignee.email, "team": source.team(ticket)}
    found = [_differing(column, before[column], after[column], names) for column in FIELDS]
    return after["ticket_id"], [change for change in found if change is not None]


async def mark_gone(tx: Tx, connection_id: UUID, remote_id: str) -> bool:
    """Note that a record is not there any more; its ticket stays. False: that was known."""
    return await tx.fetchval(queries.GONE, connection_id, remote_id, clock.now()) is not None


def _differing(column: str, before: Any, after: Any, names: Mapping[str, str]) -> dict[str, Any] | None:
    if before == after:
        return None
    field = FIELDS[column]
    if column in TOLD:
        return _change(field, before or "", after or "")
    return _change(field, "", names.get(field, "") if after is not None else "")


def _change(field: str, before: str, after: str) -> dict[str, Any]:
    return {"field": field, "before": clean(before)[:SHORT], "after": clean(after)[:SHORT]}
