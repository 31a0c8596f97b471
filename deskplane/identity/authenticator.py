"""From a request to its caller: session cookie with a CSRF token, API token, or access token."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from typing import Final

from fastapi import Request

from deskplane.identity import access_tokens
from deskplane.identity.principals import Principal, Principals, caller_from
from deskplane.kernel.access import Caller, Via
from deskplane.kernel.crypto import TOKEN_PREFIX, KeyRing
from deskplane.kernel.db import Database, Record
from deskplane.kernel.errors import ForbiddenError, UnauthenticatedError

COOKIE: Final = "deskplane_session"
CSRF_HEADER: Final = "x-csrf-token"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST: Final = 4096
BY_SESSION: Final = "select * from principal_by_session($1)"
BY_TOKEN: Final = "select * from principal_by_token($1)"
BY_FAMILY: Final = "select $3::uuid as person_id, p.* from principal_by_family($1, $2, $3) p"


def digest(token: str) -> str:
    """Return the form in which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(session_token: str) -> str:
    """Return the CSRF token that belongs to a session; knowing it does not reveal the session."""
    return hmac.new(session_token.encode(), b"csrf", hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticator:
    """Implements ``kernel.access.Authenticator``."""

    database: Database
    principals: Principals
    keys: KeyRing

    async def __call__(self, request: Request) -> Caller:
        """Return the caller; asked once a request.

        Raises:
            UnauthenticatedError: nobody is logged in, or the token does not work.
            ForbiddenError: the CSRF token is missing, or the address is not on the token's list.
        """
        header = request.headers.get("authorization")
        if header is not None:
            return await self._bearer(request, header)
        cookie = request.cookies.get(COOKIE)
        if not cookie or len(cookie) > LONGEST:
            raise UnauthenticatedError("Nobody is signed in. Sign in, or send an API token.")
        return await self._session(request, cookie)

    async def _session(self, request: Request, cookie: str) -> Caller:
        key = digest(cookie)
        principal = self.principals.get(key) or await self._look_up_session(key, cookie)
        if request.method not in SAFE:
            given = request.headers.get(CSRF_HEADER, "")
            if not hmac.compare_digest(given.encode(), principal.csrf.encode()):
                raise ForbiddenError(
                    "The header X-CSRF-Token is missing or does not belong to this session. "
                    "GET /api/v1/me returns the right one."
                )
        self.principals.used_session(principal.caller.principal_id)
        return principal.caller

    async def _look_up_session(self, key: str, cookie: str) -> Principal:
        row = await self._find(BY_SESSION, key)
        if row is None:
            raise UnauthenticatedError("Your session is over. Sign in again.")
        caller = caller_from(row, org_id=row["org_id"], principal_id=row["session_id"], via=Via.SESSION)
        principal = Principal(caller, csrf=csrf_of(cookie))
        self.principals.keep(key, principal)
        return principal

    async def _bearer(self, request: Request, header: str) -> Caller:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST or not token.isascii():
            raise UnauthenticatedError("The Authorization header must read: Bearer, a space, and the token.")
        if token.startswith(f"{TOKEN_PREFIX}_"):
            return await self._api_token(request, token)
        return await self._access_token(token)

    async def _api_token(self, request: Request, token: str) -> Caller:
        key = digest(token)
        principal = self.principals.get(key)
        if principal is None:
            row = await self._find(BY_TOKEN, key)
            if row is None:
                raise UnauthenticatedError("This API token is not known, was revoked or is over.")
            caller = caller_from(
                row, org_id=row["org_id"], principal_id=row["token_id"], via=Via.TOKEN, scopes=row["scopes"]
            )
            principal = Principal(caller, networks=tuple(row["ip_allow"] or ()))
            self.principals.keep(key, principal)
        if principal.networks:
            _check_address(request, principal.networks)
        self.principals.used_token(principal.caller.principal_id)
        return principal.caller

    async def _access_token(self, token: str) -> Caller:
        claims = access_tokens.read(self.keys, token)
        key = f"{claims.family_id}"
        principal = self.principals.get(key)
        if principal is None or principal.caller.person_id != claims.person_id:
            row = await self._find(BY_FAMILY, claims.org_id, claims.family_id, claims.person_id)
            if row is None:
                raise UnauthenticatedError("This access token was revoked. Sign in again.")
            caller = caller_from(row, org_id=claims.org_id, principal_id=claims.person_id, via=Via.JWT)
            principal = Principal(caller)
            self.principals.keep(key, principal)
        return principal.caller

    async def _find(self, sql: str, *args: object) -> Record | None:
        async with self.database.bare() as reads:
            return await reads.fetchrow(sql, *args)


def _check_address(request: Request, networks: tuple[str, ...]) -> None:
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    if address is None or not any(address in ipaddress.ip_network(net, strict=False) for net in networks):
        raise ForbiddenError(f"This API token may not be used from {host or 'this address'}.", address=host)
