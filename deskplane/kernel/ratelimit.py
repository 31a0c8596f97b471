"""Token buckets in memory, one per caller: limits of one process, without a trip to the database."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MAX_KEYS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the caller may go on; if not, after how many seconds to come back."""

    allowed: bool
    remaining: int
    retry_after: float


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class RateLimiter:
    """``limit`` requests in ``per`` seconds and, after a pause, up to ``burst`` at once.

    Buckets beyond ``max_keys`` are forgotten, those longest unused first: a forgotten caller starts anew.
    """

    def __init__(
        self,
        limit: float,
        per: float,
        *,
        burst: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        max_keys: int = MAX_KEYS,
    ) -> None:
        """Allow ``limit / per`` requests a second."""
        self._rate = limit / per
        self._capacity = limit if burst is None else burst
        self._clock = clock
        self._max_keys = max_keys
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    @property
    def capacity(self) -> float:
        """The most that can be taken at once."""
        return self._capacity

    def take(self, key: str, cost: float = 1) -> Verdict:
        """Count a request of this caller, if it is allowed."""
        bucket = self._filled(key)
        if bucket.tokens >= cost:
            bucket.tokens -= cost
            return Verdict(allowed=True, remaining=int(bucket.tokens), retry_after=0.0)
        return Verdict(allowed=False, remaining=0, retry_after=(cost - bucket.tokens) / self._rate)

    def _filled(self, key: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(self._capacity, now)
            if len(self._buckets) > self._max_keys:
                self._buckets.popitem(last=False)
            return bucket
        self._buckets.move_to_end(key)
        bucket.tokens = min(self._capacity, bucket.tokens + (now - bucket.filled_at) * self._rate)
        bucket.filled_at = now
        return bucket
