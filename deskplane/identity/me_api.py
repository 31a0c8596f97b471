"""HTTP face of the caller: profile, preferences, password."""

from http import HTTPStatus

from fastapi import Request, Response

from deskplane.identity import own_password, people, profile
from deskplane.identity.arriving import AtDoor
from deskplane.identity.auth_schemas import Me, MePatch, PasswordChange
from deskplane.identity.doors import IN_PERSON, ChangesAccess, SignedIn, change_of, principal_of, session_of
from deskplane.kernel.http import Db, IfMatch, Reads, json_response, router
from deskplane.kernel.rows import By

api = router(prefix="/api/v1/me", tags=["me"])


def _csrf(request: Request) -> str:
    principal = principal_of(request)
    return principal.csrf if principal else ""


@api.get("", operation_id="get_me", response_model=Me)
async def get_me(request: Request, caller: SignedIn, reads: Reads) -> Response:
    """Say who calls, what they may do and how they like it."""
    return json_response(await profile.of(reads, caller, csrf=_csrf(request)))


@api.patch("", operation_id="update_me", response_model=Me, dependencies=[IN_PERSON])
async def update_me(
    request: Request, body: MePatch, caller: SignedIn, tx: ChangesAccess, if_match: IfMatch
) -> Response:
    """Change the own profile and preferences."""
    change = await profile.change_for(tx, caller.person_id, change_of(body, if_match))
    await people.change(tx, caller.person_id, change, by=By.of(caller), authority=None)
    return json_response(await profile.of(tx, caller, csrf=_csrf(request)))


@api.post(
    "/password",
    operation_id="change_my_password",
    status_code=HTTPStatus.NO_CONTENT,
    dependencies=[IN_PERSON],
)
async def change_my_password(
    request: Request, body: PasswordChange, caller: SignedIn, db: Db, door: AtDoor
) -> None:
    """Change the own password; all other sessions end."""
    await own_password.change(
        db,
        by=By.of(caller),
        person=caller.tenant,
        current=body.current_password.get_secret_value(),
        new=body.new_password.get_secret_value(),
        session=session_of(request),
    )
    door.principals.forget(str(caller.person_id))
