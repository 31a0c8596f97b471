"""A create happens once: look for what an earlier attempt may have made, and never repeat blindly."""

import hashlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deskplane.connectors.sdk.errors import ConnectorError, OutcomeUnknownError, VendorUnavailableError
from deskplane.connectors.sdk.normal import Draft, Notice, NoticeKind, Receipt, RemoteTicket, RemoteValue

SETTLE: Final = 90.0
"""Seconds after which a request that was cut off has certainly been worked on and can be found."""

_FIRST_LOOK: Final = 15.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Creation:
    """How one vendor creates: ``find`` answers exact matches of the correlation id only."""

    send: Callable[[], Awaitable[Receipt]]
    find: Callable[[datetime], Awaitable[Sequence[RemoteTicket]]]
    settle: float = SETTLE


async def create_once(creation: Creation, clock: Callable[[], datetime], earlier: datetime | None) -> Receipt:
    """Create, or find what was created. ``earlier`` is when the latest attempt with an unknown outcome ended.

    The caller stores the time of an attempt *before* it calls, so that it gives it back after a crash; after an error
    with a ``since`` it stores that instead. Both times are of our own clock and are compared with no other: ``find``
    goes by the mark alone, and a record counts as not made when it was not found ``settle`` seconds after the loss.

    Raises:
        OutcomeUnknownError: call again after ``retry_after`` seconds with ``earlier`` set to ``since``.
        ConnectorError: anything else a call can raise; with a ``since`` the earlier attempt is still in question,
            without one nothing was created, neither now nor earlier.
    """
    if earlier is not None:
        found = await _earlier(creation, earlier)
        if found:
            return _found(found)
        left = creation.settle - (clock() - earlier).total_seconds()
        if left > 0:
            raise _unknown("It is not known yet whether the ticket was created.", left, earlier)
    try:
        return await creation.send()
    except OutcomeUnknownError as lost:
        since = clock()
        found = await _look(creation, since)
        if found:
            return _found(found)
        wait = max(lost.retry_after, min(_FIRST_LOOK, creation.settle))
        raise _unknown(lost.message, wait, since) from lost


async def _earlier(creation: Creation, earlier: datetime) -> Sequence[RemoteTicket]:
    try:
        return await creation.find(earlier)
    except ConnectorError as error:
        error.since = earlier
        raise


async def _look(creation: Creation, since: datetime) -> Sequence[RemoteTicket]:
    try:
        return await creation.find(since)
    except ConnectorError as error:
        _log.info("the lost create could not be looked for: %s", error)
        return ()


def _unknown(message: str, wait: float, since: datetime) -> OutcomeUnknownError:
    error = OutcomeUnknownError(message, retry_after=wait)
    error.since = since
    return error


@asynccontextmanager
async def after_create() -> AsyncGenerator[None]:
    """What fails in here fails after the record was made: it must be found, never made again."""
    try:
        yield
    except ConnectorError as error:
        wait = error.retry_after if isinstance(error, VendorUnavailableError) else 0
        raise OutcomeUnknownError(error.message, retry_after=wait) from error


def made_id(ident: str, vendor: str) -> str:
    """The id that the answer to a create names.

    Raises:
        OutcomeUnknownError: it names none.
    """
    if not ident:
        raise OutcomeUnknownError(f"{vendor} took the request, but did not say what it made.", retry_after=0)
    return ident


def unread(
    draft: Draft,
    remote_id: str,
    key: str,
    url: str,
    now: datetime,
    notices: Sequence[Notice],
    error: ConnectorError,
) -> Receipt:
    """A receipt for a record that is certainly there, but could not be read back: it must never be made again."""
    said = f"It was created, but could not be read back: {error.message}"
    nothing = RemoteValue("")
    ticket = RemoteTicket(
        remote_id=remote_id,
        key=key,
        url=url,
        title=draft.title,
        description=draft.description,
        status=nothing,
        priority=nothing,
        kind=nothing,
        created_at=now,
        updated_at=now,
        version="",
        correlation_id=draft.correlation_id,
    )
    return Receipt(ticket=ticket, notices=(*notices, Notice(NoticeKind.UNREAD, "*", said)))


def _found(found: Sequence[RemoteTicket]) -> Receipt:
    first = min(found, key=lambda ticket: (ticket.created_at, ticket.remote_id))
    others = ", ".join(ticket.key for ticket in found if ticket is not first)
    doubled = (Notice(NoticeKind.DOUBLED, "correlation_id", f"The same correlation id is also on {others}."),)
    return Receipt(ticket=first, found=True, notices=doubled if others else ())


def short_mark(correlation_id: str, length: int = 20) -> str:
    """A short word for a correlation id that fits into labels and tags."""
    return hashlib.sha256(correlation_id.encode()).hexdigest()[:length]
