"""Streams tickets out of one snapshot, in bounded memory however many there are."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import Any, Final

import orjson

from deskplane.catalog import fields as custom_fields
from deskplane.exports import columns
from deskplane.exports.events import TicketsExported
from deskplane.kernel import csvtext, events
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Database, Record
from deskplane.tickets import rendering
from deskplane.tickets.filters import TicketFilter
from deskplane.tickets.listing import order_of
from deskplane.tickets.selection import Selection, select

CHUNK: Final = 500
PATIENCE: Final = "set local statement_timeout = '15min'"
Chunks = AsyncIterator[list[Record]]


class Export:
    """One export: what, for whom, and which columns."""

    def __init__(self, db: Database, caller: Caller, wanted: TicketFilter) -> None:
        """Prepare; nothing is asked yet."""
        self._db, self._caller, self._wanted = db, caller, wanted
        self.columns: Mapping[str, str] = {}
        self._sql = ""
        self._selection = Selection()

    async def begin(self, fields: list[str], *, kind: str) -> None:
        """Check filters and fields and record the export, before the first byte leaves.

        Raises:
            InvalidError: a filter or a field is refused.
        """
        internal = self._caller.may(Permission.TICKET_READ_INTERNAL)
        async with self._db.transaction(self._caller.tenant) as tx:
            own = custom_fields.condition_fields(await custom_fields.active(tx, for_requester=not internal))
            self.columns = columns.chosen(fields, list(own), internal=internal)
            self._selection = await select(tx, self._wanted, self._caller)
            facts = {"format": kind, "fields": list(self.columns)}
            told = TicketsExported(
                subject=self._caller.org_id, actor=self._caller.actor, origin=self._caller.origin, data=facts
            )
            await events.append(tx, [told])
        shown = ", ".join(f'{expression} as "{name}"' for name, expression in self.columns.items())
        self._sql = (
            f"select {shown} from tickets t {rendering.JOINS} where {self._selection.where} "
            f"order by {order_of(self._wanted).text}"
        )

    async def _rows(self) -> AsyncGenerator[list[Record]]:
        async with self._db.transaction(self._caller.tenant) as tx:
            await tx.execute(PATIENCE)
            chunk: list[Record] = []
            async for row in tx.stream(self._sql, *self._selection.args, batch=CHUNK):
                chunk.append(row)
                if len(chunk) == CHUNK:
                    yield chunk
                    chunk = []
            yield chunk

    async def csv(self) -> AsyncGenerator[str]:
        """Yield the export as CSV, formulas neutralised."""
        yield csvtext.lines([list(self.columns)])
        async for rows in self._rows():
            yield csvtext.lines([list(row.values()) for row in rows])

    async def json(self) -> AsyncGenerator[bytes]:
        """Yield the export as one JSON array."""
        lead = b"["
        async for rows in self._rows():
            if rows:
                yield lead + b",\n".join(orjson.dumps(_plain(row), default=str) for row in rows)
                lead = b",\n"
        yield b"[]" if lead == b"[" else b"]"


def _plain(row: Record) -> dict[str, Any]:
    return dict(row.items())
