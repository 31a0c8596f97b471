"""Runs a condition on one row in Python and says why it holds or does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deskplane.kernel.conditions.actual import Actual, actual
from deskplane.kernel.conditions.context import Context
from deskplane.kernel.conditions.document import Json, plain_value
from deskplane.kernel.conditions.fields import Op
from deskplane.kernel.conditions.meaning import Among, Holds, Meaning, Missing, Overlaps, Within, meaning
from deskplane.kernel.conditions.sentence import describe_check
from deskplane.kernel.conditions.tree import All, AnyOf, Check, Condition, Not
from deskplane.kernel.conditions.words import lowered, words


@dataclass(frozen=True, slots=True)
class Reason:
    """One check that decided the result, and what it found."""

    field: str
    op: str
    value: Json
    actual: Json
    holds: bool
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """The result and the checks that brought it about, from left to right."""

    matched: bool
    reasons: tuple[Reason, ...]


def evaluate(condition: Condition, row: Mapping[str, object], context: Context) -> Match:
    """Run a condition and keep what decided: the checks that held if it matched, else those that failed."""
    match condition:
        case Check():
            return _explained(condition, row, context)
        case Not(part):
            inner = evaluate(part, row, context)
            return Match(not inner.matched, inner.reasons)
        case All(parts):
            results = [evaluate(part, row, context) for part in parts]
            return _decided(results, matched=all(result.matched for result in results))
        case AnyOf(parts):
            results = [evaluate(part, row, context) for part in parts]
            return _decided(results, matched=any(result.matched for result in results))


def matches(condition: Condition, row: Mapping[str, object], context: Context) -> bool:
    """Run a condition, without reasons."""
    match condition:
        case Check():
            return _holds(condition, actual(condition.field, row), context)
        case Not(part):
            return not matches(part, row, context)
        case All(parts):
            return all(matches(part, row, context) for part in parts)
        case AnyOf(parts):
            return any(matches(part, row, context) for part in parts)


def _decided(results: list[Match], *, matched: bool) -> Match:
    return Match(
        matched, tuple(reason for each in results if each.matched == matched for reason in each.reasons)
    )


def _explained(check: Check, row: Mapping[str, object], context: Context) -> Match:
    found = actual(check.field, row)
    holds = _holds(check, found, context)
    shown = _shown(found)
    text = f"{describe_check(check)} (it is {_said(found)})"
    return Match(holds, (Reason(check.field.name, check.op, plain_value(check.value), shown, holds, text),))


def _shown(found: Actual) -> Json:
    if isinstance(found, frozenset):
        return [*sorted(found)]
    return found if found is None or isinstance(found, bool) else str(found)


def _said(found: Actual) -> str:
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, frozenset):
        return ", ".join(sorted(found))
    return "empty" if found is None else str(found)


def _holds(check: Check, found: Actual, context: Context) -> bool:
    wanted, negated = meaning(check, context)
    return _has(wanted, found) != negated


def _has(wanted: Meaning, found: Actual) -> bool:
    if isinstance(wanted, Missing):
        return found is None
    if found is None:
        return False
    match wanted:
        case Among(values, folded):
            return lowered(str(found)) in map(lowered, map(str, values)) if folded else found in values
        case Within():
            return _within(wanted, found)
        case Holds(how, text):
            return _text_holds(how, str(found), text)
        case Overlaps(values):
            return isinstance(found, frozenset) and not found.isdisjoint(values)


def _within(wanted: Within, found: Actual) -> bool:
    low = wanted.low is None or _compare(found, wanted.low) >= wanted.low_open
    high = wanted.high is None or _compare(wanted.high, found) >= wanted.high_open
    return low and high


def _compare(left: Any, right: Any) -> int:
    """-1, 0 or 1 for two values of one axis; the kind of the field makes them so."""
    return 0 if left == right else 1 if left > right else -1


def _text_holds(how: Op, found: str, text: str) -> bool:
    if how is Op.MATCHES_WORD:
        return f" {' '.join(words(text))} " in f" {' '.join(words(found))} "
    if how is Op.STARTS_WITH:
        return lowered(found).startswith(lowered(text))
    return lowered(text) in lowered(found)
