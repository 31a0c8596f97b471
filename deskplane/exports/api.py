"""HTTP face of the exports. Thin: parse, call the service, return."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse

from deskplane.exports.service import Export
from deskplane.exports.working_time import TimeExport, Wanted
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import Db, router
from deskplane.tickets.filters import TicketFilter, ticket_filter

api = router(prefix="/api/v1/desk/tickets", tags=["export"])
alias = router(prefix="/api/enhanced-tickets", tags=["tickets (older paths)"])
working_time = router(prefix="/api/v1/time-entries", tags=["export"])
ROUTERS = (api, alias, working_time)
TIME_CONTENT: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}}
CONTENT: dict[str, Any] = {
    "text/csv": {"schema": {"type": "string"}},
    "application/json": {"schema": {"type": "array", "items": {}}},
}


class ExportFormat(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


@alias.get(
    "/export",
    operation_id="export_tickets_alias",
    response_class=Response,
    responses={200: {"description": "The tickets", "content": CONTENT}},
)
@api.get(
    "/export",
    operation_id="export_tickets",
    response_class=Response,
    responses={200: {"description": "The tickets", "content": CONTENT}},
)
async def export_tickets(
    db: Db,
    caller: Annotated[Caller, may(Permission.TICKET_EXPORT)],
    wanted: Annotated[TicketFilter, Depends(ticket_filter)],
    format: ExportFormat = ExportFormat.CSV,
    fields: Annotated[
        str, Query(max_length=2000, description="Names with commas between; all if absent")
    ] = "",
) -> Response:
    """Stream all tickets that match, with the list's filters and order; the export is recorded in the audit."""
    export = Export(db, caller, wanted)
    names = [name.strip() for name in fields.split(",") if name.strip()]
    await export.begin(names, kind=format)
    headers = {"Content-Disposition": f'attachment; filename="tickets.{format}"'}
    if format is ExportFormat.CSV:
        return StreamingResponse(export.csv(), media_type="text/csv; charset=utf-8", headers=headers)
    return StreamingResponse(export.json(), media_type="application/json", headers=headers)


@working_time.get(
    "/export",
    operation_id="export_time",
    response_class=Response,
    responses={200: {"description": "The entries", "content": TIME_CONTENT}},
)
async def export_time(
    db: Db,
    caller: Annotated[Caller, may(Permission.TIME_EXPORT)],
    first: Annotated[date, Query(alias="from", description="First day")],
    last: Annotated[date, Query(alias="to", description="Last day")],
    person: Annotated[UUID | None, Query(description="Only of this person")] = None,
    team: Annotated[UUID | None, Query(description="Only of the members of this team")] = None,
) -> Response:
    """Stream working time between two days as CSV; the export is recorded in the audit."""
    export = TimeExport(db, caller, Wanted(first, last, person, team))
    await export.begin()
    headers = {"Content-Disposition": f'attachment; filename="working-time-{first}-{last}.csv"'}
    return StreamingResponse(export.csv(), media_type="text/csv; charset=utf-8", headers=headers)
