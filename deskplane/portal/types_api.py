"""HTTP face of request types, for those who keep them."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.kernel import rows
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.rows import By, Change, Listed, LongPage
from deskplane.portal import request_types
from deskplane.portal.schemas import RequestTypeCreate, RequestTypePatch, RequestTypeRead

types = router(prefix="/api/v1/portal/request-types", tags=["portal"])
# Requesters choose from cards; the settings of a type name categories and priorities, which are not theirs.
Reading = Annotated[Caller, may(Permission.TICKET_READ_INTERNAL)]
Writing = Annotated[Caller, may(Permission.CATALOG_WRITE)]
OnlyActive = Annotated[bool | None, Query(alias="active", description="true: offered; false: retired")]


@types.get("", operation_id="list_request_types", response_model=Listed[RequestTypeRead])
async def list_request_types(_: Reading, reads: Reads, page: LongPage, active: OnlyActive = None) -> Response:
    """List request types in their order."""
    where = "($1::boolean is null or is_active = $1)"
    return json_response(await rows.listed(reads, request_types.SHELF, page, where=where, args=[active]))


@types.post(
    "", operation_id="create_request_type", status_code=HTTPStatus.CREATED, response_model=RequestTypeRead
)
async def create_request_type(body: RequestTypeCreate, caller: Writing, tx: InTx) -> Response:
    """Offer something new in the portal."""
    row = await request_types.create(tx, body.model_dump(), by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@types.get("/{id}", operation_id="get_request_type", response_model=RequestTypeRead)
async def get_request_type(id: UUID, _: Reading, reads: Reads) -> Response:
    """Show a request type with all its settings."""
    return json_response(await rows.found(reads, request_types.SHELF, id))


@types.patch("/{id}", operation_id="update_request_type", response_model=RequestTypeRead)
async def update_request_type(
    id: UUID, body: RequestTypePatch, caller: Writing, tx: InTx, if_match: IfMatch
) -> Response:
    """Change a request type."""
    change = Change(body.model_dump(include=body.model_fields_set - {"version"}), if_match, body.version)
    return json_response(await request_types.change(tx, id, change, by=By.of(caller)))


@types.delete("/{id}", operation_id="delete_request_type", status_code=HTTPStatus.NO_CONTENT)
async def delete_request_type(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Offer something no more; requests made from it stay."""
    await rows.remove(tx, request_types.SHELF, id, if_match=if_match, by=By.of(caller))


ROUTERS = (types,)
