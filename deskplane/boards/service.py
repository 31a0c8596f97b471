"""Boards and what lies on them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import orjson

from deskplane.boards import columns as board_columns, queries
from deskplane.boards.events import BoardChanged, BoardCreated, BoardDeleted
from deskplane.boards.vocabulary import ColumnKind, LaneField
from deskplane.kernel import clock, rows
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.kernel.events import SYSTEM
from deskplane.kernel.rows import By, Change, Row, Shelf
from deskplane.tickets import acting
from deskplane.tickets.filters import TicketFilter
from deskplane.tickets.selection import Selection, select
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import UNFINISHED, Status

CAP: Final = 30
CELL_CAP: Final = 12
MOST_BOARDS: Final = 100
BOARDS: Final = Shelf(
    table="boards",
    noun="board",
    order="team_id is not null, lower(name), id",
    added=BoardCreated,
    changed=BoardChanged,
    removed=BoardDeleted,
    refusals={
        "boards_name": lambda: ConflictError("There is already a board with this name."),
        "boards_team_id_fkey": lambda: InvalidError.field("team_id", "there is no team with this id"),
    },
)
FIRST: Final = (Status.NEW, Status.OPEN, Status.IN_PROGRESS, Status.PENDING, Status.ON_HOLD, Status.RESOLVED)


async def seed(tx: Tx) -> None:
    """Give a new organisation its first board, over all its tickets."""
    columns = [{"value": str(status), "limit": None} for status in FIRST]
    values = {"name": "Service desk", "column_field": "status", "columns": columns}
    await rows.add(tx, BOARDS, values, by=By(SYSTEM, Origin.SYSTEM))


async def create(tx: Tx, values: Mapping[str, Any], *, by: By) -> Row:
    """Make a board.

    Raises:
        InvalidError: a column is none of its field, or there is no such team.
        ConflictError: the name is taken, or there are too many boards.
    """
    await board_columns.check(tx, values["column_field"], values["columns"])
    if await tx.fetchval("select count(*) from boards where org_id = app_org()") >= MOST_BOARDS:
        raise ConflictError(f"An organisation can have {MOST_BOARDS} boards. Delete one that is not used.")
    return await rows.add(tx, BOARDS, values, by=by)


async def change(tx: Tx, id: UUID, change: Change, *, by: By) -> Row:
    """Change a board; another column field without columns means all of its values.

    Raises:
        NotFoundError: there is no such board.
        InvalidError: a column is none of its field, or there is no such team.
        ConflictError, PreconditionFailedError: the change was prepared on an older version.
    """
    before = await rows.found(tx, BOARDS, id)
    values = dict(change.values)
    if values.get("column_field", before["column_field"]) != before["column_field"]:
        values.setdefault("columns", [])
    if "columns" in values or "column_field" in values:
        after = {**before, **values}
        await board_columns.check(tx, after["column_field"], after["columns"])
    return await rows.change(tx, BOARDS, id, replace(change, values=values), by=by)


async def cards(
    reads: Statements,
    id: UUID,
    wanted: TicketFilter,
    caller: Caller,
    *,
    column_field: str | None = None,
    lane_field: LaneField | None = None,
) -> str:
    """Return a board with its tickets as JSON; five statements at the most, however many columns and tickets.

    Raises:
        NotFoundError: there is no such board.
        InvalidError: a filter or the column field is refused.
        ConflictError: the custom field behind the columns is gone.
    """
    board = await rows.found(reads, BOARDS, id)
    field, lane = column_field or board["column_field"], lane_field or LaneField(board["lane_field"])
    by_status = field == ColumnKind.STATUS
    chosen = await select(reads, _narrowed(wanted, by_status=by_status), caller)
    if board["team_id"]:
        chosen.add("t.team_id = {}::uuid", board["team_id"])
    own: Sequence[Mapping[str, Any]] = board["columns"] if field == board["column_field"] else []
    shown = await board_columns.of_board(reads, field, own, chosen=chosen, team=board["team_id"])
    if by_status and wanted.status:
        shown = [column for column in shown if column.value in wanted.status]
    cap = CAP if lane is LaneField.NONE else CELL_CAP
    found = await queries.cards(
        reads,
        Selection(list(chosen.parts), list(chosen.args)),
        field,
        [queries.Wanted(column.value, by_status and Status(column.value).is_done) for column in shown],
        lane=lane,
        cap=cap,
    )
    return _rendered(board, field, lane, shown, found, caller, cap)


def _narrowed(wanted: TicketFilter, *, by_status: bool) -> TicketFilter:
    """Columns of statuses choose by themselves; any other board shows what is not done, unless asked for more."""
    if by_status:
        return replace(wanted, status=())
    return wanted if wanted.status else replace(wanted, status=UNFINISHED)


def _rendered(
    board: Row,
    field: str,
    lane: LaneField,
    shown: Sequence[board_columns.Shown],
    found: Sequence[Record],
    caller: Caller,
    cap: int,
) -> str:
    by, now = acting.By.caller(caller), clock.now()
    moves = caller.may(Permission.TICKET_TRANSITION)
    cells: dict[tuple[int, str], dict[str, Any]] = {}
    totals: dict[int, int] = {}
    names: dict[str, str | None] = {}
    for row in found:
        legal = by.legal(Status(row["status"]), row["closed_at"], now) if moves else ()
        tail = orjson.dumps({"legal_transitions": legal}).decode()
        cell = cells.setdefault(
            (row["place"], row["lane"]), {"lane": row["lane"], "count": row["in_cell"], "cards": []}
        )
        cell["cards"].append(orjson.Fragment(f"{row['body'][:-1]},{tail[1:]}"))
        totals[row["place"]] = row["in_column"]
        names[row["lane"]] = row["assignee"] if lane is LaneField.ASSIGNEE else None
    columns = [
        {
            "value": column.value,
            "label": column.label,
            "limit": column.limit,
            "count": min(totals.get(place, 0), queries.COUNTED),
            "count_exact": totals.get(place, 0) <= queries.COUNTED,
            "cells": [cell for (at, _), cell in cells.items() if at == place],
        }
        for place, column in enumerate(shown)
    ]
    answer = {
        "board": board,
        "column_field": field,
        "lane_field": lane,
        "columns": columns,
        "lanes": [{"value": value, "label": names[value]} for value in _in_order(names, lane)],
        "cap": cap,
    }
    return orjson.dumps(answer, default=str).decode()


def _in_order(names: Mapping[str, str | None], lane: LaneField) -> list[str]:
    """Return the lanes from the most pressing priority down, or by name with nobody at the end."""
    if lane is LaneField.PRIORITY:
        return sorted(names, key=lambda value: Priority(value).rank)
    return sorted(names, key=lambda value: (names[value] is None, (names[value] or "").lower(), value))
