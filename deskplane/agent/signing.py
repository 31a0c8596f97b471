"""Who sent it, and when: HMAC-SHA256 over time and body with the secret that desk and agent share."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

TIMESTAMP: Final = "x-deskplane-timestamp"
SIGNATURE: Final = "x-deskplane-signature"
WINDOW: Final = timedelta(minutes=5)
"""A call that is older, or that far in the future, is refused."""

_SCHEME: Final = "v1="


class SignatureRefusedError(Exception):
    """It is not from who shares the secret, or not of now."""


def signed(secret: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers that prove a body."""
    stamp = str(int(at.timestamp()))
    return {TIMESTAMP: stamp, SIGNATURE: _SCHEME + _digest(secret, stamp, body)}


def require_signed(secret: str, headers: Mapping[str, str], body: bytes, now: datetime | None) -> None:
    """Check who sent a body; without ``now`` its age does not matter, as in a queue that keeps what it has.

    Raises:
        SignatureRefusedError: says which of the two is wrong, and nothing else.
    """
    stamp = headers.get(TIMESTAMP, "")
    given = headers.get(SIGNATURE, "")
    plain = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and given.isascii()
    if not secret or not plain or not hmac.compare_digest(given, _SCHEME + _digest(secret, stamp, body)):
        raise SignatureRefusedError("The signature is missing or wrong.")
    if now is not None and abs(now.timestamp() - int(stamp)) > WINDOW.total_seconds():
        raise SignatureRefusedError("The signature is too old, or a clock is wrong.")


def _digest(secret: str, stamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
