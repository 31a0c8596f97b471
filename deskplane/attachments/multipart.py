"""A multipart form as a stream of parts: no part is ever whole in memory, nor in a temporary file."""

from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from deskplane.kernel.errors import InvalidError, MalformedError, UnsupportedMediaError

MAX_PARTS: Final = 30
MAX_FIELD: Final = 4000


@dataclass(frozen=True, slots=True)
class Part:
    """One part; its ``chunks`` must be read before the next part is asked for."""

    name: str
    filename: str | None
    chunks: AsyncIterator[bytes]

    async def text(self) -> str:
        """Return a field of the form.

        Raises:
            InvalidError: it is too long.
        """
        held = bytearray()
        async for chunk in self.chunks:
            held += chunk
            if len(held) > MAX_FIELD:
                raise InvalidError.field(self.name, f"may hold {MAX_FIELD} bytes at the most")
        return held.decode("utf-8", "replace")


class Form:
    """Reads the parts of a request body one after the other."""

    def __init__(self, content_type: str, stream: AsyncIterator[bytes]) -> None:
        """Take the header and the body of a request.

        Raises:
            UnsupportedMediaError: it is no multipart form.
            MalformedError: the header names no boundary.
        """
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data":
            raise UnsupportedMediaError("Send the file as multipart/form-data, in a part named 'file'.")
        if not options.get(b"boundary"):
            raise MalformedError("The Content-Type header names no boundary.")
        self._stream = stream
        self._told: deque[tuple[str, bytes]] = deque()
        self._parser = self._made(options[b"boundary"])
        self._finished = False

    def _made(self, boundary: bytes) -> MultipartParser:
        told = self._told

        def data(name: str) -> Callable[[bytes, int, int], None]:
            def tell(piece: bytes, start: int, end: int) -> None:
                told.append((name, piece[start:end]))

            return tell

        def mark(name: str) -> Callable[[], None]:
            return lambda: told.append((name, b""))

        callbacks: Any = {
            **{f"on_{name}": data(name) for name in ("part_data", "header_field", "header_value")},
            **{f"on_{name}": mark(name) for name in ("header_end", "headers_finished", "part_end")},
        }
        try:
            return MultipartParser(boundary, callbacks)
        except FormParserError as error:
            raise MalformedError(f"The form cannot be read: {error}.") from error

    async def parts(self) -> AsyncIterator[Part]:
        """Yield the parts in order."""
        count = 0
        while (headers := await self._headers()) is not None:
            count += 1
            if count > MAX_PARTS:
                raise InvalidError(f"A form may hold {MAX_PARTS} parts at the most.")
            chunks = self._data()
            yield _part(headers, chunks)
            async for _ in chunks:
                pass

    async def _headers(self) -> dict[str, bytes] | None:
        headers: dict[str, bytes] = {}
        field, value = b"", b""
        while (told := await self._next()) is not None:
            name, piece = told
            if name == "headers_finished":
                return headers
            if name == "header_end":
                headers[field.decode("latin-1").lower()] = value
                field, value = b"", b""
            field += piece if name == "header_field" else b""
            value += piece if name == "header_value" else b""
        return None

    async def _data(self) -> AsyncIterator[bytes]:
        while (told := await self._next()) is not None:
            name, piece = told
            if name == "part_end":
                return
            if piece:
                yield piece
        raise MalformedError("The form ends in the middle of a part.")

    async def _next(self) -> tuple[str, bytes] | None:
        while not self._told:
            if self._finished:
                return None
            await self._feed()
        return self._told.popleft()

    async def _feed(self) -> None:
        try:
            chunk = await anext(self._stream, None)
            if chunk is None:
                self._finished = True
                self._parser.finalize()
            elif chunk:
                self._parser.write(chunk)
        except FormParserError as error:
            raise MalformedError(f"The form cannot be read: {error}.") from error


def _part(headers: Mapping[str, bytes], chunks: AsyncIterator[bytes]) -> Part:
    kind, options = parse_options_header(headers.get("content-disposition", b""))
    if kind != b"form-data" or b"name" not in options:
        raise MalformedError("A part of the form has no name.")
    filename = options.get(b"filename")
    return Part(
        name=options[b"name"].decode("utf-8", "replace"),
        filename=filename.decode("utf-8", "replace") if filename is not None else None,
        chunks=chunks,
    )
