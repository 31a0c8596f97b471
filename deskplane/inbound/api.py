"""HTTP face of webhooks: two public doors for vendors, and the pages about them."""

from http import HTTPStatus
from typing import Annotated, Any, Final, cast
from uuid import UUID

from fastapi import Path, Query, Request, Response
from pydantic import AwareDatetime

from deskplane.connections import queries as connections
from deskplane.connections.doors import PREFIX, Calls, Importing, Reading, Writing
from deskplane.connectors.sdk.normal import Arrival
from deskplane.identity.doors import absolute
from deskplane.inbound import queries, service
from deskplane.inbound.queries import Wanted
from deskplane.inbound.receiving import Door, Received
from deskplane.inbound.schemas import (
    DeliveryRead,
    DeliveryWhole,
    WebhookOpen,
    WebhookPatch,
    WebhookRead,
    WebhookTaken,
)
from deskplane.inbound.vocabulary import ReadingState
from deskplane.kernel import clock
from deskplane.kernel.access import PUBLIC
from deskplane.kernel.crypto import KeyRing
from deskplane.kernel.http import Db, InTx, Reads, json_response, router
from deskplane.kernel.paging import Paging, envelope
from deskplane.kernel.rows import Listed, skipped

HOOKS: Final = "/api/v1/webhooks"
doors = router(prefix=HOOKS, tags=["webhooks"])
api = router(prefix=PREFIX, tags=["webhooks"])
ROUTERS = (doors, api)
BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "description": "Whatever the vendor sends",
        "content": {"application/json": {"schema": {"type": "object", "additionalProperties": True}}},
    }
}
TAKEN: Final[dict[int | str, dict[str, Any]]] = {
    202: {"description": "Kept; the record is read in the background"}
}
Secret = Annotated[
    str | None, Query(max_length=500, description="The secret, where a vendor can send no header")
]
States = Annotated[
    list[ReadingState] | None, Query(max_length=20, description="Only deliveries in these states")
]
RecordName = Annotated[
    str | None, Query(max_length=200, description="Only about this record, by its id or key")
]
Since = Annotated[AwareDatetime | None, Query(description="Only received at this time or later")]


@doors.post(
    "/in/{connection_id}",
    operation_id="receive_webhook",
    response_model=WebhookTaken,
    responses=TAKEN,
    dependencies=[PUBLIC],
    openapi_extra=BODY,
)
async def receive_webhook(
    connection_id: UUID, request: Request, db: Db, calls: Calls, secret: Secret = None
) -> Response:
    """Take a webhook of a connection: signed with its secret, or with the secret in a header."""
    del secret  # part of the request's query
    taken = await Door(db, _keys(request)).at_connection(connection_id, await _arrival(request))
    return _taken(taken, calls)


@doors.post(
    "/{vendor}",
    operation_id="receive_vendor_webhook",
    response_model=WebhookTaken,
    responses=TAKEN,
    dependencies=[PUBLIC],
    openapi_extra=BODY,
)
async def receive_vendor_webhook(
    vendor: Annotated[str, Path(pattern="^[a-z][a-z0-9_-]{0,39}$")],
    request: Request,
    db: Db,
    calls: Calls,
    secret: Secret = None,
) -> Response:
    """Take a webhook at the vendor's address, such as `/api/v1/webhooks/servicenow`: its secret says whose it is."""
    del secret
    taken = await Door(db, _keys(request)).at_vendor(vendor, await _arrival(request))
    return _taken(taken, calls)


@api.get("/{id}/webhook", operation_id="get_webhook", response_model=WebhookRead)
async def get_webhook(id: UUID, request: Request, _: Reading, reads: Reads) -> Response:
    """Show where a connection takes webhooks, and how many came; the secret is never part of it."""
    return json_response(_placed(request, id, await service.described(reads, id)))


