"""A stream on its way into a store: hashed, counted and written to a temporary file, away from the event loop."""

import asyncio
import hashlib
from collections.abc import AsyncIterable
from typing import BinaryIO

from deskplane.kernel.storage.files import PIECE, too_large


async def received(chunks: AsyncIterable[bytes], file: BinaryIO, *, limit: int) -> tuple[str, int]:
    """Write a stream to ``file``; return its SHA-256 (hexadecimal) and its size.

    Raises:
        TooLargeError: it is larger than ``limit`` bytes.
    """
    digest, size, waiting = hashlib.sha256(), 0, bytearray()

    def write(data: bytes) -> None:
        digest.update(data)
        file.write(data)

    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        waiting += chunk
        if len(waiting) >= PIECE:
            await asyncio.to_thread(write, bytes(waiting))
            waiting.clear()
    await asyncio.to_thread(write, bytes(waiting))
    return digest.hexdigest(), size
