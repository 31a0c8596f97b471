"""The six canonical priorities and how impact and urgency lead to one."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final


class Priority(StrEnum):
    """How soon; defined from the most to the least pressing. The keys are stable, labels are data."""

    CRITICAL = "critical"
    URGENT = "urgent"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    PLANNING = "planning"

    @property
    def rank(self) -> int:
        """1 (critical) to 6 (planning)."""
        return PRIORITY_RANKS[self]

    @classmethod
    def of_rank(cls, rank: int) -> "Priority":
        """The priority of a rank from 1 to 6."""
        return _BY_RANK[rank]


PRIORITY_RANKS: Final[Mapping[Priority, int]] = MappingProxyType(
    {priority: rank for rank, priority in enumerate(Priority, start=1)}
)
_BY_RANK: Final[Mapping[int, Priority]] = MappingProxyType(
    {rank: priority for priority, rank in PRIORITY_RANKS.items()}
)


class Impact(IntEnum):
    """How many are hit."""

    HIGH = 1
    MEDIUM = 2
    LOW = 3


class Urgency(IntEnum):
    """How long they can wait."""

    HIGH = 1
    MEDIUM = 2
    LOW = 3


PRIORITY_MATRIX: Final[Mapping[tuple[Impact, Urgency], Priority]] = MappingProxyType(
    {
        (Impact.HIGH, Urgency.HIGH): Priority.CRITICAL,
        (Impact.HIGH, Urgency.MEDIUM): Priority.HIGH,
        (Impact.HIGH, Urgency.LOW): Priority.MEDIUM,
        (Impact.MEDIUM, Urgency.HIGH): Priority.HIGH,
        (Impact.MEDIUM, Urgency.MEDIUM): Priority.MEDIUM,
        (Impact.MEDIUM, Urgency.LOW): Priority.LOW,
        (Impact.LOW, Urgency.HIGH): Priority.MEDIUM,
        (Impact.LOW, Urgency.MEDIUM): Priority.LOW,
        (Impact.LOW, Urgency.LOW): Priority.LOW,
    }
)
"""The default matrix, the one found in practice; an organisation may edit its copy."""


def priority_from(
    impact: int,
    urgency: int,
    *,
    matrix: Mapping[tuple[Impact, Urgency], Priority] = PRIORITY_MATRIX,
) -> Priority:
    """The priority of an impact and an urgency, each 1 to 3.

    Raises:
        ValueError: a level outside 1 to 3.
    """
    return matrix[Impact(impact), Urgency(urgency)]
