"""Rules of the ticket slice: every change to a ticket, from any door, passes here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from deskplane.kernel import clock, events
from deskplane.kernel.constraints import explained
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.versions import require_version
from deskplane.tickets import conversation, fields, gates, queries, references
from deskplane.tickets.acting import By
from deskplane.tickets.conversation import CommentDraft
from deskplane.tickets.drafts import TicketDraft, described
from deskplane.tickets.events import TicketChanged, TicketCreated, TicketDeleted, TicketEvent, TicketRestored
from deskplane.tickets.planning import Changes, Locked, Wanted, pairs, plan
from deskplane.tickets.queries import Ref
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType


@dataclass(frozen=True, slots=True)
class Ticket:
    """A stored ticket, as much of it as a writer needs."""

    id: UUID
    number: str
    version: int


@dataclass(frozen=True, slots=True)
class Expected:
    """The version a change was prepared on: by ``If-Match`` or in the body."""

    header: int | None = None
    body: int | None = None

    def check(self, current: int) -> None:
        """Refuse a stale change.

        Raises:
            PreconditionFailedError: If-Match is stale.
            ConflictError: the body's version is stale.
        """
        require_version(current, if_match=self.header, sent=self.body)


ANY = Expected()


async def create(tx: Tx, *, by: By, drafts: Sequence[TicketDraft]) -> list[Ticket]:
    """Store new tickets, number them and announce them; one statement however many.

    For machines: custom fields that are required of people may be missing.

    Raises:
        InvalidError: a draft refers to something that is not there; nothing is stored.
    """
    rows = await _rows(tx, by, drafts, partial=True)
    with explained(references.REFUSALS):
        stored = await queries.insert(tx, rows)
    numbers = {row["id"]: row["number_int"] for row in stored}
    tickets = [Ticket(d.id, d.type.number(numbers[d.id]), 1) for d in drafts]
    await _announce(tx, by, [(row, ticket.number) for row, ticket in zip(rows, tickets, strict=True)])
    return tickets


async def create_one(tx: Tx, *, by: By, draft: TicketDraft) -> Record:
    """Store the ticket that a person filled in and return it rendered for them.

    Raises:
        InvalidError: something it refers to is not there, or a required field is missing.
    """
    [row] = await _rows(tx, by, [draft], partial=False)
    with explained(references.REFUSALS):
        stored = await queries.insert_one(tx, row, internal=by.is_agent)
    await _announce(tx, by, [(row, stored["number"])])
    return stored


async def _rows(tx: Tx, by: By, drafts: Sequence[TicketDraft], *, partial: bool) -> list[dict[str, Any]]:
    now = clock.now()
    types = sorted({draft.type for draft in drafts})
    checked = await references.resolve(
        tx, [draft.wanted() for draft in drafts], types=types, partial=partial, by=by
    )
    return [draft.row(wanted, by, now) for draft, wanted in zip(drafts, checked, strict=True)]


async def _announce(tx: Tx, by: By, created: Sequence[tuple[Mapping[str, Any], str]]) -> None:
    facts = TicketCreated.public_fields - {"number"}
    await events.append(
        tx,
        [
            TicketCreated(
                subject=row["id"],
                version=1,
                actor=by.actor,
                origin=by.origin,
                occurred_at=row["created_at"],
                data={"number": number, **{name: row[name] for name in sorted(facts)}},
            )
            for row, number in created
        ],
    )


async def update(
    tx: Tx,
    ref: Ref,
    wanted: Wanted,
    *,
    by: By,
    expected: Expected = ANY,
    data: Mapping[str, Any] | None = None,
) -> Ticket:
    """Change fields of a ticket; nothing happens if everything is so already.

    Raises:
        NotFoundError: there is no such ticket.
        ConflictError: the version is stale or the status cannot follow.
        PreconditionFailedError: If-Match is stale.
        InvalidError: a value is refused.
    """
    ticket = await queries.lock_one(tx, ref, described="description_html" in wanted.values)
    expected.check(ticket["version"])
    kind = str(wanted.values.get("type", ticket["type"]))
    [checked] = await references.resolve(tx, [wanted], types=[kind], partial=True, by=by)
    now = after(ticket)
    changes = plan(ticket, checked, by, now)
    if "status" in changes and not by.moves_freely:
        await gates.check(tx, ticket, Status(changes["status"]))
    if changes:
        await write(tx, [(ticket, changes)], by=by, at=now, data=data)
    number = TicketType(changes.get("type", ticket["type"])).number(ticket["number_int"])
    return Ticket(ticket["id"], number, ticket["version"] + bool(changes))


async def move(
    tx: Tx, ref: Ref, wanted: Wanted, *, by: By, expected: Expected = ANY, comment: str | None = None
) -> Ticket:
    """Move a ticket to another status, with a public comment if one is given.

    Raises:
        ConflictError: the status cannot follow (carries the legal ones), or the version is stale.
    """
    ticket = await update(tx, ref, wanted, by=by, expected=expected)
    if comment:
        text = described(comment, None)
        said = CommentDraft(
            ticket_id=ticket.id, body_html=text["description_html"], body_text=text["description_text"]
        )
        await conversation.add(tx, [said], by=by)
    return ticket


def after(ticket: Locked) -> datetime:
    """Return the time of a change to a locked ticket: never before the change that came before it."""
    return max(clock.now(), ticket["updated_at"])


async def write(
    tx: Tx,
    changed: Sequence[tuple[Locked, Changes]],
    *,
    by: By,
    at: datetime,
    kind: type[TicketEvent] = TicketChanged,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write planned changes to locked tickets and announce them: two statements however many.

    Raises:
        InvalidError: a value refers to something that is not there.
    """
    with explained(references.REFUSALS):
        await queries.change(tx, changed, at)
    await events.append(
        tx,
        [
            kind(
                subject=ticket["id"],
                version=ticket["version"] + 1,
                actor=by.actor,
                origin=by.origin,
                occurred_at=max(at, ticket["updated_at"]),
                changes=pairs(ticket, changes),
                data=data or {},
            )
            for ticket, changes in changed
        ],
    )


