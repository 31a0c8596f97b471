"""The factory of HTTP clients; nowhere else is one built."""

import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Final

import httpx2

from deskplane.outbound.limits import ENCODINGS, LimitedTransport
from deskplane.outbound.network import GuardedTransport
from deskplane.outbound.policy import OutboundPolicy
from deskplane.outbound.redaction import redact_url

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_REDIRECTS: Final = 5
USER_AGENT: Final = "Deskplane"

_STARTED: Final = "deskplane.started"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to connect, between two pieces, to get a free connection, and for the whole answer."""

    connect: float = 5.0
    read: float = 20.0
    write: float = 20.0
    pool: float = 10.0
    total: float = 60.0


def outbound_client(
    policy: OutboundPolicy,
    *,
    timeout: Timeouts | None = None,
    max_bytes: int = MAX_BYTES,
    headers: Mapping[str, str] | None = None,
    auth: httpx2.Auth | tuple[str, str] | None = None,
    base_url: str = "",
    follow_redirects: bool = False,
    tls: ssl.SSLContext | None = None,
    transport: httpx2.AsyncBaseTransport | None = None,
) -> httpx2.AsyncClient:
    """Build a client that calls only what the policy permits; close it after use.

    ``transport`` stands in for the network in tests; sizes, times and redirects are guarded all the same.
    Besides the errors of httpx2, calls raise ``OutboundError``.
    """
    times = timeout or Timeouts()
    return httpx2.AsyncClient(
        auth=auth,
        headers={"User-Agent": USER_AGENT, **(headers or {}), "Accept-Encoding": ENCODINGS},
        timeout=httpx2.Timeout(connect=times.connect, read=times.read, write=times.write, pool=times.pool),
        follow_redirects=follow_redirects,
        max_redirects=MAX_REDIRECTS,
        base_url=base_url,
        transport=LimitedTransport(
            transport or GuardedTransport(policy, tls or shared_tls()),
            policy,
            max_bytes=max_bytes,
            total_seconds=times.total,
        ),
        event_hooks={"request": [_start], "response": [_note]},
        trust_env=False,
    )


@lru_cache(maxsize=1)
def shared_tls() -> ssl.SSLContext:
    """The authorities that this process trusts."""
    return httpx2.create_ssl_context(trust_env=False)


async def _start(request: httpx2.Request) -> None:
    request.extensions[_STARTED] = perf_counter()


async def _note(answer: httpx2.Response) -> None:
    request = answer.request
    seconds = perf_counter() - request.extensions.get(_STARTED, perf_counter())
    _log.info("%s %s -> %d in %.3f s", request.method, redact_url(request.url), answer.status_code, seconds)
