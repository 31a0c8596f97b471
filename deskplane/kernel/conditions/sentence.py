"""A condition as a plain sentence."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from deskplane.kernel.conditions.fields import Op, Special
from deskplane.kernel.conditions.tree import UNITS, All, AnyOf, Check, Condition, Named, Not, Relative, Scalar

_VERBS: Final[Mapping[Op, str]] = {
    Op.EQ: "is",
    Op.NE: "is not",
    Op.IN: "is",
    Op.NOT_IN: "is not",
    Op.CONTAINS: "contains",
    Op.NOT_CONTAINS: "does not contain",
    Op.STARTS_WITH: "starts with",
    Op.MATCHES_WORD: "has the word",
    Op.GT: "is above",
    Op.GTE: "is at least",
    Op.LT: "is below",
    Op.LTE: "is at most",
    Op.BETWEEN: "is between",
    Op.BEFORE: "is before",
    Op.AFTER: "is after",
    Op.IS_EMPTY: "is empty",
    Op.IS_NOT_EMPTY: "is not empty",
}
_QUOTED: Final = frozenset({Op.CONTAINS, Op.NOT_CONTAINS, Op.STARTS_WITH, Op.MATCHES_WORD})


def describe(condition: Condition) -> str:
    """What a condition asks for, as people say it."""
    text = _phrase(condition)
    return f"{text[:1].upper()}{text[1:]}"


def _phrase(condition: Condition) -> str:
    match condition:
        case All(()):
            return "always"
        case All(parts):
            return " and ".join(_inside(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_inside(part) for part in parts)
        case Not(part):
            return f"not ({_phrase(part)})"
        case Check():
            return describe_check(condition)


def _inside(part: Condition) -> str:
    text = _phrase(part)
    return f"({text})" if isinstance(part, All | AnyOf) and part.parts else text


def describe_check(check: Check) -> str:
    """One check as people say it."""
    start = f"{check.field.title} {_VERBS[check.op]}"
    value = check.value
    if value is None:
        return start
    if not isinstance(value, tuple):
        return f"{start} {_value(check, value)}"
    items = [_value(check, item) for item in value]
    last = "and" if check.op is Op.BETWEEN else "or"
    listed = f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else items[0]
    return f"{start} {listed}"


def _value(check: Check, value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Relative):
        return _relative(value)
    if isinstance(value, Special | Named):
        return value.replace("_", " ")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"“{value}”" if check.op in _QUOTED else str(value)


def _relative(value: Relative) -> str:
    count = abs(value.amount)
    unit = UNITS[value.unit] if count == 1 else f"{UNITS[value.unit]}s"
    return f"{count} {unit} {'ago' if value.amount < 0 else 'from now'}"
