"""HTTP face of sub-statuses, resolution codes and tags."""

from http import HTTPStatus
from uuid import UUID

from fastapi import Response

from deskplane.catalog.rights import STATE, OnlyActive, Reading, Search, Working, Writing, state_for
from deskplane.catalog.schemas import (
    ResolutionCodeCreate,
    ResolutionCodePatch,
    ResolutionCodeRead,
    SubStatusCreate,
    SubStatusPatch,
    SubStatusRead,
    TagCreate,
    TagPatch,
    TagRead,
)
from deskplane.catalog.shelves import RESOLUTION_CODES, SUB_STATUSES, TAGS
from deskplane.kernel import rows
from deskplane.kernel.http import Body, IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.rows import By, Change, Listed, LongPage
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

finer = router(prefix="/api/v1/sub-statuses", tags=["catalog"])
codes = router(prefix="/api/v1/resolution-codes", tags=["catalog"])
labels = router(prefix="/api/v1/tags", tags=["catalog"])


def change_of(body: Body, if_match: int | None) -> Change:
    """Return what a patch sends."""
    values = body.model_dump(exclude_unset=True)
    sent = values.pop("version", None)
    return Change(values, if_match, sent)


@finer.get("", operation_id="list_sub_statuses", response_model=Listed[SubStatusRead])
async def list_sub_statuses(
    caller: Reading, reads: Reads, page: LongPage, active: OnlyActive = None, status: Status | None = None
) -> Response:
    """List sub-statuses, by the status they belong to."""
    where = f"{STATE} and ($2::text is null or status = $2)"
    args = [*state_for(caller, active=active), status]
    return json_response(await rows.listed(reads, SUB_STATUSES, page, where=where, args=args))


@finer.post(
    "", operation_id="create_sub_status", status_code=HTTPStatus.CREATED, response_model=SubStatusRead
)
async def create_sub_status(body: SubStatusCreate, caller: Writing, tx: InTx) -> Response:
    """Add a finer status below one of the eight."""
    row = await rows.add(tx, SUB_STATUSES, body.model_dump(), by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@finer.patch("/{id}", operation_id="update_sub_status", response_model=SubStatusRead)
async def update_sub_status(
    id: UUID, body: SubStatusPatch, caller: Writing, tx: InTx, if_match: IfMatch
) -> Response:
    """Rename, reorder or retire a sub-status."""
    return json_response(await rows.change(tx, SUB_STATUSES, id, change_of(body, if_match), by=By.of(caller)))


@finer.delete("/{id}", operation_id="delete_sub_status", status_code=HTTPStatus.NO_CONTENT)
async def delete_sub_status(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Delete a sub-status that no ticket has."""
    await rows.remove(tx, SUB_STATUSES, id, if_match=if_match, by=By.of(caller))


@codes.get("", operation_id="list_resolution_codes", response_model=Listed[ResolutionCodeRead])
async def list_resolution_codes(
    caller: Working, reads: Reads, page: LongPage, active: OnlyActive = None, type: TicketType | None = None
) -> Response:
    """List the ways a ticket can end, for those who work on tickets."""
    where = f"{STATE} and ($2::text is null or applies_to = '{{}}' or $2 = any(applies_to))"
    args = [*state_for(caller, active=active), type]
    return json_response(await rows.listed(reads, RESOLUTION_CODES, page, where=where, args=args))


@codes.post(
    "",
    operation_id="create_resolution_code",
    status_code=HTTPStatus.CREATED,
    response_model=ResolutionCodeRead,
)
async def create_resolution_code(body: ResolutionCodeCreate, caller: Writing, tx: InTx) -> Response:
    """Add a way a ticket can end."""
    row = await rows.add(tx, RESOLUTION_CODES, body.model_dump(), by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@codes.patch("/{id}", operation_id="update_resolution_code", response_model=ResolutionCodeRead)
async def update_resolution_code(
    id: UUID, body: ResolutionCodePatch, caller: Writing, tx: InTx, if_match: IfMatch
) -> Response:
    """Change label, template text or use of a resolution code."""
    return json_response(
        await rows.change(tx, RESOLUTION_CODES, id, change_of(body, if_match), by=By.of(caller))
    )


@codes.delete("/{id}", operation_id="delete_resolution_code", status_code=HTTPStatus.NO_CONTENT)
async def delete_resolution_code(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Delete a resolution code that no ticket has."""
    await rows.remove(tx, RESOLUTION_CODES, id, if_match=if_match, by=By.of(caller))


@labels.get("", operation_id="list_tags", response_model=Listed[TagRead])
async def list_tags(_: Working, reads: Reads, page: LongPage, q: Search = None) -> Response:
    """List the tags that people are offered."""
    where = "($1::text is null or position(lower($1) in name) > 0)"
    return json_response(await rows.listed(reads, TAGS, page, where=where, args=[q]))


@labels.post("", operation_id="create_tag", status_code=HTTPStatus.CREATED, response_model=TagRead)
async def create_tag(body: TagCreate, caller: Writing, tx: InTx) -> Response:
    """Offer a tag."""
    return json_response(
        await rows.add(tx, TAGS, body.model_dump(), by=By.of(caller)), status=HTTPStatus.CREATED
    )


@labels.patch("/{id}", operation_id="update_tag", response_model=TagRead)
async def update_tag(id: UUID, body: TagPatch, caller: Writing, tx: InTx, if_match: IfMatch) -> Response:
    """Change colour or description of a tag."""
    return json_response(await rows.change(tx, TAGS, id, change_of(body, if_match), by=By.of(caller)))


@labels.delete("/{id}", operation_id="delete_tag", status_code=HTTPStatus.NO_CONTENT)
async def delete_tag(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Offer a tag no longer; tickets keep it."""
    await rows.remove(tx, TAGS, id, if_match=if_match, by=By.of(caller))


ROUTERS = (finer, codes, labels)
