"""HTTP face of the saved views. Thin: parse, call the service, return."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.rows import Change, Listed, LongPage
from deskplane.views import service
from deskplane.views.schemas import (
    LayoutList,
    LayoutPut,
    LayoutRead,
    ViewCounts,
    ViewCreate,
    ViewPatch,
    ViewRead,
)

api = router(prefix="/api/v1/views", tags=["views"])
ROUTERS = (api,)
Working = Annotated[Caller, may(Permission.TICKET_READ_INTERNAL)]
ViewKey = Annotated[
    str, Path(pattern="^[a-z0-9-]{1,40}$", description="Id of a view, or the word of a built-in one")
]


@api.get("", operation_id="list_views", response_model=Listed[ViewRead])
async def list_views(caller: Working, reads: Reads, page: LongPage) -> Response:
    """List one's own views, those of one's teams and those of all; pinned ones first."""
    return json_response(await service.listed(reads, page, caller))


@api.post("", operation_id="create_view", status_code=HTTPStatus.CREATED, response_model=ViewRead)
async def create_view(body: ViewCreate, caller: Working, tx: InTx) -> Response:
    """Save a view; a view of a team needs its lead, one of all a team lead or an administrator."""
    row = await service.create(tx, body.model_dump(mode="json"), caller)
    return json_response(row, status=HTTPStatus.CREATED)


@api.get("/counts", operation_id="get_view_counts", response_model=ViewCounts)
async def get_view_counts(caller: Working, reads: Reads) -> Response:
    """Count the tickets of all pinned views at once."""
    return json_response(await service.counts(reads, caller))


@api.get("/layouts", operation_id="list_view_layouts", response_model=LayoutList)
async def list_view_layouts(_: Working, reads: Reads) -> Response:
    """Return the columns one set for oneself, by view."""
    return json_response(await service.layouts(reads))


@api.put("/layouts/{key}", operation_id="put_view_layout", response_model=LayoutRead)
async def put_view_layout(key: ViewKey, body: LayoutPut, _: Working, tx: InTx) -> Response:
    """Remember the columns of a view for oneself; an empty list goes back to the usual ones."""
    columns = [column.model_dump() for column in body.columns]
    return json_response(await service.keep_layout(tx, key, columns))


@api.get("/{id}", operation_id="get_view", response_model=ViewRead)
async def get_view(id: UUID, caller: Working, reads: Reads) -> Response:
    """Show a view."""
    return json_response(await service.found(reads, id, caller))


@api.patch("/{id}", operation_id="update_view", response_model=ViewRead)
async def update_view(id: UUID, body: ViewPatch, caller: Working, tx: InTx, if_match: IfMatch) -> Response:
    """Change a view's name, filters, columns, order or readers."""
    # Whole columns: one that says no width has none.
    values = body.model_dump(mode="json", include=body.model_fields_set - {"version"})
    row = await service.change(tx, id, Change(values, if_match, body.version), caller)
    return json_response(row)


@api.delete("/{id}", operation_id="delete_view", status_code=HTTPStatus.NO_CONTENT)
async def delete_view(id: UUID, caller: Working, tx: InTx, if_match: IfMatch) -> None:
    """Delete a view; its tickets stay."""
    await service.remove(tx, id, if_match=if_match, caller=caller)
