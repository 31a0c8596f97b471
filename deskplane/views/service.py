"""Saved views: who sees them, who changes them, how many tickets each holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from deskplane.kernel import rows
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.constraints import explained
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import ConflictError, DeskplaneError, ForbiddenError, InvalidError, NotFoundError
from deskplane.kernel.paging import Page
from deskplane.kernel.rows import By, Change, Row, Shelf
from deskplane.tickets.filters import stored_filter
from deskplane.tickets.selection import Selection, select
from deskplane.views.events import ViewChanged, ViewCreated, ViewDeleted
from deskplane.views.vocabulary import Scope

COUNTED: Final = 1000
PLACE: Final = re.compile(r"\$(\d+)")
MOST_PINNED: Final = 30
MOST_OWN: Final = 200
VIEWS: Final = Shelf(
    table="views",
    noun="view",
    order="not pinned, position, lower(name), id",
    added=ViewCreated,
    changed=ViewChanged,
    removed=ViewDeleted,
    label="scope",
    refusals={
        "views_default": lambda: ConflictError("This team has a default view already."),
        "views_team_id_fkey": lambda: InvalidError.field("team_id", "there is no team with this id"),
        "views_team_of_scope": lambda: InvalidError.field(
            "team_id", "name a team for the scope team, and only then"
        ),
        "views_default_of_team": lambda: InvalidError.field("is_default", "only a team has a default view"),
    },
)
MY_TEAMS: Final = (
    "select m.team_id from memberships m where m.org_id = app_org() and m.person_id = app_person()"
)
LED: Final = f"{MY_TEAMS} and m.is_lead"
SEEN: Final = f"""
(scope = 'all' or owner_id = app_person() or (scope = 'team' and ($1 or team_id in ({MY_TEAMS}))))
"""
LAYOUTS: Final = """
select view_key, columns from view_layouts where org_id = app_org() and person_id = app_person() order by view_key
"""
KEEP_LAYOUT: Final = """
insert into view_layouts (org_id, person_id, view_key, columns) values (app_org(), app_person(), $1, $2)
on conflict (org_id, person_id, view_key) do update set columns = excluded.columns, updated_at = now()
returning view_key, columns
"""
DROP_LAYOUT: Final = (
    "delete from view_layouts where org_id = app_org() and person_id = app_person() and view_key = $1"
)


def _shares(caller: Caller) -> bool:
    return caller.may(Permission.BOARD_WRITE)


async def _led(reads: Statements) -> set[UUID]:
    return {row["team_id"] for row in await reads.fetch(LED)}


def _may_change(view: Mapping[str, Any], caller: Caller, led: set[UUID]) -> bool:
    if view["scope"] == Scope.PRIVATE:
        return view["owner_id"] == caller.person_id
    return _shares(caller) or (view["scope"] == Scope.TEAM and view["team_id"] in led)


def _need_change(view: Mapping[str, Any], caller: Caller, led: set[UUID]) -> None:
    if not _may_change(view, caller, led):
        raise ForbiddenError(
            "Views of all are changed by team leads and administrators, those of a team also by who leads it.",
            permission=Permission.BOARD_WRITE,
        )


async def listed(reads: Statements, page: Page, caller: Caller) -> dict[str, Any]:
    """Return the views the caller sees, pinned ones first."""
    found = await rows.listed(reads, VIEWS, page, where=SEEN, args=[_shares(caller)])
    led = await _led(reads)
    return found | {"data": [_shown(view, caller, led) for view in found["data"]]}


def _shown(view: Row, caller: Caller, led: set[UUID]) -> Row:
    return {**view, "editable": _may_change(view, caller, led)}


async def found(reads: Statements, id: UUID, caller: Caller) -> Row:
    """Return one view.

    Raises:
        NotFoundError: there is none of that id which the caller sees.
    """
    view = await reads.fetchrow(
        f"select * from views where org_id = app_org() and id = $2 and {SEEN}", _shares(caller), id
    )
    if view is None:
        raise NotFoundError("There is no view with this id.")
    return _shown(rows.shown(view), caller, await _led(reads))


async def create(tx: Tx, values: Mapping[str, Any], caller: Caller) -> Row:
    """Save a view.

    Raises:
        InvalidError: a filter is refused, or the team does not fit.
        ForbiddenError: the caller may not share it so widely.
        ConflictError: the person has too many.
    """
    led = await _led(tx)
    wanted = _typed({**values, "owner_id": caller.person_id})
    _need_change(wanted, caller, led)
    await _check_query(tx, wanted["query"], caller)
    own = await tx.fetchval(
        "select count(*) from views where org_id = app_org() and owner_id = $1", caller.person_id
    )
    if own >= MOST_OWN:
        raise ConflictError(f"One person can keep {MOST_OWN} views. Delete one that is not used.")
    return _shown(await rows.add(tx, VIEWS, wanted, by=By.of(caller)), caller, led)


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    team = values.get("team_id")
    return {**values, "team_id": UUID(str(team)) if team else None}


async def change(tx: Tx, id: UUID, change: Change, caller: Caller) -> Row:
    """Change a view.

    Raises:
        NotFoundError: there is no such view.
        InvalidError: a filter is refused.
        ForbiddenError: the view is not the caller's to change, or may not be shared so widely.
        ConflictError, PreconditionFailedError: the change was prepared on an older version.
    """
    before = await found(tx, id, caller)
    led = await _led(tx)
    _need_change(before, caller, led)
    values = dict(change.values)
    if "scope" in values and values["scope"] != Scope.TEAM:
        values["team_id"] = None
        values.setdefault("is_default", False)
    if "team_id" in values:
        values = _typed(values)
    _need_change({**before, **values}, caller, led)
    if "query" in values:
        await _check_query(tx, values["query"], caller)
    row = await rows.change(tx, VIEWS, id, replace(change, values=values), by=By.of(caller))
    return _shown(row, caller, led)


async def remove(tx: Tx, id: UUID, *, if_match: int | None, caller: Caller) -> None:
    """Delete a view.

    Raises:
        NotFoundError: there is no such view.
        ForbiddenError: the view is not the caller's to delete.
        PreconditionFailedError: it was looked at in an older version.
    """
    _need_change(await found(tx, id, caller), caller, await _led(tx))
    await rows.remove(tx, VIEWS, id, if_match=if_match, by=By.of(caller))
    await tx.execute("delete from view_layouts where org_id = app_org() and view_key = $1", str(id))


async def _check_query(reads: Statements, query: Mapping[str, Any], caller: Caller) -> None:
    await select(reads, stored_filter(query, loc=("body", "query")), caller)


async def counts(reads: Statements, caller: Caller) -> dict[str, Any]:
    """Return how many tickets each pinned view of the caller holds, exact up to a thousand."""
    found = await reads.fetch(
        f"select id, query from views where org_id = app_org() and pinned and {SEEN} "
        f"order by {VIEWS.order} limit {MOST_PINNED}",
        _shares(caller),
    )
    views = [rows.shown(view) for view in found]
    numbers = await _numbers(reads, [await _chosen(reads, view["query"], caller) for view in views])
    return {"data": [_told(view["id"], number) for view, number in zip(views, numbers, strict=True)]}


def _told(view_id: UUID, number: int | None) -> dict[str, Any]:
    if number is None:
        return {"id": view_id, "count": None, "exact": False}
    return {"id": view_id, "count": min(number, COUNTED), "exact": number <= COUNTED}


async def _chosen(reads: Statements, query: Mapping[str, Any], caller: Caller) -> Selection | None:
    """Return the tickets of a view; None when words are searched or the filter means nothing any more."""
    if query.get("q"):
        return None
    try:
        return await select(reads, stored_filter(query, loc=("query",)), caller)
    except DeskplaneError:
        return None


async def _numbers(reads: Statements, chosen: Sequence[Selection | None]) -> list[int | None]:
    """Count each selection up to one more than is shown, all in one statement."""
    parts: list[str] = []
    args: list[Any] = []
    for one in chosen:
        if one is None:
            parts.append("null::bigint")
            continue
        before = len(args)
        where = PLACE.sub(lambda found, before=before: f"${int(found[1]) + before}", one.where)
        parts.append(f"(select count(*) from (select 1 from tickets t where {where} limit {COUNTED + 1}) n)")
        args += one.args
    return await reads.fetchval(f"select array[{', '.join(parts)}]::bigint[]", *args) if parts else []


async def layouts(reads: Statements) -> dict[str, Any]:
    """Return the columns the caller set, by view."""
    return {"data": [dict(row) for row in await reads.fetch(LAYOUTS)]}


async def keep_layout(tx: Tx, key: str, columns: list[dict[str, Any]]) -> dict[str, Any]:
    """Remember the columns of a view for the caller; none means the usual ones."""
    if not columns:
        await tx.execute(DROP_LAYOUT, key)
        return {"view_key": key, "columns": []}
    with explained({}):
        [row] = await tx.fetch(KEEP_LAYOUT, key, columns)
    return dict(row)
