import asyncio
import gzip
import logging
import zlib
from collections.abc import AsyncIterator, Callable

import httpx2
import pytest

from deskplane.outbound.client import Timeouts, outbound_client
from deskplane.outbound.errors import (
    AddressRefusedError,
    EncodingRefusedError,
    OutboundError,
    ResponseTooLargeError,
)
from deskplane.outbound.network import GuardedTransport
from deskplane.outbound.policy import OutboundPolicy

POLICY = OutboundPolicy.of(allow_http=True)
LOOPBACK = OutboundPolicy.of(["127.0.0.0/8"], allow_http=True)
Handler = Callable[[httpx2.Request], httpx2.Response]


def client(
    handler: Handler,
    *,
    headers: dict[str, str] | None = None,
    follow_redirects: bool = False,
    max_bytes: int = 1_000_000,
    timeout: Timeouts | None = None,
) -> httpx2.AsyncClient:
    return outbound_client(
        POLICY,
        headers=headers,
        follow_redirects=follow_redirects,
        max_bytes=max_bytes,
        timeout=timeout,
        transport=httpx2.MockTransport(handler),
    )


async def serve(answer: bytes) -> tuple[asyncio.Server, int]:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


@pytest.fixture
async def here() -> AsyncIterator[int]:
    server, port = await serve(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
    async with server:
        yield port


async def test_an_allowed_address_answers(here: int):
    async with outbound_client(LOOPBACK) as http:
        answer = await http.get(f"http://127.0.0.1:{here}/")

    assert answer.text == "hello"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
async def test_no_spelling_of_the_loopback_is_called(here: int, host: str):
    async with outbound_client(POLICY) as http:
        with pytest.raises((AddressRefusedError, httpx2.ConnectError)):
            await http.get(f"http://{host}:{here}/")


async def test_the_address_that_was_checked_is_the_one_connected_to(here: int):
    asked: list[str] = []

    async def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["8.8.8.8"]

    transport = GuardedTransport(LOOPBACK, httpx2.create_ssl_context(), resolver=rebinding)
    async with outbound_client(LOOPBACK, transport=transport) as http:
        answer = await http.get(f"http://vendor.example:{here}/")

    assert answer.text == "hello"
    assert asked == ["vendor.example"]


async def test_the_first_permitted_address_that_answers_is_used(here: int):
    async def several(_host: str, _port: int) -> list[str]:
        return ["10.0.0.1", "127.0.0.9", "127.0.0.1"]

    transport = GuardedTransport(LOOPBACK, httpx2.create_ssl_context(), resolver=several)
    async with outbound_client(LOOPBACK, transport=transport) as http:
        assert (await http.get(f"http://vendor.example:{here}/")).text == "hello"


async def test_a_name_without_address_is_a_plain_connection_error():
    async def none(_host: str, _port: int) -> list[str]:
        raise OSError("no such host")

    transport = GuardedTransport(LOOPBACK, httpx2.create_ssl_context(), resolver=none)
    async with outbound_client(LOOPBACK, transport=transport) as http:
        with pytest.raises(httpx2.ConnectError, match=r"vendor\.example cannot be resolved"):
            await http.get("https://vendor.example/")


async def test_a_slow_name_server_is_a_timeout():
    async def slow(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(30)
        return []

    transport = GuardedTransport(LOOPBACK, httpx2.create_ssl_context(), resolver=slow)
    async with outbound_client(LOOPBACK, timeout=Timeouts(connect=0.05), transport=transport) as http:
        with pytest.raises(httpx2.ConnectTimeout):
            await http.get("https://vendor.example/")


async def test_a_redirect_to_a_forbidden_address_is_refused():
    server, port = await serve(
        b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n"
    )
    async with server, outbound_client(LOOPBACK, follow_redirects=True) as http:
        with pytest.raises(AddressRefusedError, match="DESKPLANE_OUTBOUND_ALLOW"):
            await http.get(f"http://127.0.0.1:{port}/")


async def test_a_redirect_to_http_is_refused_where_only_https_is_allowed():
    def handler(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(302, headers={"Location": f"http://{request.url.host}/"})

    strict = OutboundPolicy.of()
    transport = httpx2.MockTransport(handler)
    async with outbound_client(strict, transport=transport, follow_redirects=True) as http:
        with pytest.raises(AddressRefusedError, match="https"):
            await http.get("https://example.com/")


async def test_secrets_do_not_follow_a_redirect_to_another_host():
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        targets = {"/": "/two", "/two": "https://elsewhere.example/three"}
        location = targets.get(request.url.path)
        return httpx2.Response(302, headers={"Location": location}) if location else httpx2.Response(200)

    secrets = {"Authorization": "Bearer x", "X-Api-Key": "x", "PRIVATE-TOKEN": "x", "Accept": "a/b"}
    async with client(handler, headers=secrets, follow_redirects=True) as http:
        await http.get("https://example.com/")

    assert [
        sorted(set(secrets) - {name for name in secrets if name in request.headers}) for request in seen
    ] == [
        [],
        [],
        ["Authorization", "PRIVATE-TOKEN", "X-Api-Key"],
    ]


async def test_redirects_are_followed_only_on_request():
    async with client(lambda _: httpx2.Response(302, headers={"Location": "/x"})) as http:
        assert (await http.get("https://example.com/")).status_code == 302


async def stream_of(piece: bytes, count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield piece


@pytest.mark.parametrize(
    "answer",
    [
        lambda: httpx2.Response(200, content=b"x" * 2000),
        lambda: httpx2.Response(200, content=stream_of(b"x" * 100, 20)),
        lambda: httpx2.Response(200, headers={"Content-Length": "5000"}, content=stream_of(b"", 1)),
    ],
)
async def test_an_answer_that_is_too_large_is_cut_off(answer: Callable[[], httpx2.Response]):
    async with client(lambda _: answer(), max_bytes=1000) as http:
        with pytest.raises(ResponseTooLargeError, match="1000 bytes"):
            await http.get("https://example.com/")


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes), ("", bytes)],
)
async def test_a_packed_answer_is_unpacked(encoding: str, pack: Callable[[bytes], bytes]):
    body = b"hello " * 30_000
    headers = {"Content-Encoding": encoding, "Content-Type": "text/plain"}
    async with client(lambda _: httpx2.Response(200, headers=headers, stream=Raw(pack(body)))) as http:
        answer = await http.get("https://example.com/")

    assert answer.content == body
    assert answer.headers["Content-Type"] == "text/plain"


class Raw(httpx2.AsyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._body), 1000):
            yield self._body[start : start + 1000]


