"""What a row really holds, brought to the type of the field; nothing and nonsense become None."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final, TypeAlias, cast
from uuid import UUID

from deskplane.kernel.conditions.fields import Field, Kind

Actual: TypeAlias = str | Decimal | bool | datetime | date | UUID | frozenset[str] | None


def actual(field: Field, row: Mapping[str, object]) -> Actual:
    """The value of a field in a row; rows may hold Python values or what JSON made of them."""
    raw = row.get(field.name)
    return None if raw is None else _READERS[field.kind](raw)


def _text(raw: object) -> Actual:
    return raw if isinstance(raw, str) and raw else None


def _number(raw: object) -> Actual:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return None
    value = Decimal(str(raw))
    return value if value.is_finite() else None


def _bool(raw: object) -> Actual:
    return raw if isinstance(raw, bool) else None


def _reference(raw: object) -> Actual:
    if isinstance(raw, UUID):
        return raw
    try:
        return UUID(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def _moment(raw: object) -> Actual:
    try:
        value = datetime.fromisoformat(raw) if isinstance(raw, str) else raw
    except ValueError:
        return None
    if not isinstance(value, datetime):
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value


def _day(raw: object) -> Actual:
    if isinstance(raw, datetime):
        return None
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def _list(raw: object) -> Actual:
    if not isinstance(raw, list | tuple | set | frozenset):
        return None
    items = cast("list[object]", raw)
    return frozenset(item for item in items if isinstance(item, str)) or None


_READERS: Final[Mapping[Kind, Callable[[object], Actual]]] = {
    Kind.TEXT: _text,
    Kind.ENUM: _text,
    Kind.NUMBER: _number,
    Kind.BOOL: _bool,
    Kind.REFERENCE: _reference,
    Kind.DATETIME: _moment,
    Kind.DATE: _day,
    Kind.LIST: _list,
}
