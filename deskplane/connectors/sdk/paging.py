"""The paginators, and the walk by time that loses nothing while records move."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from deskplane.connectors.sdk.errors import VendorRefusedError, VendorUnavailableError
from deskplane.connectors.sdk.shapes import whole_second

Row: TypeAlias = Mapping[str, Any]
MOST_PAGES: Final = 100_000
MOST_PASSES: Final = 8
_LINK: Final = re.compile(r'<(.*?)>\s*;\s*rel="?([a-z]+)"?')


@dataclass(frozen=True, slots=True)
class Batch:
    """One answer of a paged list; ``more`` is the vendor's own word for it, ``next`` its token or link."""

    rows: Sequence[Row]
    more: bool
    next: str = ""


async def offset_pages(fetch: Callable[[int], Awaitable[Batch]], start: int = 0) -> AsyncIterator[Batch]:
    """Pages by offset, stepping by what came (a server may give fewer than asked)."""
    offset = start
    for _ in range(MOST_PAGES):
        batch = await fetch(offset)
        yield batch
        if not batch.more or not batch.rows:
            return
        offset += len(batch.rows)


async def numbered_pages(fetch: Callable[[int], Awaitable[Batch]], last: int) -> AsyncIterator[Batch]:
    """Pages by number, from 1.

    Raises:
        VendorRefusedError: there is more behind the last page that the vendor gives.
    """
    for number in range(1, last + 1):
        batch = await fetch(number)
        yield batch
        if not batch.more:
            return
    raise VendorRefusedError(f"The vendor gives {last} pages, and there are more.", status=400)


async def cursor_pages(fetch: Callable[[str], Awaitable[Batch]]) -> AsyncIterator[Batch]:
    """Pages by token; no token is the last page.

    Raises:
        VendorUnavailableError: a token came twice, which would go round for ever.
    """
    token, seen = "", set[str]()
    for _ in range(MOST_PAGES):
        batch = await fetch(token)
        yield batch
        if not batch.more or not batch.next:
            return
        token = batch.next
        if token in seen:
            raise VendorUnavailableError("The vendor gave the same page token twice.", retry_after=60)
        seen.add(token)


async def linked_pages(
    fetch: Callable[[str], Awaitable[tuple[Sequence[Row], str]]], first: str
) -> AsyncIterator[Sequence[Row]]:
    """Pages by the ``Link`` header: ``fetch`` answers rows and that header."""
    url, seen = first, set[str]()
    while url and url not in seen and len(seen) < MOST_PAGES:
        seen.add(url)
        rows, header = await fetch(url)
        yield rows
        url = next_link(header)


def next_link(header: str) -> str:
    """The address of ``rel="next"`` in a Link header, or nothing."""
    return next((url for url, rel in _LINK.findall(header) if rel == "next"), "")


@dataclass(frozen=True, slots=True)
class Walked:
    """Rows not seen before on this walk, and the second from which to go on after a crash."""

    rows: Sequence[Row]
    at: datetime
    done: bool


class TimeWalk:
    """All records changed since a moment, oldest change first, for vendors without a keyset.

    Each page is the *first* page of a question that begins at the last second seen, so nothing can slip between
    pages while records move to the end. Only where one second fills more than a page its pages are followed, as
    often as it takes until a pass finds nothing new.
    """

    def __init__(
        self,
        ask: Callable[[datetime], AsyncIterator[Batch]],
        identify: Callable[[Row], str],
        changed: Callable[[Row], datetime],
    ) -> None:
        self._ask = ask
        self._id = identify
        self._changed = changed
        self._seen: dict[str, datetime] = {}

    async def pages(self, since: datetime) -> AsyncIterator[Walked]:
        """Walk from ``since`` to the end."""
        at = whole_second(since)
        while True:
            batch = await anext(aiter(self._ask(at)))
            fresh = self._fresh(batch.rows)
            last = self._last(batch.rows, at)
            if not batch.more:
                yield Walked(fresh, last, done=True)
                return
            if last > at:
                at = last
                self._forget(at)
                yield Walked(fresh, at, done=False)
                continue
            yield Walked(fresh, at, done=False)
            async for walked in self._burst(at):
                yield walked
            at += timedelta(seconds=1)

    async def _burst(self, at: datetime) -> AsyncIterator[Walked]:
        for _ in range(MOST_PASSES):
            found = 0
            async for batch in self._ask(at):
                fresh = self._fresh(batch.rows)
                found += sum(whole_second(self._changed(row)) == at for row in fresh)
                yield Walked(fresh, at, done=False)
                if self._last(batch.rows, at) > at:
                    break
            if not found:
                return

    def _fresh(self, rows: Sequence[Row]) -> list[Row]:
        fresh: list[Row] = []
        for row in rows:
            name, changed = self._id(row), self._changed(row)
            if self._seen.get(name) != changed:
                self._seen[name] = changed
                fresh.append(row)
        return fresh

    def _last(self, rows: Sequence[Row], at: datetime) -> datetime:
        return max((whole_second(self._changed(row)) for row in rows), default=at)

    def _forget(self, before: datetime) -> None:
        if len(self._seen) > 20_000:
            self._seen = {name: changed for name, changed in self._seen.items() if changed >= before}
