"""From a written value to a typed one, by the type of the field."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Final, cast
from uuid import UUID

from deskplane.kernel.conditions.fields import MANY_VALUES, NO_VALUE, Field, Kind, Op
from deskplane.kernel.conditions.problems import RefusedError, unknown
from deskplane.kernel.conditions.tree import Named, Relative, Scalar, Value
from deskplane.kernel.conditions.words import words

MAX_LIST: Final = 200
MAX_TEXT: Final = 500
MAX_NUMBER: Final = 2**53

_RELATIVE: Final = re.compile(r"([+-]\d{1,5})([mhdw])", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?([eE][+-]?\d{1,3})?", re.ASCII)
_TRUTH: Final = {"true": True, "yes": True, "false": False, "no": False}


def typed(field: Field, op: Op, raw: object, *, lenient: bool) -> Value:
    """The value of a test; ``lenient`` reads numbers and truth values from text.

    Raises:
        RefusedError: the value does not fit.
    """
    if op in NO_VALUE:
        if raw is not None:
            raise RefusedError(f"'{op}' takes no value.", "value")
        return None
    if op in MANY_VALUES:
        return _many(field, op, raw, lenient=lenient)
    if op is Op.BETWEEN:
        return _between(field, op, raw, lenient=lenient)
    return _one(field, op, raw, "value", lenient=lenient)


def _one(field: Field, op: Op, raw: object, *below: str | int, lenient: bool) -> Scalar:
    try:
        value = _READERS[field.kind](field, _from_text(field.kind, raw) if lenient else raw)
    except RefusedError as refused:
        raise RefusedError(refused.msg, *below) from None
    if op is Op.MATCHES_WORD and not words(str(value)):
        raise RefusedError("There is no word in this value.", *below)
    return value


def _from_text(kind: Kind, raw: object) -> object:
    """Numbers and truth values out of a query, where everything is text."""
    if not isinstance(raw, str):
        return raw
    if kind is Kind.BOOL:
        return _TRUTH.get(raw.casefold())
    if kind is Kind.NUMBER and _NUMBER.fullmatch(raw):
        return float(raw) if any(char in raw for char in ".eE") else int(raw)
    return raw


def _items(raw: object) -> list[object]:
    return cast("list[object]", raw) if isinstance(raw, list) else []


def _many(field: Field, op: Op, raw: object, *, lenient: bool) -> tuple[Scalar, ...]:
    items = _items(raw)
    if not items:
        raise RefusedError(f"'{op}' needs a list with at least one value.", "value")
    if len(items) > MAX_LIST:
        raise RefusedError(f"A list holds at most {MAX_LIST} values; this one has {len(items)}.", "value")
    return tuple(_one(field, op, item, "value", at, lenient=lenient) for at, item in enumerate(items))


def _between(field: Field, op: Op, raw: object, *, lenient: bool) -> tuple[Scalar, ...]:
    items = _items(raw)
    if len(items) != 2:
        raise RefusedError("'between' needs two values, the lower first.", "value")
    low, high = (_one(field, op, item, "value", at, lenient=lenient) for at, item in enumerate(items))
    if _position(field, low) > _position(field, high):
        raise RefusedError("The first value must not be greater than the second.", "value")
    return (low, high)


def _position(field: Field, value: Scalar) -> float:
    """Where a value stands on its axis when that can be told without a clock, else 0."""
    if field.ordered and isinstance(value, str):
        return field.options.index(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return 0.0


def _text(field: Field, raw: object) -> str:
    if not isinstance(raw, str):
        raise RefusedError(f"{field.title} is compared with text.")
    if not raw:
        raise RefusedError("The text is empty; use 'is_empty'.")
    if len(raw) > MAX_TEXT:
        raise RefusedError(f"A text holds at most {MAX_TEXT} characters.")
    if "\0" in raw or any("\ud800" <= char <= "\udfff" for char in raw):
        raise RefusedError("The text holds a character that cannot be stored.")
    return raw


def _option(field: Field, raw: object) -> str:
    value = _text(field, raw)
    if not field.options or value in field.options:
        return value
    folded = [option for option in field.options if option.casefold() == value.casefold()]
    if len(folded) == 1:
        return folded[0]
    raise RefusedError(unknown(f"value of {field.title}", value, field.options))


def _number(field: Field, raw: object) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise RefusedError(f"{field.title} is compared with a number.")
    if not abs(raw) <= MAX_NUMBER:  # also refuses NaN
        raise RefusedError("The number is too large.")
    return int(raw) if raw == int(raw) else raw


def _bool(field: Field, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise RefusedError(f"{field.title} is compared with true or false.")
    return raw


def _reference(field: Field, raw: object) -> Scalar:
    value = _text(field, raw)
    if field.special is not None and value.casefold() == field.special:
        return field.special
    try:
        return UUID(value)
    except ValueError:
        also = f" or '{field.special}'" if field.special else ""
        raise RefusedError(f"{field.title} is compared with an id{also}.") from None


def _named(text: str) -> Named | Relative | None:
    if text in set(Named):
        return Named(text)
    found = _RELATIVE.fullmatch(text)
    return Relative(int(found[1]), found[2]) if found else None


def _moment(field: Field, raw: object) -> Scalar:
    value = _text(field, raw)
    if (named := _named(value)) is not None:
        return named
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise RefusedError(
            f"{field.title} is compared with a time such as 2026-05-01T08:00:00Z, 2026-05-01, today or -7d."
        ) from None


def _day(field: Field, raw: object) -> Scalar:
    value = _text(field, raw)
    named = _named(value)
    if named is not None and not (isinstance(named, Relative) and named.unit in "mh"):
        return named
    try:
        if named is None and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise RefusedError(f"{field.title} is compared with a day such as 2026-05-01, today or -7d.")


_READERS: Final[Mapping[Kind, Callable[[Field, object], Scalar]]] = {
    Kind.TEXT: _text,
    Kind.ENUM: _option,
    Kind.LIST: _option,
    Kind.NUMBER: _number,
    Kind.BOOL: _bool,
    Kind.REFERENCE: _reference,
    Kind.DATETIME: _moment,
    Kind.DATE: _day,
}
