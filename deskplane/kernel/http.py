"""The HTTP door: routers, transactions of a request, JSON answers."""

import re
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from http import HTTPStatus
from typing import Annotated, Any, cast

import orjson
from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict

from deskplane.kernel import idempotency
from deskplane.kernel.access import AnyCaller
from deskplane.kernel.db import Database, Reader, Tx
from deskplane.kernel.errors import ERRORS, MalformedError
from deskplane.kernel.shape import Shape

JSON = "application/json"
NUL_IN_JSON = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # an escaped backslash before u0000 is text


class Problem(Shape):
    """Problem details (RFC 9457): what happened, why, and how to find it in the log."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    correlation_id: str = ""


PROBLEMS: dict[int | str, dict[str, Any]] = {
    int(error.status): {
        "description": error.title,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for error in ERRORS
}


class Body(BaseModel):
    """A request body: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class DeskRoute(APIRoute):
    """A route that refuses unreadable text and answers a repeated POST with the first answer."""

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler; the transaction of the request is still open when it returns."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            await _refuse_unreadable(request)
            try:
                answer = await inner(request)
            except RecursionError as error:
                raise MalformedError("The JSON is nested too deeply.") from error
            except idempotency.ReplayedError as replay:
                return replay.answer()
            await idempotency.remember(request, answer)
            return answer

        return handle


async def _refuse_unreadable(request: Request) -> None:
    if (
        "%00" in request.url.path
        or b"%00" in request.scope["query_string"]
        or "\x00" in request.scope["path"]
    ):
        raise MalformedError("The address contains a NUL character.")
    if request.headers.get("content-type", "").startswith(JSON) and NUL_IN_JSON.search(await request.body()):
        raise MalformedError("The body contains a NUL character.")


def router(*, prefix: str = "", tags: list[str] | None = None) -> APIRouter:
    """Return a router with the house's route class and the shared set of problem answers."""
    return APIRouter(
        prefix=prefix,
        tags=list[Any](tags or []),
        route_class=DeskRoute,
        responses=PROBLEMS,
        redirect_slashes=False,
    )


async def database(request: Request) -> Database:
    """Return the process's pool."""
    return cast("Database", request.app.state.database)


Db = Annotated[Database, Depends(database)]


async def open_tx(request: Request, db: Db, caller: AnyCaller) -> AsyncIterator[Tx]:
    """One transaction for the request, committed before the answer leaves."""
    async with db.transaction(caller.tenant) as tx:
        await idempotency.claim(request, tx, caller.principal_id)
        yield tx


async def open_reader(db: Db, caller: AnyCaller) -> AsyncIterator[Reader]:
    """Single read statements for the request."""
    async with db.read(caller.tenant) as reader:
        yield reader


InTx = Annotated[Tx, Depends(open_tx, scope="function")]
Reads = Annotated[Reader, Depends(open_reader, scope="function")]


def rendered(text: str, *, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with JSON that PostgreSQL rendered."""
    return Response(text, status_code=status, media_type=JSON, headers=dict(headers or {}))


def json_response(
    value: Any, *, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with ``value`` as JSON."""
    return Response(
        orjson.dumps(value, default=_plain), status_code=status, media_type=JSON, headers=dict(headers or {})
    )


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)


async def if_match(request: Request) -> int | None:
    """Return the version named by ``If-Match``, or None.

    Raises:
        MalformedError: the header is not a quoted number or ``*``.
    """
    header = request.headers.get("if-match", "").strip()
    if header in {"", "*"}:
        return None
    bare = header.removeprefix("W/").strip('"')
    if not bare.isascii() or not bare.isdigit() or len(bare) > 9:
        raise MalformedError('If-Match must be the version in quotes, for example "3".')
    return int(bare)


IfMatch = Annotated[int | None, Depends(if_match)]
RefusedBody = RequestValidationError