@api.post(
    "/{id}/webhook/secret",
    operation_id="create_webhook_secret",
    status_code=HTTPStatus.CREATED,
    response_model=WebhookOpen,
)
async def create_webhook_secret(id: UUID, request: Request, caller: Writing, tx: InTx) -> Response:
    """Make a new secret; it is shown once, and an earlier one is worth nothing from now on."""
    secret = await service.new_secret(tx, _keys(request), id, caller)
    shown = _placed(request, id, await service.described(tx, id))
    return json_response({**shown, "secret": secret}, status=HTTPStatus.CREATED)


@api.patch("/{id}/webhook", operation_id="update_webhook", response_model=WebhookRead)
async def update_webhook(
    id: UUID, request: Request, body: WebhookPatch, caller: Writing, tx: InTx
) -> Response:
    """Say whether records that were never imported become tickets."""
    await service.change(tx, id, caller, take_new=body.take_new)
    return json_response(_placed(request, id, await service.described(tx, id)))


@api.delete("/{id}/webhook", operation_id="close_webhook", status_code=HTTPStatus.NO_CONTENT)
async def close_webhook(id: UUID, caller: Writing, tx: InTx) -> None:
    """Take no webhooks any more; deliveries stay in the list."""
    await service.close(tx, id, caller)


@api.get(
    "/{id}/webhook/deliveries",
    operation_id="list_webhook_deliveries",
    response_model=Listed[DeliveryRead],
)
async def list_webhook_deliveries(
    id: UUID,
    _: Reading,
    reads: Reads,
    page: Paging,
    state: States = None,
    record: RecordName = None,
    since: Since = None,
) -> Response:
    """List webhooks that came in, the newest first, and what each of them changed."""
    await connections.shown(reads, id)
    wanted, skip = Wanted(state, record, since), skipped(page)
    found = await queries.listed(reads, id, wanted, limit=page.limit + 1, offset=skip, count=page.count)
    total = found[0]["total_rows"] if found else 0
    after = (skip + page.limit,) if len(found) > page.limit else None
    rows = await service.numbered(reads, found[: page.limit])
    return json_response(envelope(rows, page, after=after, total=total if page.count else None))


@api.get(
    "/{id}/webhook/deliveries/{delivery_id}",
    operation_id="get_webhook_delivery",
    response_model=DeliveryWhole,
)
async def get_webhook_delivery(id: UUID, delivery_id: UUID, _: Reading, reads: Reads) -> Response:
    """Show a webhook as it came, without its secret."""
    return json_response(await service.whole(reads, id, delivery_id))


@api.post(
    "/{id}/webhook/deliveries/{delivery_id}/replay",
    operation_id="replay_webhook_delivery",
    response_model=DeliveryWhole,
    responses=TAKEN,
)
async def replay_webhook_delivery(
    id: UUID, delivery_id: UUID, _: Importing, tx: InTx, calls: Calls
) -> Response:
    """Read the record of a delivery once more, in the background."""
    row = await service.replay(tx, id, delivery_id)
    tx.after_commit.append(calls.webhook_wake.set)
    return json_response(row, status=HTTPStatus.ACCEPTED)


def _keys(request: Request) -> KeyRing:
    return cast("KeyRing", request.app.state.keys)


async def _arrival(request: Request) -> Arrival:
    return Arrival(
        headers=dict(request.headers),
        body=await request.body(),
        query=dict(request.query_params),
        at=clock.now(),
    )


def _taken(taken: Received, calls: Calls) -> Response:
    calls.webhook_wake.set()
    return json_response({"id": taken.id, "state": taken.state}, status=HTTPStatus.ACCEPTED)


def _placed(request: Request, id_: UUID, row: dict[str, Any]) -> dict[str, Any]:
    vendor = row.pop("vendor")
    return {
        **row,
        "address": absolute(request, f"{HOOKS}/in/{id_}"),
        "vendor_address": absolute(request, f"{HOOKS}/{vendor}"),
    }
