"""The agent's own small HTTP door: signed errands come in, nothing goes out but whether they were taken."""

from collections import OrderedDict
from http import HTTPStatus
from typing import Final
from uuid import UUID

import structlog
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from deskplane.agent import reading
from deskplane.agent.messages import ERRAND, Errand, Event
from deskplane.agent.signing import WINDOW, SignatureRefusedError, require_signed
from deskplane.agent.working import Agent, NotReadyError, taken
from deskplane.kernel import clock

HOOK: Final = "/webhook"
LARGEST: Final = 1_000_000
REMEMBERED: Final = 10_000
log = structlog.get_logger(__name__)


class Memory:
    """Messages of the last minutes: one that comes again is taken as said."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._seen: OrderedDict[UUID, float] = OrderedDict()

    def is_new(self, message_id: UUID) -> bool:
        """Note a message, and tell whether it is the first of its id."""
        now = clock.now().timestamp()
        while self._seen and (
            len(self._seen) > REMEMBERED or now - next(iter(self._seen.values())) > 2 * WINDOW.total_seconds()
        ):
            self._seen.popitem(last=False)
        if message_id in self._seen:
            return False
        self._seen[message_id] = now
        return True

    def forget(self, message_id: UUID) -> None:
        """A message that was refused may come again."""
        self._seen.pop(message_id, None)


def door(agent: Agent, secret: str) -> Starlette:
    """The application of an agent."""
    memory = Memory()

    async def hook(request: Request) -> JSONResponse:
        body = await _body(request)
        if body is None:
            return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The errand is too large.")
        try:
            require_signed(secret, request.headers, body, clock.now())
            errand = ERRAND.validate_json(body)
        except SignatureRefusedError as error:
            log.warning("agent.errand_refused", reason=str(error))
            return _problem(HTTPStatus.UNAUTHORIZED, str(error))
        except ValidationError as error:
            found = "; ".join(f"{_place(one['loc'])}: {one['msg']}" for one in error.errors())
            return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"This is no errand: {found}"[:500])
        return _taken(agent, memory, errand)

    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "under_way": len(agent.tasks)})

    return Starlette(routes=[Route(HOOK, hook, methods=["POST"]), Route("/health", health)])


def _taken(agent: Agent, memory: Memory, errand: Errand) -> JSONResponse:
    if memory.is_new(errand.message_id):
        log.info("agent.errand", errand=errand.event, connection=str(errand.connection_id))
        try:
            if errand.event is Event.SYNC:
                reading.begin(agent, errand)
            else:
                taken(agent, errand)
        except NotReadyError as error:
            memory.forget(errand.message_id)
            return _problem(HTTPStatus.CONFLICT, error.message, fix=error.fix)
    return JSONResponse({"taken": True}, status_code=HTTPStatus.ACCEPTED)


async def _body(request: Request) -> bytes | None:
    """The whole body, or None if it is too large."""
    found = b""
    async for piece in request.stream():
        found += piece
        if len(found) > LARGEST:
            return None
    return found


def _place(where: tuple[int | str, ...]) -> str:
    return ".".join(map(str, where)) or "body"


def _problem(status: HTTPStatus, detail: str, **more: str) -> JSONResponse:
    body = {"title": status.phrase, "status": int(status), "detail": detail, **more}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")
