"""Streams working time on tickets out of one snapshot, in bounded memory however much there is."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from deskplane.exports.events import TimeExported
from deskplane.exports.service import CHUNK, PATIENCE
from deskplane.kernel import csvtext, events
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Database, Record
from deskplane.kernel.errors import InvalidError
from deskplane.tickets import rendering

LONGEST: Final = timedelta(days=3 * 366)
COLUMNS: Final = (
    "date",
    "person",
    "email",
    "minutes",
    "billable",
    "note",
    "ticket",
    "title",
    "ticket_team",
    "requester",
    "entered_at",
    "id",
)
ENTRIES: Final = f"""
select e.spent_on, p.name, p.email, e.minutes, e.billable, e.note, {rendering.NUMBER} as number, t.title,
       g.name as team, r.name as requester, e.created_at, e.id
from time_entries e join people p on p.org_id = e.org_id and p.id = e.person_id
join tickets t on t.org_id = e.org_id and t.id = e.ticket_id
left join teams g on g.org_id = t.org_id and g.id = t.team_id
left join people r on r.org_id = t.org_id and r.id = t.requester_id
where e.org_id = app_org() and e.spent_on between $1 and $2 and ($3::uuid is null or e.person_id = $3)
  and ($4::uuid is null or exists (select 1 from memberships m where m.org_id = e.org_id and m.team_id = $4
      and m.person_id = e.person_id))
order by e.spent_on, e.id
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of some days, and perhaps of a person or of the members of a team."""

    first: date
    last: date
    person: UUID | None = None
    team: UUID | None = None


class TimeExport:
    """One export: what, and for whom."""

    def __init__(self, db: Database, caller: Caller, wanted: Wanted) -> None:
        """Prepare; nothing is asked yet."""
        self._db, self._caller, self._wanted = db, caller, wanted

    async def begin(self) -> None:
        """Check the days and record the export, before the first byte leaves.

        Raises:
            InvalidError: the days are the wrong way round, or too many.
        """
        wanted = self._wanted
        if not timedelta() <= wanted.last - wanted.first <= LONGEST:
            raise InvalidError(
                errors=[
                    {
                        "loc": ["query", "to"],
                        "msg": "must be within three years after the first day, not before it",
                    }
                ]
            )
        facts = {"from": wanted.first, "to": wanted.last, "person_id": wanted.person, "team_id": wanted.team}
        told = TimeExported(
            subject=self._caller.org_id, actor=self._caller.actor, origin=self._caller.origin, data=facts
        )
        async with self._db.transaction(self._caller.tenant) as tx:
            await events.append(tx, [told])

    async def csv(self) -> AsyncGenerator[str]:
        """Yield the entries as CSV, formulas neutralised, by day."""
        yield csvtext.lines([list(COLUMNS)])
        wanted = self._wanted
        async with self._db.transaction(self._caller.tenant) as tx:
            await tx.execute(PATIENCE)
            chunk: list[Record] = []
            args = (wanted.first, wanted.last, wanted.person, wanted.team)
            async for row in tx.stream(ENTRIES, *args, batch=CHUNK):
                chunk.append(row)
                if len(chunk) == CHUNK:
                    yield csvtext.lines([list(each.values()) for each in chunk])
                    chunk = []
            yield csvtext.lines([list(each.values()) for each in chunk])
