"""Imports that begin by themselves, on a clock that the tests push; and what a connection may still ask."""

from datetime import datetime, timedelta
from typing import Any

from deskplane.kernel import clock
from deskplane.sync import scheduling
from tests.connections.outside import C, Desks

HALF_HOUR = 30 * 60


async def schedule(desks: Desks, id_: str, minutes: int | None) -> dict[str, Any]:
    answer = await desks.send("PATCH", f"{C}/{id_}", json={"sync_every_minutes": minutes})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def tick(desks: Desks) -> None:
    """One turn of the worker: begin what is due, then import it."""
    with clock.frozen(desks.at):
        await scheduling.begin_due(desks.world.db, desks.world.runtime.reach)
    await desks.work()


async def runs(desks: Desks, id_: str) -> list[dict[str, Any]]:
    return (await desks.send("GET", f"{C}/{id_}/runs")).json()["data"]


def incidents(desks: Desks) -> list[dict[str, Any]]:
    return list(desks.site("servicenow").store.tables["incident"].values())


async def test_a_connection_imports_by_itself_only_when_it_is_told_to(desks: Desks):
    record = await desks.verified("servicenow", tickets=3)
    assert (record["sync_every_minutes"], record["next_sync_at"]) == (None, None)
    desks.advance(HALF_HOUR * 100)
    await tick(desks)
    assert await runs(desks, record["id"]) == []

    told = await schedule(desks, record["id"], 30)
    assert datetime.fromisoformat(told["next_sync_at"]) == desks.at + timedelta(minutes=30)
    desks.advance(HALF_HOUR - 1)
    await tick(desks)
    assert await runs(desks, record["id"]) == []

    desks.advance(1)
    await tick(desks)
    [run] = await runs(desks, record["id"])
    assert (run["state"], run["trigger"], run["started_by"]) == ("success", "scheduled", None)
    after = await desks.show(record["id"])
    assert datetime.fromisoformat(after["next_sync_at"]) == desks.at + timedelta(minutes=30)

    await schedule(desks, record["id"], None)
    desks.advance(HALF_HOUR * 100)
    await tick(desks)
    assert len(await runs(desks, record["id"])) == 1


async def test_the_next_one_reads_only_what_changed(desks: Desks):
    record = await desks.verified("servicenow", tickets=40)
    await schedule(desks, record["id"], 30)
    desks.advance(HALF_HOUR)
    await tick(desks)
    desks.advance(86_400)
    changed = max(incidents(desks), key=lambda row: row["sys_created_on"])
    changed |= {"short_description": "Said later", "sys_mod_count": "90"}
    changed["sys_updated_on"] = f"{desks.at - timedelta(minutes=1):%Y-%m-%d %H:%M:%S}"

    await tick(desks)

    second, first = await runs(desks, record["id"])
    assert (first["only_changes"], second["only_changes"]) == (False, True)
    assert second["read_count"] < first["read_count"]
    assert (second["changed_count"], second["created_count"], second["total"]) == (1, 0, None)
    assert (await desks.linked(record["id"]))[changed["sys_id"]]["title"] == "Said later"


async def test_other_maps_make_it_read_everything_once(desks: Desks):
    record = await desks.verified("servicenow", tickets=4)
    for row in incidents(desks):
        row["state"] = "42"
    await schedule(desks, record["id"], 30)
    for turn in range(2):
        desks.advance(HALF_HOUR)
        await tick(desks)
        if not turn:
            await desks.send("PUT", f"{C}/{record['id']}/maps", json={"status": {"42": "pending"}})

    newest = (await runs(desks, record["id"]))[0]

    assert newest["only_changes"] is False
    assert {row["now"] for row in (await desks.linked(record["id"])).values()} == {"pending"}


async def test_while_one_runs_no_other_begins_and_what_was_missed_begins_once(desks: Desks):
    record = await desks.verified("servicenow", tickets=3)
    await schedule(desks, record["id"], 30)
    asked = await desks.ask(record["id"], days=30)
    desks.advance(HALF_HOUR * 5)
    with clock.frozen(desks.at):
        await scheduling.begin_due(desks.world.db, desks.world.runtime.reach)
    assert [run["id"] for run in await runs(desks, record["id"])] == [asked["id"]]

    await tick(desks)
    assert len(await runs(desks, record["id"])) == 1
    desks.advance(HALF_HOUR * 9)
    await tick(desks)
    await tick(desks)
    assert [run["trigger"] for run in await runs(desks, record["id"])] == ["scheduled", "manual"]


async def test_a_connection_that_does_not_work_is_left_alone_until_it_is_verified(desks: Desks):
    record = await desks.verified("servicenow", tickets=2)
    await schedule(desks, record["id"], 30)
    form = {
        "settings": {"instance_url": "https://acme.service-now.com"},
        "credentials": {"username": "admin", "password": "wrong"},
    }
    await desks.send("POST", f"{C}/{record['id']}/verify", json=form)
    await desks.prove()
    desks.advance(HALF_HOUR)
    asked = len(desks.site("servicenow").log)

    await tick(desks)

    assert await runs(desks, record["id"]) == []
    assert len(desks.site("servicenow").log) == asked
    after = await desks.show(record["id"])
    assert datetime.fromisoformat(after["next_sync_at"]) == desks.at + timedelta(minutes=30)


async def test_a_schedule_is_refused_where_it_cannot_be_kept(desks: Desks):
    knowledge = await desks.record("jira")
    record = await desks.record("servicenow")

    other = await desks.send("PATCH", f"{C}/{knowledge['id']}", json={"sync_every_minutes": 30})
    often = await desks.send("PATCH", f"{C}/{record['id']}", json={"sync_every_minutes": 1})

    assert (other.status_code, often.status_code) == (422, 422)
    assert "cannot be imported" in other.text


async def test_the_budget_says_what_is_used_when_it_is_full_again_and_asks_nobody(desks: Desks):
    record = await desks.verified("servicenow", tickets=2)
    asked = len(desks.site("servicenow").log)

    found = (await desks.send("GET", f"{C}/{record['id']}/budget")).json()

    assert len(desks.site("servicenow").log) == asked
    assert (found["calls"], found["seconds"]) == (1000, 3600)
    assert found["used"] + found["left"] == 1000
    assert 0 < found["used"] <= asked
    assert datetime.fromisoformat(found["full_at"]) == desks.at + timedelta(seconds=3.6 * found["used"])
    desks.advance(3600)
    later = (await desks.send("GET", f"{C}/{record['id']}/budget")).json()
    assert (later["used"], later["full_at"]) == (0, None)


async def test_the_budget_says_until_when_a_vendor_asked_to_wait(desks: Desks):
    record = await desks.verified("servicenow", tickets=2)
    desks.fault("servicenow", "429", path="/api/now", times=-1, retry_after=900)
    await desks.ask(record["id"], days=30)
    await desks.work()

    found = (await desks.send("GET", f"{C}/{record['id']}/budget")).json()

    until = desks.at + timedelta(seconds=900)
    assert datetime.fromisoformat(found["paused_until"]) == until
    assert datetime.fromisoformat(found["rescheduled_until"]) == until
