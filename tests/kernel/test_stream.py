"""The live stream: ids only, at once, and only to those who may see the subject."""

import asyncio
import time
from collections.abc import MutableMapping
from contextlib import suppress
from itertools import count
from typing import Any

import orjson
import pytest

from deskplane.app.runtime import serving
from deskplane.app.web import ON_THE_WAY_SECONDS, fronted
from deskplane.kernel.access import RoleName
from deskplane.kernel.stream import QUEUE, RECALL_LINES, RECALL_SECONDS, Client, Recall
from tests.fixtures.desk import World
from tests.fixtures.streams import listening


class Listener:
    """A browser that follows the stream through the whole application."""

    def __init__(self, world: World, role: RoleName, query: bytes = b"") -> None:
        token = world.org.tokens[role]
        self.lines: list[dict[str, Any]] = []
        self.raw = b""
        self._left = asyncio.Event()
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/v1/events",
            "raw_path": b"/api/v1/events",
            "query_string": query,
            "headers": [(b"authorization", f"Bearer {token}".encode())],
            "client": ("127.0.0.1", 1),
            "server": ("desk", 80),
            "scheme": "http",
            "http_version": "1.1",
            "root_path": "",
        }
        self._app = fronted(world.app, world.runtime)
        self._task = asyncio.create_task(self._follow(scope))

    async def _follow(self, scope: dict[str, Any]) -> None:
        await self._app(scope, self._receive, self._send)

    async def _receive(self) -> MutableMapping[str, Any]:
        if self.raw == b"" and not self._left.is_set():
            self.raw = b" "
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        body: bytes = message.get("body", b"")
        self.raw += body
        for part in body.split(b"\n\n"):
            if part.startswith((b"event: changes", b"event: missed")):
                self.lines += orjson.loads(part.split(b"data: ", 1)[1])

    def heard(self, subject: str) -> list[str]:
        return [line["name"] for line in self.lines if line["subject"] == subject]

    async def leave(self) -> None:
        self._left.set()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(self._task, 20)


