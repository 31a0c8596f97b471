"""Working on the same ticket at the same time, without losing or mixing up a word.

Nothing of this is an event: what is not sent stays out of the log, and browsers hear ids only.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from deskplane.collaboration import queries
from deskplane.collaboration.schemas import DraftPut
from deskplane.collaboration.vocabulary import Doing
from deskplane.kernel import clock
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, InvalidError, NotFoundError
from deskplane.kernel.stream import whisper
from deskplane.tickets import reach
from deskplane.tickets.events import TicketCommented
from deskplane.tickets.queries import Ref
from deskplane.tickets.schemas import MAX_TEXT
from deskplane.vocabulary.visibility import Visibility

GONE_AFTER: Final = timedelta(seconds=30)
TELL_SECONDS: Final = 4
PRESENCE: Final = "presence"
DRAFT: Final = "draft"
Row = dict[str, Any]


async def be_here(tx: Tx, ref: Ref, doing: Doing, caller: Caller) -> list[Row]:
    """Say that the caller is on a ticket, and return who else is.

    Raises:
        NotFoundError: there is no such ticket for the caller.
    """
    ticket_id, now = await reach.seen(tx, ref, caller), clock.now()
    if await tx.fetchval(queries.HERE, ticket_id, doing, now, now - GONE_AFTER):
        await whisper(tx, "presence.changed", subject_type=PRESENCE, subject=ticket_id)
    return [_person(row) for row in await tx.fetch(queries.OTHERS, [ticket_id], now - GONE_AFTER)]


async def leave(tx: Tx, ref: Ref, caller: Caller) -> None:
    """Say that the caller is not on a ticket any more."""
    ticket_id = await reach.seen(tx, ref, caller)
    if await tx.fetchval(queries.LEAVE, ticket_id):
        await whisper(tx, "presence.changed", subject_type=PRESENCE, subject=ticket_id)


async def people_on(reads: Statements, tickets: Sequence[UUID]) -> list[Row]:
    """Return who else is on each of ``tickets``; those without anybody are left out."""
    found: dict[UUID, list[Row]] = {}
    for row in await reads.fetch(queries.OTHERS, tickets, clock.now() - GONE_AFTER):
        found.setdefault(row["ticket_id"], []).append(_person(row))
    return [{"ticket_id": ticket, "people": people} for ticket, people in found.items()]


def _person(row: Record) -> Row:
    return {name: row[name] for name in ("id", "name", "kind", "doing", "since")}


async def drafts(reads: Statements, ref: Ref, caller: Caller) -> list[Row]:
    """Return the caller's own drafts on a ticket, and those of colleagues for who works on it."""
    ticket_id = await reach.seen(reads, ref, caller)
    return [dict(row) for row in await reads.fetch(queries.DRAFTS, ticket_id, reach.sees_internal(caller))]


async def keep_draft(tx: Tx, ref: Ref, kind: Visibility, body: DraftPut, caller: Caller) -> Row:
    """Keep what the caller wrote and did not send; nothing is written when nothing differs.

    Raises:
        ForbiddenError: the caller may not write internal notes.
        ConflictError: another device of the caller wrote since.
    """
    ticket_id = await _writable(tx, ref, kind, caller)
    kept = await _own(tx, ticket_id, kind, caller)
    mentions = [{"id": str(person.id), "name": person.name} for person in body.mentions]
    same = (kept["body"], kept["mentions"]) == (body.body, mentions) if kept else not body.body.strip()
    if same:
        return await _shown(tx, ticket_id, kind, caller)
    current = kept["version"] if kept else 0
    if body.version is not None and body.version != current:
        raise ConflictError.stale_version(sent=body.version, current=current)
    if not body.body.strip():
        await _drop(tx, ticket_id, kind, None)
        return await _shown(tx, ticket_id, kind, caller)
    await _store(tx, ticket_id, kind, (body.body, mentions), caller)
    if caller.may(Permission.TICKET_READ_INTERNAL) and _is_news(kept):
        await whisper(tx, "draft.changed", subject_type=DRAFT, subject=ticket_id)
    return await _shown(tx, ticket_id, kind, caller)


async def drop_draft(tx: Tx, ref: Ref, kind: Visibility, version: int | None, caller: Caller) -> None:
    """Throw the caller's draft away; with ``version`` only if it is still that one."""
    await _drop(tx, await reach.seen(tx, ref, caller), kind, version)


