"""Health for process supervisors, readiness for load balancers, figures for Prometheus."""

from typing import Any

from fastapi import Request, Response

from deskplane import __version__
from deskplane.app.migrate import head
from deskplane.app.runtime import Runtime
from deskplane.kernel.access import PUBLIC
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.http import router
from deskplane.kernel.shape import Shape

api = router(tags=["running it"])


class Health(Shape):
    """The process answers."""

    status: str
    version: str


class Readiness(Shape):
    """The process can serve: the database answers and has the schema of this version."""

    status: str
    database: str
    schema_revision: str


def _runtime(request: Request) -> Runtime:
    runtime: Any = request.app.state.runtime
    return runtime


@api.get("/health", operation_id="health", dependencies=[PUBLIC])
async def health() -> Health:
    """Say that the process answers."""
    return Health(status="ok", version=__version__)


@api.get("/ready", operation_id="ready", dependencies=[PUBLIC])
async def ready(request: Request) -> Readiness:
    """Say whether the process can serve."""
    async with _runtime(request).database.transaction() as tx:
        revision = await tx.fetchval("select schema_revision()")
    if revision != head():
        raise UnavailableError(f"The database is at revision {revision}, this version needs {head()}.")
    return Readiness(status="ok", database="ok", schema_revision=revision)


@api.get(
    "/metrics",
    operation_id="metrics",
    dependencies=[PUBLIC],
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
async def metrics(request: Request) -> Response:
    """Return the figures of this process in the Prometheus text format."""
    body, kind = _runtime(request).metrics.render()
    return Response(body, media_type=kind)
