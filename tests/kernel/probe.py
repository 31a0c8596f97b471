"""Routes that misbehave on demand, built as every slice builds its own; and the event they announce."""

from http import HTTPStatus
from typing import Annotated, Any, ClassVar
from uuid import UUID

import httpx2
from fastapi import Response
from pydantic import Field

from deskplane.kernel import events
from deskplane.kernel.access import PUBLIC, Caller, Permission, may
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.events import Event
from deskplane.kernel.http import Body, IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.ids import uuid7
from deskplane.kernel.versions import require_version
from tests.fixtures.desk import World

VERSION = 3
SECRET = "hunter2hunter2"
NOTES = "/probe/notes"
PROBLEM = "application/problem+json"
MEMBERS = {"type", "title", "status", "detail", "instance", "correlation_id"}
Signed = Annotated[Caller, may(Permission.SELF)]
api = router(prefix="/probe", tags=["probe"])


class Noted(Event):
    """Something these tests announce."""

    name: ClassVar[str] = "test.noted"
    subject_type: ClassVar[str] = "note"


class Part(Body):
    """Something inside."""

    depth: int = 0


class NoteBody(Body):
    """What a note is made of."""

    title: str = Field(min_length=1, max_length=40)
    count: int = 0
    part: Part = Part()
    tags: list[str] = Field(default_factory=list, max_length=5)
    version: int | None = None


KEEP = """
insert into parked_events (org_id, subscriber, event_id, recorded_at, error) values (app_org(), $1, $2, now(), '')
"""


@api.post("/notes", operation_id="probe_create", status_code=HTTPStatus.CREATED)
async def create(body: NoteBody, caller: Signed, tx: InTx) -> Response:
    """Keep a note and announce it."""
    made = uuid7()
    await tx.execute(KEEP, body.title, made)
    await events.append(tx, [Noted(subject=made)])
    return json_response(
        {"id": made, "by": caller.name}, status=HTTPStatus.CREATED, headers={"Location": f"/probe/{made}"}
    )


@api.patch("/notes/{id}", operation_id="probe_change")
async def change(id: UUID, body: NoteBody, caller: Signed, tx: InTx, if_match: IfMatch) -> Response:
    """Refuse a change prepared on another version than three."""
    require_version(VERSION, if_match=if_match, sent=body.version)
    return json_response({"id": id, "version": VERSION + 1})


@api.get("/notes/{title}", operation_id="probe_read")
async def read(title: str, caller: Signed, reads: Reads, limit: int = 10) -> dict[str, Any]:
    """Count the notes of a title."""
    return {"count": await reads.fetchval("select count(*) from parked_events where subscriber = $1", title)}


@api.post("/sql", operation_id="probe_sql", status_code=HTTPStatus.NO_CONTENT)
async def ask(statement: str, caller: Signed, tx: InTx) -> None:
    """Run what these tests want to see fail."""
    await tx.execute(KEEP, "sql", uuid7())
    await tx.execute(statement)


@api.get("/fail/{how}", operation_id="probe_fail", dependencies=[PUBLIC])
async def fail(how: str) -> None:
    """Fail in the way asked for."""
    if how == "unavailable":
        raise UnavailableError(retry_after=7)
    raise ValueError(f"a bug that knows password={SECRET}")


def refused(answer: httpx2.Response, status: int) -> dict[str, Any]:
    """Assert a whole problem document and return it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json()
    assert set(told) >= MEMBERS
    assert told["status"] == status
    assert told["correlation_id"] == answer.headers["x-correlation-id"]
    return told


async def notes(world: World, title: str) -> int:
    """Count the notes of a title in the first organisation."""
    async with world.db.transaction(world.org.tenant) as tx:
        return await tx.fetchval("select count(*) from parked_events where subscriber = $1", title)
