"""What wraps every request, as one plain ASGI layer: correlation id, size limit, rate limit, headers, metrics."""

import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog

from deskplane.kernel import packing, problems
from deskplane.kernel.errors import DeskplaneError, RateLimitedError, TooLargeError
from deskplane.kernel.logging import correlation_id, new_correlation_id
from deskplane.kernel.metrics import Metrics
from deskplane.kernel.ratelimit import RateLimiter

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
ID = re.compile(rb"^[A-Za-z0-9._-]{8,64}$")
UPLOAD_SUFFIX = "/attachments"
ADDRESS_COST = 0.1  # many people share an address: together they may do ten times what one may
UNLIMITED = ("/health", "/ready", "/metrics", "/assets/")
SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=()"),
]
API_CSP = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
log = structlog.get_logger("deskplane.http")


class Front:
    """The outermost layer. Errors that arise in it are problem+json like all others."""

    def __init__(
        self, app: App, *, metrics: Metrics, limiter: RateLimiter | None, body_limit: int, upload_limit: int
    ) -> None:
        """Wrap ``app``; limits are bytes."""
        self._app = app
        self._metrics = metrics
        self._limiter = limiter
        self._body_limit = body_limit
        self._upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; everything but HTTP passes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await Exchange(self, scope, receive, send).serve()

    def check_rate(self, scope: Scope, headers: dict[bytes, bytes]) -> None:
        """Refuse a caller who is over the limit."""
        if self._limiter is None or scope["path"].startswith(UNLIMITED):
            return
        address = (scope.get("client") or ("", 0))[0]
        claimed = headers.get(b"authorization") or headers.get(b"cookie")
        # Nobody knows yet whether the credential is real, so changing it does not help: the address counts too.
        verdicts = [self._limiter.take(f"address {address}", cost=ADDRESS_COST if claimed else 1)]
        if claimed:
            verdicts.append(self._limiter.take(str(hash(claimed))))
        if not all(verdict.allowed for verdict in verdicts):
            raise RateLimitedError(retry_after=max(verdict.retry_after for verdict in verdicts))

    def limit_for(self, path: str) -> int:
        """Return the largest body for this path."""
        return self._upload_limit if path.endswith(UPLOAD_SUFFIX) else self._body_limit

    @property
    def app(self) -> App:
        """What is wrapped."""
        return self._app

    @property
    def metrics(self) -> Metrics:
        """Where requests are counted."""
        return self._metrics


class Exchange:
    """One request and its answer."""

    def __init__(self, front: Front, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the parts of the request."""
        self._front, self._scope, self._receive, self._send = front, scope, receive, send
        self._headers = dict(scope["headers"])
        self._limit = front.limit_for(scope["path"])
        self._read = 0
        self._status = 500
        self._started = False
        self._held: Message | None = None
        given = self._headers.get(b"x-correlation-id", b"")
        self._id = given.decode() if ID.match(given) else new_correlation_id()

    async def serve(self) -> None:
        """Check, pass on, count."""
        token = correlation_id.set(self._id)
        start = time.perf_counter()
        try:
            self._check_length()
            self._front.check_rate(self._scope, self._headers)
            await self._front.app(self._scope, self._take, self._give)
        except DeskplaneError as error:
            if self._started:
                raise
            await problems.of_error(error, self._scope["path"])(self._scope, self._receive, self._give)
        finally:
            self._count(time.perf_counter() - start)
            correlation_id.reset(token)

    def _count(self, seconds: float) -> None:
        route = getattr(self._scope.get("route"), "path", "") or "unmatched"
        self._front.metrics.observe_request(self._scope["method"], route, int(self._status), seconds)
        log.debug(
            "request",
            method=self._scope["method"],
            path=self._scope["path"],
            status=self._status,
            seconds=seconds,
        )

    def _check_length(self) -> None:
        length = self._headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > self._limit:
            raise self._too_large()

    def _too_large(self) -> TooLargeError:
        return TooLargeError(f"The body may hold {self._limit} bytes at most.", limit=self._limit)

    async def _take(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._read += len(message.get("body", b""))
            if self._read > self._limit:
                raise self._too_large()
        return message

    async def _give(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._started = True
            self._status = message["status"]
            message["headers"] = self._answer_headers(message.get("headers", []))
            if packing.worth(self._headers, message["headers"]):
                self._held = message
                return
        elif self._held is not None:
            start, self._held = self._held, None
            if not message.get("more_body"):
                message["body"], start["headers"] = packing.pack(message["body"], start["headers"])
            await self._send(start)
        await self._send(message)

    def _answer_headers(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        present = {name.lower() for name, _ in headers}
        wanted = [*SECURITY_HEADERS, API_CSP, (b"x-correlation-id", self._id.encode())]
        if self._scope["path"].startswith("/api/"):
            wanted.append((b"cache-control", b"no-store"))
        return [*headers, *((name, value) for name, value in wanted if name not in present)]
