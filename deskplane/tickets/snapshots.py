"""How a ticket stood at any time: its present state, with the events since then undone backwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from deskplane.kernel.db import Record, Statements
from deskplane.kernel.errors import InvalidError, NotFoundError
from deskplane.tickets import fields, rendering

STANDS: Final = """
select to_jsonb(t) - 'title_key' as state, t.version, t.updated_at,
       (select max(e.subject_version) from events e where e.org_id = t.org_id and e.subject_id = t.id
            and e.occurred_at <= $2) as version_then
from tickets t where t.org_id = app_org() and t.id = $1
"""
SINCE: Final = """
select e.subject_version, e.changes, e.occurred_at from events e
where e.org_id = app_org() and e.subject_id = $1 and e.subject_version >= $2
order by e.subject_version desc, e.seq desc
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """Which state is asked for: the one at a time, or the one after a change."""

    time: datetime | None = None
    version: int | None = None


async def snapshot(reads: Statements, ticket_id: UUID, moment: Moment, *, internal: bool) -> dict[str, Any]:
    """Return a ticket as it stood after the last change up to ``moment``; three statements.

    Raises:
        InvalidError: neither or both of time and version are given.
        NotFoundError: the ticket was not there yet, or its history does not reach back so far.
    """
    if (moment.time is None) == (moment.version is None):
        raise InvalidError(errors=[{"loc": ["query", "time"], "msg": "send either time or version"}])
    stands = await reads.fetchrow(STANDS, ticket_id, moment.time)
    if stands is None:
        raise NotFoundError("There is no such ticket here.")
    version = _version(stands, moment)
    events = await reads.fetch(SINCE, ticket_id, version)
    reached = {row["subject_version"] for row in events} | {stands["version"]}
    if len(reached) != stands["version"] - version + 1:
        raise NotFoundError("The history of this ticket does not reach back so far.")
    state = _undone(stands["state"], [row for row in events if row["subject_version"] > version])
    at = _settled(events, version) or stands["updated_at"]
    body = await reads.fetchval(_RENDER[internal], {**state, "version": version, "updated_at": at})
    return {"at": at, "version": version, "ticket": body}


def _version(stands: Record, moment: Moment) -> int:
    if moment.version is not None:
        if moment.version > stands["version"]:
            raise NotFoundError(f"This ticket has no version {moment.version}; it is at {stands['version']}.")
        return moment.version
    if stands["version_then"] is not None:
        return stands["version_then"]
    if moment.time is not None and moment.time >= stands["updated_at"]:
        return stands["version"]
    raise NotFoundError("At that time there was no such ticket, or its history does not reach back so far.")


def _undone(state: dict[str, Any], events: list[Record]) -> dict[str, Any]:
    before = dict(state)
    for row in events:
        changes = cast("dict[str, list[Any]]", row["changes"])
        before.update({name: pair[0] for name, pair in changes.items() if name in fields.STATE})
    return before


def _settled(events: list[Record], version: int) -> datetime | None:
    """Return when the ticket came to ``version``; what carries the version without a change came later."""
    return min((row["occurred_at"] for row in events if row["subject_version"] == version), default=None)


def _render(*, internal: bool) -> str:
    return (
        f"select row_to_json(x) from (select {rendering.snapshot(internal=internal)} "
        f"from jsonb_populate_record(null::tickets, $1::jsonb) t {rendering.JOINS} {rendering.RESOLVER}) x"
    )


_RENDER: Final = {internal: _render(internal=internal) for internal in (True, False)}
