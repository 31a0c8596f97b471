"""Links of tickets to projects and tasks that were made before they came here, at their own time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deskplane.kernel import events
from deskplane.kernel.db import Tx
from deskplane.kernel.events import Actor, Event
from deskplane.kernel.ids import uuid7
from deskplane.projects.links import Kind
from deskplane.projects.vocabulary import WorkLink
from deskplane.tickets.surroundings import stored_tickets
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.ticket_type import TicketType


@dataclass(frozen=True, slots=True)
class PastWorkLink:
    """A ticket, by its key where it comes from and the version it had, and the work it relates to."""

    ticket_key: str
    version: int
    work_id: UUID
    label: str
    link_type: WorkLink
    at: datetime
    actor: Actor


async def store(tx: Tx, kind: Kind, source_system: str, links: Sequence[PastWorkLink]) -> int:
    """Relate tickets that ``store_history`` knows to work; return how many relations that were."""
    tickets = await stored_tickets(tx, source_system, {link.ticket_key for link in links})
    known = {uuid7(): link for link in links if link.ticket_key in tickets}
    rows = [
        {
            "id": id_,
            "ticket_id": tickets[link.ticket_key]["id"],
            "work_id": link.work_id,
            "link_type": link.link_type,
            "created_by": link.actor.id,
            "at": link.at,
        }
        for id_, link in known.items()
    ]
    await tx.fetch(
        f"insert into {kind.table} (org_id, id, ticket_id, {kind.column}, link_type, created_by, created_at) "
        "select app_org(), d.id, d.ticket_id, d.work_id, d.link_type, d.created_by, d.at "
        "from jsonb_to_recordset($1::jsonb) as d(id uuid, ticket_id uuid, work_id uuid, link_type text, "
        "created_by uuid, at timestamptz)",
        rows,
    )
    told: list[Event] = []
    for id_, link in known.items():
        ticket = tickets[link.ticket_key]
        number = TicketType(ticket["type"]).number(ticket["number_int"])
        facts = {"link_id": id_, "link_type": link.link_type}
        told += [
            kind.on_ticket[0](
                subject=ticket["id"],
                version=link.version,
                actor=link.actor,
                origin=Origin.IMPORT,
                occurred_at=link.at,
                data={**facts, kind.column: link.work_id, kind.label_fact: link.label},
            ),
            kind.on_work[0](
                subject=link.work_id,
                version=1,
                actor=link.actor,
                origin=Origin.IMPORT,
                occurred_at=link.at,
                data={**facts, "ticket_id": ticket["id"], "ticket_number": number},
            ),
        ]
    await events.append(tx, told)
    return len(known)
