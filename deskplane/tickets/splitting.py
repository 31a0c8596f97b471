"""One comment that is a matter of its own: it becomes a ticket, related to the one it was said on."""

from typing import Any, Final
from uuid import UUID

from deskplane.kernel import events
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.tickets import links, queries, reach, service
from deskplane.tickets.acting import By
from deskplane.tickets.drafts import TicketDraft
from deskplane.tickets.events import TicketSplit
from deskplane.tickets.part_schemas import SplitBody
from deskplane.tickets.planning import Locked
from deskplane.tickets.queries import Ref
from deskplane.tickets.service import Ticket
from deskplane.vocabulary.link import LinkType
from deskplane.vocabulary.ticket_type import TicketType
from deskplane.vocabulary.visibility import Visibility

COMMENT: Final = """
select c.id, c.body_html, c.body_text, c.visibility, p.id as person_id from ticket_comments c
left join people p on p.org_id = c.org_id and p.id = c.author_id and p.role = 'requester'
where c.org_id = app_org() and c.ticket_id = $1 and c.id = $2 and c.deleted_at is null
"""
# The files stay on the comment and hang on the new ticket too.
COPY_FILES: Final = """
with copied as (
    insert into ticket_attachments (org_id, ticket_id, attachment_id, visibility)
    select org_id, $2, attachment_id, 'public' from ticket_attachments where org_id = app_org() and comment_id = $1
    returning attachment_id
), counted as (
    update attachments set uses = uses + 1 where org_id = app_org() and id in (select attachment_id from copied)
)
update tickets set attachment_count = (select count(*) from copied) where org_id = app_org() and id = $2
"""


async def split(tx: Tx, ref: Ref, body: SplitBody, caller: Caller) -> Ticket:
    """Make a ticket of a public comment. Its requester is who said it, if they are one.

    Raises:
        InvalidError: the ticket has no such comment.
        ConflictError: the comment is internal: as a description its requester would read it.
    """
    ticket = await reach.held(tx, ref, caller)
    said = await _said(tx, ticket, body.comment_id)
    by = By.caller(caller)
    [made] = await service.create(tx, by=by, drafts=[_draft(ticket, said, body)])
    await tx.execute(COPY_FILES, body.comment_id, made.id)
    new = await queries.lock_one(tx, made.id)
    await links.relate(tx, ticket, new, LinkType.RELATED, by=by)
    data = {"comment_id": body.comment_id, "new_id": made.id, "new_number": made.number}
    await events.append(tx, [reach.told(TicketSplit, ticket, by=by, data=data)])
    return made


async def _said(tx: Tx, ticket: Locked, comment_id: UUID) -> Record:
    said = await tx.fetchrow(COMMENT, ticket["id"], comment_id)
    if said is None:
        raise InvalidError.field("comment_id", "there is no comment with this id on the ticket")
    if said["visibility"] == Visibility.INTERNAL:
        raise ConflictError("An internal note cannot become a ticket: its requester would read it.")
    return said


def _draft(ticket: Locked, said: Record, body: SplitBody) -> TicketDraft:
    kept: dict[str, Any] = {
        name: ticket[name]
        for name in ("category_id", "team_id", "department", "priority", "impact", "urgency")
    }
    return TicketDraft(
        title=body.title,
        type=body.type or TicketType(ticket["type"]),
        description_html=said["body_html"],
        description_text=said["body_text"],
        requester_id=said["person_id"] or ticket["requester_id"],
        is_phi=ticket["is_phi"],
        **kept,
    )
