"""Who may follow a ticket live without seeing every ticket: its requester and its watchers."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from deskplane.kernel.db import Tx
from deskplane.kernel.events import Event

FOLLOWERS: Final = """
select t.id, array_remove(array_agg(w.person_id::text) || t.requester_id::text, null) as people
from tickets t left join ticket_watchers w on w.org_id = t.org_id and w.ticket_id = t.id
where t.org_id = app_org() and t.id = any($1::uuid[]) group by t.org_id, t.id
"""


async def audience(tx: Tx, events: Sequence[Event]) -> dict[UUID, list[str]]:
    """Return the people behind each ticket that the events are about; one statement, none without tickets."""
    tickets = list({event.subject for event in events if event.subject_type == "ticket"})
    if not tickets:
        return {}
    return {row["id"]: list(row["people"]) for row in await tx.fetch(FOLLOWERS, tickets)}
