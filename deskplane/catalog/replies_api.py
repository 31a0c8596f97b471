"""HTTP face of canned replies."""

from http import HTTPStatus
from uuid import UUID

from fastapi import Response

from deskplane.catalog import replies
from deskplane.catalog.rights import Search, Working
from deskplane.catalog.schemas import ReplyCreate, ReplyPatch, ReplyRead
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.rows import By, Listed, LongPage

texts = router(prefix="/api/v1/canned-replies", tags=["catalog"])


@texts.get("", operation_id="list_canned_replies", response_model=Listed[ReplyRead])
async def list_canned_replies(caller: Working, reads: Reads, page: LongPage, q: Search = None) -> Response:
    """List the replies one can use: shared ones, those of one's teams, one's own."""
    return json_response(await replies.listed(reads, page, caller=caller, q=q))


@texts.post("", operation_id="create_canned_reply", status_code=HTTPStatus.CREATED, response_model=ReplyRead)
async def create_canned_reply(body: ReplyCreate, caller: Working, tx: InTx) -> Response:
    """Store a reply to reuse; personal ones need no further right."""
    row = await replies.create(tx, body, caller=caller, by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@texts.get("/{id}", operation_id="get_canned_reply", response_model=ReplyRead)
async def get_canned_reply(id: UUID, caller: Working, reads: Reads) -> Response:
    """Show a canned reply."""
    return json_response(await replies.found(reads, id, caller=caller))


@texts.patch("/{id}", operation_id="update_canned_reply", response_model=ReplyRead)
async def update_canned_reply(
    id: UUID, body: ReplyPatch, caller: Working, tx: InTx, if_match: IfMatch
) -> Response:
    """Change a canned reply."""
    row = await replies.change(tx, id, body, caller=caller, by=By.of(caller), if_match=if_match)
    return json_response(row)


@texts.delete("/{id}", operation_id="delete_canned_reply", status_code=HTTPStatus.NO_CONTENT)
async def delete_canned_reply(id: UUID, caller: Working, tx: InTx, if_match: IfMatch) -> None:
    """Delete a canned reply."""
    await replies.remove(tx, id, caller=caller, by=By.of(caller), if_match=if_match)


ROUTERS = (texts,)
