"""HTTP face of root-cause analysis. Thin: parse, call the service, return."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import AwareDatetime

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.paging import Paging
from deskplane.kernel.rows import Change, Listed
from deskplane.rca import service
from deskplane.rca.schemas import (
    FindingCreate,
    FindingPatch,
    FindingRead,
    JobCreate,
    JobFailed,
    JobPatch,
    JobRead,
    JobResult,
    JobRow,
)
from deskplane.rca.vocabulary import JobSource, JobState

jobs = router(prefix="/api/v1/rca/jobs", tags=["root-cause analysis"])
ROUTERS = (jobs,)
Reading = Annotated[Caller, may(Permission.RCA_READ)]
Running = Annotated[Caller, may(Permission.RCA_RUN)]
Ref = Annotated[str, Path(min_length=1, max_length=200, description="Id or `job_id`")]
Words = Annotated[str | None, Query(max_length=200, description="Part of the title, the job_id or the cause")]


@jobs.get("", operation_id="list_rca_jobs", response_model=Listed[JobRow])
async def list_rca_jobs(
    _: Reading,
    reads: Reads,
    page: Paging,
    *,
    q: Words = None,
    state: Annotated[list[JobState] | None, Query(max_length=10)] = None,
    source: JobSource | None = None,
    created_from: AwareDatetime | None = None,
    created_to: AwareDatetime | None = None,
) -> Response:
    """List root-cause analyses, the newest first."""
    wanted: list[list[JobState] | JobSource | str | datetime | None] = [
        state or [],
        source,
        q,
        created_from,
        created_to,
    ]
    return json_response(await service.listed(reads, page, wanted))


@jobs.post(
    "",
    operation_id="create_rca_job",
    status_code=HTTPStatus.CREATED,
    response_model=JobRead,
    responses={HTTPStatus.OK.value: {"model": JobRead, "description": "This job_id was there already"}},
)
async def create_rca_job(body: JobCreate, caller: Running, tx: InTx) -> Response:
    """Have tickets analysed, or tell what was found elsewhere; with findings an outside job is done at once."""
    row, new = await service.create(tx, body, caller)
    return json_response(row, status=HTTPStatus.CREATED if new else HTTPStatus.OK)


@jobs.get("/{id}", operation_id="get_rca_job", response_model=JobRead)
async def get_rca_job(id: Ref, _: Reading, reads: Reads) -> Response:
    """Show a root-cause analysis and what it found, the strongest first."""
    return json_response(await service.found(reads, id))


@jobs.patch("/{id}", operation_id="update_rca_job", response_model=JobRead)
async def update_rca_job(id: Ref, body: JobPatch, caller: Running, tx: InTx, if_match: IfMatch) -> Response:
    """Put title, summary or root cause in other words."""
    change = Change(body.model_dump(exclude_unset=True, exclude={"version"}), if_match, body.version)
    return json_response(await service.change(tx, id, change, caller))


@jobs.delete("/{id}", operation_id="delete_rca_job", status_code=HTTPStatus.NO_CONTENT)
async def delete_rca_job(id: Ref, caller: Running, tx: InTx, if_match: IfMatch) -> None:
    """Delete an analysis that has ended; its outside tickets stay."""
    await service.delete(tx, id, if_match, caller)


@jobs.post("/{id}/complete", operation_id="complete_rca_job", response_model=JobRead)
async def complete_rca_job(id: Ref, body: JobResult, caller: Running, tx: InTx) -> Response:
    """End an analysis from outside with what it found; the same call again changes nothing."""
    return json_response(await service.complete(tx, id, body, caller))


@jobs.post("/{id}/fail", operation_id="fail_rca_job", response_model=JobRead)
async def fail_rca_job(id: Ref, body: JobFailed, caller: Running, tx: InTx) -> Response:
    """End an analysis from outside without a result."""
    return json_response(await service.fail(tx, id, body.error, caller))


@jobs.post("/{id}/cancel", operation_id="cancel_rca_job", response_model=JobRead)
async def cancel_rca_job(id: Ref, caller: Running, tx: InTx) -> Response:
    """Call an analysis off."""
    return json_response(await service.cancel(tx, id, caller))


@jobs.post(
    "/{id}/findings",
    operation_id="add_rca_finding",
    status_code=HTTPStatus.CREATED,
    response_model=FindingRead,
)
async def add_rca_finding(id: Ref, body: FindingCreate, caller: Running, tx: InTx) -> Response:
    """Add a finding by hand."""
    row = await service.add_finding(tx, id, body.model_dump(mode="json"), caller)
    return json_response(row, status=HTTPStatus.CREATED)


@jobs.patch("/{id}/findings/{finding_id}", operation_id="update_rca_finding", response_model=FindingRead)
async def update_rca_finding(
    id: Ref, finding_id: UUID, body: FindingPatch, caller: Running, tx: InTx, if_match: IfMatch
) -> Response:
    """Confirm or dismiss a finding, or put it in other words."""
    values = body.model_dump(mode="json", include=body.model_fields_set - {"version"})
    return json_response(
        await service.change_finding(tx, id, finding_id, Change(values, if_match, body.version), caller)
    )


@jobs.delete(
    "/{id}/findings/{finding_id}", operation_id="delete_rca_finding", status_code=HTTPStatus.NO_CONTENT
)
async def delete_rca_finding(id: Ref, finding_id: UUID, caller: Running, tx: InTx, if_match: IfMatch) -> None:
    """Take a finding away."""
    await service.remove_finding(tx, id, finding_id, if_match, caller)
