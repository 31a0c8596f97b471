"""How soon a change over there is here: ``python -m bench.webhooks [--times 20]``.

From the post of a webhook until the ticket's status is stored, and until an open browser's stream tells of it; as a
ratio to the two seconds that are promised.
"""

import argparse
import asyncio
import base64
import hashlib
import hmac
import http.client
import json
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bench.imports import CONNECTIONS, importing, simulator
from bench.process import Server, server
from bench.table import Row, printed
from deskplane.kernel import logging

HOOK = "/api/v1/webhooks/servicenow"
PROMISED = 2.0
STATES = ("2", "3")
SIGN = {"content-type": "application/json"}


class Stream:
    """An open browser's ears: remembers when it last heard of a ticket."""

    def __init__(self, running: Server) -> None:
        """Listen in a thread of its own."""
        self._running = running
        self.heard = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._running.port)
        connection.request("GET", "/api/v1/events", headers=self._running.headers)
        answer = connection.getresponse()
        for line in iter(answer.readline, b""):
            if b'"ticket.changed"' in line:
                self.heard.set()


def changed(port: int, number: int, sys_id: str) -> None:
    """Somebody over there gives an incident another state."""
    login = base64.b64encode(b"admin:admin").decode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {**SIGN, "authorization": f"Basic {login}", "accept": "application/json"}
    body = json.dumps({"state": STATES[number % 2]})
    connection.request("PATCH", f"/api/now/table/incident/{sys_id}", body, headers)
    answer = connection.getresponse()
    if answer.status >= 300:
        raise RuntimeError(f"the simulator refused: {answer.status} {answer.read()[:300]!r}")
    connection.close()


def posted(running: Server, secret: str, told: Any) -> None:
    """Post a signed webhook."""
    body, stamp = json.dumps(told).encode(), str(int(time.time()))
    digest = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {**SIGN, "x-deskplane-timestamp": stamp, "x-deskplane-signature": f"sha256={digest}"}
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    connection.request("POST", HOOK, body, headers)
    answer = connection.getresponse()
    if answer.status != 202:
        raise RuntimeError(f"the webhook was refused: {answer.status} {answer.read()[:300]!r}")
    connection.close()


def measured(running: Server, port: int, times: int) -> tuple[list[float], list[float]]:
    """Seconds until stored, and until told, of so many changes."""
    connection, _, _ = importing(running, port)
    secret = running.post(f"{CONNECTIONS}/{connection}/webhook/secret", {})["secret"]
    ticket = running.get("/api/v1/desk/tickets?source_type=SERVICENOW&status=in_progress&limit=1")["data"][0]
    sys_id = running.get(f"/api/v1/desk/tickets/{ticket['id']}")["source_reference"]["url"].rpartition(
        "sys_id="
    )[2]
    stream, stored, told = Stream(running), list[float](), list[float]()
    time.sleep(1.0)
    for number in range(1, times + 1):
        before = running.get(f"/api/v1/desk/tickets/{ticket['id']}")["status"]
        changed(port, number, sys_id)
        stream.heard.clear()
        begun = time.perf_counter()
        posted(running, secret, {"sys_id": sys_id, "state": STATES[number % 2]})
        while running.get(f"/api/v1/desk/tickets/{ticket['id']}")["status"] == before:
            if time.perf_counter() - begun > 60:
                raise RuntimeError("the change does not come")
            time.sleep(0.005)
        stored.append(time.perf_counter() - begun)
        if not stream.heard.wait(60):
            raise RuntimeError("the stream says nothing")
        told.append(time.perf_counter() - begun)
    return stored, told


async def main() -> int:
    """Measure and print; exit code 1 if a must is missed."""
    logging.configure(level="WARNING")
    words = argparse.ArgumentParser(prog="bench.webhooks")
    words.add_argument("--times", type=int, default=20)
    given = words.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="deskplane-webhooks-"))
    try:
        with simulator(50) as port:
            async with server(folder) as running:
                stored, told = await asyncio.to_thread(measured, running, port, given.times)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    rows = [
        Row(
            *(f"webhook until {what}, slowest of {given.times}", "", f"{max(values):.2f} s"),
            *(max(values) / PROMISED, "1 (2 s)", max(values) <= PROMISED),
        )
        for what, values in (("stored", stored), ("told to open browsers", told))
    ]
    print(printed(rows))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
