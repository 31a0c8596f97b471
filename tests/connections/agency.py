"""An agent outside beside a committed desk: both are real, simulators answer at real ports of this machine."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import aio_pika
import httpx2
import pydantic
import pytest

from deskplane.agent.calling import MEDIA
from deskplane.agent.door import door
from deskplane.agent.keeping import Keeper
from deskplane.agent.messages import QUEUE, STATUS, Status
from deskplane.agent.publishing import DOOR, ByBroker, ByCall, Publisher
from deskplane.agent.signing import signed
from deskplane.agent.working import Agent
from deskplane.app.web import fronted
from deskplane.connections import hearing, jobs
from deskplane.kernel import clock
from deskplane.kernel.crypto import KeyRing
from deskplane.outbound.policy import OutboundPolicy
from deskplane.simulators.making import make
from deskplane.simulators.server import running
from deskplane.simulators.simulator import Settings
from deskplane.sync import jobs as sync_jobs, relaying
from tests.connections.outside import CREATED, FORMS, SIMULATORS, C
from tests.fixtures.desk import BASE, World
from tests.fixtures.dumping import dump

SECRET = "a secret that desk and agent share"
CANARY = "canary-4711-never-stored"
ADDRESS = {"servicenow": "instance_url", "jira_itsm": "base_url", "freshdesk": "base_url"}
PATIENCE = 90


def secret_form(type_: str) -> dict[str, str]:
    """Credentials of a type with the canary as the secret."""
    return {
        name: (value if name == "username" else CANARY) for name, value in FORMS[type_]["credentials"].items()
    }


class Held:
    """A publisher that keeps what it is given, for a test to deliver as it likes."""

    def __init__(self) -> None:
        self.said: list[Status] = []

    async def publish(self, status: Status) -> None:
        self.said.append(status)

    async def close(self) -> None:
        self.said.clear()


@dataclass
class Agency:
    """The desk, its agent, and simulated desks by type."""

    world: World
    agent: Agent
    folder: Path
    stack: ExitStack
    sites: dict[str, Any] = field(default_factory=dict)

    @property
    def reach(self) -> Any:
        return self.world.runtime.reach

    def site(self, type_: str, **settings: Any) -> tuple[Any, str]:
        """A simulator at a port, and its address."""
        if type_ not in self.sites:
            made = make(SIMULATORS[type_], Settings(secret=CANARY, **settings))
            self.sites[type_] = (made, self.stack.enter_context(running(made)).url)
        return self.sites[type_]

    def form(self, type_: str, **settings: Any) -> dict[str, Any]:
        _, url = self.site(type_, **settings)
        return {
            "credential_mode": "agent",
            "settings": {**FORMS[type_]["settings"], ADDRESS[type_]: url},
            "credentials": secret_form(type_),
        }

    async def send(self, method: str, path: str, **more: Any) -> httpx2.Response:
        return await self.world.client().request(method, path, **more)

    async def record(self, type_: str) -> str:
        listed = (await self.send("GET", C)).json()["data"]
        return next(row["id"] for row in listed if row["type"] == type_)

    async def show(self, id_: str) -> dict[str, Any]:
        answer = await self.send("GET", f"{C}/{id_}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def run(self, id_: str, run_id: str) -> dict[str, Any]:
        return (await self.send("GET", f"{C}/{id_}/runs/{run_id}")).json()

    async def turn(self) -> None:
        """Everything that is due, once: errands, the agent's work, what it says."""
        await self.reach.settled()
        await jobs.verify_due(self.world.db, self.reach)
        await sync_jobs.work_due(self.world.db, self.reach)
        await jobs.hear_due(self.world.db)
        await relaying.hear_due(self.world.db, self.reach)

    async def until(self, seen: Callable[[dict[str, Any]], bool], look: Callable[[], Any]) -> dict[str, Any]:
        """Go on until something is seen; the wait is for a hang, not for a speed."""
        async with asyncio.timeout(PATIENCE):
            while not seen(found := await look()):
                await self.turn()
                await asyncio.sleep(0.02)
        return found

    async def verified(self, type_: str, **settings: Any) -> dict[str, Any]:
        id_ = await self.record(type_)
        answer = await self.send("POST", f"{C}/{id_}/verify", json=self.form(type_, **settings))
        assert answer.status_code == 202, answer.text
        assert answer.json()["status"] == "verifying"
        return await self.until(lambda row: row["status"] == "idle", lambda: self.show(id_))

    async def asked(self, id_: str) -> str:
        answer = await self.send("POST", f"{C}/{id_}/sync-tickets", json={"days": 90})
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    async def imported(self, id_: str) -> dict[str, Any]:
        run_id = await self.asked(id_)
        return await self.until(
            lambda run: run["state"] not in ("queued", "in_progress"), lambda: self.run(id_, run_id)
        )

    def inside(self, type_: str, since: Any) -> int:
        """How many records the simulator itself holds of a time."""
        return sum(created >= since for _, created in CREATED[type_](self.sites[type_][0]))

    async def linked(self, id_: str) -> int:
        async with self.world.db.transaction(self.world.org.tenant) as tx:
            return await tx.fetchval(
                "select count(distinct ticket_id) from external_links where org_id = app_org() and connection_id = $1",
                UUID(id_),
            )

    def dump(self) -> str:
        """Every value of every table, as text; what is binary too."""
        return dump(self.world.runtime.owner_dsn)


