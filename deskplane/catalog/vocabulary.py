"""The kinds of custom fields, and which of them a condition can ask how."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from deskplane.kernel.conditions.fields import Kind, Special


class FieldKind(StrEnum):
    """What a custom field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    SELECT = "select"
    MULTI_SELECT = "multi_select"
    USER = "user"
    TEAM = "team"
    URL = "url"
    EMAIL = "email"

    @property
    def has_options(self) -> bool:
        """A choice needs options; the others have none."""
        return self in {FieldKind.SELECT, FieldKind.MULTI_SELECT}


CONDITION_KINDS: Final[Mapping[FieldKind, Kind]] = MappingProxyType(
    {
        FieldKind.TEXT: Kind.TEXT,
        FieldKind.LONG_TEXT: Kind.TEXT,
        FieldKind.URL: Kind.TEXT,
        FieldKind.EMAIL: Kind.TEXT,
        FieldKind.NUMBER: Kind.NUMBER,
        FieldKind.INTEGER: Kind.NUMBER,
        FieldKind.BOOLEAN: Kind.BOOL,
        FieldKind.DATE: Kind.DATE,
        FieldKind.DATETIME: Kind.DATETIME,
        FieldKind.SELECT: Kind.ENUM,
        FieldKind.MULTI_SELECT: Kind.LIST,
        FieldKind.USER: Kind.REFERENCE,
        FieldKind.TEAM: Kind.REFERENCE,
    }
)

SPECIALS: Final[Mapping[FieldKind, Special]] = MappingProxyType(
    {FieldKind.USER: Special.ME, FieldKind.TEAM: Special.MY_TEAMS}
)
