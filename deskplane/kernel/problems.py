"""Every error of the HTTP door as problem+json: what, why, what to do, and the id to find it in the log."""

import json
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any, cast

import asyncpg
import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from deskplane.kernel.errors import (
    ConflictError,
    DeskplaneError,
    FieldError,
    InvalidError,
    MalformedError,
    UnavailableError,
)
from deskplane.kernel.logging import correlation_id
from deskplane.kernel.text import suggestion

MEDIA_TYPE = "application/problem+json"
TYPE_BASE = "https://deskplane.dev/problems/"
UNREADABLE = {"json_invalid", "string_unicode"}
SHOWN_ERRORS = 50
log = structlog.get_logger(__name__)


def problem(
    *,
    status: int,
    slug: str,
    title: str,
    detail: str,
    path: str,
    extra: dict[str, Any],
    headers: dict[str, str],
) -> Response:
    """Return a problem document."""
    document = {
        "type": TYPE_BASE + slug,
        "title": title,
        "status": int(status),
        "detail": detail,
        "instance": path,
        "correlation_id": correlation_id.get() or "",
        **extra,
    }
    body = orjson.dumps(document, default=str)
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def of_error(error: DeskplaneError, path: str) -> Response:
    """Return the document of one of our errors."""
    return problem(
        status=error.status,
        slug=error.slug,
        title=error.title,
        detail=error.detail or str(error),
        path=path,
        extra=error.extra,
        headers=error.headers,
    )


async def on_deskplane_error(request: Request, error: Exception) -> Response:
    """Answer with the error's own document."""
    return of_error(cast("DeskplaneError", error), request.url.path)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Answer for the framework's own refusals: 404, 405 and the like."""
    refusal = cast("HTTPException", error)
    status = HTTPStatus(refusal.status_code)
    hints = {
        HTTPStatus.NOT_FOUND: f"There is no page or resource at {request.url.path}. The API is described at /docs.",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.method} is not possible here.",
    }
    if status is HTTPStatus.BAD_REQUEST:
        return of_error(MalformedError(str(refusal.detail)), request.url.path)
    return problem(
        status=status,
        slug=status.phrase.lower().replace(" ", "-"),
        title=status.phrase,
        detail=hints.get(status, str(refusal.detail)),
        path=request.url.path,
        extra={},
        headers=dict(refusal.headers or {}),
    )


async def on_validation_error(request: Request, error: Exception) -> Response:
    """Answer 400 for what could not be parsed and 422, naming each field, for what was refused."""
    raw = cast("RequestValidationError", error).errors()
    if any(item["type"] in UNREADABLE for item in raw):
        reason = next(
            str(item.get("ctx", {}).get("error", item["msg"])) for item in raw if item["type"] in UNREADABLE
        )
        return of_error(MalformedError(f"The body is not readable JSON: {reason}."), request.url.path)
    known = _known_fields(request)
    errors = [_field_error(item, known) for item in raw[:SHOWN_ERRORS]]
    return of_error(InvalidError(errors=errors), request.url.path)


def _field_error(item: Any, known: Sequence[str]) -> FieldError:
    loc, message = list(item["loc"]), str(item["msg"])
    if item["type"] == "extra_forbidden":
        message = f"unknown field '{loc[-1]}'.{suggestion(str(loc[-1]), known)}"
    return {"loc": loc, "msg": message, "type": str(item["type"])}


def _known_fields(request: Request) -> list[str]:
    body = getattr(request.scope.get("route"), "body_field", None)
    model = getattr(getattr(body, "field_info", None), "annotation", None)
    return list(_fields_of(model, depth=2))


def _fields_of(model: Any, depth: int) -> Iterable[str]:
    if depth and isinstance(model, type) and issubclass(model, BaseModel):
        for name, info in model.model_fields.items():
            yield info.alias or name
            yield from _fields_of(info.annotation, depth - 1)


async def on_lost_database(request: Request, error: Exception) -> Response:
    """Answer 503 when a statement was cut off or ran too long."""
    log.warning("database.refused", error=str(error))
    return of_error(
        UnavailableError("The database is busy or away. Nothing was changed; try again."), request.url.path
    )


async def on_data_error(request: Request, error: Exception) -> Response:
    """Answer 422 for a value that PostgreSQL cannot hold."""
    log.info("value.refused_by_database", error=str(error))
    return of_error(InvalidError("A value is outside of what can be stored."), request.url.path)


async def on_constraint(request: Request, error: Exception) -> Response:
    """Answer 409 for a rule of the database that no service named before."""
    name = getattr(error, "constraint_name", None) or ""
    log.warning("constraint.violated", constraint=name, error=str(error))
    return of_error(ConflictError("This contradicts what is stored.", constraint=name), request.url.path)


async def on_bug(request: Request, error: Exception) -> Response:
    """Answer 500 with the correlation id; the cause goes to the log only."""
    log.error("request.failed", path=request.url.path, exc_info=error)
    failure = DeskplaneError("The failure is in the log under the correlation id. Nothing was changed.")
    return of_error(failure, request.url.path)


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(DeskplaneError, on_deskplane_error)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(json.JSONDecodeError, on_validation_error)
    for lost in (
        asyncpg.PostgresConnectionError,
        asyncpg.QueryCanceledError,
        asyncpg.DeadlockDetectedError,
        asyncpg.LockNotAvailableError,
    ):
        app.add_exception_handler(lost, on_lost_database)
    app.add_exception_handler(asyncpg.DataError, on_data_error)
    app.add_exception_handler(asyncpg.IntegrityConstraintViolationError, on_constraint)
    app.add_exception_handler(Exception, on_bug)
