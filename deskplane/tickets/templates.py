"""Ticket templates and canned replies with their variables filled in, before anything is stored."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.catalog import replies
from deskplane.catalog.rendering import Rendered, render
from deskplane.catalog.shelves import TEMPLATES
from deskplane.kernel import clock, rows, text
from deskplane.kernel.access import Caller, RoleName
from deskplane.kernel.db import Statements
from deskplane.kernel.errors import InvalidError, NotFoundError
from deskplane.tickets import reach, rendering
from deskplane.tickets.queries import Ref
from deskplane.tickets.work_schemas import RenderBody

ON_TICKET: Final = f"""
select t.id, {rendering.NUMBER} as number, t.title, t.type, t.status, t.priority, t.resolution_text, c.path as category,
       r.name as requester_name, r.email as requester_email, a.name as assignee_name, g.name as team_name,
       m.name as agent_name, m.email as agent_email, o.name as organization_name
from tickets t left join categories c on c.org_id = t.org_id and c.id = t.category_id
left join people r on r.org_id = t.org_id and r.id = t.requester_id
left join people a on a.org_id = t.org_id and a.id = t.assignee_id
left join teams g on g.org_id = t.org_id and g.id = t.team_id
left join people m on m.org_id = t.org_id and m.id = app_person()
left join organizations o on o.id = t.org_id
where t.org_id = app_org() and t.id = any($1::uuid[])
"""
BEFORE_TICKET: Final = """
select r.name as requester_name, r.email as requester_email, m.name as agent_name, m.email as agent_email,
       o.name as organization_name
from organizations o left join people r on r.org_id = o.id and r.id = $1
left join people m on m.org_id = o.id and m.id = app_person()
where o.id = app_org()
"""
TICKET_WORDS: Final = ("number", "title", "type", "status", "priority", "category", "resolution_text")
PEOPLE_WORDS: Final = ("requester", "assignee", "team", "agent", "organization")
HTML: Final = frozenset({"description_html"})


def words_of(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables and their values: ``ticket.number``, ``requester.first_name``, ``today`` and the like."""
    words = {f"ticket.{name}": str(row[name] or "") for name in TICKET_WORDS if name in row}
    for who in PEOPLE_WORDS:
        for what in ("name", "email"):
            words[f"{who}.{what}"] = str(row.get(f"{who}_{what}") or "")
    for who in ("requester", "assignee", "agent"):
        words[f"{who}.first_name"] = words[f"{who}.name"].split(" ")[0]
    words["today"] = clock.now().date().isoformat()
    return words


async def preview(reads: Statements, ref: Ref, body: RenderBody, caller: Caller) -> dict[str, Any]:
    """Fill in a text, or a canned reply, for a ticket.

    Raises:
        InvalidError: neither or both were sent.
        NotFoundError: the caller sees no such ticket or reply.
    """
    if (body.html is None) == (body.canned_reply_id is None):
        raise InvalidError.field("html", "send html or canned_reply_id, one of the two")
    ticket_id = await reach.seen(reads, ref, caller)
    source = body.html or ""
    if body.canned_reply_id is not None:
        source = (await replies.found(reads, body.canned_reply_id, caller=caller))["body_html"]
    return filled(source, (await words_on(reads, [ticket_id]))[ticket_id])


async def words_on(reads: Statements, ticket_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Return the variables and their values on each of the tickets that are there; one statement."""
    return {row["id"]: words_of(dict(row)) for row in await reads.fetch(ON_TICKET, ticket_ids)}


def filled(source: str, words: Mapping[str, str]) -> dict[str, Any]:
    """Return HTML with its variables filled in, as HTML and as text; those without a value are named."""
    done = render(text.sanitise(source), words, html=True)
    # Once more: what stands in an address of a link is only whole now.
    safe = text.sanitise(done.text)
    return {"html": safe, "text": text.html_to_text(safe), "missing": done.missing}


async def draft(
    reads: Statements, template_id: UUID, caller: Caller, *, requester_id: UUID | None = None
) -> dict[str, Any]:
    """Return the fields that a new ticket starts with, their variables filled in; nothing is stored.

    Raises:
        NotFoundError: there is no such template in use, or it is not for the caller.
    """
    row = await rows.found(reads, TEMPLATES, template_id)
    asks = caller.role is RoleName.REQUESTER
    if not row["is_active"] or (asks and not row["for_requesters"]):
        raise NotFoundError("There is no template with this id.")
    for_whom = caller.person_id if asks or requester_id is None else requester_id
    [facts] = await reads.fetch(BEFORE_TICKET, for_whom)
    words, missing = words_of(dict(facts)), dict[str, None]()
    fields: dict[str, Any] = {"type": row["type"]}
    for name, value in row["fields"].items():
        fields[name] = _filled(name, value, words, missing)
    return {"fields": fields, "missing": list(missing)}


def _filled(name: str, value: Any, words: Mapping[str, str], missing: dict[str, None]) -> Any:
    if not isinstance(value, str) or name not in {"title", *HTML}:
        return value
    filled: Rendered = render(value, words, html=name in HTML)
    missing.update(dict.fromkeys(filled.missing))
    return text.sanitise(filled.text) if name in HTML else filled.text[:500]
