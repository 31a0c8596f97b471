"""HTTP face of bulk changes. Thin: parse, call the service, return."""

from typing import Annotated

from fastapi import Response

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import InTx, json_response
from deskplane.tickets import bulk, requests
from deskplane.tickets.acting import By
from deskplane.tickets.doors import Doors
from deskplane.tickets.schemas import BulkAnswer, BulkUndo, BulkUpdate

doors = Doors()
Changing = Annotated[Caller, may(Permission.TICKET_BULK)]


@doors.route("POST", "/bulk-update", "bulk_update_tickets", response_model=BulkAnswer)
async def bulk_update(body: BulkUpdate, caller: Changing, tx: InTx) -> Response:
    """Change many tickets in one atomic call; tickets that cannot take the change say why, the others are changed."""
    caller.need(Permission.TICKET_UPDATE)
    wanted = requests.wanted_of(body.set, caller)
    targets = await bulk.targets_of(tx, body.ids, body.where, caller, filters=body.filter)
    by = By.caller(caller)
    if body.dry_run:
        return json_response((await bulk.preview(tx, targets, wanted, by=by)).document())
    outcome = await bulk.update(tx, targets, wanted, by=by, comment=body.comment)
    return json_response(outcome.document())


@doors.route("POST", "/bulk-update/undo", "undo_bulk_update", response_model=BulkAnswer)
async def undo_bulk_update(body: BulkUndo, caller: Changing, tx: InTx) -> Response:
    """Take a bulk update back where nobody changed the ticket since; possible for 30 minutes."""
    outcome = await bulk.undo(tx, body.undo_token, by=By.caller(caller))
    return json_response(outcome.document())


ROUTERS = doors.routers
