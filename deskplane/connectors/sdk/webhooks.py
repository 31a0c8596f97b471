"""Webhooks that come in: who sent them, and how to know a second copy."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import orjson

from deskplane.connectors.sdk.errors import CredentialsRejectedError, MappingError
from deskplane.connectors.sdk.normal import Arrival
from deskplane.connectors.sdk.shapes import mapping

OWN_SIGNATURE: Final = "x-deskplane-signature"
OWN_SECRET: Final = "x-deskplane-secret"
OWN_TIMESTAMP: Final = "x-deskplane-timestamp"
VENDOR_SIGNATURE: Final = "x-hub-signature"
WINDOW: Final = timedelta(hours=1)
"""How far the time of a signature may lie from now; queues of vendors run late."""


def signature(body: bytes, secret: str, *, stamp: str = "") -> str:
    """``sha256=`` and the HMAC of the raw body in hexadecimal; of time, dot and body where a time goes along."""
    return f"sha256={hmac.new(secret.encode(), _dated(body, stamp), hashlib.sha256).hexdigest()}"


def is_signed(arrival: Arrival) -> bool:
    """Say whether it carries a signature, so that what stands in its body is the sender's word."""
    return bool({OWN_SIGNATURE, VENDOR_SIGNATURE} & arrival.headers.keys())


def _dated(body: bytes, stamp: str) -> bytes:
    return stamp.encode() + b"." + body if stamp else body


def check_sender(arrival: Arrival, secret: str, *, headers: tuple[str, ...] = ()) -> None:
    """Accept a signature (hexadecimal or base64) in one of ``headers``, or the secret itself.

    The secret may come in ``X-Deskplane-Secret``, as bearer, as the password of basic authentication, or as
    ``?secret=`` where a vendor can do no better. A signature that is there must be right; our own covers the time in
    ``X-Deskplane-Timestamp`` too if there is one, and is refused when that is not about now.

    Raises:
        CredentialsRejectedError: none of them is right, or it is too old.
    """
    refused = CredentialsRejectedError(
        "The webhook is not signed with this connection's secret.",
        fix="Copy the secret from the connection page into the vendor's webhook settings.",
    )
    if not secret:
        raise refused
    signed = {name: arrival.headers[name] for name in (*headers, OWN_SIGNATURE) if name in arrival.headers}
    if signed:
        stamp = arrival.headers.get(OWN_TIMESTAMP, "") if OWN_SIGNATURE in signed else ""
        covered = {OWN_SIGNATURE: _dated(arrival.body, stamp)}
        if not all(
            _is_signature(given, covered.get(name, arrival.body), secret) for name, given in signed.items()
        ):
            raise refused
        _require_of_now(stamp, arrival.at)
        return
    if not any(hmac.compare_digest(given.encode(), secret.encode()) for given in offered_secrets(arrival)):
        raise refused


def _require_of_now(stamp: str, now: datetime | None) -> None:
    if not stamp or now is None:
        return
    seconds = int(stamp) if stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 else 0
    if abs(now.timestamp() - seconds) > WINDOW.total_seconds():
        raise too_old()


def too_old() -> CredentialsRejectedError:
    """What is said to who sends an old signature."""
    return CredentialsRejectedError(
        "The signature is too old, or a clock is wrong.", fix="Sign each webhook when it is sent."
    )


def _is_signature(given: str, body: bytes, secret: str) -> bool:
    raw = hmac.new(secret.encode(), body, hashlib.sha256)
    value = given.strip().removeprefix("sha256=")
    right = (raw.hexdigest(), base64.b64encode(raw.digest()).decode())
    return any(hmac.compare_digest(value.encode(), one.encode()) for one in right)


def offered_secrets(arrival: Arrival) -> list[str]:
    """Whatever a request offers as its secret, in the places where vendors can put one."""
    found = [arrival.headers.get(OWN_SECRET, ""), arrival.query.get("secret", "")]
    scheme, _, given = arrival.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        found.append(given.strip())
    if scheme.lower() == "basic":
        found.append(_password(given))
    return [value for value in found if value]


def _password(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def parsed(arrival: Arrival) -> Mapping[str, Any]:
    """The body as a JSON object.

    Raises:
        MappingError: it is none.
    """
    try:
        body = mapping(orjson.loads(arrival.body))
    except orjson.JSONDecodeError:
        raise MappingError("The webhook's body is not JSON.") from None
    if not body:
        raise MappingError("The webhook's body is not an object.")
    return body


def fingerprint(arrival: Arrival) -> str:
    """A key for deliveries without one of their own: the same body is the same delivery."""
    return hashlib.sha256(arrival.body).hexdigest()
