"""Writing comments: stored, counted and announced for one ticket or a thousand, with the first response noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from deskplane.kernel import clock, events
from deskplane.kernel.db import Tx
from deskplane.kernel.ids import uuid7
from deskplane.tickets.acting import By
from deskplane.tickets.events import TicketCommented
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDraft:
    """A comment that is not stored yet; the HTML must be safe already: see ``drafts.described``."""

    ticket_id: UUID
    body_html: str
    body_text: str
    visibility: Visibility = Visibility.PUBLIC
    channel: str = "web"
    message_id: str | None = None
    external_ref: Mapping[str, Any] | None = None
    author_id: UUID | None = None
    author_name: str = ""
    at: datetime | None = None
    id: UUID = field(default_factory=uuid7)


# The first public answer of somebody who works on tickets, and did not ask, is the first response.
ADD: Final = """
with said as (
    select * from jsonb_to_recordset($1::jsonb) as d(id uuid, ticket_id uuid, author_id uuid, author_name text,
        body_html text, body_text text, visibility text, channel text, message_id text, external_ref jsonb,
        at timestamptz)
), stored as (
    insert into ticket_comments (org_id, id, ticket_id, author_id, author_name, body_html, body_text, visibility,
                                 channel, message_id, external_ref, created_at)
    select app_org(), s.id, s.ticket_id, s.author_id, s.author_name, s.body_html, s.body_text, s.visibility, s.channel,
           s.message_id, s.external_ref, s.at from said s
), summed as (
    select s.ticket_id, count(*)::int as total, count(*) filter (where s.visibility = 'public')::int as open_total,
           max(s.at) as at, min(s.at) filter (where s.visibility = 'public') as answered_at,
           (array_agg(s.author_id) filter (where s.visibility = 'public'))[1] as author_id
    from said s group by s.ticket_id
), noted as (
    select t.id, n.total, n.open_total, n.at, case when $2 and t.first_response_at is null
               and n.author_id is distinct from t.requester_id then n.answered_at end as answered_at
    from summed n join tickets t on t.org_id = app_org() and t.id = n.ticket_id
    order by t.id for no key update of t
)
update tickets t
set comment_count = t.comment_count + n.total, public_comment_count = t.public_comment_count + n.open_total,
    updated_at = greatest(t.updated_at, n.at), first_response_at = coalesce(t.first_response_at, n.answered_at),
    version = t.version + (n.answered_at is not null)::int
from noted n where t.org_id = app_org() and t.id = n.id
returning t.id, t.version, n.answered_at
"""


async def add(tx: Tx, drafts: Sequence[CommentDraft], *, by: By) -> list[UUID]:
    """Store comments on tickets that are there and announce them: two statements however many."""
    if not drafts:
        return []
    now = clock.now()
    rows = [_row(draft, by, now) for draft in drafts]
    touched = {row["id"]: row for row in await tx.fetch(ADD, rows, by.is_agent)}
    told: list[TicketCommented] = []
    for draft, row in zip(drafts, rows, strict=True):
        ticket = touched[draft.ticket_id]
        first = ticket["answered_at"] is not None and draft.visibility is Visibility.PUBLIC
        told.append(
            TicketCommented(
                subject=draft.ticket_id,
                version=ticket["version"],
                actor=by.actor,
                origin=by.origin,
                occurred_at=row["at"],
                visibility=draft.visibility,
                changes={"first_response_at": [None, ticket["answered_at"]]} if first else {},
                data={"comment_id": draft.id, "visibility": draft.visibility, "channel": draft.channel},
            )
        )
    await events.append(tx, told)
    return [draft.id for draft in drafts]


def _row(draft: CommentDraft, by: By, now: datetime) -> dict[str, Any]:
    return {
        "id": draft.id,
        "ticket_id": draft.ticket_id,
        "author_id": draft.author_id or by.person_id,
        "author_name": draft.author_name or by.actor.name,
        "body_html": draft.body_html,
        "body_text": draft.body_text,
        "visibility": draft.visibility,
        "channel": draft.channel,
        "message_id": draft.message_id,
        "external_ref": draft.external_ref,
        "at": draft.at or now,
    }
