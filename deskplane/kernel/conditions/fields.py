"""What a condition may ask about: named, typed fields and the tests each type knows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


class Op(StrEnum):
    """A test; the negative ones are complements, see ``OPPOSITES``."""

    EQ = "eq"
    NE = "ne"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS_WITH = "starts_with"
    MATCHES_WORD = "matches_word"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    BETWEEN = "between"
    BEFORE = "before"
    AFTER = "after"
    IS_EMPTY = "is_empty"
    IS_NOT_EMPTY = "is_not_empty"


class Kind(StrEnum):
    """The type of a field."""

    TEXT = "text"
    ENUM = "enum"
    NUMBER = "number"
    BOOL = "bool"
    DATETIME = "datetime"
    DATE = "date"
    REFERENCE = "reference"
    LIST = "list"


class Special(StrEnum):
    """A value that depends on who asks."""

    ME = "me"
    MY_TEAMS = "my_teams"


OPPOSITES: Final[Mapping[Op, Op]] = MappingProxyType(
    {
        Op.NE: Op.EQ,
        Op.NOT_IN: Op.IN,
        Op.NOT_CONTAINS: Op.CONTAINS,
        Op.IS_NOT_EMPTY: Op.IS_EMPTY,
    }
)
"""Each negative test with the one it is the complement of."""

NO_VALUE: Final = frozenset({Op.IS_EMPTY, Op.IS_NOT_EMPTY})
MANY_VALUES: Final = frozenset({Op.IN, Op.NOT_IN})

_EMPTY: Final = (Op.IS_EMPTY, Op.IS_NOT_EMPTY)
_SAME: Final = (Op.EQ, Op.NE)
_MEMBER: Final = (Op.IN, Op.NOT_IN)
_HOLDS: Final = (Op.CONTAINS, Op.NOT_CONTAINS)
_ORDER: Final = (Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN)
_TIME: Final = (Op.BEFORE, Op.AFTER, Op.GTE, Op.LTE, Op.BETWEEN)

_OPS: Final[Mapping[Kind, tuple[Op, ...]]] = MappingProxyType(
    {
        Kind.TEXT: (*_SAME, *_MEMBER, *_HOLDS, Op.STARTS_WITH, Op.MATCHES_WORD, *_EMPTY),
        Kind.ENUM: (*_SAME, *_MEMBER, *_EMPTY),
        Kind.NUMBER: (*_SAME, *_MEMBER, *_ORDER, *_EMPTY),
        Kind.BOOL: (*_SAME, *_EMPTY),
        Kind.DATETIME: (*_SAME, *_TIME, *_EMPTY),
        Kind.DATE: (*_SAME, *_TIME, *_EMPTY),
        Kind.REFERENCE: (*_SAME, *_MEMBER, *_EMPTY),
        Kind.LIST: (*_HOLDS, *_MEMBER, *_EMPTY),
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask about.

    ``options`` of an enum or list limit its values (none: any string, compared exactly); with ``ordered``
    they ascend, so that ``gte`` means "this or a later one". ``special`` is the word a reference understands.
    """

    name: str
    kind: Kind
    label: str = ""
    options: tuple[str, ...] = ()
    ordered: bool = False
    special: Special | None = None

    def __post_init__(self) -> None:
        """Refuse a name that the text form could not hold."""
        if not _NAME.fullmatch(self.name) or self.name in RESERVED:
            raise ValueError(f"{self.name!r} cannot be the name of a field")

    @property
    def title(self) -> str:
        """What people call it."""
        return self.label or self.name.rsplit(".", 1)[-1].replace("_", " ").capitalize()

    @property
    def ops(self) -> tuple[Op, ...]:
        """The tests this field knows."""
        return (*_OPS[self.kind], *_ORDER) if self.ordered else _OPS[self.kind]


class Schema:
    """The fields a condition may use, by name."""

    def __init__(self, fields: Iterable[Field]) -> None:
        """Keep the fields in order; a later one of the same name replaces the earlier."""
        self._fields = {field.name: field for field in fields}

    def get(self, name: str) -> Field | None:
        """The field of that name."""
        return self._fields.get(name)

    def extended(self, more: Iterable[Field]) -> "Schema":
        """These fields and more, such as the custom fields of an organisation."""
        return Schema((*self._fields.values(), *more))

    def __iter__(self) -> Iterator[Field]:
        """The fields in the order given."""
        return iter(self._fields.values())

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in the order given."""
        return tuple(self._fields)


RESERVED: Final = frozenset(
    {
        *("and", "or", "not", "in", "is", "empty", "between", "contains"),
        *("starts", "with", "has", "word", "before", "after", "always"),
    }
)
"""Words of the text form."""
