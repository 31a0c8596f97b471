"""The server process under measurement: started, asked, weighed, stopped by its own handle."""

import asyncio
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and what is needed to use it."""

    process: "subprocess.Popen[str]"
    port: int
    org: str
    token: str
    owner_dsn: str

    def get(self, path: str) -> Any:
        """Return the JSON at ``path``."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: Any) -> Any:
        """Send JSON and return the answer."""
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {**self.headers, "Content-Type": "application/json"})
            answer = connection.getresponse()
            if answer.status >= HTTPStatus.BAD_REQUEST:
                raise RuntimeError(f"{method} {path}: {answer.status} {answer.read()[:500]!r}")
            return json.load(answer)
        finally:
            connection.close()

    @property
    def headers(self) -> dict[str, str]:
        """Credentials."""
        return {"Authorization": f"Bearer {self.token}"}

    def load(
        self, requests: list[dict[str, str]], *, clients: int, seconds: float, first: int = 0
    ) -> dict[str, Any]:
        """Run the load client in a process of its own."""
        plan = {
            "host": "127.0.0.1",
            "port": self.port,
            "clients": clients,
            "seconds": seconds,
            "first": first,
            "headers": self.headers,
            "requests": requests,
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.load"],
            input=json.dumps(plan),
            capture_output=True,
            text=True,
            check=True,
        )
        report = json.loads(done.stdout)
        bad = {status: n for status, n in report["statuses"].items() if int(status) >= 400}
        if bad:
            raise RuntimeError(f"the load met errors: {bad}")
        return report

    def memory_mib(self) -> float:
        """Return the proportional set size of web and worker, without PostgreSQL."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if line.startswith("Pss:"))
        return int(line.split()[1]) / 1024


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def server(folder: Path) -> AsyncGenerator[Server]:
    """Start a server on ``folder`` and stop it at the end."""
    process = await asyncio.to_thread(_started, folder)
    try:
        yield await asyncio.to_thread(_ready, process)
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        if process.poll() is None:
            process.kill()


def _started(folder: Path) -> "subprocess.Popen[str]":
    argv = [sys.executable, "-m", "bench.server", str(folder), str(free_port())]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)


def _ready(process: "subprocess.Popen[str]") -> Server:
    for line in process.stdout or ():
        words = line.split()
        if words[:1] == ["ready"]:
            made = Server(process, int(words[1]), words[2], words[3], words[4])
            wait_for_health(made.port)
            return made
    raise RuntimeError("the server ended before it was ready")


def wait_for_health(port: int, deadline: float = START_SECONDS) -> float:
    """Wait for the first 200; return the seconds it took."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < deadline:
        if _healthy(port):
            return time.perf_counter() - begun
        time.sleep(0.01)
    raise RuntimeError("the server does not answer")


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def first_answer(folder: Path) -> tuple[float, float]:
    """Start ``deskplane serve`` on ``folder``; return seconds to the first 200 and the idle memory in MiB."""
    port = free_port()
    command = Path(sys.executable).with_name("deskplane")
    env = {**os.environ, "DESKPLANE_LOG_LEVEL": "WARNING"}
    begun = time.perf_counter()
    argv = [str(command), "serve", "--port", str(port), "--data-dir", str(folder)]
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, env=env, text=True)
    try:
        wait_for_health(port)
        spent = time.perf_counter() - begun
        time.sleep(2)
        memory = Server(process, port, "", "", "").memory_mib()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    return spent, memory
