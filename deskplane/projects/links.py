"""Tickets on projects and tasks: each relation is one row, told on the ticket and on the work."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from deskplane.kernel import events
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, InvalidError, NotFoundError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.paging import Page, envelope
from deskplane.projects import queries
from deskplane.projects.events import (
    AssignmentEvent,
    AssignmentTicketLinked,
    AssignmentTicketUnlinked,
    ProjectEvent,
    ProjectTicketLinked,
    ProjectTicketUnlinked,
    TicketAssignmentLinked,
    TicketAssignmentUnlinked,
    TicketProjectLinked,
    TicketProjectUnlinked,
)
from deskplane.projects.vocabulary import WorkLink
from deskplane.tickets import reach
from deskplane.tickets.acting import By
from deskplane.tickets.events import InternalTicketEvent
from deskplane.tickets.planning import Locked
from deskplane.tickets.queries import parse_ref

WorkEvent = type[ProjectEvent] | type[AssignmentEvent]


@dataclass(frozen=True, slots=True)
class Kind:
    """Links to one kind of work: their table, how they are shown, what is told about them."""

    noun: str
    table: str
    column: str
    work: str
    label: str
    shown: str
    on_ticket: tuple[type[InternalTicketEvent], type[InternalTicketEvent]]
    on_work: tuple[WorkEvent, WorkEvent]

    @property
    def label_fact(self) -> str:
        """The name of the fact that names the work in events."""
        return f"{self.column.removesuffix('_id')}_{self.label}"


PROJECT: Final = Kind(
    "project",
    "ticket_project_links",
    "project_id",
    "projects",
    "name",
    queries.PROJECT_LINKS,
    (TicketProjectLinked, TicketProjectUnlinked),
    (ProjectTicketLinked, ProjectTicketUnlinked),
)
ASSIGNMENT: Final = Kind(
    "task",
    "ticket_assignment_links",
    "assignment_id",
    "assignments",
    "title",
    queries.ASSIGNMENT_LINKS,
    (TicketAssignmentLinked, TicketAssignmentUnlinked),
    (AssignmentTicketLinked, AssignmentTicketUnlinked),
)


async def listed(
    reads: Statements, kind: Kind, page: Page, caller: Caller, *, ticket: str | None, work_id: UUID | None
) -> dict[str, Any]:
    """Return a part of the links of a ticket, of a project or task, or of both, oldest first.

    Raises:
        NotFoundError: there is no such ticket.
    """
    ticket_id = await reach.seen(reads, parse_ref(ticket), caller) if ticket is not None else None
    after = reach.after_moment(page)
    found = await reads.fetch(
        f"{kind.shown} and (l.created_at, l.id) > ($3, $4) order by l.created_at, l.id limit $5 offset $6",
        ticket_id,
        work_id,
        *after,
        page.limit + 1,
        page.offset,
    )
    shown = [dict(row) for row in found[: page.limit]]
    last = (shown[-1]["created_at"].isoformat(), shown[-1]["id"]) if len(found) > page.limit else None
    total = (
        await reads.fetchval(f"select count(*) from ({kind.shown}) x", ticket_id, work_id)
        if page.count
        else None
    )
    return envelope(shown, page, after=last, total=total)


async def link(
    tx: Tx, kind: Kind, ticket: str, work_id: UUID, link_type: WorkLink, caller: Caller
) -> tuple[dict[str, Any], bool]:
    """Relate a ticket to a project or a task; return the link, and whether it is new.

    Raises:
        InvalidError: there is no such ticket or work.
        ConflictError: the work was put away.
    """
    here = await _ticket(tx, ticket, caller)
    work = await _work(tx, kind, work_id)
    by = By.caller(caller)
    new = await tx.fetchval(
        f"insert into {kind.table} (org_id, id, ticket_id, {kind.column}, link_type, created_by) "
        "values (app_org(), $1, $2, $3, $4, $5) on conflict do nothing returning id",
        uuid7(),
        here["id"],
        work_id,
        link_type,
        by.person_id,
    )
    if new is not None:
        await _tell(tx, kind, 0, here, work, {"link_id": new, "link_type": link_type}, by)
    [row] = await tx.fetch(f"{kind.shown} and l.link_type = $3", here["id"], work_id, link_type)
    return dict(row), new is not None


async def _ticket(tx: Tx, ticket: str, caller: Caller) -> Locked:
    try:
        return await reach.held(tx, parse_ref(ticket), caller)
    except NotFoundError as error:
        raise InvalidError.field("ticket_id", f"there is no ticket {ticket[:40]} here") from error


async def _work(tx: Tx, kind: Kind, work_id: UUID) -> Record:
    work = await tx.fetchrow(
        f"select id, {kind.label} as label, version, archived_at from {kind.work} "
        "where org_id = app_org() and id = $1 for key share",
        work_id,
    )
    if work is None:
        raise InvalidError.field(kind.column, f"there is no {kind.noun} with this id")
    if work["archived_at"] is not None:
        raise ConflictError(
            f"This {kind.noun} was put away. Take it out again before you link tickets to it."
        )
    return work


async def unlink(tx: Tx, kind: Kind, id: UUID, caller: Caller) -> None:
    """Take a link away.

    Raises:
        NotFoundError: there is none of that id.
    """
    link = await tx.fetchrow(
        f"select l.ticket_id, l.link_type, w.id, w.{kind.label} as label, w.version from {kind.table} l "
        f"join {kind.work} w on w.org_id = l.org_id and w.id = l.{kind.column} "
        "where l.org_id = app_org() and l.id = $1",
        id,
    )
    if link is None:
        raise NotFoundError("There is no link with this id.")
    here = await reach.held(tx, link["ticket_id"], caller)
    gone = await tx.fetchval(
        f"delete from {kind.table} where org_id = app_org() and id = $1 returning id", id
    )
    if gone is None:
        raise NotFoundError("There is no link with this id.")
    facts = {"link_id": id, "link_type": link["link_type"]}
    await _tell(tx, kind, 1, here, link, facts, By.caller(caller))


async def _tell(
    tx: Tx, kind: Kind, side: int, ticket: Locked, work: Record, facts: dict[str, Any], by: By
) -> None:
    of_work = {kind.column: work["id"], kind.label_fact: work["label"]}
    of_ticket = {"ticket_id": ticket["id"], "ticket_number": reach.number_of(ticket)}
    await events.append(
        tx,
        [
            reach.told(kind.on_ticket[side], ticket, by=by, data={**facts, **of_work}),
            kind.on_work[side](
                subject=work["id"],
                version=work["version"],
                actor=by.actor,
                origin=by.origin,
                data={**facts, **of_ticket},
            ),
        ],
    )
