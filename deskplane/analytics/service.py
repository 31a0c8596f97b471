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


async def stats(reads: Reader) -> str:
    """Return the stats object as JSON."""
    return await _answer(reads, "stats", STATS)


async def overview(reads: Reader, *, days: int, zone: str) -> str:
    """Return the overview of the last ``days`` days as JSON; days begin at midnight in ``zone``."""
    return await _answer(reads, "overview", OVERVIEW, days, zone)


async def _answer(reads: Reader, name: str, sql: str, *args: object) -> str:
    key = (reads.tenant.org_id, name, args)
    kept = _kept.get(key)
    if kept and time.monotonic() < kept.until:
        return kept.text
    start = time.monotonic()
    text = str(await reads.fetchval(sql, *args))
    spent = time.monotonic() - start
    if spent > CHEAP_SECONDS:
        if len(_kept) >= ENTRIES:
            _kept.clear()
        _kept[key] = Kept(text, time.monotonic() + min(spent * KEEP_FACTOR, KEEP_AT_MOST))
    return text
