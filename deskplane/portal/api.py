"""HTTP face of the portal. Whoever comes is treated as somebody who asks."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import InTx, Reads, json_response, router
from deskplane.kernel.paging import Paging
from deskplane.portal import request_types, service, types_api, views
from deskplane.portal.schemas import (
    AskedApprovals,
    CardList,
    CloseBody,
    Decided,
    FollowerAdd,
    PortalDecision,
    ReopenBody,
    ReplyCreate,
    RequestCreate,
    RequestList,
    RequestRead,
)
from deskplane.portal.vocabulary import Group, Scope
from deskplane.tickets.doors import NamedTicket

PREFIX = "/api/v1/portal"
api = router(prefix=PREFIX, tags=["portal"])
Reading = Annotated[Caller, may(Permission.TICKET_READ)]
Creating = Annotated[Caller, may(Permission.TICKET_CREATE)]
Saying = Annotated[Caller, may(Permission.TICKET_COMMENT)]
GroupAsked = Annotated[Group, Query(description="open: not closed yet; done: closed or withdrawn")]
ScopeAsked = Annotated[Scope, Query(description="all: of colleagues too, where the organisation shows them")]


@api.get("/cards", operation_id="list_portal_cards", response_model=CardList)
async def list_portal_cards(_: Reading, reads: Reads) -> Response:
    """List what can be asked for, with the fields of each form."""
    return json_response(await request_types.cards(reads))


@api.get("/tickets", operation_id="list_portal_tickets", response_model=RequestList)
async def list_portal_tickets(
    caller: Reading,
    reads: Reads,
    page: Paging,
    group: GroupAsked = Group.ALL,
    scope: ScopeAsked = Scope.MINE,
    q: Annotated[str, Query(max_length=200, description="Number or words")] = "",
) -> Response:
    """List one's own requests in plain words, those that wait for an answer first."""
    return json_response(await views.listed(reads, page, caller, group=group, scope=scope, q=q))


@api.post(
    "/tickets",
    operation_id="create_portal_ticket",
    status_code=HTTPStatus.CREATED,
    response_model=RequestRead,
)
async def create_portal_ticket(body: RequestCreate, caller: Creating, tx: InTx) -> Response:
    """Ask for something. Send an Idempotency-Key, so that a repeated request stays one."""
    made = await views.one(tx, await service.create(tx, body, caller), caller)
    headers = {"Location": f"{PREFIX}/tickets/{made['number']}"}
    return json_response(made, status=HTTPStatus.CREATED, headers=headers)


@api.get("/tickets/{ref}", operation_id="get_portal_ticket", response_model=RequestRead)
async def get_portal_ticket(ref: NamedTicket, caller: Reading, reads: Reads) -> Response:
    """Show a request with its conversation, without anything internal."""
    return json_response(await views.one(reads, ref, caller))


@api.post(
    "/tickets/{ref}/replies",
    operation_id="reply_portal_ticket",
    status_code=HTTPStatus.CREATED,
    response_model=RequestRead,
)
async def reply_portal_ticket(ref: NamedTicket, body: ReplyCreate, caller: Saying, tx: InTx) -> Response:
    """Answer, or add files."""
    await service.reply(tx, ref, body, caller)
    return json_response(await views.one(tx, ref, caller), status=HTTPStatus.CREATED)


@api.post("/tickets/{ref}/close", operation_id="close_portal_ticket", response_model=RequestRead)
async def close_portal_ticket(ref: NamedTicket, body: CloseBody, caller: Saying, tx: InTx) -> Response:
    """Say that it works now; the request is closed."""
    await service.close(tx, ref, body, caller)
    return json_response(await views.one(tx, ref, caller))


@api.post("/tickets/{ref}/reopen", operation_id="reopen_portal_ticket", response_model=RequestRead)
async def reopen_portal_ticket(ref: NamedTicket, body: ReopenBody, caller: Saying, tx: InTx) -> Response:
    """Say that it does not work after all, within the time the organisation allows."""
    await service.reopen(tx, ref, body, caller)
    return json_response(await views.one(tx, ref, caller))


@api.post(
    "/tickets/{ref}/followers",
    operation_id="add_portal_follower",
    status_code=HTTPStatus.CREATED,
    response_model=RequestRead,
)
async def add_portal_follower(ref: NamedTicket, body: FollowerAdd, caller: Saying, tx: InTx) -> Response:
    """Let a colleague follow the request; nothing happens if they do already."""
    await service.add_follower(tx, ref, body.email, caller)
    return json_response(await views.one(tx, ref, caller), status=HTTPStatus.CREATED)


@api.delete(
    "/tickets/{ref}/followers/{person_id}",
    operation_id="remove_portal_follower",
    status_code=HTTPStatus.NO_CONTENT,
)
async def remove_portal_follower(ref: NamedTicket, person_id: UUID, caller: Saying, tx: InTx) -> None:
    """Let a colleague follow the request no more."""
    await service.remove_follower(tx, ref, person_id, caller)


@api.get("/approvals", operation_id="list_portal_approvals", response_model=AskedApprovals)
async def list_portal_approvals(_: Reading, reads: Reads) -> Response:
    """List what waits for the caller's yes or no."""
    return json_response({"data": await service.asked_me(reads)})


@api.post("/approvals/{id}", operation_id="decide_portal_approval", response_model=Decided)
async def decide_portal_approval(id: UUID, body: PortalDecision, caller: Saying, tx: InTx) -> Response:
    """Say yes or no."""
    return json_response(await service.decide(tx, id, body, caller))


ROUTERS = (*types_api.ROUTERS, api)
