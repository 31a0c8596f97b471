"""Files on tickets and comments: who sees a file is decided by what it hangs on."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from deskplane.attachments import queries as attachment_queries, service as attachments
from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ForbiddenError, InvalidError, NotFoundError
from deskplane.tickets import reach
from deskplane.tickets.acting import By
from deskplane.tickets.events import AttachmentAdded, AttachmentRemoved
from deskplane.tickets.planning import Locked
from deskplane.tickets.queries import OWN, Ref
from deskplane.tickets.service import after
from deskplane.vocabulary.visibility import Visibility

REMOVE_MINUTES: Final = 15
INLINE: Final = re.compile(r"/api/v1/attachments/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})")

HANG: Final = """
with hung as (
    insert into ticket_attachments (org_id, ticket_id, attachment_id, comment_id, visibility, created_at)
    select app_org(), $1, a, $3, $4, $5 from unnest($2::uuid[]) as a
)
update tickets set attachment_count = attachment_count + cardinality($2::uuid[]), updated_at = greatest(updated_at, $5)
where org_id = app_org() and id = $1
"""
TAKE_OFF: Final = """
with gone as (
    delete from ticket_attachments x where x.org_id = app_org() and x.ticket_id = $1
        and (x.attachment_id = $2 or x.comment_id = $3)
    returning x.attachment_id, x.comment_id, x.visibility
), counted as (
    update tickets set attachment_count = attachment_count - (select count(*) from gone),
        updated_at = greatest(updated_at, $4)
    where org_id = app_org() and id = $1
)
select g.attachment_id, g.comment_id, g.visibility, a.filename from gone g
join attachments a on a.org_id = app_org() and a.id = g.attachment_id
"""
FREE: Final = """
select id from attachments where org_id = app_org() and id = any($1::uuid[]) and uses = 0 and uploaded_by = app_person()
"""
LIST: Final = f"""
select {attachment_queries.SHOWN}, x.comment_id, x.visibility from ticket_attachments x
join attachments a on a.org_id = x.org_id and a.id = x.attachment_id
where x.org_id = app_org() and x.ticket_id = $1 and ($2 or x.visibility = 'public')
order by x.created_at, a.id
"""
# An upload that hangs nowhere is its uploader's; any other file is seen by whoever sees a place it hangs at.
REACHED: Final = f"""
{attachment_queries.STORED}
where a.org_id = app_org() and a.id = $1 and (
    (a.uses = 0 and a.uploaded_by = app_person())
    or exists (select 1 from ticket_attachments x join tickets t on t.org_id = x.org_id and t.id = x.ticket_id
               where x.org_id = app_org() and x.attachment_id = a.id and t.deleted_at is null
                 and ($2 or x.visibility = 'public') and ($3 or {OWN})))
