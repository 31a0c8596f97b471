"""A small HTTP/1.1 server on the standard library: it can cut a connection at will, which no framework can."""

import asyncio
import http.client
import logging
import ssl
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from deskplane.simulators.simulator import Delivery, Simulator
from deskplane.simulators.web import Request, Response

_log = logging.getLogger(__name__)
_PATIENCE: Final = 60.0
_LARGEST: Final = 64 * 1024 * 1024


@dataclass(slots=True)
class Server:
    """A simulator at a port."""

    simulator: Simulator
    host: str = "127.0.0.1"
    port: int = 0
    tls: ssl.SSLContext | None = None
    _open: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"{'https' if self.tls else 'http'}://{'localhost' if self.tls else self.host}:{self.port}"

    async def run(self, ready: threading.Event | None = None) -> None:
        """Serve until cancelled."""
        server = await asyncio.start_server(self._meet, self.host, self.port, ssl=self.tls)
        self.port = server.sockets[0].getsockname()[1]
        sender = asyncio.create_task(self._announce())
        if ready:
            ready.set()
        try:
            await asyncio.Event().wait()
        finally:
            sender.cancel()
            server.close()
            for task in list(self._open):
                task.cancel()
            await asyncio.gather(sender, *self._open, return_exceptions=True)
            await asyncio.sleep(0.01)  # aborted transports close their sockets in the next turns of the loop

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        try:
            while await self._exchange(reader, writer):
                pass
        except (
            ConnectionError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            TimeoutError,
            ValueError,
        ) as error:
            _log.debug("connection ended: %s", error)
        except asyncio.CancelledError:
            _log.debug("connection ended by the end of the server")
            writer.transport.abort()
        finally:
            writer.transport.abort() if self.tls is None else writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = await _read(reader, "https" if self.tls else "http")
        if request is None:
            return False
        answer = self.simulator.handle(request)
        if answer.delay:
            await asyncio.sleep(answer.delay)
        if answer.drop:
            writer.transport.abort()
            return False
        writer.write(_written(answer))
        await writer.drain()
        return request.headers.get("connection", "").lower() != "close"

    async def _announce(self) -> None:
        settings = self.simulator.settings
        if not settings.webhook_url:
            return
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1) as pool:
            while True:
                await asyncio.sleep(0.1)
                for delivery in self.simulator.deliveries():
                    await loop.run_in_executor(pool, _deliver, settings.webhook_url, delivery)


async def _read(reader: asyncio.StreamReader, scheme: str) -> Request | None:
    async with asyncio.timeout(_PATIENCE):
        head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = int(headers.get("content-length", "0") or "0")
    if not 0 <= length <= _LARGEST:
        return None
    chunked = "chunked" in headers.get("transfer-encoding", "").lower()
    body = await _chunks(reader) if chunked else await reader.readexactly(length)
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Request(method, unquote(parts.path), query, headers, body, scheme)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")
    return body


def _written(answer: Response) -> bytes:
    body = answer.payload()
    phrase = HTTPStatus(answer.status).phrase
    headers = {**answer.head(), "Content-Length": str(len(body)), "Connection": "keep-alive"}
    if answer.status == HTTPStatus.NO_CONTENT:
        headers.pop("Content-Type", None)
    lines = [f"HTTP/1.1 {answer.status} {phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body


def _deliver(url: str, delivery: Delivery) -> None:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=10)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", path, delivery.body, dict(delivery.headers))
        _log.info("webhook to %s: %d", parts.netloc, connection.getresponse().status)
    except OSError as error:
        _log.warning("webhook to %s failed: %s", parts.netloc, error)
    finally:
        connection.close()


@contextmanager
def running(simulator: Simulator, *, port: int = 0, tls: ssl.SSLContext | None = None) -> Generator[Server]:
    """Serve from a thread of its own for as long as the block lasts."""
    server = Server(simulator, port=port, tls=tls)
    ready, loop = threading.Event(), asyncio.new_event_loop()
    task = loop.create_task(server.run(ready))
    thread = threading.Thread(target=_until_done, args=(loop, task), daemon=True)
    thread.start()
    try:
        if not ready.wait(10):
            raise OSError(f"the simulator does not start at port {port}")
        yield server
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)
        loop.close()


def _until_done(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        _log.debug("simulator stopped")
