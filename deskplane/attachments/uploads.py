"""An upload from its first byte to its answer: the stream is read with no transaction open, then one stores rows."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final, cast

import structlog
from fastapi import Request, Response

from deskplane.attachments import queries, service
from deskplane.attachments.multipart import Form
from deskplane.attachments.service import ALLOW_PROGRAMS, ContentGoneError, Taken
from deskplane.kernel import idempotency
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Database, Tx
from deskplane.kernel.errors import InvalidError, UnavailableError
from deskplane.kernel.http import json_response
from deskplane.kernel.settings import Settings
from deskplane.kernel.storage.files import FileStore

MAX_FILES: Final = 20
FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            }
        },
    }
}
"""What the OpenAPI document says of an upload."""

Rows = Sequence[Mapping[str, Any]]
Fields = Mapping[str, str]
Then = Callable[[Tx, Rows, Fields], Awaitable[Any]]
log = structlog.get_logger(__name__)


@dataclass
class Incoming:
    """What a form brought."""

    files: list[Taken] = field(default_factory=list[Taken])
    fields: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def keys(self) -> list[str]:
        """Where the contents are."""
        return [key for taken in self.files for key in taken.keys]


async def answer(request: Request, caller: Caller, then: Then) -> Response:
    """Take the files of a form, then run ``then`` with their rows in one transaction and answer 201 with its result.

    Raises:
        InvalidError: the form has no file, or too many.
        TooLargeError: a file is larger than allowed.
        UnsupportedMediaError: a file is not taken, or this is no form.
    """
    database = cast("Database", request.app.state.database)
    incoming = Incoming()
    try:
        await _receive(request, caller, incoming)
        return await _stored(request, caller, incoming, then)
    except Exception:
        await _give_up(database, caller, incoming)
        raise


async def _receive(request: Request, caller: Caller, incoming: Incoming) -> None:
    files, settings = cast("FileStore", request.app.state.files), cast("Settings", request.app.state.settings)
    programs = bool(caller.settings.get(ALLOW_PROGRAMS, False))
    form = Form(request.headers.get("content-type", ""), request.stream())
    async for part in form.parts():
        if part.filename is None:
            incoming.fields[part.name] = await part.text()
            continue
        if len(incoming.files) == MAX_FILES:
            raise InvalidError.field("file", f"{MAX_FILES} files at the most")
        taken = await service.take(
            files, caller.org_id, part.filename, part.chunks, limit=settings.upload_limit, programs=programs
        )
        incoming.files.append(taken)
    if not incoming.files:
        raise InvalidError.field(
            "file", "the form holds no file; send it in a part named 'file' with a filename"
        )


async def _stored(request: Request, caller: Caller, incoming: Incoming, then: Then) -> Response:
    try:
        return await _store(request, caller, incoming, then, seen=False)
    except ContentGoneError:
        if not await service.confirm(cast("FileStore", request.app.state.files), incoming.files):
            raise UnavailableError(
                "The file could not be stored just now. Send it again in a moment."
            ) from None
        return await _store(request, caller, incoming, then, seen=True)


async def _store(request: Request, caller: Caller, incoming: Incoming, then: Then, *, seen: bool) -> Response:
    database = cast("Database", request.app.state.database)
    async with database.transaction(caller.tenant) as tx:
        await idempotency.claim(request, tx, caller.principal_id)
        rows = [
            await service.record(tx, taken, person_id=caller.person_id, seen=seen) for taken in incoming.files
        ]
        made = json_response(await then(tx, rows, incoming.fields), status=HTTPStatus.CREATED)
        await idempotency.remember(request, made)
        request.state.idempotency = None
    return made


async def _give_up(database: Database, caller: Caller, incoming: Incoming) -> None:
    if not incoming.keys:
        return
    try:
        async with database.transaction(caller.tenant) as tx:
            await queries.bury(tx, incoming.keys)
    except Exception:
        log.exception("upload.left_behind", keys=incoming.keys)
