"""HTTP face of sessions: where somebody is signed in."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from deskplane.identity import people, roles, sessions
from deskplane.identity.auth_schemas import SessionRead
from deskplane.identity.doors import IN_PERSON, ChangesAccess, SignedIn, session_of
from deskplane.kernel.access import Caller, Permission, RoleName
from deskplane.kernel.db import Tx
from deskplane.kernel.http import Reads, json_response, router
from deskplane.kernel.paging import Page, envelope
from deskplane.kernel.rows import By, Listed

api = router(prefix="/api/v1/sessions", tags=["sessions"])
MOST = 1000
Whose = Annotated[UUID | None, Query(description="Somebody else's; needs people:write")]


@api.get("", operation_id="list_sessions", response_model=Listed[SessionRead])
async def list_sessions(
    request: Request, caller: SignedIn, reads: Reads, person_id: Whose = None
) -> Response:
    """List where one is signed in, the latest first."""
    if person_id not in {None, caller.person_id}:
        caller.need(Permission.PEOPLE_WRITE)
    found = await sessions.of_person(reads, person_id or caller.person_id, current=session_of(request))
    return json_response(envelope(found, Page(limit=MOST), after=None, total=len(found)))


@api.delete("/{id}", operation_id="end_session", status_code=HTTPStatus.NO_CONTENT, dependencies=[IN_PERSON])
async def end_session(id: UUID, caller: SignedIn, tx: ChangesAccess) -> None:
    """Sign out one place; it stops working at once."""
    of = None if caller.may(Permission.PEOPLE_WRITE) else caller.person_id
    await sessions.end_one(tx, id, by=By.of(caller), of=of)


@api.delete(
    "", operation_id="end_other_sessions", status_code=HTTPStatus.NO_CONTENT, dependencies=[IN_PERSON]
)
async def end_other_sessions(
    request: Request, caller: SignedIn, tx: ChangesAccess, person_id: Whose = None
) -> None:
    """Sign out everywhere but here; with ``person_id``, everywhere that person is signed in."""
    whose = person_id or caller.person_id
    if whose != caller.person_id:
        await _require_reach(tx, whose, caller)
    await sessions.end_all(
        tx, whose, by=By.of(caller), reason="signed out everywhere", but=session_of(request)
    )


async def _require_reach(tx: Tx, id: UUID, caller: Caller) -> None:
    caller.need(Permission.PEOPLE_WRITE)
    person = await people.locked(tx, id)
    await roles.require_reach(tx, caller.permissions, RoleName(person["role"]), what="sign this person out")
