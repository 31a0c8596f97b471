"""Talk on a ticket: written, read, corrected for a while, taken away; internal notes stay among those who work."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from deskplane.attachments import queries as attachment_queries
from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from deskplane.kernel.paging import Page, envelope
from deskplane.kernel.versions import require_version
from deskplane.tickets import conversation, files, reach, service, watchers
from deskplane.tickets.acting import By
from deskplane.tickets.conversation import CommentDraft
from deskplane.tickets.drafts import described
from deskplane.tickets.events import CommentDeleted, CommentEdited
from deskplane.tickets.part_schemas import CommentCreate, CommentPatch
from deskplane.tickets.planning import Locked, Wanted
from deskplane.tickets.queries import Ref
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.visibility import Visibility

EDIT_MINUTES: Final = 15
PERSON_LINK: Final = '/app/people/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"'

SHOWN: Final = f"""
select c.id, json_build_object('id', c.author_id, 'name', coalesce(p.name, c.author_name)) as author, c.body_html,
       c.body_text, c.visibility, c.channel, c.created_at, c.edited_at, c.version,
       coalesce((select json_agg(f order by f.created_at, f.id) from (
           select {attachment_queries.SHOWN} from ticket_attachments x
           join attachments a on a.org_id = x.org_id and a.id = x.attachment_id
           where x.org_id = c.org_id and x.comment_id = c.id) f), '[]') as attachments,
       coalesce((select json_agg(json_build_object('id', m.id, 'name', m.name) order by m.name) from people m
           where c.body_html like '%/app/people/%' and m.org_id = c.org_id and m.id::text in (
               select (regexp_matches(c.body_html, $2, 'g'))[1])), '[]') as mentions
from ticket_comments c left join people p on p.org_id = c.org_id and p.id = c.author_id
where c.org_id = app_org() and c.ticket_id = $1 and c.deleted_at is null and ($3 or c.visibility = 'public')
"""
ONE: Final = f"{SHOWN} and c.id = $4"
LIST: Final = f"{SHOWN} and (c.created_at, c.id) > ($4, $5) order by c.created_at, c.id limit $6 offset $7"
COUNT: Final = """
select count(*) from ticket_comments c where c.org_id = app_org() and c.ticket_id = $1 and c.deleted_at is null
    and ($2 or c.visibility = 'public')
"""
LOCK: Final = """
select id, author_id, visibility, version, created_at from ticket_comments
where org_id = app_org() and ticket_id = $1 and id = $2 and deleted_at is null and ($3 or visibility = 'public')
for update
"""
EDIT: Final = """
with edited as (
    update ticket_comments set body_html = $3, body_text = $4, version = version + 1, edited_at = $5
    where org_id = app_org() and id = $2
)
update tickets set updated_at = greatest(updated_at, $5) where org_id = app_org() and id = $1
"""
DELETE: Final = """
with gone as (
    update ticket_comments set deleted_at = $3, version = version + 1 where org_id = app_org() and id = $2
    returning visibility
)
update tickets t set comment_count = t.comment_count - 1, updated_at = greatest(t.updated_at, $3),
    public_comment_count = t.public_comment_count - (g.visibility = 'public')::int
