"""A create happens once: look for what an earlier attempt may have made, and never repeat blindly."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deskplane.connectors.sdk.errors import OutcomeUnknownError
from deskplane.connectors.sdk.normal import Notice, NoticeKind, Receipt, RemoteTicket

SETTLE: Final = 90.0
"""Seconds after which a request that was cut off has certainly been worked on and can be found."""

_FIRST_LOOK: Final = 15.0


@dataclass(frozen=True, slots=True)
class Creation:
    """How one vendor creates: ``find`` answers exact matches of the correlation id only."""

    send: Callable[[], Awaitable[Receipt]]
    find: Callable[[datetime], Awaitable[Sequence[RemoteTicket]]]
    settle: float = SETTLE


async def create_once(creation: Creation, now: datetime, earlier: datetime | None) -> Receipt:
    """Create, or find what was created. ``earlier`` is when the first attempt with an unknown outcome began.

    The caller stores the time of an attempt *before* it calls and gives it back after ``OutcomeUnknownError`` or a
    crash.

    Raises:
        OutcomeUnknownError: call again after ``retry_after`` seconds with ``earlier`` set.
        ConnectorError: anything else a call can raise; then nothing was created.
    """
    if earlier is not None:
        found = await creation.find(earlier)
        if found:
            return _found(found)
        left = creation.settle - (now - earlier).total_seconds()
        if left > 0:
            raise OutcomeUnknownError("It is not known yet whether the ticket was created.", retry_after=left)
    try:
        return await creation.send()
    except OutcomeUnknownError as lost:
        found = await creation.find(now)
        if found:
            return _found(found)
        lost.retry_after = max(lost.retry_after, min(_FIRST_LOOK, creation.settle))
        raise


def _found(found: Sequence[RemoteTicket]) -> Receipt:
    first = min(found, key=lambda ticket: (ticket.created_at, ticket.remote_id))
    others = ", ".join(ticket.key for ticket in found if ticket is not first)
    doubled = (Notice(NoticeKind.DOUBLED, "correlation_id", f"The same correlation id is also on {others}."),)
    return Receipt(ticket=first, found=True, notices=doubled if others else ())


def short_mark(correlation_id: str, length: int = 20) -> str:
    """A short word for a correlation id that fits into labels and tags."""
    return hashlib.sha256(correlation_id.encode()).hexdigest()[:length]
