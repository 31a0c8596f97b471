"""Filters as SQL: which tickets, in which order, from which row on. Values always travel as parameters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from deskplane.catalog import fields as custom_fields
from deskplane.kernel import clock
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.conditions.context import Context
from deskplane.kernel.conditions.document import read
from deskplane.kernel.conditions.fields import Field, Kind, Schema, Special
from deskplane.kernel.conditions.query import read_any
from deskplane.kernel.conditions.sql import to_sql
from deskplane.kernel.conditions.tree import Condition, checks_of
from deskplane.kernel.db import Statements
from deskplane.kernel.errors import InvalidError
from deskplane.tickets import asking, sets
from deskplane.tickets.filters import TicketFilter, Word
from deskplane.tickets.queries import number_in
from deskplane.vocabulary.status import STATUS_RANKS, Status

# An array, so that a requester's few tickets are found by index instead of checking every ticket for a watcher.
OWN: Final = (
    "t.id = any(array(select o.id from tickets o where o.org_id = app_org() and o.requester_id = app_person() "
    "union select w.ticket_id from ticket_watchers w where w.org_id = app_org() and w.person_id = app_person()))"
)
MY_TEAMS: Final = (
    "array(select m.team_id from memberships m where m.org_id = app_org() and m.person_id = app_person())"
)
BELOW: Final = "array(select c.id from categories c where c.org_id = app_org() and c.lineage && {}::uuid[])"
LAST_UNFINISHED: Final = STATUS_RANKS[Status.ON_HOLD]


@dataclass(slots=True)
class Selection:
    """The text of a WHERE clause over ``tickets t`` and its arguments, counted from $1."""

    parts: list[str] = field(default_factory=lambda: ["t.org_id = app_org()"])
    args: list[Any] = field(default_factory=list[Any])

    def arg(self, value: Any) -> str:
        """Take an argument and return its marker."""
        self.args.append(value)
        return f"${len(self.args)}"

    def add(self, text: str, *values: Any) -> None:
        """Narrow the selection; ``{}`` in ``text`` stands for the markers of ``values``."""
        self.parts.append(text.format(*(self.arg(value) for value in values)))

    def among(self, column: str, cast: str, values: Sequence[Any]) -> None:
        """Keep rows whose column is one of ``values``; all rows if there are none."""
        if len(values) == 1:
            self.add(f"{column} = {{}}::{cast}", values[0])
        elif values:
            self.add(f"{column} = any({{}}::{cast}[])", list(values))

    @property
    def where(self) -> str:
        """The whole clause."""
        return " and ".join(self.parts)


async def select(reads: Statements, wanted: TicketFilter, caller: Caller) -> Selection:
    """Return the tickets of ``wanted`` that the caller may see; a statement only for custom fields.

    Raises:
        InvalidError: a condition or a custom field is refused.
    """
    chosen = Selection()
    chosen.parts.append("t.deleted_at is not null" if wanted.is_deleted else "t.deleted_at is null")
    if wanted.is_deleted:
        caller.need(Permission.TICKET_RESTORE)
    if not caller.sees_everything:
        chosen.parts.append(OWN)
    _plain(chosen, wanted, caller)
    if wanted.where is not None or wanted.custom:
        await _conditions(chosen, reads, wanted, caller)
    return chosen


def _plain(chosen: Selection, wanted: TicketFilter, caller: Caller) -> None:
    ranks = sorted({status.rank for status in wanted.status})
    chosen.among("t.status_rank", "smallint", ranks)
    if ranks and ranks[-1] <= LAST_UNFINISHED:
        # Says the same once more, in the words of the partial indexes.
        chosen.parts.append(f"t.status_rank <= {LAST_UNFINISHED}")
    chosen.among("t.priority_rank", "smallint", sorted({priority.rank for priority in wanted.priority}))
    chosen.among("t.type", "text", [str(kind) for kind in wanted.type])
    chosen.among("t.source_type", "text", [str(source) for source in wanted.source_type])
    if wanted.category:
        chosen.add(f"t.category_id = any({BELOW})", list(wanted.category))
    _referring(chosen, "t.team_id", wanted.team, MY_TEAMS)
    _referring(chosen, "t.assignee_id", wanted.assignee, "array[app_person()]")
    _referring(chosen, "t.requester_id", wanted.requester, "array[app_person()]")
    if wanted.tag:
        caller.need(Permission.TICKET_READ_INTERNAL)
        chosen.add("t.tags && {}::text[]", [tag.lower() for tag in wanted.tag])
    if wanted.set:
        caller.need(Permission.TICKET_READ_INTERNAL)
        chosen.add(sets.IN_SETS, list(wanted.set))
    _between(chosen, "t.created_at", wanted.created_from, wanted.created_to)
    _between(chosen, "t.updated_at", wanted.updated_from, wanted.updated_to)
    _beginning(chosen, wanted.q.strip())


def _referring(chosen: Selection, column: str, values: Iterable[UUID | Word], mine: str) -> None:
    values = list(values)
    ids = [value for value in values if isinstance(value, UUID)]
    ways: list[str] = []
    if len(ids) == 1:
        ways.append(f"{column} = {chosen.arg(ids[0])}::uuid")
    elif ids:
        ways.append(f"{column} = any({chosen.arg(ids)}::uuid[])")
    if Word.ME in values:
        ways.append(f"{column} = any({mine})")
    if Word.NONE in values:
        ways.append(f"{column} is null")
    if ways:
        chosen.parts.append(f"({' or '.join(ways)})")


def _between(chosen: Selection, column: str, first: datetime | None, last: datetime | None) -> None:
    if first is not None:
        chosen.add(f"{column} >= {{}}", first)
    if last is not None:
        chosen.add(f"{column} < {{}}", last)


def _beginning(chosen: Selection, text: str) -> None:
    """Find by number or by how the title begins, as a range of the title's key, which an index serves under RLS."""
    if not text:
        return
    low = text.lower()[:80]
    title = f"(t.title_key >= {chosen.arg(low)} and t.title_key < {chosen.arg(low + chr(0x10FFFF))})"
    number = number_in(text)
    chosen.parts.append(title if number is None else f"(t.number_int = {chosen.arg(number)} or {title})")


