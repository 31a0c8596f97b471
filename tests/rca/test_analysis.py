"""The built-in analyser on real tickets: what stands out is found, chance is not, and it can be called off."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from deskplane.kernel.jobs import JobQueue
from deskplane.rca.jobs import work
from tests.fixtures.desk import World

RCA = "/api/v1/rca/jobs"
DESK = "/api/v1/desk/tickets"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
USUAL = ("Printer is out of toner", "Password forgotten", "Screen flickers", "Laptop slow", "Mail not found")


class Office:
    """An organisation whose tickets come at moments that the test says."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = world.client()
        self.dice = random.Random(7)
        self.categories: dict[str, str] = {}

    async def category(self, name: str) -> str:
        if name not in self.categories:
            made = await self.client.post("/api/v1/categories", json={"name": name})
            self.categories[name] = made.json()["id"]
        return self.categories[name]

    async def item(self, key: str, needs: str | None = None) -> str:
        made = await self.client.post("/api/v1/cmdb/items", json={"key": key, "name": key, "class": "server"})
        assert made.status_code == 201, made.text
        id_ = made.json()["id"]
        if needs:
            body = {"relation": "depends_on", "to_id": needs}
            assert (
                await self.client.post(f"/api/v1/cmdb/items/{id_}/relations", json=body)
            ).status_code < 300
        return id_

    async def ticket(
        self, title: str, at: datetime, *, item: str | None = None, **more: Any
    ) -> dict[str, Any]:
        with clock.frozen(at):
            made = await self.client.post(DESK, json={"title": title, **more})
            assert made.status_code == 201, made.text
            if item:
                linked = await self.client.post(f"{DESK}/{made.json()['id']}/cis", json={"ci_id": item})
                assert linked.status_code < 300, linked.text
        return made.json()

    async def background(self, count: int = 60) -> None:
        for number in range(count):
            at = NOW - timedelta(hours=self.dice.uniform(30, 24 * 26))
            kind = await self.category(("Printing", "Accounts", "Devices")[number % 3])
            await self.ticket(self.dice.choice(USUAL), at, category_id=kind)

    async def analyse(self, **scope: Any) -> dict[str, Any]:
        body = {"title": "What is it?", "scope": scope}
        made = await self.client.post(RCA, json=body)
        assert made.status_code == 201, made.text
        await self.work(made.json()["id"])
        return (await self.client.get(f"{RCA}/{made.json()['id']}")).json()

    async def work(self, id_: str) -> None:
        """Do what the queue holds for a job."""
        queue: JobQueue = self.world.runtime.jobs
        async with self.world.db.transaction(self.world.org.tenant) as tx:
            [row] = await tx.fetch("select id from deliveries where org_id = app_org() and target = $1", id_)
        await queue.run_delivery(self.world.db, self.world.org.id, row["id"])


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


async def outage(office: Office) -> dict[str, Any]:
    """A switch that two services need fails after a change; what people report is of the services."""
    switch = await office.item("sw-core-1")
    services = [await office.item(name, needs=switch) for name in ("booking", "gate")]
    network = await office.category("Network")
    change = await office.ticket(
        "New firmware on sw-core-1", NOW - timedelta(hours=12), type="change", item=switch
    )
    with clock.frozen(NOW - timedelta(hours=11)):
        for to in ("open", "in_progress"):
            moved = await office.client.post(f"{DESK}/{change['id']}/transition", json={"to": to})
            assert moved.status_code == 200, moved.text
    for number in range(12):
        at = NOW - timedelta(hours=10) + timedelta(minutes=20 * number)
        words = f"Timeouts in masks, place {number}"
        await office.ticket(words, at, item=services[number % 2], category_id=network, impact=1, urgency=1)
    return change


async def test_what_tickets_have_in_common_is_found_with_its_evidence(office: Office) -> None:
    await office.background()
    change = await outage(office)

    job = await office.analyse(created_from=(NOW - timedelta(hours=11)).isoformat())

    assert (job["state"], job["tickets"], job["error"]) == ("completed", 12, "")
    found = {(one["kind"], *one["affected"][:1]): one for one in job["findings"]}
    switch = found["item", "sw-core-1"]
    assert (switch["facts"]["count"], switch["facts"]["usual_count"]) == (12, 0)
    assert switch["score"] > 0.9
    assert switch["severity"] == "critical"
    assert len(switch["evidence"][0]["tickets"]) == 12
    before = found["change", "sw-core-1"]
    assert change["number"] in before["title"]
    assert change["number"] in before["evidence"][0]["tickets"]
    words = found["words",]
    assert "timeouts" in words["title"] or "timeouts" in words["summary"]
    assert any("Network" in one["title"] for one in job["findings"])
    assert job["findings"] == sorted(job["findings"], key=lambda one: -one["score"])
    assert job["root_cause"] == job["findings"][0]["title"]
    assert sum(job["measures"]["counts"]) == 12
    timeline = await office.world.timeline(job["id"])
    assert timeline == ["rca.job_created", "rca.job_started", "rca.job_completed"]


async def test_the_same_question_has_the_same_answer(office: Office) -> None:
    await office.background()
    await outage(office)
    asked = {"created_from": (NOW - timedelta(hours=11)).isoformat()}

    first, second = await office.analyse(**asked), await office.analyse(**asked)

    kept = ("title", "summary", "score", "severity", "evidence", "facts", "kind")
    assert [{k: one[k] for k in kept} for one in first["findings"]] == [
        {k: one[k] for k in kept} for one in second["findings"]
    ]
    assert first["findings"]


