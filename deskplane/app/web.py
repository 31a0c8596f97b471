"""The web process: the API, the live stream and the built user interface, behind one front layer."""

from typing import Annotated, cast

from fastapi import FastAPI, Query, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from deskplane import __version__
from deskplane.app import health, openapi, pages, slices
from deskplane.app.runtime import Runtime
from deskplane.kernel import problems
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import router
from deskplane.kernel.middleware import Front
from deskplane.kernel.ratelimit import RateLimiter
from deskplane.kernel.stream import Client
from deskplane.kernel.switchboard import switched

DESCRIPTION = """One control plane for every service desk.

Sign in at `/api/v1/auth/login` (cookie and `X-CSRF-Token`), or send `Authorization: Bearer` with an API token.
Errors are problem documents (RFC 9457) with a correlation id. POST takes an `Idempotency-Key`.
"""
ON_THE_WAY_SECONDS = 1.0
stream = router(prefix="/api/v1", tags=["live"])


@stream.get(
    "/events",
    operation_id="stream_events",
    response_model=None,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def stream_events(
    request: Request,
    caller: Annotated[Caller, may(Permission.SELF)],
    age_ms: Annotated[int, Query(ge=0, le=86_400_000)] = 0,
) -> "EventStream":
    """Follow what happens, as server-sent events that carry ids only.

    Say in `age_ms` how long ago you began to read what you show: what was told since then comes first, as `missed`, or
    `resync` when that is too long ago.
    """
    return EventStream(request.app.state.runtime, caller, age_ms)


class EventStream(Response):
    """An answer that writes itself, without the buffers of a streaming response (12.8 KB instead of 34.6 KB each)."""

    def __init__(self, runtime: Runtime, caller: Caller, age_ms: int) -> None:
        """Stream to ``caller``, whose oldest knowledge is of ``age_ms`` ago."""
        super().__init__()
        self._runtime, self._caller = runtime, caller
        # The request itself was on its way too.
        self._age = age_ms / 1000 + ON_THE_WAY_SECONDS if age_ms else 0.0

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Write events until the client leaves."""
        caller = self._caller
        client = Client(
            str(caller.org_id),
            str(caller.person_id),
            sees_everything=caller.may(Permission.TICKET_READ_INTERNAL),
        )
        await self._runtime.hub.serve(client, age=self._age, receive=receive, send=send)


def described() -> FastAPI:
    """Build the application with all its routes; it serves once a runtime is attached."""
    app = FastAPI(
        title="Deskplane",
        version=__version__,
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    problems.install(app)
    for part in (health.api, *slices.ROUTERS, stream, pages.api):
        app.include_router(part)
    app.openapi = lambda: openapi.document(app)
    return app


def create_app(runtime: Runtime) -> FastAPI:
    """Build the application around a wired runtime."""
    app = described()
    attach(app, runtime)
    switched(app.router)
    return app


def attach(app: FastAPI, runtime: Runtime) -> None:
    """Put the runtime where requests find it."""
    app.state.runtime = runtime
    app.state.settings = runtime.settings
    app.state.database = runtime.database
    app.state.keys = runtime.keys
    app.state.principals = runtime.principals
    app.state.files = runtime.files
    app.state.hub = runtime.hub
    app.state.metrics = runtime.metrics
    app.state.jobs = runtime.jobs
    app.state.outside = runtime.outside
    app.state.reach = runtime.reach
    app.state.authenticate = runtime.authenticate


def fronted(app: FastAPI, runtime: Runtime) -> ASGIApp:
    """Wrap the application in the front layer."""
    settings = runtime.settings
    limiter = RateLimiter(settings.rate_per_minute, 60) if settings.rate_per_minute else None
    front = Front(
        app,
        metrics=runtime.metrics,
        limiter=limiter,
        body_limit=settings.body_limit,
        upload_limit=settings.upload_limit,
    )
    return cast("ASGIApp", front)