@asynccontextmanager
async def opened(world: World, folder: Path, publisher: Publisher | None = None) -> AsyncGenerator[Agency]:
    """An agent in this process, whose door is the address that the desk calls."""
    reach: Any = world.runtime.reach
    reach.settings = reach.settings.model_copy(
        update={"agent_url": "http://agent.test", "agent_secret": _hidden(SECRET)}
    )
    calls = ByCall(BASE, SECRET, httpx2.ASGITransport(app=fronted(world.app, world.runtime)))
    agent = Agent(
        Keeper(folder / "agent", KeyRing.of(["the agent's own key, known to nobody else"])),
        publisher or calls,
        OutboundPolicy.of(("127.0.0.0/8",), allow_http=True),
        pause=0.01,
    )
    reach.to_agent = httpx2.ASGITransport(app=door(agent, SECRET))
    with ExitStack() as stack:
        made = Agency(world, agent, folder, stack)
        try:
            yield made
        finally:
            await reach.settled()
            await agent.close()


def _hidden(text: str) -> Any:
    return pydantic.SecretStr(text)


@asynccontextmanager
async def heard(world: World, url: str) -> AsyncGenerator[None]:
    """Let the desk listen to a broker."""
    reach: Any = world.runtime.reach
    reach.settings = reach.settings.model_copy(update={"broker_url": _hidden(url)})
    listening = asyncio.ensure_future(hearing.run(world.db, reach))
    try:
        yield
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def emptied(url: str) -> None:
    """Take away what an earlier test left in the queue."""
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(QUEUE, durable=True)
        await queue.purge()


@pytest.fixture
async def agency(world: World, tmp_path: Path) -> AsyncIterator[Agency]:
    """Without a broker: the agent calls the desk."""
    async with opened(world, tmp_path) as made:
        yield made


@pytest.fixture
async def held(world: World, tmp_path: Path) -> AsyncIterator[Agency]:
    """An agent whose words wait for the test to deliver them."""
    async with opened(world, tmp_path, Held()) as made:
        yield made


@pytest.fixture
async def brokered(world: World, tmp_path: Path, broker: str) -> AsyncIterator[Agency]:
    """With RabbitMQ between agent and desk."""
    await emptied(broker)
    async with opened(world, tmp_path, ByBroker(broker, SECRET)) as made, heard(world, broker):
        yield made


async def delivered(agency: Agency, status: Status) -> httpx2.Response:
    """Give a status to the desk's door, as the agent would."""
    body = STATUS.dump_json(status)
    headers = {**signed(SECRET, body, clock.now()), "content-type": MEDIA}
    return await agency.world.anonymous().post(DOOR, content=body, headers=headers)


class Line:
    """A line to a server that can be cut; new ones are put through."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._ends: list[asyncio.StreamWriter] = []

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        self._ends += [writer, back]
        await asyncio.gather(_pumped(reader, back), _pumped(there, writer))

    def cut(self) -> int:
        """End every line at once; tells how many ends there were."""
        ends, self._ends = self._ends, []
        for end in ends:
            end.transport.abort()
        return len(ends)


async def _pumped(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def line_to(url: str) -> AsyncGenerator[tuple[str, Line]]:
    """An address that leads to another one over a line that can be cut."""
    target = httpx2.URL(url.replace("amqp:", "http:")).port
    assert target is not None
    line = Line(target)
    server = await asyncio.start_server(line.meet, "127.0.0.1", 0)
    try:
        yield url.replace(str(target), str(server.sockets[0].getsockname()[1])), line
    finally:
        server.close()
        line.cut()
        await asyncio.sleep(0)
