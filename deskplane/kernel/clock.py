"""The one clock; tests stop it."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Return the current moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Generator[None]:
    """Stop the clock at ``at`` for the code inside."""
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)
