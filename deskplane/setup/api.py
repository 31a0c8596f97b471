"""HTTP face of the checklist. Thin: parse, call the service, return."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import InTx, Reads, json_response, router
from deskplane.kernel.rows import By
from deskplane.setup import service
from deskplane.setup.schemas import Checklist, Uses
from deskplane.setup.vocabulary import LIST, Step, UsedThing

api = router(prefix="/api/v1/setup", tags=["setup"])
ROUTERS = (api,)
Reading = Annotated[Caller, may(Permission.SETTINGS_READ)]
Writing = Annotated[Caller, may(Permission.SETTINGS_WRITE)]
Named = Annotated[Step, Path(description="The step")]


@api.get("/checklist", operation_id="get_setup_checklist", response_model=Checklist)
async def get_checklist(_: Reading, reads: Reads) -> Response:
    """Show what is set up and what is still to do, from the real state of the desk."""
    return json_response(await service.checklist(reads))


@api.post("/checklist/dismiss", operation_id="dismiss_setup_checklist", status_code=HTTPStatus.NO_CONTENT)
async def dismiss_checklist(caller: Writing, tx: InTx) -> None:
    """Put the checklist away for everybody."""
    await service.skip(tx, LIST, by=By.of(caller))


@api.delete("/checklist/dismiss", operation_id="restore_setup_checklist", status_code=HTTPStatus.NO_CONTENT)
async def restore_checklist(caller: Writing, tx: InTx) -> None:
    """Show the checklist again."""
    await service.resume(tx, LIST, by=By.of(caller))


@api.post("/checklist/{step}/skip", operation_id="skip_setup_step", status_code=HTTPStatus.NO_CONTENT)
async def skip_step(step: Named, caller: Writing, tx: InTx) -> None:
    """Mark a step as not needed."""
    await service.skip(tx, step, by=By.of(caller))


@api.delete("/checklist/{step}/skip", operation_id="resume_setup_step", status_code=HTTPStatus.NO_CONTENT)
async def resume_step(step: Named, caller: Writing, tx: InTx) -> None:
    """Take a skipped step up again."""
    await service.resume(tx, step, by=By.of(caller))


@api.get("/uses/{entry}/{id}", operation_id="list_uses", response_model=Uses)
async def list_uses(entry: UsedThing, id: UUID, _: Reading, reads: Reads) -> Response:
    """List where a category, custom field, person or team is used, before it is changed or retired."""
    return json_response({"data": await service.uses(reads, entry, id)})
