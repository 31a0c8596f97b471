"""Plain tables with a version: list, find, add, change and remove rows; every change is announced.

For data that people keep in settings. Hot tables have SQL of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, Self, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import Field

from deskplane.kernel.access import Caller
from deskplane.kernel.constraints import Refusals, explained
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import MalformedError, NotFoundError
from deskplane.kernel.events import Actor, Event, append
from deskplane.kernel.ids import uuid7
from deskplane.kernel.paging import Page, envelope, page_params
from deskplane.kernel.shape import Shape
from deskplane.kernel.versions import require_version
from deskplane.vocabulary.origin import Origin

Row = dict[str, Any]
T = TypeVar("T")
HIDDEN = frozenset({"org_id", "total_rows"})


@dataclass(frozen=True, slots=True)
class By:
    """Who changes something, and through which door."""

    actor: Actor
    origin: Origin

    @classmethod
    def of(cls, caller: Caller) -> Self:
        """Return the author behind a request."""
        return cls(caller.actor, caller.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A table with ``org_id``, ``id``, ``version``, ``created_at`` and ``updated_at``, and what is said about it.

    ``label`` is the column that names a row in events; ``refusals`` explain its constraints.
    """

    table: str
    noun: str
    order: str
    added: type[Event]
    changed: type[Event]
    removed: type[Event]
    label: str = "name"
    refusals: Refusals = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Change:
    """New values for a row, and the version they were prepared on."""

    values: Mapping[str, Any]
    if_match: int | None = None
    sent: int | None = None


class PageRead(Shape):
    """Where a list goes on."""

    next: str | None = Field(description="`cursor` of the next part; null on the last")
    limit: int
    total: int | None
    page: int | None


class Listed(Shape, Generic[T]):
    """A part of a list."""

    data: list[T]
    page: PageRead


async def long_page_params(
    limit: Annotated[int, Query(ge=1, le=2000, description="Rows of one page")] = 500,
    cursor: Annotated[
        str | None, Query(max_length=2000, description="`page.next` of the page before")
    ] = None,
    page: Annotated[
        int | None, Query(ge=1, le=10_000, description="Numbered page, instead of a cursor")
    ] = None,
    count: Annotated[bool, Query(description="Also count all rows")] = False,
) -> Page:
    """Read the paging parameters of a list that people mostly want as a whole."""
    return await page_params(limit, cursor, page, count)


LongPage = Annotated[Page, Depends(long_page_params)]


def shown(record: Record) -> Row:
    """Return a record as the API shows it."""
    return {key: value for key, value in record.items() if key not in HIDDEN}


async def listed(
    reads: Statements, shelf: Shelf, page: Page, *, where: str = "true", args: Sequence[Any] = ()
) -> dict[str, Any]:
    """Return a part of the rows in the shelf's order; ``where`` is our own SQL, its values are ``args`` from $1."""
    skip, limit = skipped(page), len(args) + 1
    total_rows = "count(*) over ()" if page.count else "null::bigint"
    sql = (
        f"select *, {total_rows} as total_rows from {shelf.table} where org_id = app_org() and ({where}) "
        f"order by {shelf.order} limit ${limit} offset ${limit + 1}"
    )
    records = await reads.fetch(sql, *args, page.limit + 1, skip)
    total = records[0]["total_rows"] if records else 0
    after = (skip + page.limit,) if len(records) > page.limit else None
    rows = [shown(record) for record in records[: page.limit]]
    return envelope(rows, page, after=after, total=total if page.count else None)


def skipped(page: Page) -> int:
    """Return how many rows lie before a page.

    Raises:
        MalformedError: the cursor belongs to another list.
    """
    if page.after is None:
        return page.offset
    [*rest] = page.after
    if len(rest) != 1 or type(rest[0]) is not int or not 0 <= rest[0] < 1_000_000:
        raise MalformedError("The cursor belongs to another list. Start again without it.")
    return rest[0]


async def found(reads: Statements, shelf: Shelf, id: UUID, *, lock: bool = False) -> Row:
    """Return one row.

    Raises:
        NotFoundError: there is none of that id in this organisation.
    """
    tail = " for update" if lock else ""
    record = await reads.fetchrow(
        f"select * from {shelf.table} where org_id = app_org() and id = $1{tail}", id
    )
    if record is None:
        raise NotFoundError(f"There is no {shelf.noun} with this id.")
    return shown(record)


async def add(tx: Tx, shelf: Shelf, values: Mapping[str, Any], *, by: By) -> Row:
    """Store a row and announce it."""
    names = ", ".join(values)
    marks = ", ".join(f"${n}" for n in range(2, len(values) + 2))
    sql = f"insert into {shelf.table} (org_id, id, {names}) values (app_org(), $1, {marks}) returning *"
    with explained(shelf.refusals):
        [record] = await tx.fetch(sql, uuid7(), *values.values())
    row = shown(record)
    await append(tx, [_told(shelf.added, row, by, data={shelf.label: row[shelf.label]})])
    return row


async def change(tx: Tx, shelf: Shelf, id: UUID, change: Change, *, by: By) -> Row:
    """Set what differs and announce it; nothing happens when nothing differs.

    Raises:
        NotFoundError: there is no such row.
        PreconditionFailedError, ConflictError: the change was prepared on an older version.
    """
    before = await found(tx, shelf, id, lock=True)
    require_version(before["version"], if_match=change.if_match, sent=change.sent)
    differing = {name: value for name, value in change.values.items() if before[name] != value}
    if not differing:
        return before
    marks = ", ".join(f"{name} = ${n}" for n, name in enumerate(differing, start=2))
    sql = (
        f"update {shelf.table} set {marks}, version = version + 1, updated_at = now() "
        "where org_id = app_org() and id = $1 returning *"
    )
    with explained(shelf.refusals):
        [record] = await tx.fetch(sql, id, *differing.values())
    after = shown(record)
    changes = {name: [before[name], after[name]] for name in differing}
    await append(tx, [_told(shelf.changed, after, by, changes=changes)])
    return after


async def remove(tx: Tx, shelf: Shelf, id: UUID, *, if_match: int | None, by: By) -> None:
    """Delete a row and announce it; a constraint or an inline subscriber may refuse.

    Raises:
        NotFoundError: there is no such row.
        PreconditionFailedError: it was looked at in an older version.
    """
    before = await found(tx, shelf, id, lock=True)
    require_version(before["version"], if_match=if_match)
    with explained(shelf.refusals):
        await tx.execute(f"delete from {shelf.table} where org_id = app_org() and id = $1", id)
    await append(tx, [_told(shelf.removed, before, by, data={shelf.label: before[shelf.label]})])


def _told(
    kind: type[Event],
    row: Row,
    by: By,
    *,
    changes: Mapping[str, Sequence[Any]] | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    return kind(
        subject=row["id"],
        version=row["version"],
        actor=by.actor,
        origin=by.origin,
        changes=changes or {},
        data=data or {},
    )
