"""When things happen: arrivals in the rhythm of a working week, and work that rests outside working hours."""

from bisect import bisect
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from deskplane.app.demo.company import ZONE

LOCAL: Final = ZoneInfo(ZONE)
WEEKDAYS: Final = (1.25, 1.12, 1.0, 0.96, 0.84, 0.13, 0.08)
HOURS: Final = (
    *(0.10, 0.08, 0.07, 0.07, 0.12, 0.35, 0.9, 2.2, 3.6, 3.9, 3.3, 2.8),
    *(2.0, 2.7, 2.9, 2.5, 2.0, 1.3, 0.7, 0.45, 0.35, 0.3, 0.22, 0.15),
)
OPENS: Final = 7
CLOSES: Final = 18
HALF_DAY: Final = timedelta(hours=4)
LATEST_MINUTES: Final = (3, 11, 26, 44, 71)


def arrivals(dice: Random, count: int, *, end: datetime, days: int) -> list[datetime]:
    """Return ``count`` times up to ``end``, oldest first; the newest lie minutes ago."""
    start = end - timedelta(days=days)
    hours = [start + timedelta(hours=hour) for hour in range(days * 24)]
    weights = [_weight(hour, growth=1 + 0.15 * number / len(hours)) for number, hour in enumerate(hours)]
    totals = list(accumulate(weights))
    latest = [end - timedelta(minutes=minutes) for minutes in LATEST_MINUTES[:count]]
    made = [_draw(dice, hours, totals) for _ in range(count - len(latest))]
    return sorted(min(at, end - timedelta(minutes=90)) for at in made) + latest[::-1]


def _draw(dice: Random, hours: Sequence[datetime], totals: Sequence[float]) -> datetime:
    hour = hours[min(bisect(totals, dice.random() * totals[-1]), len(hours) - 1)]
    return hour + timedelta(seconds=dice.randrange(3600))


def _weight(hour: datetime, *, growth: float) -> float:
    local = hour.astimezone(LOCAL)
    return WEEKDAYS[local.weekday()] * HOURS[local.hour] * growth


def later(dice: Random, at: datetime, hours: float, *, rests: bool = True) -> datetime:
    """Return the moment after ``hours`` of work; work that ``rests`` waits for the next working morning."""
    step = timedelta(hours=hours * dice.uniform(0.6, 1.5))
    if not rests:
        return at + step
    return _working(dice, _working(dice, at) + min(step, HALF_DAY) + _nights(step))


def _nights(step: timedelta) -> timedelta:
    """More than half a day of work spans nights: a working day has eight hours."""
    return max(step - HALF_DAY, timedelta()) * 3


def _working(dice: Random, at: datetime) -> datetime:
    local = at.astimezone(LOCAL)
    if local.weekday() < 5 and OPENS <= local.hour < CLOSES:
        return at
    ahead = 1 if local.hour >= CLOSES or local.weekday() >= 5 else 0
    day = local + timedelta(days=ahead)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    morning = day.replace(hour=OPENS, minute=0, second=0, microsecond=0)
    return (morning + timedelta(minutes=dice.randint(5, 110))).astimezone(at.tzinfo)
