"""The five types of ticket and the prefix each shows in its number."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

DEFAULT_PREFIX: Final = "DP"


class TicketType(StrEnum):
    """What kind of work a ticket is."""

    INCIDENT = "incident"
    REQUEST = "request"
    PROBLEM = "problem"
    CHANGE = "change"
    TASK = "task"

    @property
    def prefix(self) -> str:
        """The letters before the number; they are display only, the number alone is unique."""
        return NUMBER_PREFIXES[self]

    def number(self, number: int) -> str:
        """The number as people read it, such as ``INC-123``."""
        return f"{NUMBER_PREFIXES[self]}-{number}"


NUMBER_PREFIXES: Final[Mapping[TicketType, str]] = MappingProxyType(
    {
        TicketType.INCIDENT: "INC",
        TicketType.REQUEST: "REQ",
        TicketType.PROBLEM: "PRB",
        TicketType.CHANGE: "CHG",
        TicketType.TASK: "TSK",
    }
)
