"""Exactly one ticket on each platform, whatever becomes of requests, answers, clocks, indexes and processes."""

import asyncio
import random
from contextlib import suppress
from typing import Any

import pytest

from deskplane.dispatch.creating import LEASE
from tests.dispatch.sites import CREATES, Sites, sites_of
from tests.fixtures.desk import World
from tests.fixtures.effort import effort

AFTER = ("drop-after-write", "502-after-write", "html-after-write", "timeout")
FAULTS = (*AFTER, "drop", "502", "503", "429", "html")
LONG = "röntgen^" + "x" * 192


async def settled(sites: Sites, body: dict[str, Any], dice: random.Random) -> list[dict[str, Any]]:
    """Ask again, wait, let the worker work, until both are there."""
    tickets: list[dict[str, Any]] = []
    for _ in range(60):
        sites.advance(dice.choice([1, 20, 100, 700, 4000]))
        with suppress(asyncio.CancelledError):
            if dice.random() < 0.5:
                await sites.work()
            else:
                assert (await sites.dispatch(body)).status_code == 200
        tickets = await sites.tickets(body["job_id"])
        if {one["state"] for one in tickets} == {"created"} and len(tickets) == 2:
            return tickets
    raise AssertionError(f"never done: {tickets}")


@pytest.mark.parametrize("platform", CREATES)
@pytest.mark.parametrize("kind", FAULTS)
async def test_one_ticket_each_after_any_fault(sites: Sites, platform: str, kind: str):
    await sites.switch()
    sites.fault(platform, kind, retry_after=30)
    body = {"job_id": f"job-{kind}", "title": f"Trouble {kind}", "severity": "high"}

    answer = await sites.dispatch(body)
    tickets = await settled(sites, body, random.Random(1))

    assert answer.status_code == 200, answer.text
    assert sites.counted(f"Trouble {kind}") == (1, 1)
    assert tickets[0]["ticket_id"] == sites.incidents(f"Trouble {kind}")[0]["number"]
    assert tickets[1]["ticket_id"] == sites.issues(f"Trouble {kind}")[0].key


@pytest.mark.parametrize("platform", CREATES)
@pytest.mark.parametrize("kind", AFTER)
async def test_a_lost_answer_is_found_at_once(sites: Sites, platform: str, kind: str):
    await sites.switch()
    sites.fault(platform, kind)

    tickets = (await sites.dispatch({"job_id": "lost", "title": "Lost"})).json()["tickets"]

    assert [one["state"] for one in tickets] == ["created", "created"]
    assert sites.counted("Lost") == (1, 1)


@pytest.mark.parametrize("jira", ["jira-cloud", "jira-dc"])
@pytest.mark.parametrize(("skew", "lag"), [(0, 0), (-86_400, 0), (86_400, 0), (0, 7_200), (-3_600, 7_200)])
async def test_random_trials(
    world: World, environment: pytest.MonkeyPatch, jira: str, skew: float, lag: float
):
    if jira == "jira-dc":
        environment.setenv("JIRA_USERNAME", "admin")
        environment.setenv("JIRA_PASSWORD", "admin")
        environment.delenv("JIRA_API_TOKEN")
        environment.delenv("JIRA_EMAIL")
    sites = sites_of(world, skew=skew, lag=lag, jira=jira)
    dice = random.Random(f"{jira} {skew} {lag}")
    await sites.switch(dual=True)
    for trial in range(effort(5, 40)):
        sites.calm()
        for platform in CREATES:
            for _ in range(dice.randint(1, 3)):
                anywhere = dice.random() < 0.3
                more: dict[str, Any] = {"method": "", "path": ""} if anywhere else {}
                more |= {"times": dice.randint(1, 2), "skip": dice.randint(0, 2) if anywhere else 0}
                sites.fault(platform, dice.choice(FAULTS), retry_after=dice.choice([1, 30, 3600]), **more)
            sites.transports[platform].armed = dice.random() < 0.3
        words = f"Trial {trial:03d} of many"
        body = {"job_id": f"trial-{trial:03d}", "title": words}

        with suppress(asyncio.CancelledError):
            await sites.dispatch(body)
        incident, issue = await settled(sites, body, dice)

        assert sites.counted(words) == (1, 1), trial
        [made], [record] = sites.issues(words), sites.incidents(words)
        assert (incident["ticket_id"], issue["ticket_id"]) == (record["number"], made.key)
        assert issue["metadata"]["servicenow_incident_id"] == record["number"]
        assert str(made.description).count(f"Related ServiceNow Incident: {record['number']}") == 1


