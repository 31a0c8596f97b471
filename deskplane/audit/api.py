"""HTTP face of the audit. Thin: parse, call the service, return."""

from collections.abc import AsyncIterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse

from deskplane.audit import naming, queries, sealing, service
from deskplane.audit.queries import EXPORTED, Filters
from deskplane.audit.schemas import Entries, Retention, RetentionChange, Verification, Vocabulary
from deskplane.kernel import csvtext
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.db import Database, Record, Statements
from deskplane.kernel.events import CATALOGUE
from deskplane.kernel.http import Db, InTx, Reads, json_response, router
from deskplane.kernel.paging import Paging, envelope
from deskplane.vocabulary.origin import Origin

api = router(prefix="/api/v1/audit", tags=["audit"])
ROUTERS = (api,)
LINES = 500
Reader = Annotated[Caller, may(Permission.AUDIT_READ)]
Text = Annotated[str | None, Query(max_length=200)]


class ExportFormat(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


async def filters(
    *,
    actor_id: UUID | None = None,
    action: Annotated[list[str] | None, Query(max_length=20)] = None,
    entity_type: Annotated[list[str] | None, Query(max_length=20)] = None,
    entity_id: UUID | None = None,
    field: Text = None,
    origin: Annotated[list[str] | None, Query(max_length=20)] = None,
    correlation_id: Text = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Filters:
    """Read the filters of the log."""
    return Filters(
        actor_id=actor_id,
        action=tuple(action or ()),
        entity_type=tuple(entity_type or ()),
        entity_id=entity_id,
        field=field,
        origin=tuple(origin or ()),
        correlation_id=correlation_id,
        since=since,
        until=until,
    )


Filtered = Annotated[Filters, Depends(filters)]


@api.get("", operation_id="list_audit_entries", response_model=Entries)
async def list_entries(wanted: Filtered, paging: Paging, reads: Reads, _: Reader) -> Response:
    """List what happened, newest first."""
    sql, args = queries.page(wanted, after=paging.after, limit=paging.limit + 1, skip=paging.offset)
    rows = await reads.fetch(sql, *args)
    total = await _counted(reads, wanted) if paging.count else None
    shown, more = rows[: paging.limit], len(rows) > paging.limit
    after = (shown[-1]["recorded_at"].isoformat(), shown[-1]["seq"]) if more else None
    answer = envelope([_entry(row) for row in shown], paging, after=after, total=total)
    return json_response({**answer, "names": await naming.names(reads, shown)})


async def _counted(reads: Statements, wanted: Filters) -> int:
    sql, args = queries.total(wanted)
    return int(await reads.fetchval(sql, *args))


def _entry(row: Record) -> dict[str, Any]:
    return {name: row[name] for name in EXPORTED}


@api.get("/vocabulary", operation_id="get_audit_vocabulary", response_model=Vocabulary)
async def get_vocabulary(_: Reader) -> dict[str, Any]:
    """List the actions, kinds of things and origins that entries can have, to filter by."""
    actions = [{"name": name, "entity_type": kind.subject_type} for name, kind in sorted(CATALOGUE.items())]
    types = sorted({action["entity_type"] for action in actions})
    return {"actions": actions, "entity_types": types, "origins": sorted(Origin)}


@api.get("/verify", operation_id="verify_audit", response_model=Verification)
async def verify(tx: InTx, _: Reader) -> dict[str, Any]:
    """Recompute the chain of seals and say whether anything was changed."""
    found = await sealing.verify(tx)
    return {
        "intact": found.intact,
        "seals": found.seals,
        "entries": found.entries,
        "cut_seals": found.cut_seals,
        "unsealed": found.unsealed,
        "broken": [{"number": item.number, "reason": item.reason} for item in found.broken],
    }


@api.get("/retention", operation_id="get_audit_retention", response_model=Retention)
async def get_retention(tx: InTx, _: Reader) -> dict[str, Any]:
    """Say how long entries are kept."""
    return await service.retention(tx)


@api.put("/retention", operation_id="set_audit_retention", response_model=Retention)
async def set_retention(
    body: RetentionChange, tx: InTx, caller: Annotated[Caller, may(Permission.SETTINGS_WRITE)]
) -> dict[str, Any]:
    """Change how long entries are kept."""
    return await service.set_retention(tx, actor=caller.actor, origin=caller.origin, months=body.months)


@api.get(
    "/export",
    operation_id="export_audit",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}, "application/json": {}}}},
)
async def export(
    wanted: Filtered, db: Db, caller: Reader, format: ExportFormat = ExportFormat.CSV
) -> Response:
    """Stream all matching entries, oldest first; the export itself is recorded."""
    async with db.transaction(caller.tenant) as tx:
        await service.note_export(
            tx, actor=caller.actor, origin=caller.origin, kind=format, filters=wanted.shown()
        )
    write = _csv if format is ExportFormat.CSV else _json
    kind = "text/csv; charset=utf-8" if format is ExportFormat.CSV else "application/json"
    name = {"Content-Disposition": f'attachment; filename="audit.{format}"'}
    return StreamingResponse(write(_rows(db, caller, wanted)), media_type=kind, headers=name)


async def _rows(db: Database, caller: Caller, wanted: Filters) -> AsyncIterator[list[Record]]:
    sql, args = queries.everything(wanted)
    async with db.transaction(caller.tenant) as tx:
        chunk: list[Record] = []
        async for row in tx.stream(sql, *args, batch=LINES):
            chunk.append(row)
            if len(chunk) == LINES:
                yield chunk
                chunk = []
        yield chunk


async def _csv(chunks: AsyncIterator[list[Record]]) -> AsyncIterator[str]:
    yield csvtext.lines([EXPORTED])
    async for rows in chunks:
        yield csvtext.lines([[row[name] for name in EXPORTED] for row in rows])


async def _json(chunks: AsyncIterator[list[Record]]) -> AsyncIterator[bytes]:
    lead = b"["
    async for rows in chunks:
        for row in rows:
            yield lead + orjson.dumps(_entry(row), default=str)
            lead = b",\n"
    yield b"[]" if lead == b"[" else b"]"
