"""Where the entries of the catalogue are used: counted for people, and a reason not to delete."""

from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import Any, Final

from deskplane.catalog.events import CustomFieldDeleted, ResolutionCodeDeleted, SubStatusDeleted
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import ConflictError
from deskplane.kernel.eventlog import EventLog
from deskplane.kernel.events import Event


class Entry(StrEnum):
    """Kinds of entries that tickets refer to."""

    CATEGORY = "category"
    PRIORITY = "priority"
    SUB_STATUS = "sub_status"
    RESOLUTION_CODE = "resolution_code"
    CUSTOM_FIELD = "custom_field"
    TAG = "tag"


KEYS: Final = {
    Entry.CATEGORY: "tickets t cross join lateral (select t.category_id::text as key) k",
    Entry.PRIORITY: "tickets t cross join lateral (select t.priority as key) k",
    Entry.SUB_STATUS: "tickets t cross join lateral (select t.sub_status as key) k",
    Entry.RESOLUTION_CODE: "tickets t cross join lateral (select t.resolution_code as key) k",
    Entry.CUSTOM_FIELD: "tickets t cross join lateral jsonb_object_keys(t.custom_fields) as k(key)",
    Entry.TAG: "tickets t cross join lateral unnest(t.tags) as k(key)",
}
IN_USE: Final = {
    Entry.SUB_STATUS: "t.sub_status = any($1::text[])",
    Entry.RESOLUTION_CODE: "t.resolution_code = any($1::text[])",
    Entry.CUSTOM_FIELD: "t.custom_fields ?| $1::text[]",
}
Refuse = Callable[[Tx, Sequence[Any]], Awaitable[None]]


async def counts(reads: Statements, entry: Entry) -> list[dict[str, Any]]:
    """Return how many tickets use each entry of a kind; those used by none are not named."""
    found = await reads.fetch(
        f"select k.key, count(*)::int as tickets from {KEYS[entry]} "
        "where t.org_id = app_org() and t.deleted_at is null and k.key is not null "
        "group by k.key order by tickets desc, k.key limit 5000"
    )
    return [dict(row) for row in found]


def refuse_in_use(entry: Entry, fact: str) -> Refuse:
    """Return the inline subscriber that undoes a deletion while tickets use the entry."""

    async def refuse(tx: Tx, deleted: Sequence[Event]) -> None:
        keys = [str(event.data[fact]) for event in deleted]
        used = await tx.fetchval(
            f"select exists (select 1 from tickets t where t.org_id = app_org() and {IN_USE[entry]})", keys
        )
        if used:
            raise ConflictError(
                f"Tickets use this {entry.replace('_', ' ')}. Set is_active to false to retire it instead."
            )

    return refuse


def subscribe(log: EventLog) -> None:
    """Watch over what the database cannot, since tickets hold it as a word and not as a reference."""
    log.inline(SubStatusDeleted, refuse_in_use(Entry.SUB_STATUS, "key"))
    log.inline(ResolutionCodeDeleted, refuse_in_use(Entry.RESOLUTION_CODE, "code"))
    log.inline(CustomFieldDeleted, refuse_in_use(Entry.CUSTOM_FIELD, "key"))
