"""HTTP face of a ticket's past. Thin: parse, call the service, return."""

from typing import Annotated

from fastapi import Query, Response
from pydantic import AwareDatetime

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import Reads, json_response
from deskplane.kernel.paging import Paging
from deskplane.tickets import activities, queries, snapshots
from deskplane.tickets.doors import Doors, NamedTicket
from deskplane.tickets.history_schemas import ActivityList, Snapshot, Timeline
from deskplane.tickets.snapshots import Moment

doors = Doors()
Reading = Annotated[Caller, may(Permission.TICKET_READ)]


@doors.route("GET", "/{ref}/activities", "list_ticket_activities", response_model=ActivityList)
async def list_activities(ref: NamedTicket, page: Paging, caller: Reading, reads: Reads) -> Response:
    """Return what happened to a ticket, oldest first: who, when, which field, from what to what."""
    found = await queries.find_id(reads, ref, own_only=not caller.sees_everything)
    internal = caller.may(Permission.TICKET_READ_INTERNAL)
    return json_response(await activities.activities(reads, found, page, internal=internal))


@doors.route("GET", "/{ref}/timeline", "list_ticket_timeline", response_model=Timeline)
async def list_timeline(ref: NamedTicket, page: Paging, caller: Reading, reads: Reads) -> Response:
    """Return the comments and activities of a ticket in one order, oldest first."""
    found = await queries.find_id(reads, ref, own_only=not caller.sees_everything)
    internal = caller.may(Permission.TICKET_READ_INTERNAL)
    return json_response(await activities.timeline(reads, found, page, internal=internal))


@doors.route("GET", "/{ref}/at", "get_ticket_at", response_model=Snapshot)
async def get_ticket_at(
    ref: NamedTicket,
    caller: Reading,
    reads: Reads,
    time: Annotated[
        AwareDatetime | None, Query(description="The state after the last change up to then")
    ] = None,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="The state of this version")] = None,
) -> Response:
    """Return a ticket as it was, rebuilt from the event log."""
    found = await queries.find_id(reads, ref, own_only=not caller.sees_everything)
    internal = caller.may(Permission.TICKET_READ_INTERNAL)
    return json_response(await snapshots.snapshot(reads, found, Moment(time, version), internal=internal))


ROUTERS = doors.routers
