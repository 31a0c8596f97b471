"""HTTP face of categories and priorities."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from deskplane.catalog import categories, priorities
from deskplane.catalog.rights import STATE, OnlyActive, Reading, Search, Writing, state_for
from deskplane.catalog.schemas import (
    CategoryCreate,
    CategoryPatch,
    CategoryRead,
    Matrix,
    MatrixRead,
    PriorityList,
    PriorityPatch,
    PriorityRead,
)
from deskplane.catalog.shelves import CATEGORIES
from deskplane.kernel import rows
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.rows import By, Change, Listed, LongPage
from deskplane.vocabulary.priority import Priority

tree = router(prefix="/api/v1/categories", tags=["catalog"])
ranks = router(prefix="/api/v1/priorities", tags=["catalog"])
NAMED = "($2::text is null or position(lower($2) in lower(path)) > 0)"
FOUND = f"{STATE} and {NAMED} and ($3::uuid is null or $3 = any(lineage))"


@tree.get("", operation_id="list_categories", response_model=Listed[CategoryRead])
async def list_categories(
    caller: Reading,
    reads: Reads,
    page: LongPage,
    active: OnlyActive = None,
    q: Search = None,
    below: UUID | None = None,
) -> Response:
    """List categories by their path; ``below`` takes one of them and all under it."""
    args = [*state_for(caller, active=active), q, below]
    return json_response(await rows.listed(reads, CATEGORIES, page, where=FOUND, args=args))


@tree.post("", operation_id="create_category", status_code=HTTPStatus.CREATED, response_model=CategoryRead)
async def create_category(body: CategoryCreate, caller: Writing, tx: InTx) -> Response:
    """Add a category at the top or below another one."""
    row = await categories.create(tx, body.model_dump(), by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@tree.get("/{id}", operation_id="get_category", response_model=CategoryRead)
async def get_category(id: UUID, _: Reading, reads: Reads) -> Response:
    """Show a category."""
    return json_response(await rows.found(reads, CATEGORIES, id))


@tree.patch("/{id}", operation_id="update_category", response_model=CategoryRead)
async def update_category(
    id: UUID, body: CategoryPatch, caller: Writing, tx: InTx, if_match: IfMatch
) -> Response:
    """Rename, move or retire a category; what is below moves along."""
    change = Change(body.model_dump(exclude_unset=True, exclude={"version"}), if_match, body.version)
    return json_response(await categories.change(tx, id, change, by=By.of(caller)))


@tree.delete("/{id}", operation_id="delete_category", status_code=HTTPStatus.NO_CONTENT)
async def delete_category(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Delete a category that no ticket uses and nothing is below."""
    await rows.remove(tx, CATEGORIES, id, if_match=if_match, by=By.of(caller))


@ranks.get("", operation_id="list_priorities", response_model=PriorityList)
async def list_priorities(_: Reading, reads: Reads) -> Response:
    """List the six priorities, most pressing first."""
    return json_response({"data": await priorities.listed(reads)})


@ranks.get("/matrix", operation_id="get_priority_matrix", response_model=MatrixRead)
async def get_priority_matrix(_: Reading, reads: Reads) -> Response:
    """Show which priority follows from impact and urgency."""
    return json_response({"cells": priorities.cells_of(await priorities.matrix(reads))})


@ranks.put("/matrix", operation_id="set_priority_matrix", response_model=MatrixRead)
async def set_priority_matrix(body: Matrix, caller: Writing, tx: InTx) -> Response:
    """Let other priorities follow; cells that are not sent stay."""
    cells = {(cell.impact, cell.urgency): cell.priority for cell in body.cells}
    await priorities.set_cells(tx, cells, by=By.of(caller))
    return json_response({"cells": priorities.cells_of(await priorities.matrix(tx))})


@ranks.patch("/{key}", operation_id="update_priority", response_model=PriorityRead)
async def update_priority(
    key: Annotated[Priority, Path()], body: PriorityPatch, caller: Writing, tx: InTx, if_match: IfMatch
) -> Response:
    """Change label, colour and description of a priority."""
    change = Change(body.model_dump(exclude_unset=True, exclude={"version"}), if_match, body.version)
    return json_response(await priorities.change(tx, key, change, by=By.of(caller)))


ROUTERS = (tree, ranks)
