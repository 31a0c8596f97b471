"""Rate budgets: how much may be asked, and which part of a vendor asked us to wait."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from deskplane.connectors.sdk.errors import VendorUnavailableError

EVERYTHING: Final = "*"
LONGEST_WAIT: Final = 2.0
"""Seconds that a call may wait for its turn; beyond that the job is rescheduled and the worker is free."""

DEFAULT_PAUSE: Final = 60.0
_LIMIT_HEADERS: Final = ("x-ratelimit-limit", "x-ratelimit-total")
_LEFT_HEADERS: Final = ("x-ratelimit-remaining",)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls in so many seconds."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """What a status page shows: our own budget, and what the vendor last said of its limit."""

    calls: int
    seconds: float
    left: int
    vendor_limit: int | None
    vendor_left: int | None
    paused: Mapping[str, float]


class Limits:
    """The budget of one connection: a token bucket, and pauses by scope (an endpoint, a record, everything)."""

    def __init__(
        self,
        rate: Rate,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rate = rate
        self._clock = clock
        self._sleep = sleep
        self._tokens = float(rate.calls)
        self._filled = clock()
        self._pauses: dict[str, datetime] = {}
        self._vendor: tuple[int | None, int | None] = (None, None)

    async def take(self, scope: str) -> None:
        """Take one call from the budget, waiting for it if that is soon.

        Raises:
            VendorUnavailableError: the vendor asked to wait, or the budget is spent for longer.
        """
        for name in (EVERYTHING, scope):
            wait = self._left(name)
            if wait > 0:
                raise VendorUnavailableError("The vendor asked to wait.", retry_after=wait, scope=name)
        self._fill()
        if self._tokens < 1:
            wait = (1 - self._tokens) * self._rate.seconds / self._rate.calls
            if wait > LONGEST_WAIT:
                raise VendorUnavailableError("The budget of this connection is spent.", retry_after=wait)
            await self._sleep(wait)
            self._fill()
        self._tokens -= 1

    def pause(self, scope: str, seconds: float) -> None:
        """Ask nothing of this scope for so long."""
        until = self._clock() + timedelta(seconds=seconds)
        self._pauses[scope] = max(until, self._pauses.get(scope, until))

    def learn(self, headers: Mapping[str, str]) -> None:
        """Note what the vendor says of its own limit; near the end of it, slow down at once."""
        limit, left = _number(headers, _LIMIT_HEADERS), _number(headers, _LEFT_HEADERS)
        if limit is None and left is None:
            return
        self._vendor = (limit, left)
        if left is not None and left < self._tokens:
            self._fill()
            self._tokens = float(max(left, 0)) if left < self._rate.calls else self._tokens

    def use(self) -> BudgetUse:
        """How much of the budget is left."""
        self._fill()
        paused = {name: self._left(name) for name in self._pauses}
        return BudgetUse(
            self._rate.calls,
            self._rate.seconds,
            int(self._tokens),
            *self._vendor,
            {name: wait for name, wait in paused.items() if wait > 0},
        )

    def _left(self, scope: str) -> float:
        until = self._pauses.get(scope)
        return 0.0 if until is None else (until - self._clock()).total_seconds()

    def _fill(self) -> None:
        now = self._clock()
        gained = (now - self._filled).total_seconds() * self._rate.calls / self._rate.seconds
        self._tokens = min(float(self._rate.calls), self._tokens + max(gained, 0.0))
        self._filled = now


def retry_after(headers: Mapping[str, str], now: datetime, default: float = DEFAULT_PAUSE) -> float:
    """Seconds to wait by ``Retry-After``, given in seconds or as a date."""
    said = headers.get("retry-after", "").strip()
    if said.replace(".", "", 1).isdigit():
        return float(said)
    try:
        return max((parsedate_to_datetime(said) - now).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return default


def _number(headers: Mapping[str, str], names: tuple[str, ...]) -> int | None:
    said = next((headers[name] for name in names if name in headers), "").strip()
    return int(said) if said.isdigit() else None
