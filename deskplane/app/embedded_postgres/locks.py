"""File locks that the system drops when their holder dies, however it dies."""

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

POLL = 0.02


class FolderLock:
    """One lock file, held shared or alone. The file is never removed: others may be waiting on it."""

    def __init__(self, path: Path) -> None:
        """Name the lock file; nothing is opened yet."""
        self.path = path
        self._fd: int | None = None

    def try_shared(self) -> bool:
        """Hold it beside others; False if somebody holds it alone."""
        return self._try(fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Hold it alone; False if anybody else holds it."""
        return self._try(fcntl.LOCK_EX)

    def release(self) -> None:
        """Let go, if held."""
        if self._fd is not None:
            # Closing, not unlocking: an unlock would also end the hold of a forked child.
            os.close(self._fd)
            self._fd = None

    def _try(self, kind: int) -> bool:
        if self._fd is None:
            self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(self._fd, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        return True


@asynccontextmanager
async def held_alone(path: Path, *, patience: float) -> AsyncGenerator[None]:
    """Wait for a lock without blocking the loop; TimeoutError after ``patience`` seconds."""
    lock = FolderLock(path)
    deadline = time.monotonic() + patience
    while not lock.try_alone():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{path} is held by another process")
        await asyncio.sleep(POLL)
    try:
        yield
    finally:
        lock.release()
