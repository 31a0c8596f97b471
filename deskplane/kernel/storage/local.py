"""Files in a folder of this machine."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from deskplane.kernel import clock
from deskplane.kernel.storage.files import PIECE, StoredFile, checked, key_of, missing
from deskplane.kernel.storage.incoming import received

_INCOMING: Final = "incoming"


class LocalFiles:
    """A file store in a folder; a file appears under its key whole or not at all, also after a crash."""

    def __init__(self, root: Path) -> None:
        """Keep files below ``root``, which is made when the first one comes."""
        self._root = root

    async def put(self, org_id: UUID, chunks: AsyncIterable[bytes], *, limit: int) -> StoredFile:
        """Store a stream (see ``FileStore``)."""
        path, draft = await asyncio.to_thread(self._draft)
        try:
            with draft:
                sha256, size = await received(chunks, draft, limit=limit)
                await asyncio.to_thread(_sync, draft)
            key = key_of(org_id, sha256)
            await asyncio.to_thread(_place, path, self._root / key)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return StoredFile(key, sha256, size)

    async def open(self, key: str, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Read a part of a file (see ``FileStore``)."""
        path = self._root / checked(key)
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except FileNotFoundError:
            raise missing() from None
        with file:
            await asyncio.to_thread(file.seek, start)
            left = None if end is None else end - start
            while left is None or left > 0:
                piece = await asyncio.to_thread(file.read, PIECE if left is None else min(PIECE, left))
                if not piece:
                    return
                left = None if left is None else left - len(piece)
                yield piece

    async def exists(self, key: str) -> bool:
        """Tell whether there is such content."""
        return await asyncio.to_thread((self._root / checked(key)).is_file)

    async def delete(self, key: str) -> None:
        """Remove content; what is gone already is no error."""
        await asyncio.to_thread((self._root / checked(key)).unlink, missing_ok=True)

    async def sweep(self, older_than: float = 24 * 3600) -> int:
        """Remove what uploads left behind that were cut off more than so many seconds ago; return how many."""
        return await asyncio.to_thread(self._sweep, older_than)

    def _draft(self) -> tuple[Path, BinaryIO]:
        folder = self._root / _INCOMING
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)  # mode 0600
        return Path(name), os.fdopen(handle, "wb")

    def _sweep(self, older_than: float) -> int:
        removed = 0
        for path in (self._root / _INCOMING).glob("*"):
            with suppress(FileNotFoundError):
                if _age(path) > older_than:
                    path.unlink()
                    removed += 1
        return removed


def _age(path: Path) -> float:
    return clock.now().timestamp() - path.stat().st_mtime


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _place(draft: Path, target: Path) -> None:
    """Give a finished file its name; renaming within one file system is atomic."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
