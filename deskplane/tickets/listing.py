"""Lists of tickets: one statement, keyset paging, the JSON rendered by PostgreSQL, no total unless asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson

from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Record, Statements
from deskplane.kernel.errors import MalformedError
from deskplane.kernel.paging import Page, encode_cursor
from deskplane.tickets import rendering
from deskplane.tickets.filters import Direction, GroupField, SortBy, TicketFilter
from deskplane.tickets.selection import Selection, select

COUNTED: Final = 10_000
MOST_GROUPS: Final = 500
FAR: Final = "'9999-12-31T00:00:00Z'::timestamptz"
NEWEST_FIRST: Final = frozenset({SortBy.CREATED, SortBy.UPDATED, SortBy.NUMBER})


@dataclass(frozen=True, slots=True)
class Order:
    """Sort expressions, all in one direction so that a row comparison finds the next page, and their SQL types."""

    keys: tuple[tuple[str, str], ...]
    descending: bool

    @property
    def text(self) -> str:
        """The ORDER BY list."""
        way = " desc" if self.descending else ""
        return ", ".join(f"{key}{way}" for key, _ in self.keys)

    @property
    def columns(self) -> str:
        """The sort values as columns k0, k1 and so on."""
        return ", ".join(f"{key} as k{n}" for n, (key, _) in enumerate(self.keys))

    @property
    def outer(self) -> str:
        """The ORDER BY list over those columns."""
        way = " desc" if self.descending else ""
        return ", ".join(f"t.k{n}{way}" for n in range(len(self.keys)))

    def values(self, row: Record) -> list[Any]:
        """Return the sort values of a row."""
        return [row[f"k{n}"] for n in range(len(self.keys))]


_KEYS: Final[Mapping[SortBy, tuple[tuple[str, str], ...]]] = {
    SortBy.CREATED: (("t.created_at", "timestamptz"), ("t.id", "uuid")),
    SortBy.UPDATED: (("t.updated_at", "timestamptz"), ("t.id", "uuid")),
    SortBy.PRIORITY: (("t.priority_rank", "smallint"), ("t.created_at", "timestamptz"), ("t.id", "uuid")),
    SortBy.STATUS: (("t.status_rank", "smallint"), ("t.created_at", "timestamptz"), ("t.id", "uuid")),
    SortBy.DUE: ((f"coalesce(t.due_at, {FAR})", "timestamptz"), ("t.id", "uuid")),
    SortBy.NEXT_DUE: ((f"coalesce(t.next_due_at, {FAR})", "timestamptz"), ("t.id", "uuid")),
    SortBy.NUMBER: (("t.number_int", "bigint"),),
}
_READERS: Final[Mapping[str, Any]] = {
    "timestamptz": datetime.fromisoformat,
    "uuid": UUID,
    "smallint": int,
    "bigint": int,
}


def order_of(wanted: TicketFilter) -> Order:
    """Return the order of a list; without a direction the newest first, or the lowest rank and the nearest due date."""
    natural = Direction.DESC if wanted.sort_by in NEWEST_FIRST else Direction.ASC
    way = wanted.sort_direction or natural
    return Order(_KEYS[wanted.sort_by], descending=way is Direction.DESC)


def _mark(wanted: TicketFilter, order: Order) -> str:
    return f"{wanted.sort_by}:{'desc' if order.descending else 'asc'}"


def _continue(chosen: Selection, wanted: TicketFilter, order: Order, after: Sequence[Any]) -> None:
    if len(after) != len(order.keys) + 1 or after[0] != _mark(wanted, order):
        raise MalformedError("The cursor belongs to another list or order. Start again without it.")
    try:
        values = [_READERS[kind](value) for (_, kind), value in zip(order.keys, after[1:], strict=True)]
    except (ValueError, TypeError) as error:
        raise MalformedError("The cursor cannot be read. Start again without it.") from error
    marks = ", ".join(
        f"{chosen.arg(_aware(value))}::{kind}" for value, (_, kind) in zip(values, order.keys, strict=True)
    )
    keys = ", ".join(key for key, _ in order.keys)
    chosen.parts.append(f"({keys}) {'<' if order.descending else '>'} ({marks})")


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


async def page_of_tickets(reads: Statements, wanted: TicketFilter, page: Page, caller: Caller) -> str:
    """Return a part of the list as JSON.

    Raises:
        InvalidError: a filter is refused.
        MalformedError: the cursor belongs to another list.
    """
    chosen, order = await select(reads, wanted, caller), order_of(wanted)
    total = await _total(reads, chosen) if page.count else None
    if page.after is not None:
        _continue(chosen, wanted, order, page.after)
    internal = caller.may(Permission.TICKET_READ_INTERNAL)
    rows = await reads.fetch(_statement(chosen, order, page, internal=internal), *chosen.args)
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    last = (
        encode_cursor((_mark(wanted, order), *map(_plain, order.values(rows[-1])))) if more and rows else None
    )
    info = {
        "next": last,
        "limit": page.limit,
        "total": min(total, COUNTED) if total is not None else None,
        "total_exact": total is None or total <= COUNTED,
        "page": page.number,
    }
    return f'{{"data":[{",".join(row["body"] for row in rows)}],"page":{orjson.dumps(info).decode()}}}'


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _statement(chosen: Selection, order: Order, page: Page, *, internal: bool) -> str:
    # The limit is part of the text: as a parameter it would leave the planner guessing.
    keys = ", ".join(f"t.k{n}" for n in range(len(order.keys)))
    return (
        f"select row_to_json(x)::text as body, {keys} from (select t.*, {order.columns} from tickets t "
        f"where {chosen.where} order by {order.text} limit {page.limit + 1} offset {page.offset}) t "
        f"{rendering.JOINS} cross join lateral (select {rendering.row(internal=internal)}) x order by {order.outer}"
    )


_GROUPS: Final[Mapping[GroupField, tuple[str, str, str]]] = {
    GroupField.STATUS: ("t.status", "min(t.status_rank)", ""),
    GroupField.PRIORITY: ("t.priority", "min(t.priority_rank)", ""),
    GroupField.TYPE: ("t.type", "0", ""),
    GroupField.ASSIGNEE: ("t.assignee_id", "0", "people"),
    GroupField.TEAM: ("t.team_id", "0", "teams"),
    GroupField.CATEGORY: ("t.category_id", "0", "categories"),
}


async def groups(
    reads: Statements, wanted: TicketFilter, by: GroupField, caller: Caller
) -> list[dict[str, Any]]:
    """Return the groups a list falls into, with their counts: ranks in order, then names, tickets without one last.

    Raises:
        InvalidError: a filter is refused.
    """
    chosen = await select(reads, wanted, caller)
    column, rank, table = _GROUPS[by]
    inner = f"select {column} as value, {rank} as rank, count(*) as n from tickets t where {chosen.where} group by 1"
    named = f"left join {table} x on x.org_id = app_org() and x.id = g.value" if table else ""
    label = "x.name" if table else "null::text"
    rows = await reads.fetch(
        f"select coalesce(g.value::text, 'none') as value, {label} as label, g.n as count from ({inner}) g {named} "
        f"order by g.value is null, g.rank, lower({label}), g.value limit {MOST_GROUPS}",
        *chosen.args,
    )
    return [dict(row) for row in rows]


async def _total(reads: Statements, chosen: Selection) -> int:
    return await reads.fetchval(
        f"select count(*) from (select 1 from tickets t where {chosen.where} limit {COUNTED + 1}) n",
        *chosen.args,
    )
