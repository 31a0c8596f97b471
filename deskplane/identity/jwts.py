"""Access tokens: signed, fifteen minutes long, bound to a session that can be ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from deskplane.kernel.crypto import KeyRing

LIFE_SECONDS: Final = 15 * 60
ISSUER: Final = "deskplane"
AUDIENCE: Final = "deskplane-api"
PURPOSE: Final = "jwt"
_ALGORITHM: Final = "HS256"


@dataclass(frozen=True, slots=True)
class Claims:
    """What an access token says."""

    org_id: UUID
    person_id: UUID
    session_id: UUID
    expires_at: int


def signed(keys: KeyRing, claims: Claims, *, at: datetime) -> str:
    """Return the token."""
    body = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(claims.person_id),
        "org": str(claims.org_id),
        "sid": str(claims.session_id),
        "iat": int(at.timestamp()),
        "exp": claims.expires_at,
    }
    return jwt.encode({"alg": _ALGORITHM}, body, OctKey.import_key(keys.derive(PURPOSE)))


class Verifier:
    """Reads access tokens that this installation signed, with its current key or an earlier one."""

    def __init__(self, keys: KeyRing) -> None:
        """Prepare the keys once."""
        self._keys = [OctKey.import_key(material) for material in keys.derived(PURPOSE)]

    def read(self, token: str, *, at: datetime) -> Claims | None:
        """Return the claims of a token that is ours and still valid, else None."""
        for key in self._keys:
            try:
                found = jwt.decode(token, key, algorithms=[_ALGORITHM]).claims
            except (JoseError, ValueError):
                continue
            return _checked(found, at)
        return None


def _checked(found: dict[str, object], at: datetime) -> Claims | None:
    expires = found.get("exp")
    if found.get("iss") != ISSUER or found.get("aud") != AUDIENCE or not isinstance(expires, int):
        return None
    if expires <= at.timestamp():
        return None
    return Claims(
        org_id=UUID(str(found["org"])),
        person_id=UUID(str(found["sub"])),
        session_id=UUID(str(found["sid"])),
        expires_at=expires,
    )
