"""HTTP face of uploads that hang nowhere yet; reading a file is decided by what it hangs on."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from deskplane.attachments import service, uploads
from deskplane.attachments.schemas import AttachmentList
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.db import Tx
from deskplane.kernel.http import InTx, router

pending = router(prefix="/api/v1/attachments", tags=["attachments"])
Attaching = Annotated[Caller, may(Permission.TICKET_COMMENT)]


async def shown(_: Tx, rows: uploads.Rows, __: uploads.Fields) -> dict[str, Any]:
    """Answer with the uploads."""
    return {"data": rows}


@pending.post(
    "",
    operation_id="upload_attachments",
    status_code=HTTPStatus.CREATED,
    response_model=AttachmentList,
    openapi_extra=uploads.FORM,
)
async def upload_attachments(request: Request, caller: Attaching) -> Response:
    """Upload files to be named in ``attachment_ids`` of a comment; those not used within a day are removed."""
    return await uploads.answer(request, caller, shown)


@pending.delete("/{id}", operation_id="discard_upload", status_code=HTTPStatus.NO_CONTENT)
async def discard_upload(id: UUID, _: Attaching, tx: InTx) -> None:
    """Discard an upload of one's own that hangs nowhere yet."""
    await service.discard(tx, id)


ROUTERS = (pending,)
