"""HTTP face of macros. Thin: parse, call the service, return."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.rows import Listed, LongPage
from deskplane.macros import running, service
from deskplane.macros.running import Order
from deskplane.macros.schemas import (
    MacroAnswer,
    MacroCreate,
    MacroPatch,
    MacroRead,
    MacroRun,
    MacroTry,
    Preview,
    Targets,
)

api = router(prefix="/api/v1/macros", tags=["macros"])
ROUTERS = (api,)
Working = Annotated[Caller, may(Permission.TICKET_UPDATE)]


@api.get("", operation_id="list_macros", response_model=Listed[MacroRead])
async def list_macros(
    caller: Working,
    reads: Reads,
    page: LongPage,
    q: Annotated[str | None, Query(max_length=200, description="Part of name or description")] = None,
    active: Annotated[bool | None, Query(description="true: in use; false: switched off")] = None,
) -> Response:
    """List the macros one can use: shared ones, those of one's teams, one's own."""
    return json_response(await service.listed(reads, page, caller=caller, q=q, active=active))


@api.post("", operation_id="create_macro", status_code=HTTPStatus.CREATED, response_model=MacroRead)
async def create_macro(body: MacroCreate, caller: Working, tx: InTx) -> Response:
    """Store a macro; personal ones need no further right."""
    row = await service.create(tx, body, caller=caller)
    return json_response(row, status=HTTPStatus.CREATED)


@api.post("/preview", operation_id="try_macro", response_model=Preview)
async def try_macro(body: MacroTry, caller: Working, tx: InTx) -> Response:
    """Show what steps that are not stored yet would do to tickets; nothing is written."""
    condition = await service.condition(tx, body.condition)
    return json_response(await running.preview(tx, Order(body.actions, condition, body, caller)))


@api.get("/{id}", operation_id="get_macro", response_model=MacroRead)
async def get_macro(id: UUID, caller: Working, reads: Reads) -> Response:
    """Show a macro."""
    return json_response(await service.found(reads, id, caller=caller))


@api.patch("/{id}", operation_id="update_macro", response_model=MacroRead)
async def update_macro(id: UUID, body: MacroPatch, caller: Working, tx: InTx, if_match: IfMatch) -> Response:
    """Change a macro."""
    return json_response(await service.change(tx, id, body, caller=caller, if_match=if_match))


@api.delete("/{id}", operation_id="delete_macro", status_code=HTTPStatus.NO_CONTENT)
async def delete_macro(id: UUID, caller: Working, tx: InTx, if_match: IfMatch) -> None:
    """Delete a macro."""
    await service.remove(tx, id, caller=caller, if_match=if_match)


@api.post("/{id}/preview", operation_id="preview_macro", response_model=Preview)
async def preview_macro(id: UUID, body: Targets, caller: Working, tx: InTx) -> Response:
    """Show what a macro would do to each ticket, and why it cannot where it cannot; nothing is written."""
    macro = await service.found(tx, id, caller=caller)
    order = Order(service.actions_of(macro), macro["condition"], body, caller)
    return json_response(await running.preview(tx, order))


@api.post("/{id}/run", operation_id="run_macro", response_model=MacroAnswer)
async def run_macro(id: UUID, body: MacroRun, caller: Working, tx: InTx) -> Response:
    """Run a macro on tickets in one atomic call; the token of the answer takes field changes back for 30 minutes."""
    macro = await service.found(tx, id, caller=caller)
    return json_response(await running.run(tx, macro, body, body.version, caller))
