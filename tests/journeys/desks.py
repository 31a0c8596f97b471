"""Desks in processes of their own, a load of creates against them, and what must be true afterwards."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import SystemRandom
from typing import Any

import asyncpg

from tests.fixtures.servers import REPOSITORY, Servers

LOST = (OSError, EOFError, asyncio.IncompleteReadError, ValueError)
TICKETS = "/api/v1/desk/tickets"
BELOW_EPHEMERAL = range(20_000, 32_000)


@dataclass
class Answer:
    """One answer, read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The document in it."""
        return json.loads(self.body)


@dataclass
class Desk:
    """A running desk."""

    popen: subprocess.Popen[str]
    port: int
    org_id: str
    token: str
    dsn: str

    async def ask(
        self, method: str, path: str, body: object = None, *, line: "Line | None" = None, **headers: str
    ) -> Answer:
        """Send one request, over ``line`` or a connection of its own."""
        if line is not None:
            return await line.ask(method, path, body, **headers)
        async with asyncio.timeout(30), Line.to(self) as own:
            return await own.ask(method, path, body, **headers)

    def kill(self) -> None:
        """Kill it as the system does when memory runs out."""
        self.popen.send_signal(signal.SIGKILL)
        self.popen.wait(30)
        assert self.popen.stdout
        self.popen.stdout.close()

    def leave(self) -> None:
        """Ask it to stop, and wait."""
        if self.popen.poll() is None:
            self.popen.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.popen.wait(20)
        self.kill()


@dataclass
class Line:
    """One connection, kept open."""

    desk: Desk
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    @asynccontextmanager
    async def to(cls, desk: Desk) -> "AsyncGenerator[Line]":
        """Connect, and close at the end."""
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        try:
            yield cls(desk, reader, writer)
        finally:
            writer.close()

    async def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Send a request and read the answer to its end."""
        content = b"" if body is None else json.dumps(body).encode()
        fields = {"host": "desk.test", "authorization": f"Bearer {self.desk.token}", **headers}
        fields |= {"content-type": "application/json", "content-length": str(len(content))} if content else {}
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{k.replace('_', '-')}: {v}" for k, v in fields.items()),
            "",
            "",
        ]
        self.writer.write("\r\n".join(lines).encode() + content)
        first, *rest = (await self.reader.readuntil(b"\r\n\r\n")).decode().rstrip().split("\r\n")
        told = dict(line.lower().split(": ", 1) for line in rest)
        read = await self.reader.readexactly(int(told.get("content-length", "0")))
        return Answer(int(first.split()[1]), told, read)


def free_port() -> int:
    """A port that nobody uses at the moment, nor gets for an outgoing connection until it is bound."""
    while True:
        # Not as ``random`` says, which begins with the same numbers in every process of the tests.
        port = SystemRandom().choice(BELOW_EPHEMERAL)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def opened(servers: Servers, data_dir: Path, *, dsn: str = "", token: str = "") -> Desk:
    """Start a desk on a data folder, and wait until it serves."""
    order = {"data_dir": str(data_dir), "root_state": str(servers.state), "port": free_port(), "dsn": dsn}
    order["token"] = token
    popen = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.desk_server", json.dumps(order)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert popen.stdout
        facts = json.loads(popen.stdout.readline() or "{}")
        assert facts, f"ended with {popen.wait(30)}"
        desk = Desk(popen, facts["port"], facts["org_id"], facts["token"], facts["dsn"])
        _wait_until_serving(desk)
    except BaseException:
        popen.kill()
        popen.communicate()
        raise
    return desk


def _wait_until_serving(desk: Desk) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", desk.port), 1):
            return
        time.sleep(0.01)
    raise AssertionError("the desk does not listen")


