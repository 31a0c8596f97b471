"""Compiles a condition to SQL text with numbered parameters; no value ever becomes part of the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from deskplane.kernel.conditions.context import Context
from deskplane.kernel.conditions.fields import Field, Kind, Op
from deskplane.kernel.conditions.meaning import Among, Holds, Meaning, Missing, Overlaps, Within, meaning
from deskplane.kernel.conditions.tree import All, AnyOf, Check, Condition, Not
from deskplane.kernel.conditions.words import words, words_sql


@dataclass(frozen=True, slots=True)
class Fragment:
    """A boolean expression for a WHERE clause (it may be null where it does not hold) and its arguments."""

    text: str
    args: tuple[object, ...]


def to_sql(condition: Condition, columns: Mapping[str, str], context: Context, *, start: int = 1) -> Fragment:
    """Compile a condition; ``columns`` gives each field a trusted expression, parameters count from ``start``.

    Raises:
        LookupError: a field has no column.
    """
    compiler = _Compiler(columns, context, start)
    return Fragment(compiler.node(condition, negated=False), tuple(compiler.args))


@dataclass(slots=True)
class _Compiler:
    columns: Mapping[str, str]
    context: Context
    start: int
    args: list[object] = field(default_factory=list[object])

    def node(self, condition: Condition, *, negated: bool) -> str:
        """Negation is pushed down to the checks, so that null never meets NOT."""
        match condition:
            case Not(part):
                return self.node(part, negated=not negated)
            case All(parts):
                return self._joined(parts, "or" if negated else "and", negated=negated)
            case AnyOf(parts):
                return self._joined(parts, "and" if negated else "or", negated=negated)
            case Check():
                return self._check(condition, negated=negated)

    def _joined(self, parts: tuple[Condition, ...], word: str, *, negated: bool) -> str:
        if not parts:
            return "false" if negated else "true"
        return "(" + f" {word} ".join(self.node(part, negated=negated) for part in parts) + ")"

    def _check(self, check: Check, *, negated: bool) -> str:
        wanted, opposite = meaning(check, self.context)
        text = self._has(wanted, check.field)
        return f"({text}) is not true" if opposite != negated else text

    def _has(self, wanted: Meaning, asked: Field) -> str:
        column = self.columns[asked.name]
        match wanted:
            case Missing():
                return _missing(column, asked.kind)
            case Among(values, folded):
                return self._among(column, values, folded=folded)
            case Within():
                return self._within(column, wanted)
            case Holds(how, text):
                return self._text(column, how, text)
            case Overlaps(values):
                return self._overlaps(column, values)

    def _among(self, column: str, values: tuple[str | Decimal | bool | UUID, ...], *, folded: bool) -> str:
        if not values:
            return "false"
        cast = _cast(values)
        left, right = (f"lower({column})", "lower({})") if folded else (column, "{}")
        if len(values) == 1:
            return f"{left} = {right.format(self._param(values[0], cast))}"
        listed = self._param([_sent(value, cast) for value in values], f"{cast}[]")
        return (
            f"{left} in (select lower(v) from unnest({listed}) as v)" if folded else f"{left} = any({listed})"
        )

    def _within(self, column: str, wanted: Within) -> str:
        limits: list[str] = []
        if wanted.low is not None:
            limits.append(f"{column} {'>' if wanted.low_open else '>='} {self._point(wanted.low)}")
        if wanted.high is not None:
            limits.append(f"{column} {'<' if wanted.high_open else '<='} {self._point(wanted.high)}")
        return f"({' and '.join(limits)})"

    def _point(self, point: Decimal | datetime | date) -> str:
        if isinstance(point, Decimal):
            return self._param(point, _cast((point,)))
        return self._param(point, "timestamptz" if isinstance(point, datetime) else "date")

    def _text(self, column: str, how: Op, text: str) -> str:
        if how is Op.MATCHES_WORD:
            return (
                f"strpos({words_sql(column)}, {self._param(' ' + ' '.join(words(text)) + ' ', 'text')}) > 0"
            )
        found = f"lower({column}), lower({self._param(text, 'text')})"
        # strpos and starts_with know no wildcards, so there is nothing to escape.
        return f"starts_with({found})" if how is Op.STARTS_WITH else f"strpos({found}) > 0"

    def _overlaps(self, column: str, values: tuple[str, ...]) -> str:
        if len(values) == 1:
            return f"{self._param(values[0], 'text')} = any({column})"
        return f"{column} && {self._param(list(values), 'text[]')}"

    def _param(self, value: object, cast: str) -> str:
        self.args.append(_sent(value, cast))
        return f"${self.start + len(self.args) - 1}::{cast}"


def _cast(values: tuple[str | Decimal | bool | UUID, ...]) -> str:
    first = values[0]
    if isinstance(first, Decimal):
        # Whole numbers travel as bigint, so that an index on an integer column can serve them.
        whole = all(isinstance(value, Decimal) and value == value.to_integral_value() for value in values)
        return "bigint" if whole else "numeric"
    return "boolean" if isinstance(first, bool) else "uuid" if isinstance(first, UUID) else "text"


def _sent(value: object, cast: str) -> object:
    return int(value) if cast == "bigint" and isinstance(value, Decimal) else value


def _missing(column: str, kind: Kind) -> str:
    if kind is Kind.LIST:
        return f"coalesce(cardinality({column}), 0) = 0"
    return f"coalesce({column}, '') = ''" if kind in (Kind.TEXT, Kind.ENUM) else f"{column} is null"


_KEY: Final = re.compile(r"[a-z0-9_]{1,63}")
# Only what PostgreSQL surely can cast: a stored 31 February must not fail the whole query.
_DAY: Final = (
    r"(?!0000)(\d{4}-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
    r"|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"
)
_TIME: Final = r"T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)"
_UUID: Final = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"


_JSON: Final[Mapping[Kind, tuple[str, str, str]]] = {
    Kind.TEXT: ("string", "true", "{text}"),
    Kind.ENUM: ("string", "true", "{text}"),
    Kind.NUMBER: ("number", "true", "({text})::numeric"),
    Kind.BOOL: ("boolean", "true", "({text})::boolean"),
    Kind.LIST: ("array", "true", "array(select jsonb_array_elements_text({value}))"),
    Kind.DATE: ("string", f"({{text}}) ~ '^{_DAY}$'", "({text})::date"),
    Kind.DATETIME: ("string", f"({{text}}) ~ '^{_DAY}{_TIME}$'", "({text})::timestamptz"),
    Kind.REFERENCE: ("string", f"({{text}}) ~ '{_UUID}'", "({text})::uuid"),
}


def json_field(column: str, key: str, kind: Kind) -> str:
    """A typed SQL expression for one key of a jsonb column; a value of another type reads as null.

    Raises:
        ValueError: the key is not made of lower-case letters, digits and underscores.
    """
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} cannot be the key of a field")
    value, text = f"{column} -> '{key}'", f"{column} ->> '{key}'"
    json_type, guard, typed = (part.replace("{text}", text).replace("{value}", value) for part in _JSON[kind])
    # CASE is the only construct whose order of evaluation PostgreSQL promises.
    return f"(case when jsonb_typeof({value}) = '{json_type}' and {guard} then {typed} end)"
