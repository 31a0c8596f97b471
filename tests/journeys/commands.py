"""An installation as its owner has it: a data folder, commands in processes of their own, and a running desk."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from deskplane.app.embedded_postgres.layout import ROOT_STATE, root_home
from deskplane.app.embedded_postgres.pidfile import PidFile
from deskplane.app.embedded_postgres.probe import OWN_DATABASE, Socket
from tests.fixtures.servers import kill_postmaster

COMMAND = Path(sys.executable).with_name("deskplane")
FOREIGN = ("DESKPLANE_", "LOG_LEVEL")
READY = re.compile(r"ready at (http://\S+)")
PATIENCE = 120


@dataclass
class Served:
    """A running desk."""

    process: subprocess.Popen[str]
    log: Path
    url: str = ""

    def client(self, token: str = "") -> httpx2.Client:
        """A client of this desk, with or without a token."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx2.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)

    def wait(self) -> None:
        """Wait until it has said where it is, and answers there.

        Raises:
            RuntimeError: it ended, or does not answer.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            said = READY.search(self.said())
            if said and _answers(said[1]):
                self.url = said[1]
                return
            time.sleep(0.05)
        raise RuntimeError(f"the desk does not answer:\n{self.said()}")

    def said(self) -> str:
        """What it has printed so far."""
        return self.log.read_text(encoding="utf-8")

    def stop(self) -> int:
        """Ask it to stop; return its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                return self.process.wait(20)
            self.process.kill()
        return self.process.wait(20)


def _answers(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/health", trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False


@dataclass(frozen=True)
class Installation:
    """A data folder, and the command that works on it."""

    data_dir: Path
    command: Path = COMMAND
    environment: dict[str, str] = field(default_factory=dict[str, str])

    def environ(self, **given: str) -> dict[str, str]:
        """Variables of a process: nothing of ours but what is given and the data folder."""
        others = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        return {**others, "DESKPLANE_DATA_DIR": str(self.data_dir), **self.environment, **given}

    def start(self, *words: str, **given: str) -> subprocess.Popen[str]:
        """Start a command; its three streams are pipes."""
        return subprocess.Popen(
            [self.command, *words],
            cwd=self.data_dir,
            env=self.environ(**given),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, stdin: str = "", **given: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        with self.start(*words, **given) as process:
            out, err = process.communicate(stdin, timeout=PATIENCE)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def ok(self, *words: str, stdin: str = "", **given: str) -> str:
        """Run a command that must succeed; return what it prints."""
        done = self.run(*words, stdin=stdin, **given)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refused(self, *words: str, stdin: str = "", **given: str) -> str:
        """Run a command that must fail, and say why in one line without a traceback; return the line."""
        done = self.run(*words, stdin=stdin, **given)
        assert (done.returncode, done.stdout) == (1, "")
        lines = done.stderr.splitlines()
        assert len(lines) == 1, done.stderr
        return lines[0]

    @contextmanager
    def serving(self, *words: str, **given: str) -> Generator[Served]:
        """Run ``deskplane serve`` and stop it by its handle."""
        with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
            process = subprocess.Popen(
                [self.command, "serve", *words],
                cwd=self.data_dir,
                env=self.environ(**given),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
            )
            served = Served(process, Path(log.name))
            try:
                served.wait()
                yield served
            finally:
                served.stop()

    def dsn(self) -> str:
        """The owner's address of the database of a desk that runs here."""
        folder = PidFile(tuple((self.cluster() / "postmaster.pid").read_text().splitlines())).socket_folder
        assert folder is not None, "no database runs here"
        password = (self.cluster().parent / "password").read_text().strip()
        return Socket(folder, password).dsn(OWN_DATABASE)

    def cluster(self) -> Path:
        """Where the database keeps its files."""
        home = root_home(self.data_dir, ROOT_STATE) if os.geteuid() == 0 else self.data_dir / "postgres"
        return home / "data"


@contextmanager
def installation(folder: Path, **options: Any) -> Generator[Installation]:
    """A data folder that leaves nothing behind, no server and no files."""
    made = Installation(folder, **options)
    try:
        yield made
    finally:
        kill_postmaster(made.cluster(), signal.SIGQUIT)
        if os.geteuid() == 0:
            shutil.rmtree(root_home(folder, ROOT_STATE), ignore_errors=True)
