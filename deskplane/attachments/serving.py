"""Files on their way out: as a download, with headers under which no browser runs or guesses anything."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fastapi import Response
from fastapi.responses import StreamingResponse

from deskplane.attachments.filenames import disposition
from deskplane.kernel.db import Record
from deskplane.kernel.errors import NotFoundError
from deskplane.kernel.problems import problem
from deskplane.kernel.storage.files import FileStore

SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from ``start`` up to, not including, ``end``."""

    start: int
    end: int


class UnsatisfiableError(Exception):
    """The range lies outside of the file."""


def asked_span(header: str | None, size: int) -> Span | None:
    """Return the part that a Range header asks for; None for the whole, also if the header is of another kind.

    Raises:
        UnsatisfiableError: no byte of the file lies in the range.
    """
    match = _RANGE.fullmatch((header or "").replace(" ", ""))
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match[1], match[2]
    if not first:
        length = min(int(last), size)
        if length == 0:
            raise UnsatisfiableError
        return Span(size - length, size)
    start, end = int(first), min(int(last) + 1 if last else size, size)
    if start >= size:
        raise UnsatisfiableError
    return Span(start, end) if end > start else None


async def download(files: FileStore, row: Record, headers: Mapping[str, str], *, path: str) -> Response:
    """Answer with the file itself, or the part of it that is asked for."""
    etag = f'"{row["sha256"]}"'
    safe = {
        **SAFE,
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition(row["filename"]),
    }
    if _is_fresh(headers, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=safe)
    wanted = headers.get("range") if headers.get("if-range", etag) == etag else None
    size = row["size"]
    try:
        span = asked_span(wanted, size)
    except UnsatisfiableError:
        return _unsatisfiable(size, path)
    if span is None:
        return await _stream(files, row["storage_key"], row["mime"], Span(0, size), safe)
    part = {**safe, "Content-Range": f"bytes {span.start}-{span.end - 1}/{size}"}
    return await _stream(
        files, row["storage_key"], row["mime"], span, part, status=HTTPStatus.PARTIAL_CONTENT
    )


async def preview(files: FileStore, row: Record, headers: Mapping[str, str]) -> Response:
    """Answer with the re-encoded picture, shown in place.

    Raises:
        NotFoundError: the file has none.
    """
    if row["preview_key"] is None:
        raise NotFoundError("This file has no preview. Download it instead.")
    etag = f'"{row["sha256"]}-preview"'
    safe = {**SAFE, "ETag": etag, "Content-Disposition": "inline"}
    if _is_fresh(headers, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=safe)
    return await _stream(files, row["preview_key"], row["preview_mime"], Span(0, row["preview_size"]), safe)


def _is_fresh(headers: Mapping[str, str], etag: str) -> bool:
    known = [item.strip().removeprefix("W/") for item in headers.get("if-none-match", "").split(",")]
    return etag in known


async def _stream(
    files: FileStore,
    key: str,
    mime: str,
    span: Span,
    headers: Mapping[str, Any],
    *,
    status: int = HTTPStatus.OK,
) -> Response:
    told = {**headers, "Content-Length": str(span.end - span.start), "Content-Type": mime}
    pieces = files.open(key, start=span.start, end=span.end)
    # Asked for before the answer begins, so that a missing file is still a 404.
    first = await anext(pieces, b"")
    return StreamingResponse(_after(first, pieces), status_code=status, headers=told)


async def _after(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def _unsatisfiable(size: int, path: str) -> Response:
    return problem(
        status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
        slug="range-not-satisfiable",
        title="The file has no such part",
        detail=f"The file holds {size} bytes.",
        path=path,
        extra={},
        headers={"Content-Range": f"bytes */{size}"},
    )
