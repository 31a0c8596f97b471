"""How the slice listens to tickets: when one goes into another, its links follow."""

from collections.abc import Sequence
from typing import Final

from deskplane.kernel.db import Tx
from deskplane.kernel.eventlog import EventLog
from deskplane.tickets.events import TicketMerged

FOLLOW: Final = """
with merged as (
    select * from jsonb_to_recordset($1::jsonb) as m(ended uuid, into_id uuid)
), gone as (
    delete from {table} l using merged m where l.org_id = app_org() and l.ticket_id = m.ended
    returning l.id, m.into_id, l.{column}, l.link_type, l.created_by, l.created_at
)
insert into {table} (org_id, id, ticket_id, {column}, link_type, created_by, created_at)
select app_org(), id, into_id, {column}, link_type, created_by, created_at from gone on conflict do nothing
"""
FOLLOW_EACH: Final = (
    FOLLOW.format(table="ticket_project_links", column="project_id"),
    FOLLOW.format(table="ticket_assignment_links", column="assignment_id"),
)


async def follow(tx: Tx, merged: Sequence[TicketMerged]) -> None:
    """Move the links of tickets that ended to the tickets that go on; those that are there already stay once."""
    ended = [
        {"ended": event.subject, "into_id": event.data["into_id"]}
        for event in merged
        if event.data.get("into_id")
    ]
    if ended:
        for statement in FOLLOW_EACH:
            await tx.execute(statement, ended)


def subscribe(log: EventLog) -> None:
    """Called once by ``deskplane.app``."""
    log.inline(TicketMerged, follow)