@dataclass
class Load:
    """Creates from several connections at once, each with a key of its own; remembers what was promised."""

    desk: Desk
    name: str
    clients: int = 6
    acknowledged: dict[str, str] = field(default_factory=dict[str, str])
    unknown: list[str] = field(default_factory=list[str])
    refusals: list[Answer] = field(default_factory=list[Answer])
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Create until stopped or cut off."""
        await asyncio.gather(*(self._client(n) for n in range(self.clients)))

    def stop(self) -> None:
        """Let everybody finish what was begun."""
        self._stop.set()

    async def _client(self, number: int) -> None:
        title = f"{self.name} {number}-0"
        try:
            async with Line.to(self.desk) as line:
                for turn in count(1):
                    title = f"{self.name} {number}-{turn}"
                    if self._stop.is_set():
                        return
                    await self.create(title, line)
        except LOST:
            self.unknown.append(title)

    async def create(self, title: str, line: Line | None = None) -> Answer:
        """Create one ticket under a key; a second time it is the same ticket."""
        key = title.replace(" ", "-")
        answer = await self.desk.ask("POST", TICKETS, {"title": title}, line=line, idempotency_key=key)
        if answer.status == 201:
            self.acknowledged[answer.json()["id"]] = title
        else:
            self.refusals.append(answer)
        return answer


PROMISED = """
select t.id::text from unnest($1::uuid[]) with ordinality w(id, n) left join tickets t on t.id = w.id
where t.id is null or (select count(*) from events e where e.subject_id = w.id and e.name = 'ticket.created') <> 1
"""
HALF = {
    "tickets without their event": """select t.title as what from tickets t where not exists
        (select from events e where e.subject_id = t.id and e.name = 'ticket.created')""",
    "events without their ticket": """select e.id::text as what from events e where e.name = 'ticket.created'
        and not exists (select from tickets t where t.id = e.subject_id)""",
    "tickets that search does not know": """select t.title as what from tickets t where not exists
        (select from ticket_search s where s.org_id = t.org_id and s.id = t.id)""",
    "search rows without a ticket": """select s.id::text as what from ticket_search s where not exists
        (select from tickets t where t.id = s.id)""",
    "tickets that exist twice": "select title as what from tickets group by title having count(*) > 1",
    "keys without an answer": "select key as what from idempotency_keys where status is null",
    "keys without their ticket": """select k.key as what from idempotency_keys k where k.route = '/api/v1/desk/tickets'
        and not exists (select from tickets t where replace(t.title, ' ', '-') = k.key)""",
}
HEARD = {
    "skipped by the subscriber": """select e.id::text as what from events e where not exists
        (select from probe_heard h where h.event_id = e.id)""",
    "heard twice": "select event_id::text as what from probe_heard group by 1 having count(*) > 1",
    "heard, but never committed": """select h.event_id::text as what from probe_heard h where not exists
        (select from events e where e.id = h.event_id)""",
    "parked": "select error as what from parked_events",
}
COVERED = """
select (select count(*) from events where org_id = $1) as events,
       (select coalesce(sum(entries), 0) from audit_seals where org_id = $1) as sealed
"""


async def check_whole(desk: Desk, acknowledged: Sequence[str]) -> None:
    """Assert that every promise was kept and nothing is half there."""
    owner = await asyncpg.connect(desk.dsn)
    try:
        broken = [row["id"] for row in await owner.fetch(PROMISED, list(acknowledged))]
        assert broken == [], "acknowledged and lost"
        for meaning, query in HALF.items():
            assert [row["what"] for row in await owner.fetch(query)] == [], meaning
    finally:
        await owner.close()


async def check_heard(desk: Desk) -> None:
    """Assert that subscribers caught up, each event once, and that the chain of seals holds."""
    owner = await asyncpg.connect(desk.dsn)
    try:
        await _caught_up(owner, desk)
        for meaning, query in HEARD.items():
            assert [row["what"] for row in await owner.fetch(query)] == [], meaning
    finally:
        await owner.close()
    verdict = (await desk.ask("GET", "/api/v1/audit/verify")).json()
    assert verdict["intact"] is True, verdict


async def _caught_up(owner: asyncpg.Connection, desk: Desk) -> None:
    deadline = time.monotonic() + 60
    while True:
        row = await owner.fetchrow(COVERED, desk.org_id)
        heard = await owner.fetchval("select count(*) from probe_heard where org_id = $1", desk.org_id)
        assert row
        if row["events"] == row["sealed"] == heard:
            return
        assert time.monotonic() < deadline, f"{dict(row)}, heard {heard}"
        await asyncio.sleep(0.05)