async def wait_for(check: Any, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        for _ in count():
            if check():
                return
            await asyncio.sleep(0.01)


async def test_a_change_reaches_agents_at_once_and_names_ids_only(world: World) -> None:
    async with serving(world.runtime, web=True, worker=True):
        agent, requester = Listener(world, RoleName.AGENT), Listener(world, RoleName.REQUESTER)
        await wait_for(lambda: world.runtime.hub.count == 2)
        await listening(world)
        made = (
            await world.client().post("/api/v1/desk/tickets", json={"title": "Canary in the title"})
        ).json()
        await wait_for(lambda: agent.heard(made["id"]))
        assert agent.heard(made["id"]) == ["ticket.created"]
        assert b"Canary" not in agent.raw
        assert requester.heard(made["id"]) == []
        await agent.leave()
        await requester.leave()


async def test_a_requester_hears_of_the_own_ticket_but_not_of_internal_notes(world: World) -> None:
    async with serving(world.runtime, web=True, worker=True):
        requester = Listener(world, RoleName.REQUESTER)
        await wait_for(lambda: world.runtime.hub.count == 1)
        await listening(world)
        client = world.client(RoleName.REQUESTER)
        made = (await client.post("/api/v1/desk/tickets", json={"title": "My laptop"})).json()
        await wait_for(lambda: requester.heard(made["id"]))
        path = f"/api/v1/desk/tickets/{made['id']}/comments"
        note = await world.client(RoleName.AGENT).post(
            path, json={"body_html": "<p>x</p>", "visibility": "internal"}
        )
        assert note.status_code == 201, note.text
        answer = await world.client(RoleName.AGENT).post(path, json={"body_html": "<p>y</p>"})
        assert answer.status_code == 201, answer.text
        await wait_for(lambda: len(requester.heard(made["id"])) >= 2)
        await asyncio.sleep(0.3)
        assert requester.heard(made["id"]).count("ticket.commented") == 1
        await requester.leave()


async def test_another_organisation_hears_nothing(world: World) -> None:
    async with serving(world.runtime, web=True, worker=True):
        agent = Listener(world, RoleName.AGENT)
        await wait_for(lambda: world.runtime.hub.count == 1)
        await listening(world)
        other = world.client(RoleName.AGENT, org=world.other)
        made = (await other.post("/api/v1/desk/tickets", json={"title": "Theirs"})).json()
        mine = (await world.client().post("/api/v1/desk/tickets", json={"title": "Ours"})).json()
        await wait_for(lambda: agent.heard(mine["id"]))
        assert agent.heard(made["id"]) == []
        await agent.leave()


async def test_what_was_told_between_reading_and_listening_comes_first(world: World) -> None:
    async with serving(world.runtime, web=True, worker=True):
        witness = Listener(world, RoleName.AGENT)
        await wait_for(lambda: world.runtime.hub.count == 1)
        await listening(world)
        # What is older than the ears of the process cannot be recalled.
        await asyncio.sleep(ON_THE_WAY_SECONDS)
        begun = time.monotonic()
        made = (await world.client().post("/api/v1/desk/tickets", json={"title": "Just now"})).json()
        await wait_for(lambda: witness.heard(made["id"]))
        age = b"age_ms=%d" % (1 + 1000 * (time.monotonic() - begun))
        late = Listener(world, RoleName.AGENT, age)
        unasked = Listener(world, RoleName.AGENT)
        requester = Listener(world, RoleName.REQUESTER, age)
        stranger = Listener(world, RoleName.AGENT, b"age_ms=80000000")
        await wait_for(lambda: b"event: resync" in stranger.raw)
        await wait_for(lambda: world.runtime.hub.count == 5)
        await wait_for(lambda: late.heard(made["id"]))
        assert late.heard(made["id"]) == ["ticket.created"]
        assert b"event: missed" in late.raw
        assert b"event: resync" not in late.raw
        for nothing in (unasked, requester, stranger):
            assert nothing.heard(made["id"]) == []
        for listener in (witness, late, unasked, requester, stranger):
            await listener.leave()


def test_only_the_last_minute_and_no_flood_is_recalled() -> None:
    recall = Recall(since=100.0)
    recall.keep([["old"]], 101.0)
    recall.keep([["new"]], 102.0)
    assert recall.after(100.5) == [["old"], ["new"]]
    assert recall.after(101.5) == [["new"]]
    assert recall.after(99.0) is None

    recall.keep([["later"]], 101.5 + RECALL_SECONDS)
    assert recall.after(100.5) is None
    assert recall.after(101.5) == [["new"], ["later"]]

    recall.keep([["flood"]] * RECALL_LINES, 165.0)
    assert recall.after(163.0) == [["flood"]] * RECALL_LINES
    assert recall.after(101.5) is None


async def test_the_stream_ends_when_access_changes(world: World) -> None:
    async with serving(world.runtime, web=True, worker=True):
        agent = Listener(world, RoleName.AGENT)
        await wait_for(lambda: world.runtime.hub.count == 1)
        await listening(world)
        await asyncio.sleep(0.3)
        path = f"/api/v1/people/{world.org.people[RoleName.AGENT]}"
        answer = await world.client().delete(path)
        assert answer.status_code < 300, answer.text
        await wait_for(lambda: world.runtime.hub.count == 0)
        await agent.leave()


async def test_a_client_that_reads_too_slowly_is_told_to_load_again() -> None:
    client = Client("org", "person", sees_everything=True)
    for n in range(QUEUE + 5):
        client.offer(str(n).encode())
    assert client.queue.qsize() <= 5
    assert client.queue.get_nowait().startswith(b"event: resync")


@pytest.mark.parametrize("path", ["/api/v1/events"])
async def test_nobody_listens_without_signing_in(world: World, path: str) -> None:
    assert (await world.anonymous().get(path)).status_code == 401
