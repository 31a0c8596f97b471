"""Server-sent events: ids only, to every open browser that may see the subject.

The worker tells all processes over NOTIFY what became final; each process fans out to its own clients. A client that
reads too slowly is told to load everything again (``resync``) instead of holding memory.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from deskplane.kernel.db import Tx
from deskplane.kernel.events import Event
from deskplane.kernel.wakeup import STREAM
from deskplane.vocabulary.visibility import Visibility

QUEUE = 256
NOTIFY_BYTES = 7000
PING_SECONDS = 20.0
RECALL_SECONDS = 60.0
RECALL_LINES = 2000
PING = b": ping\n\n"
RESYNC = b"event: resync\ndata: {}\n\n"
CLOSING = b""
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


Audience = Callable[[Tx, Sequence[Event]], Awaitable[dict[UUID, list[str]]]]
Handler = Callable[[Tx, Sequence[Event]], Awaitable[None]]


def teller(audience: Audience) -> Handler:
    """Return the batch subscriber that sends one organisation's final events to every web process.

    ``audience`` names, for each subject, the people who may follow it without seeing everything.
    """

    async def tell_processes(tx: Tx, events: Sequence[Event]) -> None:
        org = str(tx.tenant.org_id)
        people = await audience(tx, events)
        for chunk in _chunks([_line(event, people.get(event.subject, [])) for event in events]):
            await tx.fetch(
                "select pg_notify($1, $2)", STREAM, orjson.dumps({"org": org, "events": chunk}).decode()
            )

    return tell_processes


async def whisper(tx: Tx, name: str, *, subject_type: str, subject: UUID) -> None:
    """Tell the open browsers of those who work on tickets about something that is no event and leaves no trace."""
    line: list[Any] = [name, subject_type, str(subject), 0, Visibility.INTERNAL, []]
    told = {"org": str(tx.tenant.org_id), "events": [line]}
    await tx.fetch("select pg_notify($1, $2)", STREAM, orjson.dumps(told).decode())


def _line(event: Event, people: list[str]) -> list[Any]:
    return [event.name, event.subject_type, str(event.subject), event.version, event.visibility, people]


def _chunks(lines: list[list[Any]]) -> Iterable[list[list[Any]]]:
    chunk: list[list[Any]] = []
    size = 0
    for line in lines:
        length = len(orjson.dumps(line))
        if chunk and size + length > NOTIFY_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(line)
        size += length
    if chunk:
        yield chunk


@dataclass(eq=False, slots=True)
class Client:
    """One open browser."""

    org: str
    person: str
    sees_everything: bool
    queue: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(QUEUE))

    def may_hear(self, lines: list[list[Any]]) -> list[list[Any]]:
        """Return those lines this person may know of."""
        if self.sees_everything:
            return lines
        return [line for line in lines if line[4] == Visibility.PUBLIC and self.person in line[5]]

    def offer(self, message: bytes) -> None:
        """Queue a message, or tell the client to load everything again."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(RESYNC)


class Recall:
    """What one organisation was told lately, for pages that were read a moment before they listened."""

    __slots__ = ("_lines", "_since", "_told")

    def __init__(self, since: float) -> None:
        """Know everything from ``since`` on (monotonic seconds)."""
        self._since = since
        self._told: deque[tuple[float, list[list[Any]]]] = deque()
        self._lines = 0

    def keep(self, lines: list[list[Any]], now: float) -> None:
        """Remember lines, and forget what is older than a minute or too much."""
        self._told.append((now, lines))
        self._lines += len(lines)
        while self._told[0][0] < now - RECALL_SECONDS or self._lines > RECALL_LINES:
            self._since, dropped = self._told.popleft()
            self._lines -= len(dropped)
            if not self._told:
                break

    def after(self, moment: float) -> list[list[Any]] | None:
        """Return all lines since ``moment``, or nothing when some of them are forgotten."""
        if moment <= self._since:
            return None
        return [line for at, lines in self._told if at >= moment for line in lines]


class Hub:
    """All clients of this process, by organisation."""

    def __init__(self) -> None:
        """Start empty."""
        self._clients: defaultdict[str, set[Client]] = defaultdict(set)
        self._forget_everything()

    def _forget_everything(self) -> None:
        since = time.monotonic()
        self._recall: defaultdict[str, Recall] = defaultdict(lambda: Recall(since))

    def hear(self, payload: str) -> None:
        """Fan out one notification."""
        told = orjson.loads(payload)
        lines = told["events"]
        self._recall[told["org"]].keep(lines, time.monotonic())
        clients = self._clients.get(told["org"])
        if not clients:
            return
        everything = _message(lines)
        for client in tuple(clients):
            if client.sees_everything:
                client.offer(everything)
            elif own := client.may_hear(lines):
                client.offer(_message(own))

    def _catch_up(self, client: Client, age: float) -> None:
        lines = self._recall[client.org].after(time.monotonic() - age)
        if lines is None:
            client.offer(RESYNC)
        elif heard := client.may_hear(lines):
            client.offer(_message(heard, "missed"))

    def resync(self) -> None:
        """Tell everybody to load everything again, after a gap."""
        self._forget_everything()
        for clients in self._clients.values():
            for client in tuple(clients):
                client.offer(RESYNC)

    def forget(self, payload: str) -> None:
        """End the streams of a person or organisation whose access changed; who still may, connects again."""
        for clients in self._clients.values():
            for client in tuple(clients):
                if payload in {client.person, client.org}:
                    client.offer(CLOSING)

    def close(self) -> None:
        """End all streams."""
        for clients in self._clients.values():
            for client in tuple(clients):
                client.offer(CLOSING)

    def ping(self) -> None:
        """Keep connections open through proxies."""
        for clients in self._clients.values():
            for client in tuple(clients):
                if client.queue.empty():
                    client.offer(PING)

    async def keep_alive(self) -> None:
        """Ping everybody from one timer, until cancelled."""
        while True:
            await asyncio.sleep(PING_SECONDS)
            self.ping()

    @property
    def count(self) -> int:
        """Open streams."""
        return sum(map(len, self._clients.values()))

    async def serve(self, client: Client, *, age: float = 0, receive: Receive, send: Send) -> None:
        """Write one client's stream until it leaves; begin with what was told in the last ``age`` seconds."""
        self._clients[client.org].add(client)
        if age:
            self._catch_up(client, age)
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
            await _pump(client, gone, send)
        finally:
            gone.cancel()
            self._clients[client.org].discard(client)


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


def _message(lines: list[list[Any]], name: str = "changes") -> bytes:
    body = [{"name": ln[0], "subject_type": ln[1], "subject": ln[2], "version": ln[3]} for ln in lines]
    return b"event: %s\ndata: %s\n\n" % (name.encode(), orjson.dumps(body))


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _pump(client: Client, gone: "asyncio.Task[None]", send: Send) -> None:
    while not gone.done():
        waiting = asyncio.ensure_future(client.queue.get())
        await asyncio.wait({waiting, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            return
        message = waiting.result()
        if message == CLOSING:
            with suppress(OSError):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        await send({"type": "http.response.body", "body": message, "more_body": True})
