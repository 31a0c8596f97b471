"""What a postmaster left in its data folder, and which of its processes still live."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
# Above any process id a system gives out: PostgreSQL finds nobody there and goes on to its own, sure test.
NOBODY = 2_147_483_646
READY = "ready"
SOCKET_LINE = 4
STATUS_LINE = 7


@dataclass(frozen=True, slots=True)
class PidFile:
    """postmaster.pid: the process, its socket folder and how far it came."""

    lines: tuple[str, ...]

    @property
    def pid(self) -> int:
        """Process id it names, 0 if none can be read."""
        text = self._line(0).lstrip("-")
        return int(text) if text.isdigit() else 0

    @property
    def socket_folder(self) -> Path | None:
        """Folder of its socket."""
        return Path(self._line(SOCKET_LINE)) if self._line(SOCKET_LINE) else None

    @property
    def ready(self) -> bool:
        """Whether that postmaster once said it accepts connections."""
        return self._line(STATUS_LINE) == READY

    def disowned(self, *, socket_too: bool) -> str:
        """Content without the process id; by the memory key in it PostgreSQL still refuses a second server."""
        forgotten = {0: str(NOBODY)} | ({SOCKET_LINE: ""} if socket_too else {})
        lines = [forgotten.get(number, line) for number, line in enumerate(self.lines or ("",))]
        return "\n".join([*lines, ""])

    def _line(self, number: int) -> str:
        return self.lines[number].strip() if number < len(self.lines) else ""


def read_pidfile(data: Path) -> PidFile | None:
    """Read postmaster.pid; None if there is none."""
    try:
        fd = os.open(data / "postmaster.pid", os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(fd, encoding="utf-8", errors="surrogateescape") as file:
        return PidFile(tuple(file.read().splitlines()))


def is_postmaster_of(pid: int, data: Path) -> bool:
    """Whether a process is the postmaster of this data folder; its number alone says nothing."""
    if not 0 < pid < NOBODY:
        return False
    if PROC.joinpath("self").exists():
        return _works_in(pid, data) and not _is_child(pid)
    ask = ["/bin/ps", "-o", "command=", "-p", str(pid)]
    shown = subprocess.run(ask, capture_output=True, text=True, check=False, timeout=30)
    return "postgres" in shown.stdout and str(data) in shown.stdout


def orphans_of(data: Path) -> Iterator[int]:
    """Server processes of this data folder whose postmaster died (known on Linux only)."""
    for entry in PROC.glob("[0-9]*"):
        pid = int(entry.name)
        if _works_in(pid, data) and _is_child(pid):
            yield pid


def end_orphans(data: Path) -> int:
    """Tell the orphans to leave at once, as a dying postmaster would have; return how many there were."""
    count = 0
    for pid in orphans_of(data):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGQUIT)
            count += 1
    return count


def _works_in(pid: int, data: Path) -> bool:
    # A server process works in its data folder; one we may not look at is not ours.
    try:
        return os.path.realpath(PROC / str(pid) / "cwd") == str(data)
    except OSError:
        return False


def _is_child(pid: int) -> bool:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().startswith(b"postgres: ")
    except OSError:
        return False
