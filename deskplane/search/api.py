"""HTTP face of the search. Thin: parse, call the service, return."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.http import Reads, json_response, router
from deskplane.kernel.paging import Paging, encode_cursor
from deskplane.search import service
from deskplane.search.queries import CAP, Wanted, uuids
from deskplane.search.schemas import SearchAnswer, SimilarList
from deskplane.search.similar import similar
from deskplane.tickets.doors import NamedTicket
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

api = router(prefix="/api/v1/desk/tickets", tags=["search"])
alias = router(prefix="/api/enhanced-tickets", tags=["enhanced-tickets"])
ROUTERS = (api, alias)
MANY = 50


class Order(StrEnum):
    """How matches are ordered."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


@alias.get("/search", operation_id="search_tickets_alias", response_model=SearchAnswer)
@api.get("/search", operation_id="search_tickets", response_model=SearchAnswer)
async def search(
    reads: Reads,
    paging: Paging,
    caller: Annotated[Caller, may(Permission.TICKET_READ)],
    *,
    q: Annotated[str, Query(max_length=500, description='Words; "a phrase", or, -without')] = "",
    status: Annotated[list[Status] | None, Query(max_length=MANY)] = None,
    priority: Annotated[list[Priority] | None, Query(max_length=MANY)] = None,
    type: Annotated[list[TicketType] | None, Query(max_length=MANY)] = None,
    category: Annotated[
        list[UUID] | None, Query(max_length=MANY, description="Includes what is below")
    ] = None,
    team: Annotated[list[UUID] | None, Query(max_length=MANY)] = None,
    assignee: Annotated[list[UUID] | None, Query(max_length=MANY)] = None,
    requester: Annotated[list[UUID] | None, Query(max_length=MANY)] = None,
    order: Order = Order.RELEVANCE,
    typing: Annotated[bool, Query(description="As you type: the last word may be unfinished")] = False,
) -> Response:
    """Search tickets and their comments; answers with facets, marks and, if nothing is found, a suggestion."""
    wanted = Wanted(
        words=q.strip(),
        typing=typing,
        internal=caller.may(Permission.TICKET_READ_INTERNAL),
        hints=caller.sees_everything,
        filters={
            "status": status or [],
            "priority": priority or [],
            "type": type or [],
            "category": uuids(category or []),
            "team": uuids(team or []),
            "assignee": uuids(assignee or []),
            "requester": uuids(requester or []),
        },
    )
    offset = _offset(paging.after) if paging.after else paging.offset
    found = await service.search(reads, wanted, order=order, limit=paging.limit, offset=offset)
    end = offset + paging.limit
    answer = {
        "data": found["data"],
        "page": {
            "next": encode_cursor((end,)) if end < found["total"] else None,
            "limit": paging.limit,
            "total": found["total"],
            "total_exact": found["total_exact"],
            "page": paging.number,
        },
        "facets": found["facets"],
        "suggestion": found["suggestion"],
    }
    return json_response(answer)


@alias.get("/{ref}/similar", operation_id="list_similar_tickets_alias", response_model=SimilarList)
@api.get("/{ref}/similar", operation_id="list_similar_tickets", response_model=SimilarList)
async def list_similar_tickets(
    ref: NamedTicket,
    caller: Annotated[Caller, may(Permission.TICKET_READ_INTERNAL)],
    reads: Reads,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Response:
    """List tickets whose titles share words with the ticket's, and what else they have in common."""
    return json_response({"data": await similar(reads, ref, caller, limit=limit)})


def _offset(after: tuple[object, ...]) -> int:
    if len(after) != 1 or not isinstance(after[0], int) or not 0 <= after[0] <= CAP:
        raise InvalidError(errors=[{"loc": ["query", "cursor"], "msg": "not a cursor of a search"}])
    return after[0]
