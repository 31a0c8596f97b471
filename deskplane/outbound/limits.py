"""What holds for every answer, also in tests with a recorded one: its size, its time, and where secrets may go."""

import asyncio
import zlib
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterator
from typing import Final, TypeAlias, TypeVar

import httpx2

from deskplane.outbound.errors import EncodingRefusedError, ResponseTooLargeError
from deskplane.outbound.policy import OutboundPolicy
from deskplane.outbound.redaction import is_secret_name

T = TypeVar("T")
_Unpack: TypeAlias = Callable[[bytes], Iterator[bytes]]

ENCODINGS: Final = "gzip, deflate"

_PIECE: Final = 64 * 1024
_ORIGIN: Final = "deskplane.origin"
_WINDOWS: Final = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


class LimitedTransport(httpx2.AsyncBaseTransport):
    """Wraps any transport: checks the scheme, keeps secrets at home in redirects, bounds the answer."""

    def __init__(
        self,
        inner: httpx2.AsyncBaseTransport,
        policy: OutboundPolicy,
        *,
        max_bytes: int,
        total_seconds: float,
    ) -> None:
        self._inner = inner
        self._policy = policy
        self._max_bytes = max_bytes
        self._total_seconds = total_seconds

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; its answer is unpacked here, so that its true size is known."""
        self._policy.check_scheme(request.url.scheme)
        _keep_secrets_home(request)
        deadline = asyncio.get_running_loop().time() + self._total_seconds
        answer = await _in_time(self._inner.handle_async_request(request), deadline)
        try:
            if request.method != "HEAD":
                self._check_length(answer)
            unpack = _unpacker(answer.headers.get("content-encoding", ""))
        except Exception:
            await answer.aclose()
            raise
        headers = [
            (name, value)
            for name, value in answer.headers.raw
            if name.lower() not in (b"content-encoding", b"content-length") or unpack is None
        ]
        return httpx2.Response(
            answer.status_code,
            headers=headers,
            stream=_BoundedStream(answer, unpack, self._max_bytes, deadline),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close what is wrapped."""
        await self._inner.aclose()

    def _check_length(self, answer: httpx2.Response) -> None:
        length = answer.headers.get("content-length", "")
        if length.isdigit() and int(length) > self._max_bytes:
            raise _too_large(self._max_bytes)


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(
        self, answer: httpx2.Response, unpack: _Unpack | None, max_bytes: int, deadline: float
    ) -> None:
        self._answer = answer
        self._unpack = unpack
        self._max_bytes = max_bytes
        self._deadline = deadline

    async def __aiter__(self) -> AsyncIterator[bytes]:
        stream = self._answer.stream
        if not isinstance(stream, AsyncIterable):
            return
        size = 0
        parts = aiter(stream)
        while (part := await _in_time(anext(parts, None), self._deadline)) is not None:
            for piece in [part] if self._unpack is None else self._unpack(part):
                size += len(piece)
                if size > self._max_bytes:
                    raise _too_large(self._max_bytes)
                yield piece

    async def aclose(self) -> None:
        await self._answer.aclose()


def _unpacker(encoding: str) -> _Unpack | None:
    """What unpacks this encoding in bounded pieces; None if there is nothing to unpack."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return None
    if name not in _WINDOWS:
        raise EncodingRefusedError(f"The answer is compressed with '{name}', which was not asked for.")
    unzip = zlib.decompressobj(_WINDOWS[name])

    def unpack(data: bytes) -> Iterator[bytes]:
        try:
            piece = unzip.decompress(data, _PIECE)
            while piece:
                yield piece
                piece = unzip.decompress(unzip.unconsumed_tail, _PIECE)
        except zlib.error as error:
            raise EncodingRefusedError("The compressed answer is damaged.") from error

    return unpack


def _keep_secrets_home(request: httpx2.Request) -> None:
    """After a redirect to another origin only harmless headers go along (the library drops just one of them)."""
    origin = f"{request.url.scheme}://{request.url.netloc.decode('ascii', 'replace')}"
    if request.extensions.setdefault(_ORIGIN, origin) == origin:
        return
    for name in [name for name in request.headers if is_secret_name(name)]:
        del request.headers[name]


async def _in_time(work: Awaitable[T], deadline: float) -> T:
    try:
        async with asyncio.timeout_at(deadline):
            return await work
    except TimeoutError:
        raise httpx2.ReadTimeout("the whole answer took too long") from None


def _too_large(limit: int) -> ResponseTooLargeError:
    return ResponseTooLargeError(f"The answer is larger than {limit} bytes.")
