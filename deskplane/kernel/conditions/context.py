"""Who asks and when: what ``me``, ``now`` and ``-7d`` mean in one run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from uuid import UUID

from deskplane.kernel.conditions.tree import Named, Relative, Scalar

_UNIT: Final[Mapping[str, timedelta]] = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_OFFSET: Final[Mapping[Named, int]] = {Named.NOW: 0, Named.TODAY: 0, Named.YESTERDAY: -1, Named.TOMORROW: 1}


@dataclass(frozen=True, slots=True)
class Context:
    """``now`` is aware; days begin and end in ``zone``."""

    now: datetime
    me: UUID | None = None
    teams: tuple[UUID, ...] = field(default=())
    zone: tzinfo = UTC

    @property
    def today(self) -> date:
        """The day it is in ``zone``."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Span:
    """A moment (``end`` is None) or a day, from ``start`` up to but not including ``end``."""

    start: datetime
    end: datetime | None = None


def span(value: Scalar, context: Context) -> Span:
    """What a written time means now."""
    if isinstance(value, datetime):
        return Span(value)
    if isinstance(value, Relative):
        return Span(context.now + value.amount * _UNIT[value.unit])
    if value is Named.NOW:
        return Span(context.now)
    first = day(value, context)
    return Span(_midnight(first, context.zone), _midnight(first + timedelta(days=1), context.zone))


def day(value: Scalar, context: Context) -> date:
    """The day a written day means now.

    Raises:
        TypeError: the value is no day.
    """
    if isinstance(value, datetime):
        return value.astimezone(context.zone).date()
    if isinstance(value, date):
        return value
    if isinstance(value, Named):
        return context.today + timedelta(days=_OFFSET[value])
    if isinstance(value, Relative):
        return context.today + value.amount * _UNIT[value.unit]
    raise TypeError(f"{value!r} is no day")


def _midnight(at: date, zone: tzinfo) -> datetime:
    return datetime.combine(at, time(), zone).astimezone(UTC)
