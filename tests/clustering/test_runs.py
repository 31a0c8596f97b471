"""Runs and their clusters at the public door, with the queue's own work."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest

from deskplane.clustering import service
from deskplane.clustering.schemas import ClusterRead, ClusterRunRead
from deskplane.clustering.vocabulary import MOST_RUNS, RunState
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tenant
from tests.connections.outside import Desks
from tests.fixtures.desk import World

CLUSTERS = "/api/v1/clusters"
RUNS = f"{CLUSTERS}/runs"
DESK = "/api/v1/desk/tickets"
VPN = "VPN tunnel drops every few minutes"
TONER = "Printer needs toner in the hall"
WORDS = {VPN: 8, TONER: 6}


class Office:
    """An organisation with two kinds of tickets and some that are like no others."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = world.client()

    async def filled(self) -> None:
        for title, count in WORDS.items():
            for number in range(count):
                await self.ticket(f"{title} {number}")
        for number in range(12):
            await self.ticket(f"thing{number} odd{number}")

    async def ticket(self, title: str, **more: Any) -> dict[str, Any]:
        made = await self.client.post(DESK, json={"title": title, **more})
        assert made.status_code == 201, made.text
        return made.json()

    async def ask(self, expect: int = 201, **body: Any) -> dict[str, Any]:
        answer = await self.client.post(RUNS, json=body)
        assert answer.status_code == expect, answer.text
        return answer.json()

    async def run(self, id_: str) -> dict[str, Any]:
        return (await self.client.get(f"{RUNS}/{id_}")).json()

    async def done(self, **body: Any) -> dict[str, Any]:
        """A run from the question to its end."""
        asked = await self.ask(**body)
        await worked(self.world, asked["id"])
        return await self.run(asked["id"])

    async def clusters(self, **query: Any) -> list[dict[str, Any]]:
        return (await self.client.get(CLUSTERS, params=query)).json()["data"]


async def worked(world: World, id_: str) -> None:
    """Do what the queue holds for a run."""
    async with world.db.transaction(world.org.tenant) as tx:
        [row] = await tx.fetch("select id from deliveries where org_id = app_org() and target = $1", id_)
    await world.runtime.jobs.run_delivery(world.db, world.org.id, row["id"])


@pytest.fixture
async def office(world: World) -> Office:
    made = Office(world)
    await made.filled()
    return made


async def test_a_run_finds_what_belongs_together(office: Office) -> None:
    run = ClusterRunRead.model_validate(await office.done(title="All of it"))

    assert (run.state, run.tickets, run.grouped, run.clusters) == ("completed", 26, 14, 2)
    shown = [ClusterRead.model_validate(one) for one in await office.clusters(run_id=str(run.id))]
    assert [(one.place, one.size) for one in shown] == [(1, 8), (2, 6)]
    vpn = shown[0]
    assert {"vpn", "tunnel", "drops"} <= {word.word for word in vpn.words}
    assert vpn.name == ", ".join(word.word for word in vpn.words[:3])
    assert vpn.share == pytest.approx(8 / 26)
    assert (len(vpn.samples), sum(vpn.trend), len(vpn.trend)) == (5, 8, 12)
    assert all(VPN in sample.title for sample in vpn.samples)
    assert (vpn.resolved, vpn.median_resolve_seconds) == (0, None)
    assert await office.world.timeline(run.id) == [
        "clusters.run_asked",
        "clusters.run_started",
        "clusters.run_completed",
    ]


async def test_the_ticket_list_shows_the_tickets_of_a_cluster_and_nothing_else(office: Office) -> None:
    await office.done()
    vpn, toner = await office.clusters()

    found = (await office.client.get(DESK, params={"set": vpn["id"]})).json()["data"]
    both = (await office.client.get(DESK, params={"set": f"{vpn['id']},{toner['id']}", "count": True})).json()
    requester = await office.world.client(RoleName.REQUESTER).get(DESK, params={"set": vpn["id"]})
    stranger = await office.world.client(org=office.world.other).get(DESK, params={"set": vpn["id"]})

    assert len(found) == 8
    assert all(VPN in ticket["title"] for ticket in found)
    assert both["page"]["total"] == 14
    assert requester.status_code == 403
    assert stranger.json()["data"] == []


async def test_what_the_tickets_have_in_common_is_told(office: Office) -> None:
    team = (await office.client.post("/api/v1/teams", json={"name": "Network"})).json()["id"]
    vpn = (await office.client.get(DESK, params={"q": "VPN"})).json()["data"]
    for ticket in vpn[:6]:
        answer = await office.client.patch(f"{DESK}/{ticket['id']}", json={"team_id": team})
        assert answer.status_code == 200, answer.text
    for ticket in vpn[:2]:
        moved = {"to": "resolved", "resolution_code": "solved", "comment": "done"}
        for to in ({"to": "open"}, {"to": "in_progress"}, moved):
            answer = await office.client.post(f"{DESK}/{ticket['id']}/transition", json=to)
            assert answer.status_code == 200, answer.text

    await office.done()

    cluster = (await office.clusters())[0]
    assert cluster["team"] == {"id": team, "name": "Network", "share": 0.75}
    assert cluster["category"] is None
    assert cluster["resolved"] == 2
    assert cluster["median_resolve_seconds"] > 0