async def test_a_small_answer_that_unpacks_to_a_giant_is_cut_off():
    bomb = gzip.compress(b"\0" * 50_000_000)
    headers = {"Content-Encoding": "gzip"}
    async with client(
        lambda _: httpx2.Response(200, headers=headers, stream=Raw(bomb)), max_bytes=1_000_000
    ) as http:
        with pytest.raises(ResponseTooLargeError):
            await http.get("https://example.com/")


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "gzip"])
async def test_an_answer_that_cannot_be_unpacked_is_refused(encoding: str):
    headers = {"Content-Encoding": encoding}
    async with client(lambda _: httpx2.Response(200, headers=headers, stream=Raw(b"nonsense"))) as http:
        with pytest.raises(EncodingRefusedError):
            await http.get("https://example.com/")


async def test_an_answer_that_never_ends_is_given_up():
    async def forever() -> AsyncIterator[bytes]:
        while True:
            yield b"."
            await asyncio.sleep(0.02)

    timeout = Timeouts(total=0.2)
    async with client(lambda _: httpx2.Response(200, content=forever()), timeout=timeout) as http:
        with pytest.raises(httpx2.ReadTimeout, match="too long"):
            await http.get("https://example.com/")


async def test_a_head_request_may_name_any_size():
    async with client(
        lambda _: httpx2.Response(200, headers={"Content-Length": "9999"}), max_bytes=10
    ) as http:
        assert (await http.head("https://example.com/")).headers["Content-Length"] == "9999"


async def test_calls_are_logged_without_secrets(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, "deskplane.outbound.client")
    async with client(lambda _: httpx2.Response(204)) as http:
        await http.get("https://example.com/x?api_key=hunter2&page=2")

    [record] = [record for record in caplog.records if record.name == "deskplane.outbound.client"]
    assert "GET https://example.com/x?api_key=***&page=2 -> 204" in record.getMessage()


def test_our_refusals_are_no_transport_errors():
    assert not issubclass(OutboundError, httpx2.HTTPError)
