"""Making, starting and stopping the cluster of one layout with PostgreSQL's own programs."""

import logging
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deskplane.app.embedded_postgres.account import CommandFailedError
from deskplane.app.embedded_postgres.binaries import Binaries
from deskplane.app.embedded_postgres.layout import SOCKET_NAME, Layout, is_private, socket_fits
from deskplane.app.embedded_postgres.pidfile import PidFile, is_postmaster_of, read_pidfile
from deskplane.app.embedded_postgres.probe import OWN_DATABASE, OWNER, PORT, Socket
from deskplane.app.embedded_postgres.source import PostgresStartError
from deskplane.app.embedded_postgres.tuning import conf_text, log_settings, tuned_settings, usable_memory

log = logging.getLogger("deskplane.postgres")

START_SECONDS = 600
STOP_SECONDS = 60
SHORT_PLACE = Path("/", "tmp")  # the same for every process, whatever its TMPDIR, and short
SHORT_NAME = "deskplane-"
FIRST_WITH_BUILTIN_LOCALE = 17
FATAL = re.compile("FATAL:|PANIC:|error:")
NOISE = re.compile(r"LOG:|HINT:|WARNING:|^\s*$")
CONF = "deskplane.conf"
START_LOG = "log/start.log"
HOUSE = """
rm -rf data.*.new
mkdir -p run log
"""
TIDY = f"""
: >{START_LOG}
rm -f "$1" "$1.lock"
grep -q "^include_if_exists = '{CONF}'" data/postgresql.conf ||
echo "include_if_exists = '{CONF}'" >>data/postgresql.conf
"""
LAST_WORDS = f"""
cat {START_LOG} 2>/dev/null || true
printf '\\f'
for newest in $(ls -t log/postgresql-*.log 2>/dev/null); do tail -n 20 "$newest"; break; done
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster: its folders, its programs, and settings laid over the tuned ones."""

    layout: Layout
    binaries: Binaries
    settings: Mapping[str, str]

    async def furnish(self) -> None:
        """Make folders and password, and the cluster itself if there is none."""
        home = self.layout.home
        await self.layout.account.shell(HOUSE, cwd=home)
        if not self.layout.password.exists():
            password = secrets.token_urlsafe(32)
            await self._set_password(password)
            await self.layout.account.write(self.layout.password, password)
        if self.layout.data_major() is None:
            log.info("creating a PostgreSQL %s database in %s", self.binaries.version, home)
            await self._initdb(f"data.{secrets.token_hex(4)}.new")

    def password(self) -> str:
        """Read the owner's password."""
        fd = os.open(self.layout.password, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(fd, encoding="ascii") as file:
            return file.read().strip()

    def known_socket(self) -> Socket:
        """Where the server is, or was before it died: a restart keeps the address."""
        left = read_pidfile(self.layout.data)
        folder = left.socket_folder if left else None
        return Socket(folder if folder and self._is_short(folder) else self.layout.run, self.password())

    async def new_socket(self) -> Socket:
        """A place for the next start: our own folder, or a short private one if that path is too long."""
        if socket_fits(self.layout.run):
            return Socket(self.layout.run, self.password())
        known = self.known_socket()
        if socket_fits(known.folder):
            return known
        made = await self.layout.account.shell(
            f"mktemp -d {SHORT_PLACE / SHORT_NAME}XXXXXXXX", cwd=self.layout.home
        )
        return replace(known, folder=Path(made.strip()))

    async def launch(self, socket: Socket) -> None:
        """Start the postmaster and wait until it accepts connections."""
        account = self.layout.account
        settings = tuned_settings(usable_memory(), os.cpu_count() or 1) | log_settings(self.layout.log)
        place = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": '"' + str(socket.folder).replace('"', '""') + '"',
            "unix_socket_permissions": "0700",
        }
        await account.write(self.layout.data / CONF, conf_text({**settings, **self.settings, **place}))
        await account.shell(TIDY, str(socket.folder / SOCKET_NAME), cwd=self.layout.home)
        await self._pg_ctl("start", "-w", "-t", str(START_SECONDS), "-s", "-l", START_LOG)

    async def disown(self, left: PidFile, *, socket_too: bool) -> None:
        """Take out of a leftover postmaster.pid what may be another's by now."""
        await self.layout.account.write(
            self.layout.data / "postmaster.pid", left.disowned(socket_too=socket_too)
        )

    async def halt(self) -> None:
        """Stop a postmaster that is known to be ours: in order; after a minute, at once."""
        left = read_pidfile(self.layout.data)
        try:
            await self._pg_ctl("stop", "-w", "-t", str(STOP_SECONDS), "-s", "-m", "fast")
        except CommandFailedError:
            log.warning("PostgreSQL does not stop in %s s; stopping it at once", STOP_SECONDS)
            await self._pg_ctl("stop", "-w", "-t", str(STOP_SECONDS), "-s", "-m", "immediate")
        if left and left.socket_folder and self._is_short(left.socket_folder):
            folder = str(left.socket_folder)
            await self.layout.account.shell('rmdir "$1" || true', folder, cwd=self.layout.home)

    async def last_words(self) -> str:
        """Why the last start failed, as far as the server wrote it down."""
        output = await self.layout.account.shell(LAST_WORDS, cwd=self.layout.home)
        first, _, later = output.partition("\f")
        said = [line.split(":  ", 1)[-1].strip() for line in first.splitlines() if not NOISE.search(line)]
        # The log goes on from earlier starts: there only the last word is about this one.
        said = [" ".join(said[:3])] if said else _fatal(later)[-1:]
        return said[0] if said else f"see the log in {self.layout.log}"

    def _is_short(self, folder: Path) -> bool:
        named_so = folder.parent == SHORT_PLACE and folder.name.startswith(SHORT_NAME)
        return named_so and is_private(folder, self.layout.account.uid)

    async def _pg_ctl(self, *words: str) -> None:
        # The data folder goes by PGDATA: pg_ctl would put it into a shell line.
        environment = {"PGDATA": str(self.layout.data)}
        await self.layout.account.run(
            [self.binaries.program("pg_ctl"), *words], cwd=self.layout.home, env=environment
        )

    async def _set_password(self, password: str) -> None:
        """Give an existing cluster, whose password file was lost, another password."""
        data = self.layout.data
        if self.layout.data_major() is None:
            return
        left = read_pidfile(data)
        if left and is_postmaster_of(left.pid, data):
            raise PostgresStartError(
                f"The database in {self.layout.home} runs (process {left.pid}) but {self.layout.password} "
                "is gone; put the file back, or stop that process and start again"
            )
        log.warning("the password of the database in %s was lost; setting another", self.layout.home)
        await self.layout.account.run(
            [self.binaries.program("postgres"), "--single", "-D", data, OWN_DATABASE],
            cwd=self.layout.home,
            text=f"alter role {OWNER} password '{password}'\n",
        )

    async def _initdb(self, fresh: str) -> None:
        builtin = self.binaries.major >= FIRST_WITH_BUILTIN_LOCALE
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if builtin else ["--locale=C.UTF-8"]
        words = ["-D", fresh, "-U", OWNER, "--pwfile=password", "--auth=scram-sha-256", "--encoding=UTF8"]
        words += [*locale, "--data-checksums", "--no-instructions"]
        if self.settings.get("fsync") == "off":
            words.append("--no-sync")
        account, home = self.layout.account, self.layout.home
        try:
            await account.run([self.binaries.program("initdb"), *words], cwd=home)
        except CommandFailedError as error:
            message = f"The database could not be created in {home}: {_reason(error.output)}"
            raise PostgresStartError(message) from error
        await account.shell('mv "$1" data', fresh, cwd=home)


def _fatal(output: str) -> list[str]:
    return [line.strip() for line in output.splitlines() if FATAL.search(line)]


def _reason(output: str) -> str:
    return (_fatal(output) or [output.strip()[-200:]])[0]
