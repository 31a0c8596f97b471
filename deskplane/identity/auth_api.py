"""HTTP face of signing in and out."""

import time
from http import HTTPStatus
from typing import Any

from fastapi import Response

from deskplane.identity import jwts, logins, own_password, profile, sessions
from deskplane.identity.arriving import AtDoor, Door
from deskplane.identity.auth_schemas import (
    AcceptInvitation,
    Forgot,
    Login,
    Me,
    NewPassword,
    Refresh,
    TokenPair,
)
from deskplane.identity.authenticator import caller_of, csrf_token, lookup
from deskplane.identity.doors import ChangesAccess, SignedIn
from deskplane.identity.jwts import Claims
from deskplane.identity.logins import Claim
from deskplane.identity.sessions import Started
from deskplane.identity.vocabulary import LinkKind
from deskplane.kernel.access import PUBLIC, Via
from deskplane.kernel.clock import now
from deskplane.kernel.crypto import token_digest
from deskplane.kernel.db import Database, Tenant
from deskplane.kernel.errors import UnauthenticatedError
from deskplane.kernel.http import Db, json_response, router
from deskplane.kernel.rows import By

api = router(prefix="/api/v1/auth", tags=["auth"])


def _claim(body: Login, door: Door) -> Claim:
    return Claim(body.email, body.password.get_secret_value(), body.organization, door.where)


@api.post("/login", operation_id="log_in", response_model=Me, dependencies=[PUBLIC])
async def log_in(body: Login, db: Db, door: AtDoor) -> Response:
    """Sign in with e-mail address and password; sets the session cookie."""
    proven = await logins.prove(db, _claim(body, door))
    return await _signed_in(db, Tenant(proven.org_id, proven.person_id), door)


async def _signed_in(db: Database, tenant: Tenant, door: Door) -> Response:
    async with db.transaction(tenant) as tx:
        person = await logins.arrived(tx, tenant.person_id, now())
        started = await sessions.start_web(tx, person, door.where, idle=door.idle)
    answer = json_response(await _me(db, started, door))
    door.hand_out(answer, started.token)
    return answer


async def _me(db: Database, started: Started, door: Door) -> dict[str, Any]:
    row = await lookup(db, "session", token_digest(started.token).hex())
    if row is None:
        raise UnauthenticatedError(logins.WRONG)
    caller = caller_of(row, Via.SESSION)
    async with db.read(caller.tenant) as reads:
        return await profile.of(reads, caller, csrf=csrf_token(door.keys.derive("csrf"), started.session_id))


@api.post("/logout", operation_id="log_out", status_code=HTTPStatus.NO_CONTENT)
async def log_out(caller: SignedIn, tx: ChangesAccess, door: AtDoor) -> Response:
    """End the session of this request."""
    if door.principal is not None and not door.principal.is_token:
        await sessions.end(tx, [door.principal.credential_id], by=By.of(caller), reason="signed out")
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    door.take_back(answer)
    return answer


@api.post("/token", operation_id="create_token_pair", response_model=TokenPair, dependencies=[PUBLIC])
async def create_token_pair(body: Login, db: Db, door: AtDoor) -> Response:
    """Sign an API client in: an access token for 15 minutes and a refresh token for 30 days."""
    proven = await logins.prove(db, _claim(body, door))
    async with db.transaction(Tenant(proven.org_id, proven.person_id)) as tx:
        person = await logins.arrived(tx, proven.person_id, now())
        started = await sessions.start_api(tx, person, door.where)
    return _pair(started, door)


@api.post(
    "/token/refresh", operation_id="refresh_token_pair", response_model=TokenPair, dependencies=[PUBLIC]
)
async def refresh_token_pair(body: Refresh, db: Db, door: AtDoor) -> Response:
    """Exchange a refresh token for a new pair, once; a token that comes twice ends the session."""
    return _pair(await sessions.refresh(db, body.refresh_token), door)


def _pair(started: Started, door: Door) -> Response:
    at = now()
    claims = Claims(
        started.org_id, started.person_id, started.session_id, int(at.timestamp()) + jwts.LIFE_SECONDS
    )
    answer = {
        "access_token": jwts.signed(door.keys, claims, at=at),
        "refresh_token": started.token,
        "token_type": "Bearer",
        "expires_in": jwts.LIFE_SECONDS,
    }
    return json_response(answer)


@api.post(
    "/password/forgot",
    operation_id="forgot_password",
    status_code=HTTPStatus.ACCEPTED,
    dependencies=[PUBLIC],
    response_class=Response,
)
async def forgot_password(body: Forgot, db: Db, door: AtDoor) -> Response:
    """Ask for a new password. Administrators see the request and hand over a link; Deskplane does not send mail yet.

    The answer is the same whether or not the address is known.
    """
    start = time.perf_counter()
    await own_password.forgot(db, body.email, body.organization, door.where)
    await logins.next_step(start)
    return Response(status_code=HTTPStatus.ACCEPTED)


@api.post(
    "/password/reset",
    operation_id="reset_password",
    status_code=HTTPStatus.NO_CONTENT,
    dependencies=[PUBLIC],
)
async def reset_password(body: NewPassword, db: Db, door: AtDoor) -> None:
    """Choose a new password with the token of a reset link; all sessions end."""
    chosen = await own_password.choose(db, LinkKind.RESET, body.token, body.password.get_secret_value())
    door.principals.forget(str(chosen.person_id))


@api.post("/invitations/accept", operation_id="accept_invitation", response_model=Me, dependencies=[PUBLIC])
async def accept_invitation(body: AcceptInvitation, db: Db, door: AtDoor) -> Response:
    """Choose a password with the token of an invitation, and sign in."""
    secret = body.password.get_secret_value()
    chosen = await own_password.choose(db, LinkKind.INVITATION, body.token, secret, name=body.name)
    return await _signed_in(db, chosen, door)
