"""HTTP face of links, merging, splitting and approvals."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Response

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.tickets import answers, approvals, links, merging, splitting
from deskplane.tickets.doors import CANONICAL, Doors, NamedTicket
from deskplane.tickets.part_schemas import (
    ApprovalCreate,
    ApprovalList,
    ApprovalRead,
    Decision,
    LinkCreate,
    LinkList,
    LinkRead,
    MergeBody,
    MergeRead,
    SplitBody,
    WaitingList,
)
from deskplane.tickets.schemas import TicketRead

doors = Doors()
waiting = router(prefix="/api/v1/approvals", tags=["tickets"])
Working = Annotated[Caller, may(Permission.TICKET_READ_INTERNAL)]
Updating = Annotated[Caller, may(Permission.TICKET_UPDATE)]
Merging = Annotated[Caller, may(Permission.TICKET_MERGE)]
Approving = Annotated[Caller, may(Permission.TICKET_APPROVE)]


@doors.route("GET", "/{ref}/links", "list_links", response_model=LinkList)
async def list_links(ref: NamedTicket, caller: Working, reads: Reads) -> Response:
    """List the relations of a ticket, each as read from it."""
    return json_response({"data": await links.listed(reads, ref, caller)})


@doors.route("POST", "/{ref}/links", "link_ticket", status_code=HTTPStatus.CREATED, response_model=LinkRead)
async def link_ticket(ref: NamedTicket, body: LinkCreate, caller: Updating, tx: InTx) -> Response:
    """Relate a ticket to another one."""
    made = await links.link(tx, ref, body.type, body.target, caller)
    return json_response(made, status=HTTPStatus.CREATED)


@doors.route("DELETE", "/{ref}/links/{id}", "unlink_ticket", status_code=HTTPStatus.NO_CONTENT)
async def unlink_ticket(ref: NamedTicket, id: UUID, caller: Updating, tx: InTx) -> None:
    """Take a relation away, from either end."""
    await links.unlink(tx, ref, id, caller)


@doors.route("POST", "/{ref}/merge", "merge_ticket", response_model=MergeRead)
async def merge_ticket(ref: NamedTicket, body: MergeBody, caller: Merging, tx: InTx) -> Response:
    """Move everything to another ticket and close this one, which then points there; ``dry_run`` only tells."""
    return json_response(await merging.merge(tx, ref, body.into, caller, dry_run=body.dry_run))


@doors.route(
    "POST", "/{ref}/split", "split_ticket", status_code=HTTPStatus.CREATED, response_model=TicketRead
)
async def split_ticket(ref: NamedTicket, body: SplitBody, caller: Merging, tx: InTx) -> Response:
    """Make a ticket of a public comment, related to the one it was said on."""
    made = await splitting.split(tx, ref, body, caller)
    answer = await answers.one_ticket(tx, made.id, caller)
    answer.status_code = HTTPStatus.CREATED
    answer.headers["location"] = f"{CANONICAL}/{made.number}"
    return answer


@doors.route("GET", "/{ref}/approvals", "list_approvals", response_model=ApprovalList)
async def list_approvals(ref: NamedTicket, caller: Working, reads: Reads) -> Response:
    """List the approvals of a ticket, and whether a change waits for them."""
    return json_response(await approvals.listed(reads, ref, caller))


@doors.route(
    "POST", "/{ref}/approvals", "ask_approval", status_code=HTTPStatus.CREATED, response_model=ApprovalRead
)
async def ask_approval(ref: NamedTicket, body: ApprovalCreate, caller: Updating, tx: InTx) -> Response:
    """Ask a person or a team to approve a change or a request."""
    return json_response(await approvals.ask(tx, ref, body, caller), status=HTTPStatus.CREATED)


@doors.route("POST", "/{ref}/approvals/{id}/decision", "decide_approval", response_model=ApprovalRead)
async def decide_approval(
    ref: NamedTicket, id: UUID, body: Decision, caller: Approving, tx: InTx, if_match: IfMatch
) -> Response:
    """Approve or refuse, as the one who was asked."""
    return json_response(await approvals.decide(tx, ref, id, body, caller, if_match=if_match))


@doors.route("DELETE", "/{ref}/approvals/{id}", "cancel_approval", status_code=HTTPStatus.NO_CONTENT)
async def cancel_approval(ref: NamedTicket, id: UUID, caller: Updating, tx: InTx, if_match: IfMatch) -> None:
    """Take a question back; it stays listed as cancelled."""
    await approvals.cancel(tx, ref, id, caller, if_match=if_match)


@waiting.get("", operation_id="list_waiting_approvals", response_model=WaitingList)
async def list_waiting_approvals(_: Approving, reads: Reads) -> Response:
    """List what waits for the caller's decision, the earliest due first."""
    return json_response({"data": await approvals.waiting(reads)})


ROUTERS = (*doors.routers, waiting)
