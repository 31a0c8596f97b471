import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from deskplane.kernel.errors import TooLargeError
from deskplane.kernel.storage.local import LocalFiles

ACME = UUID(int=1)


async def stream(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_files_and_folders_are_private(tmp_path: Path):
    stored = await LocalFiles(tmp_path / "files").put(ACME, stream(b"x"), limit=10)
    path = tmp_path / "files" / stored.key

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


async def test_a_refused_upload_leaves_no_file(tmp_path: Path):
    with pytest.raises(TooLargeError):
        await LocalFiles(tmp_path).put(ACME, stream(b"x" * 20), limit=10)

    assert files_in(tmp_path) == []


async def test_what_a_crash_left_behind_is_swept_once_it_is_old(tmp_path: Path):
    store = LocalFiles(tmp_path)
    stored = await store.put(ACME, stream(b"x"), limit=10)
    old, new = tmp_path / "incoming" / "old", tmp_path / "incoming" / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))

    assert await store.sweep() == 1
    assert not old.exists()
    assert new.exists()
    assert await store.exists(stored.key)
