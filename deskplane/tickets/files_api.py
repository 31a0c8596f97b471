"""HTTP face of files: on tickets, and by their own address."""

from http import HTTPStatus
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Request, Response

from deskplane.attachments import serving, uploads
from deskplane.attachments.schemas import AttachmentRead
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.db import Tx
from deskplane.kernel.http import Db, InTx, Reads, json_response, router
from deskplane.kernel.storage.files import FileStore
from deskplane.tickets import files
from deskplane.tickets.doors import Doors, NamedTicket
from deskplane.tickets.part_schemas import TicketAttachmentList

doors = Doors()
own = router(prefix="/api/v1/attachments", tags=["attachments"])
Reading = Annotated[Caller, may(Permission.TICKET_READ)]
Attaching = Annotated[Caller, may(Permission.TICKET_COMMENT)]
BYTES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
    206: {"description": "The part asked for", "content": {"*/*": {}}},
    304: {"description": "The caller has it already"},
    416: {"description": "The file has no such part", "content": {"application/problem+json": {}}},
}
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}}},
    304: {"description": "The caller has it already"},
}


@doors.route("GET", "/{ref}/attachments", "list_ticket_attachments", response_model=TicketAttachmentList)
async def list_ticket_attachments(ref: NamedTicket, caller: Reading, reads: Reads) -> Response:
    """List the files on a ticket and on its comments."""
    return json_response({"data": await files.listed(reads, ref, caller)})


@doors.route(
    "POST",
    "/{ref}/attachments",
    "attach_files",
    status_code=HTTPStatus.CREATED,
    response_model=TicketAttachmentList,
    openapi_extra=uploads.FORM,
)
async def attach_files(ref: NamedTicket, request: Request, caller: Attaching, db: Db) -> Response:
    """Upload files to a ticket; a field ``visibility`` before or after them may say internal."""
    async with db.read(caller.tenant) as reads:
        ticket_id = await files.check_upload(reads, ref, caller)

    async def hang(tx: Tx, rows: uploads.Rows, fields: uploads.Fields) -> dict[str, Any]:
        return {"data": await files.hang_uploaded(tx, ticket_id, rows, fields, caller)}

    return await uploads.answer(request, caller, hang)


@doors.route(
    "DELETE", "/{ref}/attachments/{id}", "remove_ticket_attachment", status_code=HTTPStatus.NO_CONTENT
)
async def remove_ticket_attachment(ref: NamedTicket, id: UUID, caller: Attaching, tx: InTx) -> None:
    """Take a file off a ticket."""
    await files.take_off(tx, ref, id, caller)


@own.get("/{id}", operation_id="get_attachment", response_model=AttachmentRead)
async def get_attachment(id: UUID, caller: Reading, reads: Reads) -> Response:
    """Show what is known of a file."""
    found = dict(await files.reached(reads, id, caller))
    return json_response({name: found[name] for name in AttachmentRead.model_fields})


@own.get("/{id}/content", operation_id="download_attachment", response_class=Response, responses=BYTES)
@doors.canonical.get(
    "/attachments/{id}/content",
    operation_id="download_ticket_attachment",
    response_class=Response,
    responses=BYTES,
)
async def download_attachment(id: UUID, request: Request, caller: Reading, reads: Reads) -> Response:
    """Download a file, or a part of it by Range; never shown in place."""
    found = await files.reached(reads, id, caller)
    store = cast("FileStore", request.app.state.files)
    return await serving.download(store, found, request.headers, path=request.url.path)


@own.get("/{id}/preview", operation_id="preview_attachment", response_class=Response, responses=PICTURE)
async def preview_attachment(id: UUID, request: Request, caller: Reading, reads: Reads) -> Response:
    """Show a picture in place, encoded anew and made small."""
    found = await files.reached(reads, id, caller)
    return await serving.preview(cast("FileStore", request.app.state.files), found, request.headers)


ROUTERS = (*doors.routers, own)
