"""Canned replies: for everybody, for a team, or for one person alone."""

from typing import Any, Final
from uuid import UUID

from deskplane.catalog.schemas import ReplyCreate, ReplyPatch
from deskplane.catalog.shelves import REPLIES
from deskplane.kernel import rows, text
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import InvalidError, NotFoundError
from deskplane.kernel.paging import Page
from deskplane.kernel.rows import By, Change, Row

MINE: Final = (
    "(owner_id = app_person() or (owner_id is null and (team_id is null or exists (select 1 from memberships m "
    "where m.org_id = app_org() and m.team_id = canned_replies.team_id and m.person_id = app_person()))))"
)


async def listed(reads: Statements, page: Page, *, caller: Caller, q: str | None) -> dict[str, Any]:
    """Return the replies the caller may use: the shared ones, those of their teams and their own."""
    search = "($1::text is null or position(lower($1) in lower(title || ' ' || body_text)) > 0)"
    everyone = "owner_id is null" if caller.may(Permission.CATALOG_WRITE) else "false"
    where = f"{search} and ({MINE} or {everyone})"
    return await rows.listed(reads, REPLIES, page, where=where, args=[q])


async def found(reads: Statements, id: UUID, *, caller: Caller) -> Row:
    """Return one reply; the personal ones of others are not to be seen."""
    row = await rows.found(reads, REPLIES, id)
    if row["owner_id"] not in {None, caller.person_id}:
        raise NotFoundError("There is no canned reply with this id.")
    return row


async def create(tx: Tx, body: ReplyCreate, *, caller: Caller, by: By) -> Row:
    """Store a reply; one that others can use needs the right to write the catalogue."""
    if body.personal and body.team_id is not None:
        raise InvalidError.field("team_id", "a reply is for a team or personal, not both")
    if not body.personal:
        caller.need(Permission.CATALOG_WRITE)
    values = body.model_dump(exclude={"personal"})
    values["owner_id"] = caller.person_id if body.personal else None
    return await rows.add(tx, REPLIES, {**values, **_bodies(body.body_html)}, by=by)


async def change(tx: Tx, id: UUID, body: ReplyPatch, *, caller: Caller, by: By, if_match: int | None) -> Row:
    """Change a reply of one's own, or a shared one with the right to write the catalogue."""
    row = await _need_right(tx, id, caller)
    values = body.model_dump(exclude_unset=True, exclude={"version"})
    if row["owner_id"] is not None and values.get("team_id") is not None:
        raise InvalidError.field("team_id", "a personal reply cannot be given to a team")
    if "body_html" in values:
        values.update(_bodies(body.body_html))
    return await rows.change(tx, REPLIES, id, Change(values, if_match, body.version), by=by)


async def remove(tx: Tx, id: UUID, *, caller: Caller, by: By, if_match: int | None) -> None:
    """Delete a reply of one's own, or a shared one with the right to write the catalogue."""
    await _need_right(tx, id, caller)
    await rows.remove(tx, REPLIES, id, if_match=if_match, by=by)


async def _need_right(tx: Tx, id: UUID, caller: Caller) -> Row:
    row = await found(tx, id, caller=caller)
    if row["owner_id"] is None:
        caller.need(Permission.CATALOG_WRITE)
    return row


def _bodies(html: str) -> dict[str, str]:
    safe = text.sanitise(html)
    return {"body_html": safe, "body_text": text.html_to_text(safe)}
