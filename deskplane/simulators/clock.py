"""The clock of a simulated vendor: it may be wrong, and tests push it forward."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def real() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


class Clock:
    """Tells the time; ``skew`` seconds off, pushed by ``advance``."""

    def __init__(self, source: Callable[[], datetime] = real, skew: float = 0) -> None:
        self._source = source
        self.skew = skew

    def now(self) -> datetime:
        """The moment this vendor believes it is, in UTC."""
        return self._source() + timedelta(seconds=self.skew)

    def advance(self, seconds: float) -> None:
        """Push the clock forward."""
        self.skew += seconds
