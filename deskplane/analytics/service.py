"""Figures, kept for a moment when they are dear: twenty times as long as they took to count."""

import time
from dataclasses import dataclass
from uuid import UUID

from deskplane.analytics.queries import OVERVIEW, STATS
from deskplane.kernel.db import Reader

CHEAP_SECONDS = 0.1
KEEP_FACTOR = 20
KEEP_AT_MOST = 120.0
ENTRIES = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer and until when it may be given again."""

    text: str
    until: float


_kept: dict[tuple[UUID, str, tuple[object, ...]], Kept] = {}


@dataclass(frozen=True, slots=True)
class Figures:
    """An answer as JSON; when it was kept, in how many seconds a newer one can be had."""

    text: str
    renews_in: float | None = None


async def stats(reads: Reader) -> Figures:
    """Return the stats object."""
    return await _answer(reads, "stats", STATS)


async def overview(reads: Reader, *, days: int, zone: str) -> Figures:
    """Return the overview of the last ``days`` days; days begin at midnight in ``zone``."""
    return await _answer(reads, "overview", OVERVIEW, days, zone)


async def _answer(reads: Reader, name: str, sql: str, *args: object) -> Figures:
    key = (reads.tenant.org_id, name, args)
    kept = _kept.get(key)
    start = time.monotonic()
    if kept and start < kept.until:
        return Figures(kept.text, kept.until - start)
    text = str(await reads.fetchval(sql, *args))
    end = time.monotonic()
    spent = end - start
    if spent > CHEAP_SECONDS:
        if len(_kept) >= ENTRIES:
            _kept.clear()
        _kept[key] = Kept(text, end + min(spent * KEEP_FACTOR, KEEP_AT_MOST))
    return Figures(text)
