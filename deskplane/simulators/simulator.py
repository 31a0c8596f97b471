"""What all simulators share: state under one lock, a log of requests, faults, a control page, outgoing webhooks."""

import hashlib
import hmac
import json
import random
from abc import abstractmethod
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Final

from deskplane.simulators.clock import Clock
from deskplane.simulators.faults import BEFORE, Fault, Faults, after
from deskplane.simulators.web import Request, Response

CONTROL: Final = "/_simulator"
_LOGGED: Final = 20_000
_SECRET: Final = ("authorization", "x-sn-apikey", "cookie")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a simulated vendor is set up.

    Args:
        seed: The same seed makes the same records.
        tickets: How many records to begin with.
        lag: Seconds until search sees a change.
        hidden: Share of the records that the account may not see (ServiceNow).
        time_zone: Zone of the account.
        latency: Seconds that each answer takes.
        secret: What the usual account proves itself with, instead of the printed word.
        webhook_url: Where to send webhooks.
        webhook_secret: What they are signed with.
        fault: ``kind[;name=value…]``, such as ``429;retry_after=3600;path=/incident;times=2``.
    """

    seed: int = 1
    tickets: int = 60
    lag: float = 0.0
    hidden: float = 0.0
    time_zone: str = "UTC"
    latency: float = 0.0
    secret: str = ""
    webhook_url: str = ""
    webhook_secret: str = ""
    fault: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook on its way out."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(slots=True)
class Entry:
    """One line of the request log."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    status: int = 0
    fault: str = ""


class Simulator:
    """One vendor at one address. ``handle`` is thread-safe and needs no network."""

    name = ""
    credentials = ""

    def __init__(self, settings: Settings | None = None, clock: Clock | None = None) -> None:
        self.settings = settings or Settings()
        self.clock = clock or Clock()
        self.random = random.Random(self.settings.seed)
        self.lock = RLock()
        self.faults = Faults()
        self.log: deque[Entry] = deque(maxlen=_LOGGED)
        self.outbox: list[Delivery] = []
        for words in self.settings.fault:
            self.faults.add(Fault.parse(words))

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        with self.lock:
            if request.path.startswith(CONTROL):
                return self._control(request)
            entry = _entry(request)
            self.log.append(entry)
            answer = self._faulty(request, entry)
            entry.status = answer.status
            answer.delay += self.settings.latency
            return answer

    def requests(self, method: str = "", path: str = "") -> list[Entry]:
        """What was asked so far."""
        return [e for e in self.log if method in ("", e.method) and path in e.path]

    def deliveries(self) -> list[Delivery]:
        """Webhooks that wait to leave, doubled and reordered if so set; afterwards none wait."""
        with self.lock:
            waiting, self.outbox = self.outbox, []
            if self.faults.has("double-webhooks"):
                waiting = [one for one in waiting for _ in range(2)]
            if self.faults.has("reorder-webhooks"):
                self.random.shuffle(waiting)
            return waiting

    @abstractmethod
    def answer(self, request: Request) -> Response:
        """What the vendor answers when all goes well."""

    @abstractmethod
    def counts(self) -> dict[str, int]:
        """How many records there are, for the control page."""

    def too_many(self, fault: Fault) -> Response:
        """The vendor's 429."""
        return Response(429, {}, {"Retry-After": str(fault.retry_after)})

    def refused(self) -> Response:
        """The vendor's 401."""
        return Response(401, {})

    def announce(self, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        """Queue a webhook, signed if there is a secret."""
        if not self.settings.webhook_url:
            return
        raw = json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **(headers or {})}
        if self.settings.webhook_secret:
            digest = hmac.new(self.settings.webhook_secret.encode(), raw, hashlib.sha256).hexdigest()
            sent |= {"X-Hub-Signature": f"sha256={digest}", "X-Deskplane-Signature": f"sha256={digest}"}
            sent["X-Deskplane-Secret"] = self.settings.webhook_secret
        self.outbox.append(Delivery(raw, sent))

    def _faulty(self, request: Request, entry: Entry) -> Response:
        fault = self.faults.concerning(request)
        if fault is None:
            return self.answer(request)
        entry.fault = fault.kind
        if fault.kind in BEFORE:
            return self._before(fault)
        return after(fault, self.answer(request))

    def _before(self, fault: Fault) -> Response:
        if fault.kind == "429":
            return self.too_many(fault)
        if fault.kind == "401":
            return self.refused()
        if fault.kind == "drop":
            return Response(drop=True)
        if fault.kind == "html":
            return Response(200, b"<html><body>Instance Hibernating</body></html>")
        return Response(int(fault.kind), b"<html><body>It is broken</body></html>")

    def _control(self, request: Request) -> Response:
        what = request.path.removeprefix(CONTROL).strip("/")
        if what == "requests":
            return self._control_log(request)
        if what == "faults":
            return self._control_faults(request)
        if what == "clock":
            self.clock.advance(float(request.json().get("advance", 0)))
            return Response(200, {"now": self.clock.now().isoformat(), "skew": self.clock.skew})
        return Response(200, {"name": self.name, "counts": self.counts(), "seed": self.settings.seed})

    def _control_log(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.log.clear()
            return Response(204)
        names = ("method", "path", "query", "headers", "body", "status", "fault")
        return Response(200, [{name: getattr(entry, name) for name in names} for entry in self.log])

    def _control_faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.faults.clear()
            return Response(204)
        if request.method == "POST":
            try:
                self.faults.add(Fault.of(request.json()))
            except ValueError as error:
                return Response(422, {"error": str(error)})
            return Response(201, self.faults.listed())
        return Response(200, self.faults.listed())


def _entry(request: Request) -> Entry:
    shown = {name: "***" if name in _SECRET else value for name, value in request.headers.items()}
    body: Any = request.body.decode("utf-8", "replace")[:100_000]
    if "json" in request.headers.get("content-type", ""):
        body = request.json() or body
    if "token" in request.path or "password" in str(body):
        body = "***"
    return Entry(request.method, request.path, dict(request.query), shown, body)


@dataclass(slots=True)
class Numbers:
    """Counters by name."""

    last: dict[str, int] = field(default_factory=dict[str, int])

    def next(self, name: str, first: int = 1) -> int:
        """The next number of this name."""
        self.last[name] = self.last.get(name, first - 1) + 1
        return self.last[name]
