"""The door of the desk for the agent outside, where no broker stands between."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import Request, Response
from pydantic import ValidationError

from deskplane.agent.calling import MEDIA
from deskplane.agent.messages import STATUS
from deskplane.agent.signing import SIGNATURE, TIMESTAMP, SignatureRefusedError, require_signed
from deskplane.connections.doors import Calls
from deskplane.connections.hearing import received, secret_of
from deskplane.connections.inbox import Kept
from deskplane.kernel import clock
from deskplane.kernel.access import PUBLIC
from deskplane.kernel.errors import InvalidError, NotFoundError, UnauthenticatedError, UnavailableError
from deskplane.kernel.http import Db, router

api = router(prefix="/api/v1/agent", tags=["connections"])
ROUTERS = (api,)
SIGNED: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": name,
            "in": "header",
            "required": False,
            "schema": {"type": "string"},
            "description": said,
        }
        for name, said in (
            (TIMESTAMP, "Seconds since 1970"),
            (SIGNATURE, "v1= and HMAC-SHA256 of `timestamp.body` with the shared secret, in hex"),
        )
    ],
    "requestBody": {"content": {MEDIA: {"schema": {"type": "object"}}}},
}


@api.post(
    "/status",
    operation_id="hear_agent",
    status_code=HTTPStatus.ACCEPTED,
    dependencies=[PUBLIC],
    response_class=Response,
    openapi_extra=SIGNED,
    responses={202: {"description": "Kept, and worked on in the background"}},
)
async def hear_agent(request: Request, db: Db, calls: Calls) -> Response:
    """Take a message of the agent outside, as it would come through the queue `data_source_status`.

    Raises:
        UnauthenticatedError: it is not signed with the shared secret, or not now.
    """
    body = await request.body()
    try:
        require_signed(secret_of(calls), request.headers, body, clock.now())
    except SignatureRefusedError as error:
        raise UnauthenticatedError(str(error)) from None
    try:
        status = STATUS.validate_json(body)
    except ValidationError as error:
        raise InvalidError(f"This is no message of an agent ({error.error_count()} errors).") from None
    kept = await received(db, calls, status)
    if kept is Kept.UNKNOWN:
        raise NotFoundError("There is no connection with this id whose credentials are with an agent.")
    if kept is Kept.FULL:
        raise UnavailableError("Enough messages wait here. Try again.", retry_after=1)
    return Response(status_code=HTTPStatus.ACCEPTED)
