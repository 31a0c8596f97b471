"""The system user that owns the server's files and runs its programs."""

import asyncio
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deskplane.app.embedded_postgres.source import PostgresStartError

SERVICE_USERS = ("deskplane", "postgres")
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
COMMAND_SECONDS = 660
CANCEL_SECONDS = 10
WRITE = """
cat >"$1.new"
sync "$1.new" 2>/dev/null || true
mv -f "$1.new" "$1"
"""


class CommandFailedError(PostgresStartError):
    """A program of the server failed; carries what it said."""

    def __init__(self, program: str, output: str) -> None:
        """Keep the whole output and put its last line into the message."""
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        super().__init__(f"{program} failed: {lines[-1] if lines else 'no output'}")
        self.output = output


@dataclass(frozen=True, slots=True)
class Account:
    """Runs programs as one user. For root, every step inside that user's folders is done by that user."""

    name: str
    uid: int
    gid: int
    switch: bool

    async def run(
        self, argv: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None, text: str = ""
    ) -> str:
        """Run and return the output; a cancelled caller waits a little, so that nothing is left half-way."""
        words = [str(word) for word in argv]
        task = asyncio.ensure_future(asyncio.to_thread(self._run, words, cwd, env or {}, text))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait({task}, timeout=CANCEL_SECONDS)
            raise

    async def shell(self, script: str, *words: str, cwd: Path, text: str = "") -> str:
        """Run a shell script; ``words`` become its arguments."""
        return await self.run(["/bin/sh", "-euc", script, "sh", *words], cwd=cwd, text=text)

    async def write(self, path: Path, text: str) -> None:
        """Write a private file, whole or not at all."""
        await self.shell(WRITE, path.name, cwd=path.parent, text=text)

    def _run(self, argv: list[str], cwd: Path, env: Mapping[str, str], text: str) -> str:
        try:
            done = self._finished(argv, cwd, env, text)
        except (OSError, subprocess.SubprocessError) as error:
            raise CommandFailedError(f"{argv[0]} as {self.name}", str(error)) from error
        if done.returncode != 0:
            raise CommandFailedError(Path(argv[0]).name, done.stdout)
        return done.stdout

    def _finished(
        self, argv: list[str], cwd: Path, env: Mapping[str, str], text: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            argv,
            cwd=cwd,
            env={"PATH": SYSTEM_PATH, "LC_ALL": "C", "TZ": "UTC", **env},
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=COMMAND_SECONDS,
            check=False,
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
            umask=0o077,
            # Ctrl-C in the terminal is for us; we then stop the server in order.
            start_new_session=True,
        )


def current_account() -> Account:
    """The user we run as."""
    uid = os.geteuid()
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        name = str(uid)
    return Account(name, uid, os.getegid(), switch=False)


def service_account(home: Path, owner: int = 0) -> Account:
    """The system user that runs the server for root, created if absent; ``owner`` has files already. Blocks."""
    deskplane, postgres = SERVICE_USERS
    account = _owner_of_files(owner) or _known(deskplane)
    if account is None:
        _create(deskplane, home)
        account = _known(deskplane) or _known(postgres)
    if account is None:
        raise PostgresStartError(
            "PostgreSQL does not run as root and no system user could be created for it: "
            "run `useradd --system deskplane` once, or start Deskplane as an ordinary user"
        )
    return account


def _owner_of_files(uid: int) -> Account | None:
    try:
        return _known(pwd.getpwuid(uid).pw_name)
    except KeyError:
        return None


def _known(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid, switch=True) if entry.pw_uid else None


def _create(name: str, home: Path) -> None:
    program = shutil.which("useradd", path=SYSTEM_PATH)
    if program is None:
        return
    # Its failure is not the end: another start may have created the user just now, or `postgres` is there.
    words = ["--system", "--user-group", "--no-create-home", "--home-dir", str(home)]
    subprocess.run(
        [program, *words, "--shell", "/usr/sbin/nologin", name],
        capture_output=True,
        check=False,
        timeout=60,
    )
