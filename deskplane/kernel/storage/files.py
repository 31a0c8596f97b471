"""The interface of a file store, and how a file gets its key."""

import re
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from deskplane.kernel.errors import NotFoundError, TooLargeError

PIECE: Final = 256 * 1024

_KEY: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9a-f]{2}/[0-9a-f]{64}")


class FileMissingError(NotFoundError):
    """The content of a file is not in the store."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What the store says of a file it took; ``sha256`` is hexadecimal."""

    key: str
    sha256: str
    size: int


class FileStore(Protocol):
    """Keeps the content of files.

    Within an organisation the same content has the same key, so a file is deleted only when nothing refers to it.
    """

    async def put(self, org_id: UUID, chunks: AsyncIterable[bytes], *, limit: int) -> StoredFile:
        """Store a stream; once this returns the content is safe.

        Raises:
            TooLargeError: it is larger than ``limit`` bytes; nothing is kept.
        """
        ...

    def open(self, key: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Read the bytes from ``start`` up to, not including, ``end``; raises FileMissingError at the first piece."""
        ...

    async def exists(self, key: str) -> bool:
        """Tell whether there is such content."""
        ...

    async def delete(self, key: str) -> None:
        """Remove content; what is gone already is no error."""
        ...


def key_of(org_id: UUID, sha256: str) -> str:
    """Name content within its organisation."""
    return f"{org_id}/{sha256[:2]}/{sha256}"


def checked(key: str) -> str:
    """Refuse a key that this house did not make, such as one with a path in it.

    Raises:
        FileMissingError: it cannot be the key of a file.
    """
    if not _KEY.fullmatch(key):
        raise FileMissingError("There is no such file.")
    return key


def too_large(limit: int) -> TooLargeError:
    """Say how large a file may be."""
    return TooLargeError(f"A file may hold {limit} bytes at most.", limit=limit)


def missing() -> FileMissingError:
    """Say that the content is gone."""
    return FileMissingError("The content of this file is not in the store.")