async def test_a_scope_narrows_what_is_looked_at(office: Office) -> None:
    run = await office.done(scope={"filter": {"where": "title contains toner"}})

    assert (run["tickets"], run["clusters"]) == (6, 1)


@pytest.mark.parametrize(
    ("scope", "place"),
    [
        ({"filter": {"colour": "red"}}, "colour"),
        ({"filter": {"where": "title contains xyzzy"}}, "scope"),
        ({"created_from": "2026-02-01T00:00:00Z", "created_to": "2026-01-01T00:00:00Z"}, "scope"),
    ],
)
async def test_a_scope_that_finds_nothing_is_refused(
    office: Office, scope: dict[str, Any], place: str
) -> None:
    problem = await office.ask(422, scope=scope)

    assert place in [str(part) for part in problem["errors"][0]["loc"]]
    assert (await office.client.get(RUNS)).json()["data"] == []


async def test_a_cluster_takes_a_name_of_ones_own(office: Office) -> None:
    await office.done()
    cluster = (await office.clusters())[0]
    path = f"{CLUSTERS}/{cluster['id']}"

    named = (await office.client.patch(path, json={"name": "Tunnel trouble"})).json()
    stale = await office.client.patch(path, json={"name": "Late", "version": 1})
    found = await office.clusters(q="tunnel tr")

    assert (named["name"], named["is_named"], named["version"]) == ("Tunnel trouble", True, 2)
    assert stale.status_code == 409
    assert [one["id"] for one in found] == [cluster["id"]]


async def test_a_run_that_was_called_off_keeps_nothing(office: Office) -> None:
    asked = await office.ask()

    cancelled = await office.client.post(f"{RUNS}/{asked['id']}/cancel")
    await worked(office.world, asked["id"])

    assert cancelled.json()["state"] == "cancelled"
    assert (await office.run(asked["id"]))["state"] == "cancelled"
    assert await office.clusters(run_id=asked["id"]) == []
    assert (await office.client.post(f"{RUNS}/{asked['id']}/cancel")).status_code == 409


async def test_a_deleted_run_takes_its_clusters_with_it(office: Office) -> None:
    run = await office.done()
    cluster = (await office.clusters())[0]

    gone = await office.client.delete(f"{RUNS}/{run['id']}")

    assert gone.status_code == 204
    assert (await office.client.get(f"{CLUSTERS}/{cluster['id']}")).status_code == 404
    assert (await office.client.get(DESK, params={"set": cluster["id"]})).json()["data"] == []
    assert len((await office.client.get(DESK)).json()["data"]) == 26


async def test_only_the_newest_runs_are_kept(office: Office) -> None:
    tenant: Tenant = office.world.org.tenant
    first = await office.done()
    for _ in range(MOST_RUNS):
        asked = await office.ask(scope={"filter": {"where": "title contains toner"}})
        async with office.world.db.transaction(tenant) as tx:
            await service.finish(tx, UUID(asked["id"]), RunState.FAILED, error="ended by the test")

    kept = (await office.client.get(RUNS, params={"count": True})).json()["page"]["total"]

    assert kept == MOST_RUNS
    assert (await office.client.get(f"{RUNS}/{first['id']}")).status_code == 404
    async with office.world.db.transaction(tenant) as tx:
        left = await tx.fetchval("select count(distinct set_id) from ticket_sets where org_id = app_org()")
    assert left == MOST_RUNS


async def test_requesters_see_no_clusters(office: Office) -> None:
    await office.done()

    assert (await office.world.client(RoleName.REQUESTER).get(CLUSTERS)).status_code == 403


async def test_the_worker_does_a_run_with_nobody_to_help(office: Office) -> None:
    asked = await office.ask()
    worker = asyncio.create_task(office.world.runtime.jobs.run())
    try:
        async with asyncio.timeout(60):
            while (run := await office.run(asked["id"]))["state"] != "completed":
                assert run["state"] in {"queued", "running"}, run
                assert not worker.done()
                await asyncio.sleep(0.05)
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
    assert run["clusters"] == 2


async def test_after_an_import_there_are_clusters_of_what_came_in(world: World) -> None:
    desks = Desks(world)
    connection = await desks.verified("servicenow", tickets=120)
    imported = await desks.imported(connection["id"], days=90)

    [asked] = (await world.client().get(RUNS, params={"connection_id": connection["id"]})).json()["data"]
    await worked(world, asked["id"])
    run = (await world.client().get(f"{RUNS}/{asked['id']}")).json()
    clusters = (await world.client().get(CLUSTERS, params={"run_id": run["id"]})).json()["data"]

    assert (asked["state"], asked["trigger"], asked["connection"]["id"]) == (
        "queued",
        "import",
        connection["id"],
    )
    assert (run["state"], run["tickets"]) == ("completed", imported["created_count"])
    assert clusters
    assert all(one["size"] and one["words"] and one["samples"] for one in clusters)


async def test_an_import_without_news_starts_nothing(world: World) -> None:
    desks = Desks(world)
    connection = await desks.verified("servicenow", tickets=80)
    for _ in range(2):
        await desks.imported(connection["id"], days=90)

    assert len((await world.client().get(RUNS)).json()["data"]) == 1


async def test_an_import_of_a_few_tickets_starts_nothing(world: World) -> None:
    desks = Desks(world)
    connection = await desks.verified("servicenow", tickets=10)
    await desks.imported(connection["id"], days=90)

    assert (await world.client().get(RUNS)).json()["data"] == []