async def test_both_point_at_each_other_once_though_every_answer_to_it_is_lost(sites: Sites):
    await sites.switch(dual=True)
    for _ in range(3):
        sites.fault("servicenow", "drop-after-write", method="PATCH", path="/incident/")
        sites.fault("jira", "drop-after-write", path="/remotelink")
    sites.fault("servicenow", "401", method="GET", path="/sys_journal_field", times=-1)
    body = {"job_id": "twins", "title": "Twins"}

    await sites.dispatch(body)
    for _ in range(12):
        sites.advance(600)
        await sites.work()
        await sites.dispatch(body)
    incident, issue = await sites.tickets("twins")

    notes = [row["value"] for row in sites.now.store.tables["sys_journal_field"].values()]
    assert sum(issue["ticket_id"] in note for note in notes) == 1
    [made] = sites.issues("Twins")
    assert [link["object"]["title"] for link in made.links.values()] == [incident["ticket_id"]]
    assert incident["metadata"] == {"jira_issue_key": issue["ticket_id"]}
    assert issue["metadata"] == {"servicenow_incident_id": incident["ticket_id"]}
    assert len(sites.jira.requests("POST", "/remotelink")) == 4


@pytest.mark.parametrize("platform", CREATES)
async def test_a_process_that_died_after_the_write_is_taken_over(sites: Sites, platform: str):
    await sites.switch()
    sites.transports[platform].armed = True
    body = {"job_id": "died", "title": "Died"}
    with pytest.raises(asyncio.CancelledError):
        await sites.dispatch(body)
    assert "creating" in [one["state"] for one in await sites.tickets("died")]

    sites.advance(LEASE.total_seconds() + 1)
    await sites.work()

    assert [one["state"] for one in await sites.tickets("died")] == ["created", "created"]
    assert sites.counted("Died") == (1, 1)


async def test_nobody_comes_between_while_an_attempt_is_on_its_way(sites: Sites):
    await sites.switch(jira=False)
    sites.transports["servicenow"].armed = True
    body = {"job_id": "slow", "title": "Slow"}
    with pytest.raises(asyncio.CancelledError):
        await sites.dispatch(body)
    asked = sites.asked()

    sites.advance(LEASE.total_seconds() - 5)
    await sites.work()

    assert sites.asked() == asked


async def test_ten_at_once_make_one_each(sites: Sites):
    sites.world.runtime.outside.patience = 20
    await sites.switch(dual=True)
    body = {"job_id": "at-once", "title": "At once"}

    answers = await asyncio.gather(*(sites.dispatch(body) for _ in range(10)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({str([one["ticket_id"] for one in a.json()["tickets"]]) for a in answers}) == 1
    assert sites.counted("At once") == (1, 1)


@pytest.mark.parametrize("platform", CREATES)
async def test_a_long_and_odd_job_id_is_found_again(sites: Sites, platform: str):
    await sites.switch()
    sites.fault(platform, "drop-after-write")

    tickets = (await sites.dispatch({"job_id": LONG, "title": "Odd"})).json()["tickets"]

    assert [one["state"] for one in tickets] == ["created", "created"]
    assert sites.counted("Odd") == (1, 1)


@pytest.mark.parametrize("platform", CREATES)
async def test_an_account_that_may_not_read_what_it_made_makes_it_once(sites: Sites, platform: str):
    await sites.switch()
    sites.fault(platform, "502", method="GET", path=CREATES[platform], times=-1)
    body = {"job_id": "blind", "title": "Blind"}
    tickets: list[dict[str, Any]] = []

    for _ in range(5):
        tickets = (await sites.dispatch(body)).json()["tickets"]
        sites.advance(1000)
        await sites.work()

    assert [one["state"] for one in tickets] == ["created", "created"]
    assert sites.counted("Blind") == (1, 1)
    assert all(one["ticket_id"] and one["url"] for one in tickets)


async def test_the_same_job_of_another_organisation_is_another_job(sites: Sites):
    world = sites.world
    for org in (world.org, world.other):
        client = world.client(org=org)
        on = {"servicenow_enabled": True, "jira_enabled": True, "dual_mode": False}
        assert (await client.put("/api/v1/tickets/settings/state", json=on)).status_code == 200
        sites.fault("jira", "drop-after-write")
        made = await client.post("/api/v1/tickets/dispatch", json={"job_id": "shared", "title": "Shared"})
        assert [one["state"] for one in made.json()["tickets"]] == ["created", "created"]

    assert sites.counted("Shared") == (2, 2)
