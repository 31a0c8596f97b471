"""HTTP face of the CMDB."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.cmdb import service
from deskplane.cmdb.schemas import ItemCreate, ItemPatch, ItemRead, RelationCreate, RelationList, RelationRead
from deskplane.cmdb.vocabulary import Direction, ItemStatus
from deskplane.kernel import rows
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.paging import Paging
from deskplane.kernel.rows import By, Change, Listed

items = router(prefix="/api/v1/cmdb/items", tags=["cmdb"])
Reading = Annotated[Caller, may(Permission.CMDB_READ)]
Writing = Annotated[Caller, may(Permission.CMDB_WRITE)]
Depth = Annotated[int, Query(ge=1, le=5, description="Steps from the item")]
WANTED = (
    "($1::text is null or position(lower($1) in lower(name || ' ' || key)) > 0) "
    "and ($2::text is null or class = $2) and ($3::text is null or status = $3) "
    "and ($4::uuid is null or owner_id = $4) and ($5::uuid is null or team_id = $5)"
)


@items.get("", operation_id="list_cis", response_model=Listed[ItemRead])
async def list_cis(
    _: Reading,
    reads: Reads,
    page: Paging,
    q: Annotated[str | None, Query(max_length=200, description="Part of name or key")] = None,
    item_class: Annotated[str | None, Query(alias="class", max_length=60)] = None,
    status: ItemStatus | None = None,
    owner: UUID | None = None,
    team: UUID | None = None,
) -> Response:
    """List configuration items by name."""
    args = [q, item_class, status, owner, team]
    return json_response(await rows.listed(reads, service.ITEMS, page, where=WANTED, args=args))


@items.post("", operation_id="create_ci", status_code=HTTPStatus.CREATED, response_model=ItemRead)
async def create_ci(body: ItemCreate, caller: Writing, tx: InTx) -> Response:
    """Add a configuration item."""
    row = await rows.add(tx, service.ITEMS, body.model_dump(by_alias=True), by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@items.get("/{id}", operation_id="get_ci", response_model=ItemRead)
async def get_ci(id: UUID, _: Reading, reads: Reads) -> Response:
    """Show a configuration item."""
    return json_response(await rows.found(reads, service.ITEMS, id))


@items.patch("/{id}", operation_id="update_ci", response_model=ItemRead)
async def update_ci(id: UUID, body: ItemPatch, caller: Writing, tx: InTx, if_match: IfMatch) -> Response:
    """Change a configuration item."""
    values = body.model_dump(by_alias=True, exclude_unset=True, exclude={"version"})
    row = await rows.change(tx, service.ITEMS, id, Change(values, if_match, body.version), by=By.of(caller))
    return json_response(row)


@items.delete("/{id}", operation_id="delete_ci", status_code=HTTPStatus.NO_CONTENT)
async def delete_ci(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Delete a configuration item that no ticket concerns, with its relations."""
    await rows.remove(tx, service.ITEMS, id, if_match=if_match, by=By.of(caller))


@items.get("/{id}/relations", operation_id="list_ci_relations", response_model=RelationList)
async def list_ci_relations(
    id: UUID, _: Reading, reads: Reads, depth: Depth = 1, direction: Direction = Direction.BOTH
) -> Response:
    """List what an item relates to within a few steps; rings are no trouble."""
    found, complete = await service.around(reads, id, depth=depth, direction=direction)
    return json_response({"data": found, "complete": complete})


@items.post(
    "/{id}/relations", operation_id="relate_ci", status_code=HTTPStatus.CREATED, response_model=RelationRead
)
async def relate_ci(id: UUID, body: RelationCreate, caller: Writing, tx: InTx) -> Response:
    """Let an item relate to another."""
    row = await service.relate(tx, id, body.relation, body.to_id, by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@items.delete("/{id}/relations/{relation_id}", operation_id="unrelate_ci", status_code=HTTPStatus.NO_CONTENT)
async def unrelate_ci(id: UUID, relation_id: UUID, caller: Writing, tx: InTx) -> None:
    """Take a relation away."""
    await service.unrelate(tx, id, relation_id, by=By.of(caller))


ROUTERS = (items,)
