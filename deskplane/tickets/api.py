"""HTTP face of single tickets. Thin: parse, call the service, return."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Response

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, rendered
from deskplane.kernel.paging import Paging
from deskplane.tickets import answers, bulk_api, history_api, listing, opening, requests, service
from deskplane.tickets.acting import By
from deskplane.tickets.doors import Doors, NamedTicket
from deskplane.tickets.filters import Filtered, Grouped, GroupField
from deskplane.tickets.schemas import (
    AssignBody,
    GroupList,
    TicketCreate,
    TicketList,
    TicketPatch,
    TicketRead,
    TransitionBody,
)
from deskplane.tickets.service import Expected

doors = Doors()
Reading = Annotated[Caller, may(Permission.TICKET_READ)]
Creating = Annotated[Caller, may(Permission.TICKET_CREATE)]
Updating = Annotated[Caller, may(Permission.TICKET_UPDATE)]
Moving = Annotated[Caller, may(Permission.TICKET_TRANSITION)]
Assigning = Annotated[Caller, may(Permission.TICKET_ASSIGN)]
Deleting = Annotated[Caller, may(Permission.TICKET_DELETE)]
Restoring = Annotated[Caller, may(Permission.TICKET_RESTORE)]


@doors.route("GET", "", "list_tickets", response_model=TicketList)
async def list_tickets(wanted: Filtered, page: Paging, caller: Reading, reads: Reads) -> Response:
    """List tickets by filters, custom fields (`custom.<key>`) or a condition; newest first by default."""
    return rendered(await listing.page_of_tickets(reads, wanted, page, caller))


@doors.route("POST", "", "create_ticket", status_code=HTTPStatus.CREATED, response_model=TicketRead)
async def create_ticket(body: TicketCreate, caller: Creating, tx: InTx) -> Response:
    """Create a ticket; classification, routing and sync follow in the background."""
    stored = await opening.create(tx, body, caller)
    return answers.rendered(stored, caller, status=HTTPStatus.CREATED)


@doors.route("GET", "/groups", "list_ticket_groups", response_model=GroupList)
async def list_ticket_groups(wanted: Grouped, by: GroupField, caller: Reading, reads: Reads) -> Response:
    """Say which groups the list falls into when gathered by a field, and how many tickets each holds."""
    return json_response({"data": await listing.groups(reads, wanted, by, caller)})


@doors.route("GET", "/{ref}", "get_ticket", response_model=TicketRead)
async def get_ticket(ref: NamedTicket, caller: Reading, reads: Reads) -> Response:
    """Return a ticket with everything on it; ETag is its version."""
    return await answers.one_ticket(reads, ref, caller)


async def patch_ticket(
    ref: NamedTicket, body: TicketPatch, caller: Updating, tx: InTx, if_match: IfMatch
) -> Response:
    """Change fields; what is not sent stays. PUT and PATCH mean the same."""
    ticket = await opening.change(tx, ref, body, caller, Expected(if_match, body.version))
    return await answers.one_ticket(tx, ticket.id, caller)


doors.route("PATCH", "/{ref}", "patch_ticket", response_model=TicketRead)(patch_ticket)
doors.route("PUT", "/{ref}", "put_ticket", response_model=TicketRead)(patch_ticket)


@doors.route("DELETE", "/{ref}", "delete_ticket", status_code=HTTPStatus.NO_CONTENT)
async def delete_ticket(ref: NamedTicket, caller: Deleting, tx: InTx, if_match: IfMatch) -> None:
    """Take a ticket out of all lists; its history stays, and an administrator can restore it."""
    await service.delete(tx, ref, by=By.caller(caller), expected=Expected(if_match))


@doors.route("POST", "/{ref}/restore", "restore_ticket", response_model=TicketRead)
async def restore_ticket(ref: NamedTicket, caller: Restoring, tx: InTx) -> Response:
    """Bring a deleted ticket back."""
    ticket = await service.restore(tx, ref, by=By.caller(caller))
    return await answers.one_ticket(tx, ticket.id, caller)


@doors.route("POST", "/{ref}/transition", "move_ticket", response_model=TicketRead)
async def move_ticket(
    ref: NamedTicket, body: TransitionBody, caller: Moving, tx: InTx, if_match: IfMatch
) -> Response:
    """Move a ticket to another status; an illegal move names the legal ones."""
    by, expected = By.caller(caller), Expected(if_match, body.version)
    wanted = requests.moved(body)
    ticket = await service.move(tx, ref, wanted, by=by, expected=expected, comment=body.comment)
    return await answers.one_ticket(tx, ticket.id, caller)


@doors.route("POST", "/{ref}/assign", "assign_ticket", response_model=TicketRead)
async def assign_ticket(
    ref: NamedTicket, body: AssignBody, caller: Assigning, tx: InTx, if_match: IfMatch
) -> Response:
    """Say who works on a ticket; what is not sent stays."""
    by, expected = By.caller(caller), Expected(if_match, body.version)
    ticket = await service.update(tx, ref, requests.assigned(body), by=by, expected=expected)
    return await answers.one_ticket(tx, ticket.id, caller)


ROUTERS = (*bulk_api.ROUTERS, *doors.routers, *history_api.ROUTERS)
