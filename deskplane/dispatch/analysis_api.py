"""HTTP face of the outside tickets of a root-cause analysis, and of dispatch by itself."""

from typing import Annotated

from fastapi import Path, Query, Response

from deskplane.dispatch import automatic, templates
from deskplane.dispatch.answers import Out, json_answer
from deskplane.dispatch.schemas import AnalysisPayloads, AutomaticDispatch, OutsideTickets
from deskplane.dispatch.service import Dispatcher
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import Db, InTx, Reads, router
from deskplane.rca import service as rca

analyses = router(prefix="/api/v1/rca/jobs", tags=["dispatch"])
switches = router(prefix="/api/v1/tickets/settings", tags=["dispatch"])
ROUTERS = (switches, analyses)
Reading = Annotated[Caller, may(Permission.DISPATCH_READ)]
Ref = Annotated[str, Path(min_length=1, max_length=200, description="Id or `job_id`")]


@switches.get("/automatic", operation_id="get_automatic_dispatch", response_model=AutomaticDispatch)
async def get_automatic(_: Reading, reads: Reads) -> Response:
    """Show whether analyses make outside tickets by themselves."""
    return json_answer(await automatic.current(reads))


@switches.put("/automatic", operation_id="set_automatic_dispatch", response_model=AutomaticDispatch)
async def set_automatic(
    body: AutomaticDispatch, caller: Annotated[Caller, may(Permission.SETTINGS_WRITE)], tx: InTx
) -> Response:
    """Let analyses make outside tickets by themselves, from a severity on, or not."""
    return json_answer(await automatic.change(tx, body, caller))


@analyses.get("/{id}/tickets", operation_id="list_rca_outside_tickets", response_model=OutsideTickets)
async def list_of_analysis(
    id: Ref,
    caller: Reading,
    db: Db,
    out: Out,
    refresh: Annotated[bool, Query(description="Read the status from the platforms first")] = False,
) -> Response:
    """List the outside tickets of an analysis; none is an empty list."""
    async with db.transaction(caller.tenant) as tx:
        job = await rca.found(tx, id)
    return json_answer(await Dispatcher(db, out, caller).of_analysis(job["job_id"], refresh=refresh))


@analyses.get("/{id}/payloads", operation_id="get_rca_payloads", response_model=AnalysisPayloads)
async def payloads_of_analysis(id: Ref, _: Reading, reads: Reads) -> Response:
    """Show what an analysis says on each platform; take it as it is or change it before it is sent."""
    job = await rca.found(reads, id)
    made = templates.of_analysis(job, job["findings"])
    return json_answer({f"{platform}_payload": payload for platform, payload in made.items()})
