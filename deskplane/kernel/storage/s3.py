"""Files in an S3-compatible store."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from uuid import UUID

import httpx2

from deskplane.kernel import clock
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.storage.files import PIECE, StoredFile, checked, key_of, missing
from deskplane.kernel.storage.incoming import received
from deskplane.kernel.storage.sigv4 import EMPTY_SHA256, Signer
from deskplane.outbound.client import Timeouts, outbound_client
from deskplane.outbound.errors import OutboundError
from deskplane.outbound.policy import OutboundPolicy
from deskplane.outbound.redaction import describe_error

MAX_OBJECT: Final = 5 * 1024**3
"""What S3 takes in one request."""


@dataclass(frozen=True, slots=True)
class S3Settings:
    """Where the store is and how to sign for it; ``prefix`` comes before every key."""

    endpoint: str
    bucket: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)
    prefix: str = ""


def s3_client(policy: OutboundPolicy) -> httpx2.AsyncClient:
    """Build a client that lets whole files through."""
    return outbound_client(policy, timeout=Timeouts(total=900), max_bytes=MAX_OBJECT)


class S3Files:
    """A file store in a bucket, addressed by path, which every S3-compatible store understands."""

    def __init__(self, client: httpx2.AsyncClient, settings: S3Settings) -> None:
        """Use ``client``, which its maker closes."""
        self._client = client
        self._signer = Signer(settings.access_key, settings.secret_key, settings.region)
        prefix = f"{settings.prefix.strip('/')}/" if settings.prefix else ""
        self._base = f"{settings.endpoint.rstrip('/')}/{settings.bucket}/{prefix}"

    async def put(self, org_id: UUID, chunks: AsyncIterable[bytes], *, limit: int) -> StoredFile:
        """Store a stream (see ``FileStore``); it is kept on disk first, since its digest is part of its name."""
        with tempfile.TemporaryFile() as draft:
            sha256, size = await received(chunks, draft, limit=limit)
            key = key_of(org_id, sha256)
            await asyncio.to_thread(draft.seek, 0)
            headers = {"content-length": str(size), "content-type": "application/octet-stream"}
            async with self._answer("PUT", key, headers, content=_pieces(draft), sha256=sha256) as answer:
                _expect(answer, 200)
        return StoredFile(key, sha256, size)

    async def open(self, key: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Read a part of a file (see ``FileStore``)."""
        checked(key)
        if end is not None and end <= start:
            return
        part = (
            {"range": f"bytes={start}-{'' if end is None else end - 1}"} if start or end is not None else {}
        )
        async with self._answer("GET", key, part) as answer:
            if answer.status_code == 416:
                return
            _expect(answer, 200, 206)
            async for piece in answer.aiter_bytes(PIECE):
                yield piece

    async def exists(self, key: str) -> bool:
        """Tell whether there is such content."""
        async with self._answer("HEAD", checked(key), {}) as answer:
            if answer.status_code == 404:
                return False
            _expect(answer, 200)
            return True

    async def delete(self, key: str) -> None:
        """Remove content; what is gone already is no error."""
        async with self._answer("DELETE", checked(key), {}) as answer:
            if answer.status_code != 404:
                _expect(answer, 200, 204)

    @asynccontextmanager
    async def _answer(
        self,
        method: str,
        key: str,
        headers: Mapping[str, str],
        *,
        content: AsyncIterable[bytes] | None = None,
        sha256: str = EMPTY_SHA256,
    ) -> AsyncGenerator[httpx2.Response]:
        url = httpx2.URL(self._base + key)
        signed = self._signer.signed(method, url, headers, payload_sha256=sha256, at=clock.now())
        try:
            async with self._client.stream(method, url, headers=signed, content=content) as answer:
                yield answer
        except (httpx2.HTTPError, OutboundError) as error:
            raise UnavailableError(
                f"The file store does not answer: {describe_error(error)}.", retry_after=5
            ) from error


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(file.read, PIECE):
        yield piece


def _expect(answer: httpx2.Response, *statuses: int) -> None:
    if answer.status_code in statuses:
        return
    if answer.status_code == 404:
        raise missing()
    raise UnavailableError(f"The file store answered {answer.status_code}.", retry_after=5)
