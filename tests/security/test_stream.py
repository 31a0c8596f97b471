"""The live stream tells each browser only what its person may know of."""

import asyncio
from collections.abc import AsyncGenerator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import orjson
import pytest

from deskplane.app.runtime import serving
from deskplane.app.web import fronted
from deskplane.kernel.access import RoleName
from tests.fixtures.desk import Org, World
from tests.fixtures.streams import listening

TICKETS = "/api/v1/desk/tickets"


@dataclass
class Browser:
    """One open stream and what came through it."""

    heard: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    status: int = 0
    _gone: asyncio.Event = field(default_factory=asyncio.Event)
    _opened: asyncio.Event = field(default_factory=asyncio.Event)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> MutableMapping[str, Any]:
        """Stay until told to go."""
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Keep what the server writes."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        self._opened.set()
        for line in message.get("body", b"").splitlines():
            if line.startswith(b"data: ["):
                self.heard += orjson.loads(line.removeprefix(b"data: "))
                self._news.set()

    async def until(self, name: str) -> None:
        """Wait until an event of this name came through."""
        async with asyncio.timeout(30):
            while name not in self.names:
                self._news.clear()
                await self._news.wait()

    @property
    def subjects(self) -> set[str]:
        """The subjects of all that was heard."""
        return {event["subject"] for event in self.heard}

    @property
    def names(self) -> list[str]:
        """The names of all that was heard."""
        return [event["name"] for event in self.heard]


@asynccontextmanager
async def watching(world: World, org: Org, role: RoleName) -> AsyncGenerator[Browser]:
    """Open the stream as a person of ``role``."""
    browser = Browser()
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/api/v1/events",
        "raw_path": b"/api/v1/events",
        "query_string": b"",
        "headers": [(b"authorization", f"Bearer {org.tokens[role]}".encode())],
        "client": ("127.0.0.1", 1),
        "server": ("desk.test", 80),
        "scheme": "http",
        "http_version": "1.1",
    }
    app: Any = fronted(world.app, world.runtime)
    task = asyncio.create_task(app(scope, browser.receive, browser.send))
    await asyncio.wait_for(browser._opened.wait(), 20)
    try:
        yield browser
    finally:
        browser._gone.set()
        await asyncio.wait_for(task, 20)


@pytest.fixture
async def live(world: World) -> AsyncGenerator[World]:
    """The world with its loops running."""
    async with serving(world.runtime, web=True, worker=True):
        await listening(world)
        yield world


async def test_each_hears_what_concerns_them_and_nothing_else(live: World):
    ours, theirs = live.client(), live.client(org=live.other)
    requester = str(live.org.people[RoleName.REQUESTER])
    async with (
        watching(live, live.org, RoleName.ADMIN) as admin,
        watching(live, live.org, RoleName.REQUESTER) as portal,
        watching(live, live.other, RoleName.ADMIN) as stranger,
    ):
        foreign = (await theirs.post(TICKETS, json={"title": "Theirs"})).json()["id"]
        hidden = (await ours.post(TICKETS, json={"title": "Of somebody else"})).json()["id"]
        own = (await ours.post(TICKETS, json={"title": "Mine", "requester_id": requester})).json()["id"]
        note = {"body": "Among us", "visibility": "internal"}
        assert (await ours.post(f"{TICKETS}/{own}/comments", json=note)).status_code == 201
        assert (await ours.delete(f"{TICKETS}/{own}")).status_code == 204
        await admin.until("ticket.deleted")
        await portal.until("ticket.deleted")
        await stranger.until("ticket.created")

    assert {own, hidden} <= admin.subjects
    assert portal.subjects == {own}
    assert "ticket.commented" in admin.names
    assert "ticket.commented" not in portal.names
    assert stranger.subjects & {own, hidden} == set()
    assert foreign in stranger.subjects
    assert foreign not in admin.subjects


async def test_the_stream_carries_ids_and_no_words(live: World):
    word = f"word{uuid4().hex}"
    async with watching(live, live.org, RoleName.ADMIN) as admin:
        await live.client().post(TICKETS, json={"title": word, "tags": [word]})
        await admin.until("ticket.created")

    assert word not in repr(admin.heard)
    assert {frozenset(event) for event in admin.heard} == {
        frozenset({"name", "subject_type", "subject", "version"})
    }
