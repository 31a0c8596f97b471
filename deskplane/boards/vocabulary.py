"""What columns and lanes of a board can be made of."""

import re
from enum import StrEnum
from typing import Final

CUSTOM: Final = "custom."
COLUMN_FIELD: Final = re.compile(r"(status|priority|assignee|team|custom\.[a-z][a-z0-9_]{0,59})")
NONE: Final = "none"
"""The column of tickets that have no value in the board's field."""


class ColumnKind(StrEnum):
    """What a column field is about."""

    STATUS = "status"
    PRIORITY = "priority"
    ASSIGNEE = "assignee"
    TEAM = "team"
    CUSTOM = "custom"

    @classmethod
    def of(cls, field: str) -> "ColumnKind":
        """Return the kind of a column field such as ``status`` or ``custom.vendor``."""
        return cls.CUSTOM if field.startswith(CUSTOM) else cls(field)


class LaneField(StrEnum):
    """What the rows of a board are made of."""

    NONE = "none"
    ASSIGNEE = "assignee"
    PRIORITY = "priority"
