"""The hot doors of the slice as SQL: read one, lock, insert, change; each a single statement however many tickets."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeAlias
from uuid import UUID

from deskplane.kernel.db import Reader, Record, Statements, Tx
from deskplane.kernel.errors import NotFoundError
from deskplane.kernel.ids import as_uuid
from deskplane.tickets import fields, rendering
from deskplane.tickets.planning import Locked

Ref: TypeAlias = UUID | int
_NUMBER: Final = re.compile(r"[A-Za-z]{2,10}-([0-9]{1,15})")
_TYPED_NUMBER: Final = re.compile(r"(?:[A-Za-z]{2,10}-|#)?([0-9]{1,15})")

# A requester sees the tickets they asked for and those they watch.
OWN: Final = (
    "(t.requester_id = app_person() or exists (select 1 from ticket_watchers w where w.org_id = t.org_id "
    "and w.ticket_id = t.id and w.person_id = app_person()))"
)
DRAFT_COLUMNS: Final = (
    "id",
    "created_at",
    *(name for name in fields.STATE if name not in {"deleted_at", "merged_into"}),
)
LOCKED: Final = ", ".join(
    f"t.{name}"
    for name in ("id", "number_int", "version", "created_at", "updated_at", *fields.STATE)
    if not name.startswith("description_")
)


def parse_ref(text: str) -> Ref:
    """Return the id or the number that ``text`` spells; the letters of a number do not matter.

    Raises:
        NotFoundError: it is neither.
    """
    number = _NUMBER.fullmatch(text)
    if number:
        return int(number[1])
    found = as_uuid(text)
    if found is None:
        raise NotFoundError(f"'{text}' is neither the id nor the number of a ticket.")
    return found


def number_in(text: str) -> int | None:
    """Return the ticket number that somebody typed, with or without its letters."""
    number = _TYPED_NUMBER.fullmatch(text)
    return int(number[1]) if number else None


def missing(ref: object) -> NotFoundError:
    """Return the error for a ticket that is not there or not to be seen."""
    return NotFoundError(f"There is no ticket {ref} here.")


def _match(ref: Ref) -> str:
    return "t.id = $1" if isinstance(ref, UUID) else "t.number_int = $1"


@cache
def _read_one(match: str, *, internal: bool, own_only: bool, deleted: bool) -> str:
    where = f"t.org_id = app_org() and {match}"
    where += f" and {OWN}" if own_only else ""
    where += "" if deleted else " and t.deleted_at is null"
    return rendering.one("tickets", rendering.detail(internal=internal), where)


async def read_one(
    reads: Statements, ref: Ref, *, internal: bool = True, own_only: bool = False, deleted: bool = False
) -> Record | None:
    """Return a ticket rendered: body, id, number, version, status, closed_at."""
    sql = _read_one(_match(ref), internal=internal, own_only=own_only, deleted=deleted)
    return await reads.fetchrow(sql, ref)


async def find_id(reads: Reader | Tx, ref: Ref, *, own_only: bool = False) -> UUID:
    """Return the id of a ticket that may be seen.

    Raises:
        NotFoundError: there is none.
    """
    own = f" and {OWN}" if own_only else ""
    found = await reads.fetchval(
        f"select t.id from tickets t where t.org_id = app_org() and {_match(ref)} and t.deleted_at is null{own}",
        ref,
    )
    if found is None:
        raise missing(ref)
    return found


@cache
def _lock(match: str, *, own_only: bool, described: bool) -> str:
    columns = f"{LOCKED}, t.description_html, t.description_text" if described else LOCKED
    own = f" and {OWN}" if own_only else ""
    return (
        f"select {columns} from tickets t where t.org_id = app_org() and {match}{own} "
        "order by t.id for no key update of t"
    )


async def lock_one(
    tx: Tx, ref: Ref, *, own_only: bool = False, deleted: bool = False, described: bool = False
) -> Record:
    """Lock a ticket for a change and return its state; ``described`` adds the description.

    Raises:
        NotFoundError: there is none, or it is deleted.
    """
    found = await tx.fetchrow(_lock(_match(ref), own_only=own_only, described=described), ref)
    if found is None or (found["deleted_at"] is not None and not deleted):
        raise missing(ref)
    return found


async def lock_many(tx: Tx, ids: Sequence[UUID], *, described: bool = False) -> dict[UUID, Record]:
    """Lock tickets in the order of their ids (so that two bulk changes never deadlock); return those that exist."""
    rows = await tx.fetch(_lock("t.id = any($1::uuid[])", own_only=False, described=described), ids)
    return {row["id"]: row for row in rows}


async def ids_of_numbers(tx: Tx, numbers: Sequence[int]) -> dict[int, UUID]:
    """Return the ids behind ticket numbers."""
    rows = await tx.fetch(
        "select t.number_int, t.id from tickets t where t.org_id = app_org() and t.number_int = any($1::bigint[])",
        numbers,
    )
    return {row["number_int"]: row["id"] for row in rows}


INSERTED: Final = f"""
insert into tickets (org_id, number_int, version, updated_at, {", ".join(DRAFT_COLUMNS)})
select app_org(), d.number_int, coalesce(d.version, 1), coalesce(d.updated_at, d.created_at),
       {", ".join(f"d.{name}" for name in DRAFT_COLUMNS)}
from rows from (
    jsonb_to_recordset($1::jsonb) as (version int, updated_at timestamptz, id uuid,
        created_at timestamptz, {fields.recordset(DRAFT_COLUMNS[2:])}),
    next_numbers($2)
) as d (version, updated_at, {", ".join(DRAFT_COLUMNS)}, number_int)
"""
INSERT: Final = f"{INSERTED} returning id, number_int"


@cache
def _insert_one(*, internal: bool) -> str:
    # The limit tells the planner of one row; it would prepare the joins for hundreds.
    return f"with stored as ({INSERTED} limit 1 returning *) " + rendering.one(
        "stored", rendering.detail(internal=internal).replace(rendering.FAMILY, rendering.NO_FAMILY)
    )


async def insert(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> list[Record]:
    """Store new tickets under the next numbers; return id and number_int in the order given."""
    return await tx.fetch(INSERT, rows, len(rows))


async def insert_one(tx: Tx, row: Mapping[str, Any], *, internal: bool) -> Record:
    """Store one new ticket and return it rendered, as ``read_one`` does."""
    [stored] = await tx.fetch(_insert_one(internal=internal), [row], 1)
    return stored


@cache
def _change(columns: tuple[str, ...], *, bump: bool) -> str:
    version = "version = t.version + 1, updated_at = c.at, " if bump else ""
    return (
        f"update tickets t set {version}{', '.join(f'{name} = c.{name}' for name in columns)} "
        f"from jsonb_to_recordset($1::jsonb) as c(id uuid, at timestamptz, {fields.recordset(columns)}) "
        "where t.org_id = app_org() and t.id = c.id"
    )


async def change(tx: Tx, changed: Sequence[tuple[Locked, Mapping[str, Any]]], at: datetime) -> None:
    """Write the new values of locked tickets, given as ``(locked row, new values)``; each gets the next version."""
    columns = tuple(sorted({name for _, values in changed for name in values}))
    rows = [
        {
            "id": row["id"],
            "at": max(at, row["updated_at"]),
            **{name: values[name] if name in values else row[name] for name in columns},
        }
        for row, values in changed
    ]
    await tx.execute(_change(columns, bump=True), rows)


async def project(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write read-model columns; all rows name the same ones beside ``id``."""
    columns = tuple(name for name in rows[0] if name != "id")
    await tx.execute(_change(columns, bump=False), rows)
