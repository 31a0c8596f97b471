"""The checked form of a condition: immutable nodes whose values already have their types."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeAlias
from uuid import UUID

from deskplane.kernel.conditions.fields import Field, Op, Special


class Named(StrEnum):
    """A moment or day known by its name."""

    NOW = "now"
    TODAY = "today"
    YESTERDAY = "yesterday"
    TOMORROW = "tomorrow"


UNITS: Final = {"m": "minute", "h": "hour", "d": "day", "w": "week"}


@dataclass(frozen=True, slots=True)
class Relative:
    """A moment counted from now, such as ``-7d``; the unit is one of ``UNITS``."""

    amount: int
    unit: str

    def __str__(self) -> str:
        """The form people write."""
        return f"{self.amount:+d}{self.unit}"


Scalar: TypeAlias = str | int | float | bool | UUID | date | datetime | Relative | Named | Special
Value: TypeAlias = Scalar | tuple[Scalar, ...] | None


@dataclass(frozen=True, slots=True)
class Check:
    """One question about one field; the shape of ``value`` follows from ``op``."""

    field: Field
    op: Op
    value: Value = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts it always holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition: TypeAlias = All | AnyOf | Not | Check

ALWAYS: Final = All(())


def checks_of(condition: Condition) -> Iterator[Check]:
    """Each check, from left to right."""
    match condition:
        case Check():
            yield condition
        case Not(part):
            yield from checks_of(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from checks_of(part)


def field_names(condition: Condition) -> frozenset[str]:
    """The fields a condition reads."""
    return frozenset(check.field.name for check in checks_of(condition))
