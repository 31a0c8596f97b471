"""What the doors of the slice share."""

from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, Request

from deskplane.identity.authenticator import SCOPE_KEY
from deskplane.identity.principals import Principal, Principals
from deskplane.kernel.access import AnyCaller, Caller, Permission, may
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import ForbiddenError
from deskplane.kernel.http import Body, InTx
from deskplane.kernel.rows import Change
from deskplane.kernel.settings import Settings

ReadsPeople = Annotated[Caller, may(Permission.PEOPLE_READ)]
WritesPeople = Annotated[Caller, may(Permission.PEOPLE_WRITE)]
ReadsTeams = Annotated[Caller, may(Permission.TEAM_READ)]
WritesTeams = Annotated[Caller, may(Permission.TEAM_WRITE)]
ReadsRoles = Annotated[Caller, may(Permission.ROLE_READ)]
WritesRoles = Annotated[Caller, may(Permission.ROLE_WRITE)]
OwnsTokens = Annotated[Caller, may(Permission.TOKEN_OWN)]
SignedIn = Annotated[Caller, may(Permission.SELF)]
ReadsSettings = Annotated[Caller, may(Permission.SETTINGS_READ)]
WritesSettings = Annotated[Caller, may(Permission.SETTINGS_WRITE)]


async def open_access(request: Request, tx: InTx) -> Tx:
    """Drop what this process remembers of the organisation as soon as the change is committed.

    Other processes hear of it a moment later; the next request here must not find the old rights.
    """
    principals = cast("Principals", request.app.state.principals)
    org_id = str(tx.tenant.org_id)
    tx.after_commit.append(lambda: principals.forget(org_id))
    return tx


ChangesAccess = Annotated[Tx, Depends(open_access)]


def principal_of(request: Request) -> Principal | None:
    """Return the credential behind the request, if it was looked up."""
    return cast("Principal | None", request.scope.get(SCOPE_KEY))


async def in_person(request: Request, _: AnyCaller) -> None:
    """Refuse a token with scopes where somebody's own account is changed.

    Raises:
        ForbiddenError: the request comes with such a token.
    """
    principal = principal_of(request)
    if principal is not None and principal.is_limited:
        raise ForbiddenError(
            "A token with scopes cannot change the profile, password or sessions of its person."
        )


IN_PERSON = Depends(in_person)


def session_of(request: Request) -> UUID | None:
    """Return the session behind the request; API tokens have none."""
    principal = principal_of(request)
    return None if principal is None or principal.is_token else principal.credential_id


def absolute(request: Request, path: str) -> str:
    """Return an address that people can open."""
    settings = cast("Settings", request.app.state.settings)
    return (settings.public_url or str(request.base_url)).rstrip("/") + path


def change_of(body: Body, if_match: int | None, **more: Any) -> Change:
    """Return what a patch sends."""
    values = {**body.model_dump(exclude_unset=True), **more}
    sent = values.pop("version", None)
    return Change(values, if_match, sent)
