"""What happened to a ticket, read from the event log: the bare history, and the page's mix of history and talk."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from deskplane.kernel.db import Record, Statements
from deskplane.kernel.errors import MalformedError
from deskplane.kernel.events import CATALOGUE
from deskplane.kernel.ids import as_uuid
from deskplane.kernel.paging import Page, encode_cursor

REFERRING: Final = frozenset(
    {
        "category_id",
        "requester_id",
        "assignee_id",
        "team_id",
        "resolved_by",
        "person_id",
        "approver_id",
        "ci_id",
    }
)
"""Fields whose ids people want to see as names."""

SHOWN: Final = (
    "e.id, e.seq, e.name, e.subject_version, e.occurred_at, e.actor_kind, e.actor_id, e.actor_name, e.origin, "
    "e.visibility, e.changes, e.data"
)
HAPPENED: Final = f"""
select {SHOWN} from events e
where e.org_id = app_org() and e.subject_type = 'ticket' and e.subject_id = $1 and ($2 or e.visibility = 'public')
  and (e.subject_version, e.seq) > ($3, $4)
order by e.subject_version, e.seq limit $5 offset $6
"""
NAMES: Final = """
select p.id, p.name from people p where p.org_id = app_org() and p.id = any($1::uuid[])
union all select t.id, t.name from teams t where t.org_id = app_org() and t.id = any($1::uuid[])
union all select c.id, c.path from categories c where c.org_id = app_org() and c.id = any($1::uuid[])
union all select i.id, i.name from ci_items i where i.org_id = app_org() and i.id = any($1::uuid[])
"""
# A comment stands for the event that announced it.
MIXED: Final = f"""
select {SHOWN}, null::json as comment, e.occurred_at as at from events e
where e.org_id = app_org() and e.subject_type = 'ticket' and e.subject_id = $1 and ($2 or e.visibility = 'public')
  and e.name <> 'ticket.commented'
  and (e.occurred_at, e.id) > ($3, $4)
union all
select c.id, 0, 'comment', 0, c.created_at, '', null, '', c.channel, c.visibility, '{{}}', '{{}}', json_build_object(
    'id', c.id, 'author', json_build_object('id', c.author_id, 'name', coalesce(p.name, c.author_name)),
    'body_html', c.body_html, 'body_text', c.body_text, 'visibility', c.visibility, 'channel', c.channel,
    'created_at', c.created_at, 'edited_at', c.edited_at, 'version', c.version,
    'attachments', coalesce((select json_agg(json_build_object('id', a.id, 'filename', a.filename, 'mime', a.mime,
            'size', a.size) order by x.created_at, a.id)
        from ticket_attachments x join attachments a on a.org_id = x.org_id and a.id = x.attachment_id
        where x.org_id = c.org_id and x.comment_id = c.id), '[]')), c.created_at
from ticket_comments c left join people p on p.org_id = c.org_id and p.id = c.author_id
where c.org_id = app_org() and c.ticket_id = $1 and c.deleted_at is null and ($2 or c.visibility = 'public')
  and (c.created_at, c.id) > ($3, $4)
order by at, id limit $5 offset $6
"""
HAPPENED_COUNT: Final = """
select count(*) from events e where e.org_id = app_org() and e.subject_type = 'ticket' and e.subject_id = $1
"""
MIXED_COUNT: Final = f"""
select ({HAPPENED_COUNT} and e.name <> 'ticket.commented')
     + (select count(*) from ticket_comments c
        where c.org_id = app_org() and c.ticket_id = $1 and c.deleted_at is null)
"""
BEGINNING: Final = (datetime.fromisoformat("0001-01-01T00:00:00+00:00"), UUID(int=0))


async def activities(reads: Statements, ticket_id: UUID, page: Page, *, internal: bool) -> dict[str, Any]:
    """Return a part of a ticket's history oldest first; two statements however long."""
    rows = await reads.fetch(
        HAPPENED, ticket_id, internal, *_versions(page.after), page.limit + 1, page.offset
    )
    more, rows = len(rows) > page.limit, rows[: page.limit]
    shown = [item for row in rows if (item := _activity(row, internal=internal))]
    await _name(reads, shown)
    after = (rows[-1]["subject_version"], rows[-1]["seq"]) if more else None
    return _envelope(
        shown, page, after, await _total(reads, HAPPENED_COUNT, ticket_id, page, internal=internal)
    )