async def _conditions(chosen: Selection, reads: Statements, wanted: TicketFilter, caller: Caller) -> None:
    internal = caller.may(Permission.TICKET_READ_INTERNAL)
    definitions = await custom_fields.active(reads, for_requester=not internal)
    custom = custom_fields.condition_fields(definitions)
    schema = asking.schema(custom, internal=internal)
    conditions = [_custom(name, values, schema) for name, values in wanted.custom.items()]
    if wanted.where is not None:
        conditions.append(read_any(wanted.where, schema))
    expressions = asking.columns(custom)
    context = Context(clock.now(), me=caller.person_id, teams=await _teams(reads, conditions, caller))
    for condition in conditions:
        fragment = to_sql(condition, expressions, context, start=len(chosen.args) + 1)
        chosen.parts.append(f"({fragment.text})")
        chosen.args.extend(fragment.args)


async def _teams(reads: Statements, conditions: Sequence[Condition], caller: Caller) -> tuple[UUID, ...]:
    """Return the caller's teams, asked for only if a condition speaks of them."""
    values = [check.value for condition in conditions for check in checks_of(condition)]
    if not any(Special.MY_TEAMS in (value if isinstance(value, tuple) else (value,)) for value in values):
        return ()
    rows = await reads.fetch(
        "select m.team_id from memberships m where m.org_id = app_org() and m.person_id = $1",
        caller.person_id,
    )
    return tuple(row["team_id"] for row in rows)


def _custom(name: str, values: Sequence[str], schema: Schema) -> Condition:
    loc = ("query", name)
    asked = schema.get(name)
    typed = [_typed(value, asked, loc) for value in values]
    kind = asked.kind if asked else None
    single = kind in {Kind.BOOL, Kind.DATE, Kind.DATETIME}
    document: Mapping[str, Any] = (
        {"any": [{"field": name, "op": "eq", "value": value} for value in typed]}
        if single
        else {"field": name, "op": "in", "value": typed}
    )
    return read(document, schema, loc=loc)


def _typed(value: str, asked: Field | None, loc: Sequence[str]) -> Any:
    if asked is None or asked.kind not in {Kind.NUMBER, Kind.BOOL}:
        return value
    if asked.kind is Kind.BOOL:
        return {"true": True, "false": False}.get(value.lower(), value)
    try:
        number = float(value)
    except ValueError:
        raise InvalidError(errors=[{"loc": list(loc), "msg": f"'{value[:40]}' is not a number"}]) from None
    return int(number) if number.is_integer() else number
