"""Webhooks that come in: who sent them, and how to know a second copy."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

import orjson

from deskplane.connectors.sdk.errors import CredentialsRejectedError, MappingError
from deskplane.connectors.sdk.normal import Arrival
from deskplane.connectors.sdk.shapes import mapping

OWN_SIGNATURE: Final = "x-deskplane-signature"
OWN_SECRET: Final = "x-deskplane-secret"


def signature(body: bytes, secret: str) -> str:
    """``sha256=`` and the HMAC of the raw body in hexadecimal."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def check_sender(arrival: Arrival, secret: str, *, headers: tuple[str, ...] = ()) -> None:
    """Accept a signature (hexadecimal or base64) in one of ``headers``, or the secret itself.

    The secret may come in ``X-Deskplane-Secret``, as bearer, as the password of basic authentication, or as
    ``?secret=`` where a vendor can do no better. A signature that is there must be right.

    Raises:
        CredentialsRejectedError: none of them is right.
    """
    refused = CredentialsRejectedError(
        "The webhook is not signed with this connection's secret.",
        fix="Copy the secret from the connection page into the vendor's webhook settings.",
    )
    if not secret:
        raise refused
    signed = [arrival.headers[name] for name in (*headers, OWN_SIGNATURE) if name in arrival.headers]
    if signed:
        if not all(_is_signature(given, arrival.body, secret) for given in signed):
            raise refused
        return
    if not any(hmac.compare_digest(given.encode(), secret.encode()) for given in offered_secrets(arrival)):
        raise refused


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
