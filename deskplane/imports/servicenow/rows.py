"""Reading the log: each line becomes a row with its time, its place in the order and a key of its own."""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

from deskplane.imports.opening import opened_text
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.text import suggestion

NULL: Final = frozenset({"", "?"})
NEEDED: Final = ("number", "incident_state", "sys_updated_at", "sys_mod_count")
BUSINESS: Final = (
    "incident_state",
    "active",
    "reassignment_count",
    "reopen_count",
    "made_sla",
    "caller_id",
    "opened_by",
    "opened_at",
    "sys_created_by",
    "sys_created_at",
    "contact_type",
    "location",
    "category",
    "subcategory",
    "u_symptom",
    "cmdb_ci",
    "impact",
    "urgency",
    "priority",
    "assignment_group",
    "assigned_to",
    "knowledge",
    "u_priority_confirmation",
    "notify",
    "problem_id",
    "rfc",
    "vendor",
    "caused_by",
    "closed_code",
    "resolved_by",
    "resolved_at",
    "closed_at",
)
"""Columns that say something about the incident; the others say when and by whom the row was written."""

DATE_FORMATS: Final = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")
DIGEST_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One update of one incident. ``values`` holds the business columns, None where the log says ``?``."""

    line: int
    number: str
    at: datetime
    mod_count: int
    updated_by: str | None
    values: tuple[str | None, ...]
    key: str

    def get(self, column: str) -> str | None:
        """Return the value of a business column."""
        return self.values[PLACES[column]]

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Where the row stands in the history of its incident."""
        return (self.at, self.mod_count, self.line)


PLACES: Final[Mapping[str, int]] = MappingProxyType({name: place for place, name in enumerate(BUSINESS)})


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that could not be read, and why."""

    line: int
    reason: str


@lru_cache(maxsize=200_000)
def moment(text: str) -> datetime:
    """Read a time of the log, which is in UTC.

    Raises:
        ValueError: it is written in none of the known ways.
    """
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a time such as 29/2/2016 01:23")


def read_log(path: Path) -> Iterator[Row | BadRow]:
    """Yield the rows of a log file in the order of the file.

    Raises:
        InvalidError: the file cannot be read as such a log at all.
    """
    with opened_text(path) as text:
        yield from rows_of(text, name=path.name)


def rows_of(text: IO[str], *, name: str = "The file") -> Iterator[Row | BadRow]:
    """Yield the rows of a log.

    Raises:
        InvalidError: a column that the log needs is missing, or the CSV is broken.
    """
    reader = csv.reader(text, strict=True)
    try:
        header = [column.strip() for column in next(reader, list[str]())]
        _check_header(header, name)
        places = [header.index(column) if column in header else None for column in BUSINESS]
        fixed = [header.index(column) for column in NEEDED]
        by = header.index("sys_updated_by") if "sys_updated_by" in header else None
        for cells in reader:
            if cells:
                yield _row(reader.line_num, cells, len(header), fixed, places, by)
    except csv.Error as error:
        raise InvalidError(f"{name}, line {reader.line_num}: {error}.") from error


def _check_header(header: Sequence[str], name: str) -> None:
    for column in NEEDED:
        if column not in header:
            hint = suggestion(column, header) if header else " The file is empty."
            raise InvalidError(f"{name} is not a ServiceNow log: there is no column '{column}'.{hint}")


def _row(
    line: int, cells: list[str], width: int, fixed: list[int], places: list[int | None], by: int | None
) -> Row | BadRow:
    if len(cells) != width:
        return BadRow(line, f"{len(cells)} values where the header has {width} columns")
    if any("\x00" in cell for cell in cells):
        return BadRow(line, "contains a NUL character")
    number, state, updated_at, mod_count = (cells[place].strip() for place in fixed)
    if number in NULL or state in NULL:
        return BadRow(line, "has no number" if number in NULL else "has no state")
    try:
        at, mods = moment(updated_at), int(mod_count)
    except ValueError as error:
        return BadRow(line, f"sys_updated_at or sys_mod_count: {error}")
    return Row(
        line=line,
        number=number,
        at=at,
        mod_count=mods,
        updated_by=_value(cells[by]) if by is not None else None,
        values=tuple(_value(cells[place]) if place is not None else None for place in places),
        key=f"{mods}:{digest_of(cells)}",
    )


def _value(cell: str) -> str | None:
    stripped = cell.strip()
    return None if stripped in NULL else stripped


def digest_of(cells: Sequence[str]) -> str:
    """Return the short digest that tells one row of an incident from another."""
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:DIGEST_LENGTH]