async def test_chance_is_no_finding(office: Office) -> None:
    await office.background(90)

    job = await office.analyse(created_from=(NOW - timedelta(days=9)).isoformat())

    assert job["tickets"] > 15
    assert job["findings"] == []
    assert "Nothing stands out" in job["summary"]
    assert (job["root_cause"], job["confidence"]) == ("", None)


async def test_few_tickets_say_nothing(office: Office) -> None:
    await office.background(30)
    two = [await office.ticket("Odd noise in the server room", NOW) for _ in range(2)]

    job = await office.analyse(tickets=[one["number"] for one in two])

    assert (job["state"], job["findings"]) == ("completed", [])
    assert "so few tickets" in job["summary"]


async def test_without_others_there_is_nothing_usual(office: Office) -> None:
    for _ in range(6):
        await office.ticket("Odd noise", NOW)
    job = await office.analyse(filter={"q": "Odd"})
    assert "too few others" in job["summary"]


async def test_findings_speak_the_language_of_who_asked(office: Office) -> None:
    asked = await office.client.patch("/api/v1/me", json={"locale": "de"})
    assert asked.status_code == 200, asked.text
    await office.background()
    await outage(office)

    job = await office.analyse(created_from=(NOW - timedelta(hours=11)).isoformat())

    titles = [one["title"] for one in job["findings"]]
    assert any(title.startswith("Kurz davor: CHG-") for title in titles), titles
    assert any("von 12 Tickets betreffen sw-core-1" in title for title in titles), titles
    assert job["summary"].startswith("12 Tickets, verglichen mit ")
    assert "-mal so oft (G² " in next(one["summary"] for one in job["findings"] if one["kind"] == "item")


async def test_what_was_asked_for_is_no_news(office: Office) -> None:
    await office.background()
    await outage(office)

    job = await office.analyse(filter={"category": [office.categories["Network"]]})

    assert job["tickets"] == 12
    assert "category" not in {one["kind"] for one in job["findings"]}
    assert "item" in {one["kind"] for one in job["findings"]}


async def test_a_scope_by_item_takes_its_tickets_and_no_changes(office: Office) -> None:
    await office.background(25)
    item = await office.item("db-1")
    for _ in range(4):
        await office.ticket("Slow query", NOW, item=item)
    await office.ticket("Patch", NOW, item=item, type="change")

    job = await office.analyse(item_ids=[item])

    assert job["tickets"] == 4
    assert "item" not in {one["kind"] for one in job["findings"]}


async def test_an_analysis_that_was_called_off_keeps_nothing(office: Office) -> None:
    await office.background(25)
    made = (
        await office.client.post(RCA, json={"title": "No", "scope": {"filter": {"status": "new"}}})
    ).json()
    assert made["state"] == "queued"
    cancelled = await office.client.post(f"{RCA}/{made['id']}/cancel")
    assert cancelled.json()["state"] == "cancelled"

    await office.work(made["id"])

    job = (await office.client.get(f"{RCA}/{made['id']}")).json()
    assert (job["state"], job["findings"], job["summary"]) == ("cancelled", [], "")


async def test_it_goes_on_after_a_crash_and_ends_once(office: Office) -> None:
    await office.background(25)
    made = (
        await office.client.post(RCA, json={"title": "No", "scope": {"filter": {"status": "new"}}})
    ).json()
    for _ in range(2):
        async with office.world.db.transaction(office.world.org.tenant) as tx:
            await tx.execute("update rca_jobs set started_at = now() where org_id = app_org()")
        await work(office.world.db, office.world.org.tenant, UUID(made["id"]))

    timeline = await office.world.timeline(made["id"])
    assert timeline.count("rca.job_completed") == 1


async def test_tickets_that_are_gone_fail_it_in_words(office: Office) -> None:
    one = await office.ticket("Gone soon", NOW)
    made = (await office.client.post(RCA, json={"title": "No", "scope": {"tickets": [one["id"]]}})).json()
    assert (await office.client.delete(f"{DESK}/{one['id']}")).status_code < 300

    await office.work(made["id"])

    job = (await office.client.get(f"{RCA}/{made['id']}")).json()
    assert (job["state"], "not there" in job["error"]) == ("failed", True)


async def test_an_analysis_is_not_told_from_outside(office: Office) -> None:
    one = await office.ticket("Here", NOW)
    body = {"title": "Ours", "job_id": "ours", "scope": {"tickets": [one["id"]]}}
    assert (await office.client.post(RCA, json=body)).status_code == 201

    for path in (RCA, f"{RCA}/ours/complete", f"{RCA}/ours/fail"):
        sent = {"error": "x"} if path.endswith("fail") else {"summary": "x"}
        if path == RCA:
            sent = {"title": "Ours", "job_id": "ours", "state": "completed"}
        assert (await office.client.post(path, json=sent)).status_code == 409, path


async def test_agents_may_ask(office: Office) -> None:
    one = await office.ticket("Here", NOW)
    body = {"title": "Mine", "scope": {"tickets": [one["id"]]}}
    made = await office.world.client(RoleName.AGENT).post(RCA, json=body)
    assert made.json()["created_by"]["name"] == "The agent"
