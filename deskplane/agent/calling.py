"""Calls between desk and agent: an address that the operator set, signed, without redirects."""

from http import HTTPStatus
from ipaddress import ip_address
from typing import Final

import httpx2
from pydantic import BaseModel, ValidationError

from deskplane.agent.signing import signed
from deskplane.kernel import clock
from deskplane.outbound.client import Timeouts, outbound_client
from deskplane.outbound.errors import OutboundError
from deskplane.outbound.policy import OutboundPolicy
from deskplane.outbound.redaction import describe_error

ANYWHERE: Final = ("0.0.0.0/0", "::/0")
MEDIA: Final = "application/vnd.deskplane+json"
"""Not plain JSON to whoever stands in between: it is checked as the signature says, byte by byte."""

_TIMES: Final = Timeouts(connect=5, read=20, write=20, pool=5, total=30)
_LARGEST: Final = 1024 * 1024


class CallFailedError(Exception):
    """The other side did not take it. ``again``: a later try may help."""

    def __init__(self, message: str, *, again: bool, status: int = 0, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.again = again
        self.status = status
        self.fix = fix


def is_private_line(url: str, *, dev: bool) -> bool:
    """Tell whether nobody can listen: encrypted, or within this machine. The profile dev takes every line."""
    parsed = httpx2.URL(url)
    if parsed.scheme == "https" or dev:
        return True
    if parsed.host == "localhost":
        return True
    try:
        return ip_address(parsed.host).is_loopback
    except ValueError:
        return False


async def post_signed(
    url: str, secret: str, body: bytes, *, transport: httpx2.AsyncBaseTransport | None = None
) -> None:
    """Send a body that proves itself; nothing of it is logged.

    Raises:
        CallFailedError: it was not taken; the words never repeat what was sent.
    """
    policy = OutboundPolicy.of(ANYWHERE, allow_http=True)
    headers = {**signed(secret, body, clock.now()), "content-type": MEDIA}
    try:
        async with outbound_client(policy, timeout=_TIMES, max_bytes=_LARGEST, transport=transport) as client:
            answer = await client.post(url, content=body, headers=headers)
    except (httpx2.HTTPError, OutboundError) as error:
        raise CallFailedError(describe_error(error), again=True) from None
    if answer.is_success:
        return
    passing = answer.status_code in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT)
    said = _problem(answer)
    raise CallFailedError(
        (said.detail or f"It answers {answer.status_code} {answer.reason_phrase}.")[:500],
        again=passing or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR,
        status=answer.status_code,
        fix=said.fix[:500],
    )


class _Problem(BaseModel):
    """What the other side says of it."""

    detail: str = ""
    fix: str = ""


def _problem(answer: httpx2.Response) -> _Problem:
    try:
        return _Problem.model_validate_json(answer.content)
    except ValidationError:
        return _Problem()
