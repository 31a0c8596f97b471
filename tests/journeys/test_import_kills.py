"""Imports whose process is killed again and again: nothing is lost or doubled, all is as if nobody had died."""

import asyncio
import random
from dataclasses import dataclass
from itertools import count
from typing import Any

import asyncpg
import pytest

from deskplane.simulators.making import make
from deskplane.simulators.server import running
from deskplane.simulators.simulator import Settings
from tests.fixtures.effort import effort
from tests.fixtures.servers import Servers
from tests.journeys.desks import Desk, opened

CONNECTIONS = "/api/v1/connections"
CASES = {
    "servicenow": ("servicenow", "instance_url", {}, {"username": "admin", "password": "admin"}),
    "jira_itsm": (
        "jira-cloud",
        "base_url",
        {"email": "admin@example.com", "default_project_key": "OPS"},
        {"api_token": "token"},
    ),
    "freshdesk": ("freshdesk", "base_url", {}, {"api_key": "key"}),
}
TICKETS = effort(500, 3_000)
KILLS = effort(2, 17)  # of each vendor: 51 together
LATENCY = 0.25  # slow enough that an import outlives its process many times
LATEST = 0.9
PATIENCE = 240
# A killed process leaves its lease behind; nobody waits half a minute for it here.
LEASE_ENDS = "update ingestion_runs set leased_until = now(), next_at = now() where state = 'in_progress'"
IMPORTED = """
select l.remote_id, l.remote_version, l.remote_status, t.title, t.description_text, t.type, t.status, t.priority,
    t.tags, t.created_at, t.updated_at, t.resolved_at, t.closed_at, t.version, r.email as requester,
    a.email as assignee, m.name as team, c.name as category,
    (select count(*) from events e where e.subject_id = t.id) as events,
    (select count(*) from import_keys k where k.ticket_id = t.id) as keys,
    (select count(*) from ticket_search s where s.id = t.id) as found
from external_links l
left join tickets t on t.id = l.ticket_id
left join people r on r.id = t.requester_id left join people a on a.id = t.assignee_id
left join teams m on m.id = t.team_id left join categories c on c.id = t.category_id
order by l.remote_id
"""
WHOLE = """
select (select count(*) from tickets) as tickets, (select count(*) from external_links) as links,
    (select count(*) from people where external_ref is not null or kind = 'external') as people,
    (select count(*) from teams) as teams, (select count(*) from categories) as categories
"""


@dataclass
class Import:
    """A run at a desk that may die."""

    servers: Servers
    type_: str
    url: str
    desk: Desk
    data_dir: Any
    connection: str = ""
    run: str = ""

    async def begin(self) -> None:
        """Verify the connection and ask for everything it has."""
        _, address, settings, credentials = CASES[self.type_]
        listed = (await self.desk.ask("GET", CONNECTIONS)).json()["data"]
        self.connection = next(row["id"] for row in listed if row["type"] == self.type_)
        here = f"{CONNECTIONS}/{self.connection}"
        form = {"settings": {address: self.url, **settings}, "credentials": credentials}
        assert (await self.desk.ask("POST", f"{here}/verify", form)).status == 202
        await self._until(here, lambda row: row["status"] == "idle" and row["last_verification_at"])
        asked = await self.desk.ask("POST", f"{here}/sync-tickets", {"days": 90})
        assert asked.status == 202, asked.body
        self.run = asked.json()["id"]

    async def killed(self) -> bool:
        """Kill the desk at a random moment of the import; False: the import was over before."""
        await asyncio.sleep(random.uniform(0.02, LATEST))
        self.desk.kill()
        self.desk = opened(self.servers, self.data_dir, token=self.desk.token)
        await self.rows(LEASE_ENDS)
        return (await self._shown())["state"] in ("queued", "in_progress")

    async def ended(self) -> dict[str, Any]:
        """Wait for the end of the run."""
        path = f"{CONNECTIONS}/{self.connection}/runs/{self.run}"
        return await self._until(path, lambda row: row["state"] not in ("queued", "in_progress"))

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Look, or help, past the door, as the owner of the database."""
        owner = await asyncpg.connect(self.desk.dsn)
        try:
            return [tuple(row.values()) for row in await owner.fetch(sql)]
        finally:
            await owner.close()

    async def _shown(self) -> dict[str, Any]:
        return (await self.desk.ask("GET", f"{CONNECTIONS}/{self.connection}/runs/{self.run}")).json()

    async def _until(self, path: str, done: Any) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            for _ in count():
                if done(found := (await self.desk.ask("GET", path)).json()):
                    return found
                await asyncio.sleep(0.1)
        raise AssertionError("unreachable")


async def imported(
    servers: Servers, type_: str, url: str, *, kills: int
) -> tuple[Any, Any, dict[str, Any], int]:
    """What is in a desk of its own after an import with so many deaths, the run, and how many there really were."""
    data_dir = servers.seeded(f"{type_}-{kills}")
    one = Import(servers, type_, url, opened(servers, data_dir), data_dir)
    try:
        await one.begin()
        died = 0
        while died < kills and await one.killed():
            died += 1
        run = await one.ended()
        return await one.rows(IMPORTED), await one.rows(WHOLE), run, died
    finally:
        one.desk.leave()


@pytest.mark.slow
@pytest.mark.parametrize("type_", CASES)
async def test_an_import_that_dies_again_and_again_equals_an_undisturbed_one(servers: Servers, type_: str):
    vendor = CASES[type_][0]
    simulator = make(vendor, Settings(tickets=TICKETS, latency=LATENCY))
    with running(simulator) as server:
        rows, whole, calm, _ = await imported(servers, type_, server.url, kills=0)
        same_rows, same_whole, run, died = await imported(servers, type_, server.url, kills=KILLS)

    assert (calm["state"], run["state"]) == ("success", "success")
    assert 0 < len(rows) == calm["read_count"] == run["read_count"]
    assert died >= max(1, KILLS // 4)
    assert same_whole == whole
    assert same_rows == rows
