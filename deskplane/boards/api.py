"""HTTP face of the boards. Thin: parse, call the service, return."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from deskplane.boards import service
from deskplane.boards.schemas import BoardCards, BoardCreate, BoardPatch, BoardRead, ColumnField
from deskplane.boards.vocabulary import LaneField
from deskplane.kernel import rows
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, rendered, router
from deskplane.kernel.rows import By, Change, Listed, LongPage
from deskplane.tickets.filters import ListParams, TicketFilter, filter_of

api = router(prefix="/api/v1/boards", tags=["boards"])
ROUTERS = (api,)
Reading = Annotated[Caller, may(Permission.TICKET_READ_INTERNAL)]
Writing = Annotated[Caller, may(Permission.BOARD_WRITE)]


async def board_filter(request: Request, params: Annotated[ListParams, Query()]) -> TicketFilter:
    """Read the filters of the ticket list beside the two of a board."""
    return filter_of(request, params, beside=("column_field", "lane_field"))


@api.get("", operation_id="list_boards", response_model=Listed[BoardRead])
async def list_boards(_: Reading, reads: Reads, page: LongPage) -> Response:
    """List boards: those of the whole desk first, then those of teams."""
    return json_response(await rows.listed(reads, service.BOARDS, page))


@api.post("", operation_id="create_board", status_code=HTTPStatus.CREATED, response_model=BoardRead)
async def create_board(body: BoardCreate, caller: Writing, tx: InTx) -> Response:
    """Make a board."""
    row = await service.create(tx, body.model_dump(mode="json"), by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@api.get("/{id}", operation_id="get_board", response_model=BoardRead)
async def get_board(id: UUID, _: Reading, reads: Reads) -> Response:
    """Show how a board is set up."""
    return json_response(await rows.found(reads, service.BOARDS, id))


@api.patch("/{id}", operation_id="update_board", response_model=BoardRead)
async def update_board(id: UUID, body: BoardPatch, caller: Writing, tx: InTx, if_match: IfMatch) -> Response:
    """Change a board's name, team, columns, limits or lanes."""
    values = body.model_dump(mode="json", include=body.model_fields_set - {"version"})
    row = await service.change(tx, id, Change(values, if_match, body.version), by=By.of(caller))
    return json_response(row)


@api.delete("/{id}", operation_id="delete_board", status_code=HTTPStatus.NO_CONTENT)
async def delete_board(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Delete a board; its tickets stay."""
    await rows.remove(tx, service.BOARDS, id, if_match=if_match, by=By.of(caller))


@api.get("/{id}/cards", operation_id="get_board_cards", response_model=BoardCards)
async def get_board_cards(
    id: UUID,
    caller: Reading,
    reads: Reads,
    wanted: Annotated[TicketFilter, Depends(board_filter)],
    column_field: Annotated[
        ColumnField | None, Query(description="Other columns than the board's own")
    ] = None,
    lane_field: Annotated[LaneField | None, Query(description="Other lanes than the board's own")] = None,
) -> Response:
    """Return the tickets of a board in its columns, narrowed by the list's filters."""
    text = await service.cards(reads, id, wanted, caller, column_field=column_field, lane_field=lane_field)
    return rendered(text)
