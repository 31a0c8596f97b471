"""States of configuration items and how two of them relate."""

from enum import StrEnum
from typing import Final


class ItemStatus(StrEnum):
    """Where an item is in its life."""

    PLANNED = "planned"
    IN_STOCK = "in_stock"
    OPERATIONAL = "operational"
    MAINTENANCE = "maintenance"
    DEGRADED = "degraded"
    RETIRED = "retired"


class Relation(StrEnum):
    """``A runs_on B``: read from the first item to the second."""

    DEPENDS_ON = "depends_on"
    RUNS_ON = "runs_on"
    CONNECTED_TO = "connected_to"
    PART_OF = "part_of"
    USES = "uses"


ACYCLIC: Final = frozenset({Relation.PART_OF, Relation.RUNS_ON})
"""Nothing is part of itself or runs on itself, not even by a detour; the others may form rings."""


class Direction(StrEnum):
    """Which way to follow relations: what the item needs (down), what needs the item (up)."""

    DOWN = "down"
    UP = "up"
    BOTH = "both"