async def timeline(reads: Statements, ticket_id: UUID, page: Page, *, internal: bool) -> dict[str, Any]:
    """Return a part of a ticket's comments and activities in one order, oldest first; two statements however long."""
    rows = await reads.fetch(MIXED, ticket_id, internal, *_moment(page.after), page.limit + 1, page.offset)
    more, rows = len(rows) > page.limit, rows[: page.limit]
    happened = {row["id"]: _activity(row, internal=internal) for row in rows if row["comment"] is None}
    await _name(reads, [item for item in happened.values() if item])
    shown: list[dict[str, Any]] = []
    for row in rows:
        if row["comment"] is not None:
            shown.append({"kind": "comment", "at": row["at"], "comment": row["comment"], "activity": None})
        elif item := happened[row["id"]]:
            shown.append({"kind": "activity", "at": row["at"], "comment": None, "activity": item})
    after = (rows[-1]["at"].isoformat(), rows[-1]["id"]) if more else None
    return _envelope(shown, page, after, await _total(reads, MIXED_COUNT, ticket_id, page, internal=internal))


async def _total(reads: Statements, count: str, ticket_id: UUID, page: Page, *, internal: bool) -> int | None:
    # To those who do not see everything, a total would tell how much they do not see.
    return int(await reads.fetchval(count, ticket_id)) if page.count and internal else None


def _envelope(
    shown: Sequence[Mapping[str, Any]], page: Page, after: tuple[Any, ...] | None, total: int | None
) -> dict[str, Any]:
    info = {
        "next": encode_cursor(after) if after else None,
        "limit": page.limit,
        "total": total,
        "total_exact": True,
        "page": page.number,
    }
    return {"data": shown, "page": info}


def _versions(values: Sequence[Any] | None) -> tuple[int, int]:
    if values is None:
        return -1, -1
    if len(values) != 2 or not all(type(value) is int and abs(value) < 2**31 for value in values):
        raise MalformedError("The cursor belongs to another list. Start again without it.")
    return cast("tuple[int, int]", tuple(values))


def _moment(values: Sequence[Any] | None) -> tuple[datetime, UUID]:
    if values is None:
        return BEGINNING
    at, id_ = (str(value) for value in values) if len(values) == 2 else ("", "")
    found = as_uuid(id_)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        moment = None
    if found is None or moment is None or moment.tzinfo is None:
        raise MalformedError("The cursor belongs to another list. Start again without it.")
    return moment, found


def _activity(row: Record, *, internal: bool) -> dict[str, Any] | None:
    """Return an event as people see it; None if nothing of it is left for a requester."""
    changes, data = cast("dict[str, Any]", row["changes"]), cast("dict[str, Any]", row["data"])
    if not internal:
        kind = CATALOGUE.get(row["name"])
        public = kind.public_fields if kind else frozenset[str]()
        shown = {name: pair for name, pair in changes.items() if name in public}
        if changes and not shown:
            return None
        changes, data = shown, {name: value for name, value in data.items() if name in public}
    return {
        "id": row["id"],
        "name": row["name"],
        "version": row["subject_version"],
        "at": row["occurred_at"],
        "actor": {"kind": row["actor_kind"], "id": row["actor_id"], "name": row["actor_name"]},
        "origin": row["origin"],
        "visibility": row["visibility"],
        "changes": changes,
        "data": data,
        "names": {},
    }


def _ids(item: Mapping[str, Any]) -> Iterable[str]:
    for name, pair in item["changes"].items():
        if name in REFERRING:
            yield from (value for value in pair if value)
    for name, value in item["data"].items():
        if name in REFERRING and value:
            yield value


async def _name(reads: Statements, shown: Sequence[dict[str, Any]]) -> None:
    """Say for the ids in changes and data what they are called now."""
    ids = {id_ for item in shown for id_ in _ids(item)}
    rows = await reads.fetch(NAMES, [UUID(id_) for id_ in ids]) if ids else []
    names = {str(row["id"]): row["name"] for row in rows}
    for item in shown:
        item["names"] = {id_: names[id_] for id_ in _ids(item) if id_ in names}
