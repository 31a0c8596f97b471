"""Encoded queries, with the trap that a part naming an unknown field is ignored."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

Row: TypeAlias = Mapping[str, str]
Lookup: TypeAlias = Callable[[Row, str], str | None]
"""The value of a field, also through references; None if there is no such field."""

_OPERATORS: Final = (
    *("ISNOTEMPTY", "ISEMPTY", "NOT IN", "NOT LIKE", "STARTSWITH", "ENDSWITH", "LIKE", "IN"),
    *("!=", ">=", "<=", "=", ">", "<"),
)
_TERM: Final = re.compile(rf"([a-z0-9_.]+?)({'|'.join(_OPERATORS)})(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison."""

    field: str
    operator: str
    value: str

    def holds(self, row: Row, lookup: Lookup) -> bool:
        """Whether it is true of this row; of an unknown field everything is."""
        found = lookup(row, self.field)
        return True if found is None else _compare(found, self.operator, self.value)


@dataclass(frozen=True, slots=True)
class Query:
    """Alternatives of conjunctions of alternatives, and an order."""

    groups: tuple[tuple[tuple[Term, ...], ...], ...]
    order: tuple[tuple[str, bool], ...]

    def select(self, rows: Sequence[Row], lookup: Lookup) -> list[Row]:
        """The rows it finds, in its order."""
        found = [row for row in rows if self._holds(row, lookup)]
        for field, descending in reversed(self.order):
            found.sort(key=lambda row, name=field: lookup(row, name) or "", reverse=descending)
        return found

    def _holds(self, row: Row, lookup: Lookup) -> bool:
        return any(
            all(any(term.holds(row, lookup) for term in either) for either in group) for group in self.groups
        )


def parse(text: str) -> Query:
    """Read an encoded query; what is no comparison is ignored."""
    order: list[tuple[str, bool]] = []
    groups = [_group(part, order) for part in text.split("^NQ")]
    return Query(tuple(groups), tuple(order))


def _group(text: str, order: list[tuple[str, bool]]) -> tuple[tuple[Term, ...], ...]:
    group: list[tuple[Term, ...]] = []
    for part in text.split("^"):
        if part.startswith("ORDERBY"):
            descending = part.startswith("ORDERBYDESC")
            order.append((part.removeprefix("ORDERBYDESC").removeprefix("ORDERBY"), descending))
            continue
        other = part.startswith("OR") and bool(group)
        found = _TERM.fullmatch(part.removeprefix("OR") if other else part)
        if not found:
            continue
        term = Term(*found.groups())
        if other:
            group[-1] = (*group[-1], term)
        else:
            group.append((term,))
    return tuple(group)


def _compare(found: str, operator: str, value: str) -> bool:
    if operator in ("ISEMPTY", "ISNOTEMPTY"):
        return (found == "") is (operator == "ISEMPTY")
    if operator in ("IN", "NOT IN"):
        return (found in value.split(",")) is (operator == "IN")
    if operator in ("LIKE", "NOT LIKE"):
        return (value.lower() in found.lower()) is (operator == "LIKE")
    if operator in ("STARTSWITH", "ENDSWITH"):
        low, part = found.lower(), value.lower()
        return low.startswith(part) if operator == "STARTSWITH" else low.endswith(part)
    return _ordered(found, operator, value)


def _ordered(found: str, operator: str, value: str) -> bool:
    answers = {
        "=": found == value,
        "!=": found != value,
        ">": found > value,
        "<": found < value,
        ">=": found >= value,
        "<=": found <= value,
    }
    return answers[operator]
