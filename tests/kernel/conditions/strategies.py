"""Fields, rows and conditions drawn at random."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from hypothesis import strategies as st

from deskplane.kernel.conditions.context import Context
from deskplane.kernel.conditions.fields import MANY_VALUES, NO_VALUE, Field, Kind, Op, Schema, Special
from deskplane.kernel.conditions.tree import All, AnyOf, Check, Condition, Named, Not, Relative, Scalar, Value
from deskplane.kernel.conditions.words import words

PEOPLE: Final = tuple(UUID(int=number) for number in (1, 2, 3))
NOW: Final = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
CONTEXT: Final = Context(NOW, me=PEOPLE[0], teams=PEOPLE[1:])

SCHEMA: Final = Schema(
    [
        Field("title", Kind.TEXT),
        Field("department", Kind.ENUM),
        Field("status", Kind.ENUM, options=("new", "open", "in_progress", "closed")),
        Field("priority", Kind.ENUM, options=("low", "medium", "high", "critical"), ordered=True),
        Field("number", Kind.NUMBER),
        Field("cost", Kind.NUMBER),
        Field("is_phi", Kind.BOOL, label="Health data"),
        Field("created_at", Kind.DATETIME),
        Field("ends_on", Kind.DATE),
        Field("assignee", Kind.REFERENCE, special=Special.ME),
        Field("team", Kind.REFERENCE, special=Special.MY_TEAMS),
        Field("tags", Kind.LIST),
        Field("custom.site", Kind.TEXT),
        Field("custom.seats", Kind.NUMBER),
        Field("custom.vip", Kind.BOOL),
        Field("custom.go_live", Kind.DATE),
        Field("custom.seen_at", Kind.DATETIME),
        Field("custom.owner", Kind.REFERENCE, special=Special.ME),
        Field("custom.sites", Kind.LIST, options=("Bern", "Kyiv", "Lima")),
    ]
)

# A small alphabet makes collisions likely: folding, separators, SQL wildcards, quotes.
_TEXT: Final = st.one_of(
    st.text("aAbB vV-_%\\'\"(),.İSsΣςẞß", min_size=1, max_size=6),
    st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0"), min_size=1, max_size=8),
    st.sampled_from(
        ["vpn", "VPN", "and", "not", "now", "me", "-7d", "true", "5", "{", "always", "VPN is down"]
    ),
)
_NUMBERS: Final = st.one_of(
    st.integers(-5, 5),
    st.sampled_from([0.5, -2.25, 1e-7, 3.0e14, 2**40]),
    st.floats(-1e6, 1e6, allow_nan=False).filter(lambda value: value != int(value)),
)
_MOMENTS: Final = st.integers(-5_000, 5_000).map(lambda minutes: NOW + timedelta(minutes=minutes))
_DAYS: Final = st.integers(-4, 4).map(lambda days: NOW.date() + timedelta(days=days))
_NAMED: Final = st.sampled_from(Named)


def _relative(units: str) -> st.SearchStrategy[Relative]:
    return st.builds(Relative, st.integers(-72, 72), st.sampled_from(units))


def scalars(field: Field) -> st.SearchStrategy[Scalar]:
    """Values a condition may compare this field with."""
    options = st.sampled_from(field.options) if field.options else _TEXT
    by_kind: dict[Kind, st.SearchStrategy[Scalar]] = {
        Kind.TEXT: _TEXT,
        Kind.ENUM: options,
        Kind.LIST: options,
        Kind.NUMBER: _NUMBERS,
        Kind.BOOL: st.booleans(),
        Kind.DATETIME: st.one_of(_MOMENTS, _DAYS, _NAMED, _relative("mhdw")),
        Kind.DATE: st.one_of(_DAYS, _NAMED, _relative("dw")),
        Kind.REFERENCE: st.sampled_from([*PEOPLE, *([field.special] if field.special else [])]),
    }
    return by_kind[field.kind]


def _position(field: Field, value: Scalar) -> float:
    if field.ordered and isinstance(value, str):
        return field.options.index(value)
    return float(value) if isinstance(value, int | float) else 0


def values(field: Field, op: Op) -> st.SearchStrategy[Value]:
    """Values of the shape the test wants."""
    one = scalars(field)
    if op in NO_VALUE:
        return st.none()
    if op in MANY_VALUES:
        return st.lists(one, min_size=1, max_size=3).map(tuple)
    if op is Op.BETWEEN:
        return st.lists(one, min_size=2, max_size=2).map(
            lambda pair: tuple(sorted(pair, key=lambda value: _position(field, value)))
        )
    return one.filter(lambda value: bool(words(str(value)))) if op is Op.MATCHES_WORD else one


@st.composite
def checks(draw: st.DrawFn) -> Check:
    field = draw(st.sampled_from(list(SCHEMA)))
    op = draw(st.sampled_from(field.ops))
    return Check(field, op, draw(values(field, op)))


def conditions() -> st.SearchStrategy[Condition]:
    """Whole conditions in their canonical shape: no group of one."""

    def grow(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(parts, min_size=2, max_size=3).map(tuple)
        return st.one_of(several.map(All), several.map(AnyOf), parts.map(Not))

    leaf: st.SearchStrategy[Condition] = st.one_of(checks(), checks(), st.just(All(())))
    return st.recursive(leaf, grow, max_leaves=8).filter(lambda condition: _depth(condition) <= 8)


def _depth(condition: Condition) -> int:
    match condition:
        case Check():
            return 1
        case Not(part):
            return 1 + _depth(part)
        case All(parts) | AnyOf(parts):
            return 1 + max(map(_depth, parts), default=0)


def _found(field: Field) -> st.SearchStrategy[object]:
    options = st.sampled_from(field.options) if field.options else _TEXT
    by_kind: dict[Kind, st.SearchStrategy[object]] = {
        Kind.TEXT: st.one_of(st.just(""), _TEXT),
        Kind.ENUM: options,
        Kind.LIST: st.lists(options, max_size=3),
        Kind.NUMBER: st.integers(-5, 5) if field.name == "number" else _NUMBERS,
        Kind.BOOL: st.booleans(),
        Kind.DATETIME: _MOMENTS,
        Kind.DATE: _DAYS,
        Kind.REFERENCE: st.sampled_from(PEOPLE),
    }
    return by_kind[field.kind]


def rows() -> st.SearchStrategy[dict[str, object]]:
    """What a ticket may hold; every value may be missing."""
    return st.fixed_dictionaries({field.name: st.one_of(st.none(), _found(field)) for field in SCHEMA})


def jsonable(value: object) -> object:
    """A custom value the way the jsonb column keeps it."""
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
