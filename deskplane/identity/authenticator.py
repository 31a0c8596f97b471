"""Turns a request into its caller: cookie with CSRF token, API token, or access token."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any, Final
from uuid import UUID

from fastapi import Request

from deskplane.identity.jwts import Claims, Verifier
from deskplane.identity.principals import Principal, Principals
from deskplane.identity.roles import granted_to
from deskplane.identity.vocabulary import DEFAULT_SETTINGS, ROLE_RANKS, PersonKind
from deskplane.kernel.access import Caller, Permission, RoleName, Via
from deskplane.kernel.clock import now
from deskplane.kernel.crypto import TOKEN_PREFIX, KeyRing, same
from deskplane.kernel.db import Database, Record
from deskplane.kernel.errors import ForbiddenError, UnauthenticatedError

COOKIE: Final = "deskplane_session"
CSRF_HEADER: Final = "x-csrf-token"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SCOPE_KEY: Final = "deskplane.principal"
FIND: Final = "select * from principal_find($1, $2)"
FOREVER: Final = 1e9
LONGEST: Final = 4096
NO_SESSION = "You are not signed in, or your session has ended. Sign in, or send an API token."
BAD_TOKEN = "The token is not valid: it is unknown, has expired or was revoked."
BAD_CSRF = (
    "The header X-CSRF-Token is missing or does not belong to this session. "
    "GET /api/v1/me returns the right one."
)


class Authenticator:
    """The one of the application; see ``deskplane.kernel.access.Authenticator``."""

    def __init__(self, *, database: Database, principals: Principals, keys: KeyRing) -> None:
        """Derive the keys once."""
        self._database = database
        self._principals = principals
        self._verifier = Verifier(keys)
        self._csrf_key = keys.derive("csrf")

    async def __call__(self, request: Request) -> Caller:
        """Return the caller.

        Raises:
            UnauthenticatedError: there is no valid session or token.
            ForbiddenError: the CSRF token is missing, or the token may not be used from this address.
        """
        principal = await self._principal(request)
        request.scope[SCOPE_KEY] = principal
        client = request.client
        ip = client.host if client else ""
        if principal.csrf and request.method not in SAFE:
            _require_csrf(request, principal.csrf)
        if principal.networks:
            _require_network(principal, ip)
        self._principals.used(principal, ip)
        return principal.caller

    async def _principal(self, request: Request) -> Principal:
        header = request.headers.get("authorization")
        if header is None:
            cookie = request.cookies.get(COOKIE, "")
            found = await self._by_cookie(cookie) if 0 < len(cookie) < LONGEST else None
            if found is None:
                raise UnauthenticatedError(NO_SESSION)
            return found
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not 0 < len(token) < LONGEST:
            raise UnauthenticatedError("Send 'Authorization: Bearer' with an API token or an access token.")
        by = self._by_token if token.startswith(f"{TOKEN_PREFIX}_") else self._by_jwt
        found = await by(token.strip())
        if found is None:
            raise UnauthenticatedError(BAD_TOKEN)
        return found

    async def _by_cookie(self, cookie: str) -> Principal | None:
        digest = hashlib.sha256(cookie.encode()).digest()
        return self._principals.get(digest) or await self._asked(digest, "session", digest.hex(), Via.SESSION)

    async def _by_token(self, token: str) -> Principal | None:
        digest = hashlib.sha256(token.encode()).digest()
        return self._principals.get(digest) or await self._asked(digest, "api_token", digest.hex(), Via.TOKEN)

    async def _by_jwt(self, token: str) -> Principal | None:
        digest = hashlib.sha256(token.encode()).digest()
        known = self._principals.get(digest)
        if known is not None:
            return known
        claims = self._verifier.read(token, at=now())
        if claims is None:
            return None
        return await self._asked(digest, "session", str(claims.session_id), Via.JWT, claims)

    async def _asked(
        self, digest: bytes, kind: str, key: str, via: Via, claims: Claims | None = None
    ) -> Principal | None:
        generation = self._principals.generation
        row = await lookup(self._database, kind, key)
        if row is None or (claims and (row["org_id"], row["person_id"]) != (claims.org_id, claims.person_id)):
            return None
        ends = min(
            row["expires_at"].timestamp() if row["expires_at"] else FOREVER + now().timestamp(),
            claims.expires_at if claims else FOREVER + now().timestamp(),
        )
        principal = Principal(
            caller=caller_of(row, via),
            credential_id=row["id"],
            is_token=via is Via.TOKEN,
            is_limited=row["scopes"] is not None,
            csrf=csrf_token(self._csrf_key, row["id"]) if via is Via.SESSION else "",
            networks=tuple(ip_network(text, strict=False) for text in row["ip_allow"] or ()),
            good_until=self._principals.fresh_until(ends - now().timestamp()),
        )
        self._principals.put(digest, principal, generation=generation)
        return principal


async def lookup(database: Database, kind: str, key: str) -> Record | None:
    """Find session or token, person, organisation and grants in one round trip, before the tenant is known.

    Raises:
        UnavailableError: the database is away.
    """
    async with database.bare() as reads:
        return await reads.fetchrow(FIND, kind, key)


def csrf_token(key: bytes, session_id: UUID) -> str:
    """Derive the CSRF token of a session; nothing needs to be stored."""
    made = hmac.digest(key, session_id.bytes, "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def caller_of(row: Mapping[str, Any] | Record, via: Via) -> Caller:
    """Build the caller of a looked-up credential. A token never lends more than its person has."""
    role = RoleName(row["role"])
    permissions = granted_to(role, row["granted"])
    if row["token_role"] is not None:
        lent = RoleName(row["token_role"])
        permissions &= granted_to(lent, row["token_granted"])
        role = min(role, lent, key=ROLE_RANKS.__getitem__)
    if row["scopes"] is not None:
        allowed = {Permission.SELF, *row["scopes"]}
        permissions = frozenset(permission for permission in permissions if permission in allowed)
    is_account = row["person_kind"] == PersonKind.SERVICE
    return Caller(
        org_id=row["org_id"],
        person_id=row["person_id"],
        principal_id=row["id"] if is_account else row["person_id"],
        role=role,
        name=row["name"],
        via=via,
        permissions=permissions,
        settings={**DEFAULT_SETTINGS, **row["settings"]},
    )


def _require_csrf(request: Request, expected: str) -> None:
    if not same(request.headers.get(CSRF_HEADER, ""), expected):
        raise ForbiddenError(BAD_CSRF)


def _require_network(principal: Principal, ip: str) -> None:
    try:
        address = ip_address(ip)
    except ValueError:
        address = None
    if address is None or not any(address in network for network in principal.networks):
        raise ForbiddenError(f"This token may not be used from {ip or 'an unknown address'}.")
