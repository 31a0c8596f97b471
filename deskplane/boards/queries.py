"""The cards of a board in one statement: of each column the first thousand are counted, the first few drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from deskplane.boards.vocabulary import NONE, ColumnKind, LaneField
from deskplane.kernel.db import Record, Statements
from deskplane.tickets import rendering
from deskplane.tickets.selection import Selection
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status

COUNTED: Final = 1000
# What must happen next comes first; what is done lies with the latest on top.
PRESSING: Final = (
    "coalesce(t.next_due_at, t.due_at, '9999-12-31T00:00:00Z'::timestamptz), t.priority_rank, t.number_int"
)
LATEST: Final = "t.updated_at desc, t.number_int desc"
LANES: Final = {
    LaneField.NONE: "'none'",
    LaneField.ASSIGNEE: f"coalesce(t.assignee_id::text, '{NONE}')",
    LaneField.PRIORITY: "t.priority",
}
TEAMS: Final = (
    "select g.id, g.name from teams g where g.org_id = app_org() and g.is_active "
    "and g.kind <> 'department' order by lower(g.name), g.id limit $1"
)
NAMED_TEAMS: Final = "select g.id, g.name from teams g where g.org_id = app_org() and g.id = any($1::uuid[])"
NAMED_PEOPLE: Final = (
    "select p.id, p.name from people p where p.org_id = app_org() and p.id = any($1::uuid[])"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One column to fill: its value, and whether its tickets are done."""

    value: str
    done: bool = False


def condition(chosen: Selection, field: str, value: str) -> str:
    """Return the SQL of "the ticket is in this column"; values that are not our own words become arguments."""
    match ColumnKind.of(field):
        case ColumnKind.STATUS:
            return f"t.status_rank = {Status(value).rank}"
        case ColumnKind.PRIORITY:
            return f"t.priority_rank = {Priority(value).rank}"
        case ColumnKind.CUSTOM:
            held = f"t.custom_fields ->> {chosen.arg(field.partition('.')[2])}"
            return f"{held} is null" if value == NONE else f"{held} = {chosen.arg(value)}"
        case kind:
            column = f"t.{kind}_id"
            return f"{column} is null" if value == NONE else f"{column} = {chosen.arg(UUID(value))}::uuid"


def _sample(chosen: Selection, field: str, lane: LaneField, place: int, wanted: Wanted) -> str:
    order = LATEST if wanted.done else PRESSING
    inside = condition(chosen, field, wanted.value)
    return (
        f"(select {place} as place, s.id, s.lane, row_number() over () as pos from ("
        f"select t.id, {LANES[lane]} as lane from tickets t where {chosen.where} and {inside} "
        f"order by {order} limit {COUNTED + 1}) s)"
    )


async def cards(
    reads: Statements,
    chosen: Selection,
    field: str,
    columns: Sequence[Wanted],
    *,
    lane: LaneField,
    cap: int,
) -> list[Record]:
    """Return the first ``cap`` cards of each cell, in order of column, lane and urgency, beside the counts of both."""
    if not columns:
        return []
    samples = " union all ".join(
        _sample(chosen, field, lane, place, wanted) for place, wanted in enumerate(columns)
    )
    sql = (
        f"with sample as ({samples}), ranked as (select s.*, "
        "row_number() over (partition by place, lane order by pos) as turn, "
        "count(*) over (partition by place, lane) as in_cell, count(*) over (partition by place) as in_column "
        "from sample s) "
        "select k.place, k.lane, k.in_cell, k.in_column, row_to_json(x)::text as body, t.status, t.closed_at, "
        "a.name as assignee from ranked k join tickets t on t.org_id = app_org() and t.id = k.id "
        f"{rendering.JOINS} cross join lateral (select {rendering.row(internal=True)}) x "
        f"where k.turn <= {cap} order by k.place, k.lane, k.turn"
    )
    return await reads.fetch(sql, *chosen.args)


async def assignees(reads: Statements, chosen: Selection, team: UUID | None, most: int) -> list[Record]:
    """Return who has tickets of the selection, and who is in the team of the board, by name."""
    args = [*chosen.args, team, most]
    sql = (
        "select p.id, p.name from people p where p.org_id = app_org() and p.is_active and p.id in ("
        f"select t.assignee_id from tickets t where {chosen.where} and t.assignee_id is not null "
        "union select m.person_id from memberships m where m.org_id = app_org() "
        f"and m.team_id = ${len(args) - 1}::uuid) order by lower(p.name), p.id limit ${len(args)}"
    )
    return await reads.fetch(sql, *args)