from gone g where t.org_id = app_org() and t.id = $1
"""


async def listed(reads: Statements, ref: Ref, page: Page, caller: Caller) -> dict[str, Any]:
    """Return a part of the comments that the caller may see, oldest first."""
    ticket_id, internal = await reach.seen(reads, ref, caller), reach.sees_internal(caller)
    place = reach.after_moment(page)
    found = await reads.fetch(LIST, ticket_id, PERSON_LINK, internal, *place, page.limit + 1, page.offset)
    rows = [dict(row) for row in found[: page.limit]]
    after = (rows[-1]["created_at"].isoformat(), rows[-1]["id"]) if len(found) > page.limit else None
    total = await reads.fetchval(COUNT, ticket_id, internal) if page.count else None
    return envelope(rows, page, after=after, total=total)


async def create(tx: Tx, ref: Ref, body: CommentCreate, caller: Caller) -> dict[str, Any]:
    """Say something on a ticket; an answer of its requester sets a waiting or solved ticket going again.

    Raises:
        ForbiddenError: the caller may not write internal notes.
        InvalidError: nothing is said, or an attachment is not a free upload of the caller.
        ConflictError: the ticket was merged into another one.
    """
    if body.visibility is Visibility.INTERNAL:
        caller.need(Permission.TICKET_COMMENT_INTERNAL)
    html, text = said(body, may_be_empty=bool(body.attachment_ids))
    by = By.caller(caller)
    ticket = await reach.held_open(tx, ref, caller)
    draft = CommentDraft(
        ticket_id=ticket["id"],
        body_html=html,
        body_text=text,
        visibility=body.visibility,
        channel=by.origin,
        at=service.after(ticket),
    )
    await conversation.add(tx, [draft], by=by)
    wanted = [*body.attachment_ids, *await files.free_inline(tx, html)]
    await files.hang(tx, ticket, wanted, by=by, comment_id=draft.id, visibility=body.visibility)
    await watchers.add_mentioned(tx, ticket, mentioned(html), by=by)
    if caller.settings.get("reply_reopens", True):
        await wake(tx, ticket, by=by)
    return await _one(tx, ticket["id"], draft.id)


def said(body: CommentCreate | CommentPatch, *, may_be_empty: bool = False) -> tuple[str, str]:
    """Return what is said as safe HTML and as text.

    Raises:
        InvalidError: both forms were sent, or nothing is said.
    """
    if body.body is not None and body.body_html is not None:
        raise InvalidError.field("body", "send body or body_html, not both")
    both = described(body.body, body.body_html)
    html, text = both["description_html"], both["description_text"].strip()
    if not (text or "<img" in html or may_be_empty):
        raise InvalidError.field("body", "a comment must say something")
    return html, text


def mentioned(html: str) -> list[UUID]:
    """Return the people that a text links to."""
    return [UUID(found) for found in dict.fromkeys(re.findall(PERSON_LINK, html))]


async def wake(tx: Tx, ticket: Locked, *, by: By) -> None:
    """Set a ticket going again after its requester spoke: a waiting one opens, a solved one is reopened."""
    if by.is_agent:
        return
    status, now = Status(ticket["status"]), clock.now()
    if status is Status.PENDING:
        to = Status.OPEN
    elif (status is Status.RESOLVED and by.rules.reopenable(ticket["resolved_at"], now)) or (
        status is Status.CLOSED and by.rules.reopenable(ticket["closed_at"], now)
    ):
        to = Status.IN_PROGRESS
    else:
        return
    with suppress(ConflictError):  # an approval holds the ticket back; what was said counts all the same
        await service.update(tx, ticket["id"], Wanted({"status": to}), by=by, data={"reason": "reply"})


async def edit(
    tx: Tx, ref: Ref, id: UUID, body: CommentPatch, caller: Caller, *, if_match: int | None
) -> dict[str, Any]:
    """Correct a comment; its author can for a while, an administrator always.

    Raises:
        NotFoundError: there is no such comment for the caller.
        ForbiddenError: it is not the caller's, or too old.
    """
    html, text = said(body)
    ticket, comment = await _held(tx, ref, id, caller)
    _need_own(comment, caller)
    require_version(comment["version"], if_match=if_match, sent=body.version)
    by, now = By.caller(caller), service.after(ticket)
    await tx.execute(EDIT, ticket["id"], id, html, text, now)
    visibility = Visibility(comment["visibility"])
    inline = await files.free_inline(tx, html)
    await files.hang(tx, ticket, inline, by=by, comment_id=id, visibility=visibility)
    edited = reach.told(CommentEdited, ticket, by=by, data={"comment_id": id}, visibility=visibility)
    await events.append(tx, [edited])
    return await _one(tx, ticket["id"], id)


async def delete(tx: Tx, ref: Ref, id: UUID, caller: Caller, *, if_match: int | None) -> None:
    """Take a comment away; the log keeps that it was there, its files are no longer to be had.

    Raises:
        NotFoundError: there is no such comment for the caller.
        ForbiddenError: it is not the caller's, or too old.
    """
    ticket, comment = await _held(tx, ref, id, caller)
    _need_own(comment, caller)
    require_version(comment["version"], if_match=if_match)
    await tx.execute(DELETE, ticket["id"], id, service.after(ticket))
    visibility = Visibility(comment["visibility"])
    by = By.caller(caller)
    await files.take_off_comment(tx, ticket, id, by=by)
    gone = reach.told(CommentDeleted, ticket, by=by, data={"comment_id": id}, visibility=visibility)
    await events.append(tx, [gone])


async def _held(tx: Tx, ref: Ref, id: UUID, caller: Caller) -> tuple[Locked, Record]:
    ticket = await reach.held(tx, ref, caller)
    comment = await tx.fetchrow(LOCK, ticket["id"], id, reach.sees_internal(caller))
    if comment is None:
        raise NotFoundError("There is no comment with this id on the ticket.")
    return ticket, comment


def _need_own(comment: Record, caller: Caller) -> None:
    if caller.may(Permission.TICKET_DELETE):
        return
    if comment["author_id"] != caller.person_id:
        raise ForbiddenError("Only its author or somebody who may delete tickets can change this comment.")
    minutes = int(caller.settings.get("comment_edit_minutes", EDIT_MINUTES))
    if clock.now() - comment["created_at"] > timedelta(minutes=minutes):
        raise ForbiddenError(f"A comment can be changed for {minutes} minutes. Write another one.")


async def _one(tx: Tx, ticket_id: UUID, id: UUID) -> dict[str, Any]:
    found: Sequence[Record] = await tx.fetch(ONE, ticket_id, PERSON_LINK, True, id)
    return dict(found[0])
