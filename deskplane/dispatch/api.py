"""HTTP face of dispatch. Thin: parse, call the service, return."""

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Header, Path, Query, Response

from deskplane.dispatch import analysis_api, platforms, service, settings
from deskplane.dispatch.answers import Out, json_answer
from deskplane.dispatch.schemas import (
    DispatchSwitches,
    DispatchSwitchesAsked,
    DispatchSwitchesSet,
    JobDispatch,
    OutsideTicket,
    OutsideTickets,
    PlatformStates,
    StatesAsked,
    TicketAsked,
)
from deskplane.dispatch.service import Dispatcher
from deskplane.dispatch.vocabulary import Platform
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import Db, InTx, Reads, router

api = router(prefix="/api/v1/tickets", tags=["dispatch"])
ROUTERS = (*analysis_api.ROUTERS, api)
Running = Annotated[Caller, may(Permission.DISPATCH_RUN)]
Reading = Annotated[Caller, may(Permission.DISPATCH_READ)]
Async = Annotated[bool, Query(alias="async", description="Answer 202 at once and create in the background")]
Prefer = Annotated[str, Header(max_length=200, description="`respond-async` is the same as `async=true`")]
ASKED: dict[int | str, dict[str, Any]] = {
    202: {"description": "Asked for, or not certain yet; follow it at `Location`"}
}
ALL_ASKED: dict[int | str, dict[str, Any]] = {202: {"description": "Asked for; follow it at `Location`"}}


@api.get("/settings/state", operation_id="get_dispatch_settings", response_model=DispatchSwitches)
async def get_settings(_: Reading, reads: Reads) -> Response:
    """Show which platforms get tickets, and whether they are tracked as twins."""
    return json_answer(await settings.current(reads))


@api.put("/settings/state", operation_id="set_dispatch_settings", response_model=DispatchSwitchesSet)
async def set_settings(
    body: DispatchSwitchesAsked, caller: Annotated[Caller, may(Permission.SETTINGS_WRITE)], tx: InTx
) -> Response:
    """Switch platforms on and off; dual tracking needs both."""
    return json_answer(await settings.change(tx, body, caller))


@api.get("/settings/platforms", operation_id="list_dispatch_platforms", response_model=PlatformStates)
async def list_platforms(caller: Reading, reads: Reads, out: Out) -> Response:
    """List the platforms: whether each is configured, its budget, and what its states mean."""
    return json_answer({"data": await platforms.described(reads, out, caller.org_id)})


@api.put(
    "/settings/platforms/{platform}/states", operation_id="set_platform_states", response_model=PlatformStates
)
async def set_platform_states(
    platform: Platform,
    body: StatesAsked,
    caller: Annotated[Caller, may(Permission.SETTINGS_WRITE)],
    tx: InTx,
    out: Out,
) -> Response:
    """Say what states of a platform mean here; the next refresh of its tickets goes by it."""
    await platforms.set_states(tx, platform, body.states, caller)
    return json_answer({"data": await platforms.described(tx, out, caller.org_id)})


@api.post("", operation_id="create_outside_ticket", response_model=OutsideTicket, responses=ASKED)
@api.post("/", operation_id="create_outside_ticket_alias", response_model=OutsideTicket, responses=ASKED)
async def create_outside_ticket(
    body: TicketAsked, caller: Running, db: Db, out: Out, later: Async = False, prefer: Prefer = ""
) -> Response:
    """Create one ticket on one platform; the same job and platform again answer with the same ticket."""
    wanted = later or "respond-async" in prefer
    row, there = await Dispatcher(db, out, caller).one(body, later=wanted)
    return _answer(row, body.job_id, there=there)


@api.post("/dispatch", operation_id="dispatch_job", response_model=OutsideTickets, responses=ALL_ASKED)
async def dispatch_job(
    body: JobDispatch, caller: Running, db: Db, out: Out, later: Async = False, prefer: Prefer = ""
) -> Response:
    """Create tickets on every platform that is switched on, ServiceNow first; trouble of one is told in its row."""
    wanted = later or "respond-async" in prefer
    answer = await Dispatcher(db, out, caller).all(body, later=wanted)
    waits = wanted and any(row["state"] in service.LATER for row in answer["tickets"])
    return _answer(answer, body.job_id, there=not waits)


@api.get("/{job_id}", operation_id="list_outside_tickets", response_model=OutsideTickets)
async def list_outside_tickets(
    job_id: Annotated[str, Path(min_length=1, max_length=200)],
    caller: Reading,
    db: Db,
    out: Out,
    refresh: Annotated[bool, Query(description="Read the status from the platforms first")] = False,
) -> Response:
    """List the outside tickets of a job, if asked to with the status that the platforms say now."""
    return json_answer(await Dispatcher(db, out, caller).listed(job_id, refresh=refresh))


def _answer(value: service.Answer, job_id: str, *, there: bool) -> Response:
    if there:
        return json_answer(value)
    where = {"Location": "/api/v1/tickets/" + quote(job_id, safe="")}
    return json_answer(value, status=HTTPStatus.ACCEPTED, headers=where)