async def delete(tx: Tx, ref: Ref, *, by: By, expected: Expected = ANY) -> Ticket:
    """Take a ticket out of all lists; its history stays and it can be restored.

    Raises:
        NotFoundError: there is no such ticket.
    """
    ticket = await queries.lock_one(tx, ref)
    expected.check(ticket["version"])
    now = after(ticket)
    await write(tx, [(ticket, {"deleted_at": now})], by=by, at=now, kind=TicketDeleted)
    return Ticket(
        ticket["id"], TicketType(ticket["type"]).number(ticket["number_int"]), ticket["version"] + 1
    )


async def restore(tx: Tx, ref: Ref, *, by: By) -> Ticket:
    """Bring a deleted ticket back; one that is not deleted stays as it is.

    Raises:
        NotFoundError: there is no such ticket.
    """
    ticket = await queries.lock_one(tx, ref, deleted=True)
    number = TicketType(ticket["type"]).number(ticket["number_int"])
    if ticket["deleted_at"] is None:
        return Ticket(ticket["id"], number, ticket["version"])
    await write(tx, [(ticket, {"deleted_at": None})], by=by, at=after(ticket), kind=TicketRestored)
    return Ticket(ticket["id"], number, ticket["version"] + 1)


async def project(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what upper slices show on tickets (``fields.READ_MODEL``): no event, no version; one statement.

    Each row holds ``id`` and some of the columns; all rows name the same ones.

    Raises:
        ValueError: a column is not of the read model.
    """
    if not rows:
        return
    strange = set(rows[0]) - {"id", *fields.READ_MODEL}
    if strange or any(set(row) != set(rows[0]) for row in rows):
        raise ValueError(f"not columns of the read model, or not the same in each row: {sorted(strange)}")
    await queries.project(tx, rows)