async def take_draft(tx: Tx, ref: Ref, kind: Visibility, author_id: UUID, caller: Caller) -> Row:
    """Go on with a colleague's draft: its text goes behind the caller's own, and theirs is marked as taken.

    Raises:
        NotFoundError: there is no such draft any more.
        InvalidError: it is the caller's own, or both together are too long.
    """
    ticket_id = await _writable(tx, ref, kind, caller)
    if author_id == caller.person_id:
        raise InvalidError.field("author_id", "this is your own draft")
    found = {
        row["author_id"]: row
        for row in await tx.fetch(queries.LOCK, ticket_id, _pair(author_id, caller), kind)
    }
    theirs, own = found.get(author_id), found.get(caller.person_id)
    if theirs is None or not theirs["is_shared"]:
        raise NotFoundError("This draft was sent or thrown away.")
    text = f"{own['body'].rstrip()}\n\n{theirs['body']}" if own else theirs["body"]
    if len(text) > MAX_TEXT:
        raise InvalidError.field("author_id", "both drafts together are too long")
    await _store(tx, ticket_id, kind, (text, _joined(theirs, own)), caller)
    await tx.execute(queries.TAKEN, ticket_id, author_id, kind)
    await whisper(tx, "draft.changed", subject_type=DRAFT, subject=ticket_id)
    return await _shown(tx, ticket_id, kind, caller)


async def forget_said(tx: Tx, said: Sequence[TicketCommented]) -> None:
    """Drop the drafts that were sent, in the transaction that sent them."""
    await tx.execute(queries.SAID, [event.data["comment_id"] for event in said])


async def read_mark(reads: Statements, ref: Ref, caller: Caller) -> Row:
    """Return up to which moment the caller has read a ticket."""
    ticket_id = await reach.seen(reads, ref, caller)
    return {"read_at": await reads.fetchval(queries.READ, ticket_id)}


async def have_read(tx: Tx, ref: Ref, read_at: datetime, caller: Caller) -> Row:
    """Move the caller's mark forward, at the most to now."""
    ticket_id = await reach.seen(tx, ref, caller)
    await tx.execute(queries.HAVE_READ, ticket_id, min(read_at, clock.now()))
    return {"read_at": await tx.fetchval(queries.READ, ticket_id)}


async def _writable(tx: Tx, ref: Ref, kind: Visibility, caller: Caller) -> UUID:
    if kind is Visibility.INTERNAL:
        caller.need(Permission.TICKET_COMMENT_INTERNAL)
    return await reach.seen(tx, ref, caller)


def _pair(author_id: UUID, caller: Caller) -> list[UUID]:
    return [author_id, caller.person_id]


async def _own(tx: Tx, ticket_id: UUID, kind: Visibility, caller: Caller) -> Record | None:
    return await tx.fetchrow(queries.LOCK, ticket_id, [caller.person_id], kind)


def _joined(theirs: Record, own: Record | None) -> list[Mapping[str, Any]]:
    """Return who is mentioned in either draft, each once."""
    both: list[Mapping[str, Any]] = [*(own["mentions"] if own else ()), *theirs["mentions"]]
    return list({person["id"]: person for person in both}.values())


async def _store(
    tx: Tx, ticket_id: UUID, kind: Visibility, text: tuple[str, Sequence[Mapping[str, Any]]], caller: Caller
) -> None:
    body, mentions = text
    shared = caller.may(Permission.TICKET_READ_INTERNAL)
    await tx.execute(queries.KEEP, ticket_id, kind, body, mentions, shared, clock.now())


async def _drop(tx: Tx, ticket_id: UUID, kind: Visibility, version: int | None) -> None:
    if await tx.fetchval(queries.DROP, ticket_id, kind, version):
        await whisper(tx, "draft.changed", subject_type=DRAFT, subject=ticket_id)


def _is_news(kept: Record | None) -> bool:
    """Say whether colleagues hear of a change: when a draft begins, and then every few seconds."""
    if kept is None or kept["taken_by"] is not None:
        return True
    before, now = kept["updated_at"].timestamp(), clock.now().timestamp()
    return before // TELL_SECONDS != now // TELL_SECONDS


async def _shown(reads: Statements, ticket_id: UUID, kind: Visibility, caller: Caller) -> Row:
    found = await reads.fetchrow(queries.DRAFT, ticket_id, kind)
    if found is not None:
        return dict(found)
    nothing: Row = {"body": "", "mentions": [], "version": 0, "updated_at": clock.now(), "taken_by": None}
    return {"author": {"id": caller.person_id, "name": caller.name}, "is_own": True, "kind": kind, **nothing}