"""
ON_TICKET: Final = """
select a.id, a.filename, a.uploaded_by, x.comment_id, x.visibility, x.created_at
from ticket_attachments x join attachments a on a.org_id = x.org_id and a.id = x.attachment_id
where x.org_id = app_org() and x.ticket_id = $1 and x.attachment_id = $2 and ($3 or x.visibility = 'public')
"""


async def listed(reads: Statements, ref: Ref, caller: Caller) -> list[dict[str, Any]]:
    """Return the files on a ticket and its comments that the caller may see."""
    ticket_id = await reach.seen(reads, ref, caller)
    return [dict(row) for row in await reads.fetch(LIST, ticket_id, reach.sees_internal(caller))]


async def reached(reads: Statements, id: UUID, caller: Caller) -> Record:
    """Return a file that the caller may see, with where its content is.

    Raises:
        NotFoundError: there is none.
    """
    found = await reads.fetchrow(REACHED, id, reach.sees_internal(caller), caller.sees_everything)
    if found is None:
        raise NotFoundError("There is no file with this id.")
    return found


async def free_inline(tx: Tx, html: str) -> list[UUID]:
    """Return the free uploads of the writer that a text shows as pictures."""
    named = [UUID(found) for found in dict.fromkeys(INLINE.findall(html))]
    return [row["id"] for row in await tx.fetch(FREE, named)] if named else []


async def hang(
    tx: Tx,
    ticket: Locked,
    ids: Sequence[UUID],
    *,
    by: By,
    comment_id: UUID | None = None,
    visibility: Visibility = Visibility.PUBLIC,
) -> None:
    """Let free uploads of the writer hang on a locked ticket or on one of its comments.

    Raises:
        InvalidError: one of them is not a free upload of the writer.
    """
    if not ids:
        return
    claimed = await attachments.claim(tx, ids)
    at = after(ticket)
    await tx.execute(HANG, ticket["id"], [row["id"] for row in claimed], comment_id, visibility, at)
    await events.append(
        tx,
        [
            reach.told(
                AttachmentAdded,
                ticket,
                by=by,
                visibility=visibility,
                data={
                    "attachment_id": row["id"],
                    "filename": row["filename"],
                    "size": row["size"],
                    "comment_id": comment_id,
                },
            )
            for row in claimed
        ],
    )


async def check_upload(reads: Statements, ref: Ref, caller: Caller) -> UUID:
    """Return the ticket that files are about to be uploaded for, before the first byte is read.

    Raises:
        NotFoundError: the caller sees no such ticket.
    """
    return await reach.seen(reads, ref, caller)


async def hang_uploaded(
    tx: Tx, ticket_id: UUID, rows: Sequence[Mapping[str, Any]], fields: Mapping[str, str], caller: Caller
) -> list[dict[str, Any]]:
    """Let files that were just uploaded hang on a ticket; the form may name a ``visibility``.

    Raises:
        InvalidError: the visibility is none of the two.
        ForbiddenError: the caller may not add internal files.
    """
    visibility = _visibility(fields.get("visibility"), caller)
    ticket = await reach.held_open(tx, ticket_id, caller)
    ids = [row["id"] for row in rows]
    await hang(tx, ticket, ids, by=By.caller(caller), visibility=visibility)
    return [{**row, "comment_id": None, "visibility": visibility} for row in rows]


def _visibility(sent: str | None, caller: Caller) -> Visibility:
    if sent not in {None, Visibility.PUBLIC, Visibility.INTERNAL}:
        raise InvalidError.field("visibility", "public or internal")
    visibility = Visibility(sent or Visibility.PUBLIC)
    if visibility is Visibility.INTERNAL:
        caller.need(Permission.TICKET_COMMENT_INTERNAL)
    return visibility


async def take_off(tx: Tx, ref: Ref, id: UUID, caller: Caller) -> None:
    """Take a file off a ticket; its uploader can for a while, somebody who may delete tickets always.

    Raises:
        NotFoundError: there is no such file on the ticket for the caller.
        ForbiddenError: it is not the caller's, or hangs there too long.
    """
    ticket = await reach.held(tx, ref, caller)
    found = await tx.fetchrow(ON_TICKET, ticket["id"], id, reach.sees_internal(caller))
    if found is None:
        raise NotFoundError("There is no file with this id on the ticket.")
    if not caller.may(Permission.TICKET_DELETE):
        if found["uploaded_by"] != caller.person_id:
            raise ForbiddenError(
                "Only who uploaded a file, or somebody who may delete tickets, can remove it."
            )
        if clock.now() - found["created_at"] > timedelta(minutes=REMOVE_MINUTES):
            raise ForbiddenError(f"A file can be removed for {REMOVE_MINUTES} minutes after it was added.")
    await _remove(tx, ticket, By.caller(caller), attachment_id=id)


async def take_off_comment(tx: Tx, ticket: Locked, comment_id: UUID, *, by: By) -> None:
    """Take the files of a comment off its locked ticket."""
    await _remove(tx, ticket, by, comment_id=comment_id)


async def _remove(
    tx: Tx, ticket: Locked, by: By, *, attachment_id: UUID | None = None, comment_id: UUID | None = None
) -> None:
    gone = await tx.fetch(TAKE_OFF, ticket["id"], attachment_id, comment_id, after(ticket))
    if not gone:
        return
    await attachments.release(tx, [row["attachment_id"] for row in gone])
    told = [
        reach.told(
            AttachmentRemoved,
            ticket,
            by=by,
            visibility=Visibility(row["visibility"]),
            data={"attachment_id": row["attachment_id"], "filename": row["filename"]},
        )
        for row in gone
    ]
    await events.append(tx, told)
