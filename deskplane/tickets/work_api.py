"""HTTP face of working time, configuration items, templates and where the catalogue is used."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.paging import Paging
from deskplane.kernel.rows import Listed
from deskplane.tickets import cis, templates, time_entries, timers, usage
from deskplane.tickets.doors import Doors, NamedTicket
from deskplane.tickets.usage import Entry
from deskplane.tickets.work_schemas import (
    CiAdd,
    CiList,
    CiTicket,
    OwnTimerList,
    RenderBody,
    RenderRead,
    TemplateDraft,
    TimeCreate,
    TimeList,
    TimePatch,
    TimeRead,
    TimerRead,
    TimerStop,
    UsageList,
)

doors = Doors()
items = router(prefix="/api/v1/cmdb/items", tags=["cmdb"])
forms = router(prefix="/api/v1/ticket-templates", tags=["catalog"])
catalog = router(prefix="/api/v1/catalog", tags=["catalog"])
own = router(prefix="/api/v1/me/timers", tags=["tickets"])
Working = Annotated[Caller, may(Permission.TICKET_READ_INTERNAL)]
Updating = Annotated[Caller, may(Permission.TICKET_UPDATE)]
Timing = Annotated[Caller, may(Permission.TICKET_TIME)]
Creating = Annotated[Caller, may(Permission.TICKET_CREATE)]
Cmdb = Annotated[Caller, may(Permission.CMDB_READ)]


@doors.route("GET", "/{ref}/time-tracking", "list_time", response_model=TimeList)
async def list_time(ref: NamedTicket, caller: Timing, reads: Reads, page: Paging) -> Response:
    """List working time, and its sums."""
    return json_response(await time_entries.listed(reads, ref, page, caller))


@doors.route(
    "POST", "/{ref}/time-tracking", "log_time", status_code=HTTPStatus.CREATED, response_model=TimeRead
)
async def log_time(ref: NamedTicket, body: TimeCreate, caller: Timing, tx: InTx) -> Response:
    """Enter working time."""
    return json_response(await time_entries.create(tx, ref, body, caller), status=HTTPStatus.CREATED)


@doors.route("PATCH", "/{ref}/time-tracking/{id}", "update_time", response_model=TimeRead)
async def update_time(
    ref: NamedTicket, id: UUID, body: TimePatch, caller: Timing, tx: InTx, if_match: IfMatch
) -> Response:
    """Change an entry of working time."""
    return json_response(await time_entries.change(tx, ref, id, body, caller, if_match=if_match))


@doors.route("DELETE", "/{ref}/time-tracking/{id}", "delete_time", status_code=HTTPStatus.NO_CONTENT)
async def delete_time(ref: NamedTicket, id: UUID, caller: Timing, tx: InTx, if_match: IfMatch) -> None:
    """Take an entry of working time back."""
    await time_entries.delete(tx, ref, id, caller, if_match=if_match)


@doors.route("GET", "/{ref}/timer", "get_timer", response_model=TimerRead)
async def get_timer(ref: NamedTicket, caller: Timing, reads: Reads) -> Response:
    """Show since when the caller's timer runs on the ticket, and whose else do."""
    return json_response(await timers.running(reads, ref, caller))


@doors.route("POST", "/{ref}/timer", "start_timer", response_model=TimerRead)
async def start_timer(ref: NamedTicket, caller: Timing, tx: InTx) -> Response:
    """Start the caller's timer on the ticket; one that runs goes on."""
    return json_response(await timers.start(tx, ref, caller))


@doors.route(
    "POST", "/{ref}/timer/stop", "stop_timer", status_code=HTTPStatus.CREATED, response_model=TimeRead
)
async def stop_timer(ref: NamedTicket, body: TimerStop, caller: Timing, tx: InTx) -> Response:
    """Stop the caller's timer and enter its time."""
    return json_response(await timers.stop(tx, ref, body, caller), status=HTTPStatus.CREATED)


@doors.route("DELETE", "/{ref}/timer", "discard_timer", status_code=HTTPStatus.NO_CONTENT)
async def discard_timer(ref: NamedTicket, caller: Timing, tx: InTx) -> None:
    """Stop the caller's timer and forget its time."""
    await timers.discard(tx, ref, caller)


@own.get("", operation_id="list_own_timers", response_model=OwnTimerList)
async def list_own_timers(_: Timing, reads: Reads) -> Response:
    """List the tickets on which the caller's timers run."""
    return json_response({"data": await timers.mine(reads)})


@doors.route("GET", "/{ref}/cis", "list_ticket_cis", response_model=CiList)
async def list_ticket_cis(ref: NamedTicket, caller: Working, reads: Reads) -> Response:
    """List the configuration items that a ticket concerns."""
    return json_response({"data": await cis.listed(reads, ref, caller)})


@doors.route("POST", "/{ref}/cis", "add_ticket_ci", status_code=HTTPStatus.CREATED, response_model=CiList)
async def add_ticket_ci(ref: NamedTicket, body: CiAdd, caller: Updating, tx: InTx) -> Response:
    """Let a ticket concern a configuration item."""
    return json_response({"data": await cis.concern(tx, ref, body.ci_id, caller)}, status=HTTPStatus.CREATED)


@doors.route("DELETE", "/{ref}/cis/{ci_id}", "remove_ticket_ci", status_code=HTTPStatus.NO_CONTENT)
async def remove_ticket_ci(ref: NamedTicket, ci_id: UUID, caller: Updating, tx: InTx) -> None:
    """Let a ticket concern a configuration item no more."""
    await cis.clear(tx, ref, ci_id, caller)


@items.get("/{id}/tickets", operation_id="list_ci_tickets", response_model=Listed[CiTicket])
async def list_ci_tickets(id: UUID, caller: Cmdb, reads: Reads, page: Paging) -> Response:
    """List the tickets that concern a configuration item, oldest first."""
    caller.need(Permission.TICKET_READ_INTERNAL)
    return json_response(await cis.tickets_on(reads, id, page))


@doors.route("POST", "/{ref}/render", "render_reply", response_model=RenderRead)
async def render_reply(ref: NamedTicket, body: RenderBody, caller: Updating, reads: Reads) -> Response:
    """Show a text or a canned reply with its variables filled in; nothing is sent."""
    return json_response(await templates.preview(reads, ref, body, caller))


@forms.get("/{id}/draft", operation_id="draft_from_template", response_model=TemplateDraft)
async def draft_from_template(
    id: UUID,
    caller: Creating,
    reads: Reads,
    requester_id: Annotated[UUID | None, Query(description="Whom the ticket is for")] = None,
) -> Response:
    """Show what a new ticket starts with; nothing is stored."""
    return json_response(await templates.draft(reads, id, caller, requester_id=requester_id))


@catalog.get("/usage", operation_id="count_catalog_usage", response_model=UsageList)
async def count_catalog_usage(entry: Entry, _: Working, reads: Reads) -> Response:
    """Count the tickets that use each category, custom field and the like."""
    return json_response({"data": await usage.counts(reads, entry)})


ROUTERS = (*doors.routers, items, forms, catalog, own)
