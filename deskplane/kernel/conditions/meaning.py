"""What a check asks for once the context is known; Python and SQL both run this and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeAlias
from uuid import UUID

from deskplane.kernel.conditions.context import Context, day, span
from deskplane.kernel.conditions.fields import OPPOSITES, Field, Kind, Op, Special
from deskplane.kernel.conditions.tree import Check, Scalar, Value

Point: TypeAlias = Decimal | datetime | date


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing is there."""


@dataclass(frozen=True, slots=True)
class Among:
    """The value is one of these; text is compared in lower case when ``folded``."""

    values: tuple[str | Decimal | bool | UUID, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """The value lies between two points; None is no limit, ``open`` leaves the point itself out."""

    low: Point | None = None
    high: Point | None = None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Holds:
    """The text holds this; ``how`` is contains, starts_with or matches_word."""

    how: Op
    text: str


@dataclass(frozen=True, slots=True)
class Overlaps:
    """The list has at least one of these."""

    values: tuple[str, ...]


Meaning: TypeAlias = Missing | Among | Within | Holds | Overlaps


def meaning(check: Check, context: Context) -> tuple[Meaning, bool]:
    """What to look for, and whether the check asks for its absence."""
    op = OPPOSITES.get(check.op, check.op)
    negated = op is not check.op
    if op is Op.IS_EMPTY:
        return Missing(), negated
    return _MEANINGS[check.field.kind](check.field, op, _values(check.value), context), negated


def _values(value: Value) -> tuple[Scalar, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _text(_field: Field, op: Op, values: tuple[Scalar, ...], _context: Context) -> Meaning:
    texts = tuple(str(value) for value in values)
    return Among(texts, folded=True) if op in (Op.EQ, Op.IN) else Holds(op, texts[0])


def _enum(field: Field, op: Op, values: tuple[Scalar, ...], _context: Context) -> Meaning:
    texts = tuple(str(value) for value in values)
    return Among(texts if op in (Op.EQ, Op.IN) else _ranked(field.options, op, texts))


def _ranked(options: tuple[str, ...], op: Op, texts: tuple[str, ...]) -> tuple[str, ...]:
    """The options an ordered comparison lets through."""
    first = options.index(texts[0])
    last = options.index(texts[-1]) + 1
    bounds = {
        Op.GT: (last, None),
        Op.GTE: (first, None),
        Op.LT: (0, first),
        Op.LTE: (0, last),
        Op.BETWEEN: (first, last),
    }
    start, end = bounds[op]
    return options[start:end]


def _list(_field: Field, _op: Op, values: tuple[Scalar, ...], _context: Context) -> Meaning:
    return Overlaps(tuple(str(value) for value in values))


def _number(_field: Field, op: Op, values: tuple[Scalar, ...], _context: Context) -> Meaning:
    numbers = tuple(Decimal(repr(value)) for value in values)
    return Among(numbers) if op in (Op.EQ, Op.IN) else _range(op, numbers[0], numbers[-1])


def _bool(_field: Field, _op: Op, values: tuple[Scalar, ...], _context: Context) -> Meaning:
    return Among(tuple(value is True for value in values))


def _reference(_field: Field, _op: Op, values: tuple[Scalar, ...], context: Context) -> Meaning:
    found: list[UUID] = []
    for value in values:
        if isinstance(value, UUID):
            found.append(value)
        elif value is Special.MY_TEAMS:
            found.extend(context.teams)
        elif context.me is not None:
            found.append(context.me)
    return Among(tuple(found))


def _day(_field: Field, op: Op, values: tuple[Scalar, ...], context: Context) -> Meaning:
    days = tuple(day(value, context) for value in values)
    return _range(op, days[0], days[-1])


def _moment(_field: Field, op: Op, values: tuple[Scalar, ...], context: Context) -> Meaning:
    """A day counts as a whole: after it is past its end, up to it is before its end."""
    first, last = span(values[0], context), span(values[-1], context)
    lower = Within(low=first.start)
    upper = Within(high=last.end or last.start, high_open=last.end is not None)
    if op is Op.BEFORE:
        return Within(high=first.start, high_open=True)
    if op is Op.AFTER:
        return Within(low=first.end or first.start, low_open=first.end is None)
    if op is Op.GTE:
        return lower
    if op is Op.LTE:
        return upper
    return Within(lower.low, upper.high, high_open=upper.high_open)


def _range(op: Op, low: Point, high: Point) -> Within:
    if op in (Op.GT, Op.AFTER):
        return Within(low=low, low_open=True)
    if op in (Op.LT, Op.BEFORE):
        return Within(high=low, high_open=True)
    if op is Op.GTE:
        return Within(low=low)
    if op is Op.LTE:
        return Within(high=low)
    return Within(low, high)


_MEANINGS: Final[Mapping[Kind, Callable[[Field, Op, tuple[Scalar, ...], Context], Meaning]]] = {
    Kind.TEXT: _text,
    Kind.ENUM: _enum,
    Kind.LIST: _list,
    Kind.NUMBER: _number,
    Kind.BOOL: _bool,
    Kind.REFERENCE: _reference,
    Kind.DATE: _day,
    Kind.DATETIME: _moment,
}
