"""Which columns a board has: those that were chosen, or all values of its field, with the names of what has one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from deskplane.boards import queries
from deskplane.boards.vocabulary import CUSTOM, NONE, ColumnKind
from deskplane.catalog import fields as custom_fields
from deskplane.catalog.vocabulary import FieldKind
from deskplane.kernel.db import Statements
from deskplane.kernel.errors import ConflictError, FieldError, InvalidError
from deskplane.kernel.ids import as_uuid
from deskplane.tickets.selection import Selection
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import UNFINISHED, Status

MOST_BY_ITSELF: Final = 24
Setting = Mapping[str, Any]
Names = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as it is drawn."""

    value: str
    label: str | None
    limit: int | None = None


async def check(reads: Statements, field: str, columns: Sequence[Setting]) -> None:
    """Refuse columns that are no values of the field, or are named twice.

    Raises:
        InvalidError: names each column that is refused.
        ConflictError: there is no such select field.
    """
    values = [str(column["value"]) for column in columns]
    known = await _names(reads, field, values)
    errors: list[FieldError] = []
    for place, value in enumerate(values):
        if value in values[:place]:
            errors.append({"loc": ["body", "columns", place, "value"], "msg": f"'{value}' is named twice"})
        elif value not in known:
            message = f"'{value}' is no value of {field}"
            errors.append({"loc": ["body", "columns", place, "value"], "msg": message})
    if errors:
        raise InvalidError(errors=errors)


async def of_board(
    reads: Statements, field: str, columns: Sequence[Setting], *, chosen: Selection, team: UUID | None
) -> list[Shown]:
    """Return the columns to draw; what was chosen and is gone since is left out.

    Raises:
        ConflictError: the custom field behind the columns is gone.
    """
    if not columns and ColumnKind.of(field) is ColumnKind.ASSIGNEE:
        people = await queries.assignees(reads, chosen, team, MOST_BY_ITSELF)
        return [Shown(NONE, None), *(Shown(str(row["id"]), row["name"]) for row in people)]
    values = [str(column["value"]) for column in columns]
    known = await _names(reads, field, values)
    if not columns:
        return [Shown(value, label) for value, label in known.items()]
    return [
        Shown(column["value"], known[column["value"]], column["limit"])
        for column in columns
        if column["value"] in known
    ]


async def _names(reads: Statements, field: str, values: Sequence[str]) -> Names:
    """Return the values a column can have and their names: all of the field, or at least those of ``values``."""
    match ColumnKind.of(field):
        case ColumnKind.STATUS:
            return dict.fromkeys(map(str, (*UNFINISHED, *(Status(value) for value in _known_done(values)))))
        case ColumnKind.PRIORITY:
            return dict.fromkeys(map(str, Priority))
        case ColumnKind.CUSTOM:
            return {**await _options(reads, field), NONE: None}
        case kind:
            return {NONE: None, **await _named(reads, kind, values)}


def _known_done(values: Sequence[str]) -> list[str]:
    """A board that was not told its statuses ends with what is resolved; others name what they want."""
    done = [str(status) for status in Status if status.is_done]
    return [value for value in done if value in values] if values else [str(Status.RESOLVED)]


async def _options(reads: Statements, field: str) -> dict[str, str | None]:
    key = field.removeprefix(CUSTOM)
    for row in await custom_fields.active(reads):
        if row["key"] == key and row["kind"] == FieldKind.SELECT:
            return {option["value"]: option["label"] for option in row["options"]}
    raise ConflictError(
        f"There is no select field '{key}' in use. Choose another field for the columns.",
        field="column_field",
    )


async def _named(reads: Statements, kind: ColumnKind, values: Sequence[str]) -> dict[str, str | None]:
    ids = [id for value in values if (id := as_uuid(value)) is not None]
    if kind is ColumnKind.ASSIGNEE:
        found = await reads.fetch(queries.NAMED_PEOPLE, ids)
    elif values:
        found = await reads.fetch(queries.NAMED_TEAMS, ids)
    else:
        found = await reads.fetch(queries.TEAMS, MOST_BY_ITSELF)
    names = {str(row["id"]): row["name"] for row in found}
    return {value: names[value] for value in values if value in names} if values else names
