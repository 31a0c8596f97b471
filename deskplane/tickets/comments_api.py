"""HTTP face of comments and watchers."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response
from deskplane.kernel.paging import Paging
from deskplane.tickets import comments, watchers
from deskplane.tickets.doors import Doors, NamedTicket
from deskplane.tickets.part_schemas import (
    CommentCreate,
    CommentList,
    CommentPatch,
    CommentRead,
    WatcherAdd,
    WatcherList,
)

doors = Doors()
Reading = Annotated[Caller, may(Permission.TICKET_READ)]
Saying = Annotated[Caller, may(Permission.TICKET_COMMENT)]


@doors.route("GET", "/{ref}/comments", "list_comments", response_model=CommentList)
async def list_comments(ref: NamedTicket, caller: Reading, reads: Reads, page: Paging) -> Response:
    """List the comments on a ticket, oldest first; internal notes only for those who work on it."""
    return json_response(await comments.listed(reads, ref, page, caller))


@doors.route(
    "POST", "/{ref}/comments", "create_comment", status_code=HTTPStatus.CREATED, response_model=CommentRead
)
async def create_comment(ref: NamedTicket, body: CommentCreate, caller: Saying, tx: InTx) -> Response:
    """Say something, publicly or among those who work on the ticket."""
    return json_response(await comments.create(tx, ref, body, caller), status=HTTPStatus.CREATED)


@doors.route("PATCH", "/{ref}/comments/{id}", "update_comment", response_model=CommentRead)
async def update_comment(
    ref: NamedTicket, id: UUID, body: CommentPatch, caller: Saying, tx: InTx, if_match: IfMatch
) -> Response:
    """Correct a comment within the time the organisation allows."""
    return json_response(await comments.edit(tx, ref, id, body, caller, if_match=if_match))


@doors.route("DELETE", "/{ref}/comments/{id}", "delete_comment", status_code=HTTPStatus.NO_CONTENT)
async def delete_comment(ref: NamedTicket, id: UUID, caller: Saying, tx: InTx, if_match: IfMatch) -> None:
    """Take a comment away."""
    await comments.delete(tx, ref, id, caller, if_match=if_match)


@doors.route("GET", "/{ref}/watchers", "list_watchers", response_model=WatcherList)
async def list_watchers(ref: NamedTicket, caller: Reading, reads: Reads) -> Response:
    """List who watches a ticket; requesters see only themselves."""
    return json_response({"data": await watchers.listed(reads, ref, caller)})


@doors.route(
    "POST", "/{ref}/watchers", "add_watcher", status_code=HTTPStatus.CREATED, response_model=WatcherList
)
async def add_watcher(ref: NamedTicket, body: WatcherAdd, caller: Reading, tx: InTx) -> Response:
    """Watch a ticket, or let somebody watch it; nothing happens if they do already."""
    rows = await watchers.watch(tx, ref, body.person_id, caller)
    return json_response({"data": rows}, status=HTTPStatus.CREATED)


@doors.route("DELETE", "/{ref}/watchers", "remove_watcher", status_code=HTTPStatus.NO_CONTENT)
async def remove_watcher(
    ref: NamedTicket,
    caller: Reading,
    tx: InTx,
    person_id: Annotated[UUID | None, Query(description="The caller if not given")] = None,
) -> None:
    """Watch no more."""
    await watchers.unwatch(tx, ref, person_id, caller)


ROUTERS = doors.routers
