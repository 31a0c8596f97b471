"""Words of webhooks that come in."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

PURPOSE: Final = "webhook-secret"
"""What secrets are sealed for."""

LARGEST: Final = 1_000_000
"""Bytes of a webhook's body; the largest that vendors send are far below."""

LEASE: Final = timedelta(minutes=3)
"""How long a record belongs to a worker that is not heard of."""

PATIENCE: Final = timedelta(hours=24)
"""A record that could not be read for so long is given up; it can be read again by hand."""

KEPT: Final = timedelta(days=30)
"""How long deliveries are kept."""

OLD: Final = timedelta(hours=24)
"""A signed delivery about a change of longer ago is refused; vendors stop trying again long before."""

KEPT_HEADERS: Final = frozenset(
    {
        *("content-type", "user-agent", "x-atlassian-webhook-identifier", "x-atlassian-webhook-retry"),
        *("x-atlassian-webhook-flow",),
    }
)
"""Headers that are kept; whatever else a vendor sends may hold a secret."""


class ReadingState(StrEnum):
    """How far the reading after a delivery is.

    ``unknown``: no ticket here belongs to the record; ``copy``: the same delivery came before;
    ``unreadable``: the body names no record.
    """

    WAITING = "waiting"
    READING = "reading"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    UNKNOWN = "unknown"
    COPY = "copy"
    UNREADABLE = "unreadable"
    FAILED = "failed"


BUSY: Final = frozenset({ReadingState.WAITING, ReadingState.READING})
