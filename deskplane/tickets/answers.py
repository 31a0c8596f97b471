"""Answers that hold one ticket: the JSON that PostgreSQL rendered, with what depends on who asks and when."""

from functools import cache
from http import HTTPStatus

import orjson
from fastapi import Response

from deskplane.kernel import clock, http
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Record, Statements
from deskplane.tickets import queries
from deskplane.tickets.acting import By, rights
from deskplane.tickets.doors import CANONICAL
from deskplane.tickets.queries import Ref
from deskplane.vocabulary.status import Status


async def one_ticket(reads: Statements, ref: Ref, caller: Caller) -> Response:
    """Answer with a ticket that the caller may see.

    Raises:
        NotFoundError: there is none.
    """
    found = await queries.read_one(
        reads,
        ref,
        internal=caller.may(Permission.TICKET_READ_INTERNAL),
        own_only=not caller.sees_everything,
        deleted=caller.may(Permission.TICKET_RESTORE),
    )
    if found is None:
        raise queries.missing(ref)
    return rendered(found, caller)


def rendered(found: Record, caller: Caller, *, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Answer with a rendered ticket; 201 also says where it is."""
    legal: tuple[Status, ...] = ()
    if caller.may(Permission.TICKET_TRANSITION):
        legal = By.caller(caller).legal(Status(found["status"]), found["closed_at"], clock.now())
    headers = {"ETag": f'"{found["version"]}"'}
    if status is HTTPStatus.CREATED:
        headers["Location"] = f"{CANONICAL}/{found['number']}"
    tail = orjson.dumps({"legal_transitions": legal, "may": rights(caller)}).decode()
    return http.rendered(f"{found['body'][:-1]},{tail[1:]}", status=status, headers=headers)


@cache
def etag(version: int) -> dict[str, str]:
    """Return the header that names a version."""
    return {"ETag": f'"{version}"'}
