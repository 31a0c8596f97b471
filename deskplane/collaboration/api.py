"""HTTP face of working together on tickets. Thin: parse, call the service, return."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.collaboration import service
from deskplane.collaboration.schemas import (
    DraftList,
    DraftPut,
    DraftRead,
    DraftTake,
    DraftVersion,
    PeopleHere,
    PresenceList,
    PresencePut,
    ReadMark,
    ReadMarkPut,
)
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.http import InTx, Reads, json_response, router
from deskplane.kernel.ids import as_uuid
from deskplane.tickets.doors import NamedTicket
from deskplane.vocabulary.visibility import Visibility

MOST_TICKETS = 100
api = router(prefix="/api/v1/desk", tags=["working together"])
ROUTERS = (api,)
Working = Annotated[Caller, may(Permission.TICKET_READ_INTERNAL)]
Reading = Annotated[Caller, may(Permission.TICKET_READ)]
Saying = Annotated[Caller, may(Permission.TICKET_COMMENT)]
Noting = Annotated[Caller, may(Permission.TICKET_COMMENT_INTERNAL)]
TicketIds = Annotated[
    str,
    Query(
        min_length=1,
        max_length=MOST_TICKETS * 37,
        description=f"Ids of at most {MOST_TICKETS} tickets, separated by commas",
        examples=["0198c0de-0000-7000-8000-000000000001"],
    ),
]


def _ids(text: str) -> list[UUID]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    found = [as_uuid(word) for word in words]
    wrong = next((word for word, id_ in zip(words, found, strict=True) if id_ is None), None)
    if wrong is not None or not 0 < len(words) <= MOST_TICKETS:
        why = f"'{wrong}' is not the id of a ticket" if wrong else f"name 1 to {MOST_TICKETS} tickets"
        raise InvalidError(errors=[{"loc": ["query", "tickets"], "msg": why}])
    return [id_ for id_ in found if id_ is not None]


@api.get("/presence", operation_id="list_presence", response_model=PresenceList)
async def list_presence(_: Working, reads: Reads, tickets: TicketIds) -> Response:
    """Show who else has which of these tickets open; who was silent for half a minute is gone."""
    return json_response({"data": await service.people_on(reads, _ids(tickets))})


@api.put("/tickets/{ref}/presence", operation_id="put_presence", response_model=PeopleHere)
async def put_presence(ref: NamedTicket, body: PresencePut, caller: Working, tx: InTx) -> Response:
    """Say that one is on a ticket and what one does there, every ten seconds; the answer names the others."""
    return json_response({"data": await service.be_here(tx, ref, body.doing, caller)})


@api.delete("/tickets/{ref}/presence", operation_id="delete_presence", status_code=HTTPStatus.NO_CONTENT)
async def delete_presence(ref: NamedTicket, caller: Working, tx: InTx) -> None:
    """Leave a ticket."""
    await service.leave(tx, ref, caller)


@api.get("/tickets/{ref}/drafts", operation_id="list_drafts", response_model=DraftList)
async def list_drafts(ref: NamedTicket, caller: Reading, reads: Reads) -> Response:
    """Show one's own unsent texts, and those of the others who work on the ticket; requesters see only their own."""
    return json_response({"data": await service.drafts(reads, ref, caller)})


@api.put("/tickets/{ref}/drafts/{kind}", operation_id="put_draft", response_model=DraftRead)
async def put_draft(ref: NamedTicket, kind: Visibility, body: DraftPut, caller: Saying, tx: InTx) -> Response:
    """Keep an unsent text; the same text again changes nothing."""
    return json_response(await service.keep_draft(tx, ref, kind, body, caller))


@api.delete("/tickets/{ref}/drafts/{kind}", operation_id="delete_draft", status_code=HTTPStatus.NO_CONTENT)
async def delete_draft(
    ref: NamedTicket,
    kind: Visibility,
    caller: Saying,
    tx: InTx,
    version: Annotated[DraftVersion | None, Query(description="Only if it is still this one")] = None,
) -> None:
    """Throw an unsent text away."""
    await service.drop_draft(tx, ref, kind, version, caller)


@api.post("/tickets/{ref}/drafts/{kind}/take", operation_id="take_draft", response_model=DraftRead)
async def take_draft(
    ref: NamedTicket, kind: Visibility, body: DraftTake, caller: Noting, tx: InTx
) -> Response:
    """Go on with a colleague's unsent text; theirs stays and says who took a copy."""
    return json_response(await service.take_draft(tx, ref, kind, body.author_id, caller))


@api.get("/tickets/{ref}/reading", operation_id="get_read_mark", response_model=ReadMark)
async def get_read_mark(ref: NamedTicket, caller: Reading, reads: Reads) -> Response:
    """Show up to which moment one has read a ticket."""
    return json_response(await service.read_mark(reads, ref, caller))


@api.put("/tickets/{ref}/reading", operation_id="put_read_mark", response_model=ReadMark)
async def put_read_mark(ref: NamedTicket, body: ReadMarkPut, caller: Reading, tx: InTx) -> Response:
    """Remember up to which moment one has read a ticket."""
    return json_response(await service.have_read(tx, ref, body.read_at, caller))
