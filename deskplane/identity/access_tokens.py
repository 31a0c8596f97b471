"""Access tokens for API clients: JWT (RFC 7519), fifteen minutes, signed with a key derived from ours."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from deskplane.kernel.clock import now
from deskplane.kernel.crypto import KeyRing
from deskplane.kernel.errors import UnauthenticatedError

LIFE: Final = timedelta(minutes=15)
ALGORITHM: Final = "HS256"
PURPOSE: Final = "access tokens"
ISSUER: Final = "deskplane"


@dataclass(frozen=True, slots=True)
class Claims:
    """Whose token it is; the family ends when a refresh token is misused or the person logs out."""

    org_id: UUID
    person_id: UUID
    family_id: UUID


def issue(keys: KeyRing, claims: Claims) -> str:
    """Return a signed token."""
    moment = now()
    body = {
        "iss": ISSUER,
        "sub": str(claims.person_id),
        "org": str(claims.org_id),
        "fam": str(claims.family_id),
        "iat": int(moment.timestamp()),
        "exp": int((moment + LIFE).timestamp()),
    }
    return jwt.encode({"alg": ALGORITHM}, body, OctKey.import_key(keys.derive(PURPOSE)))


def read(keys: KeyRing, token: str) -> Claims:
    """Return the claims of a valid token.

    Raises:
        UnauthenticatedError: it is not ours, was changed, or is over.
    """
    for secret in keys.derived(PURPOSE):
        try:
            found = jwt.decode(token, OctKey.import_key(secret), algorithms=[ALGORITHM]).claims
            if found["iss"] == ISSUER and int(found["exp"]) > now().timestamp():
                return Claims(UUID(found["org"]), UUID(found["sub"]), UUID(found["fam"]))
        except (JoseError, KeyError, ValueError, TypeError):
            continue
    raise UnauthenticatedError("The access token is not valid or is over. Get a new one with your refresh token.")
