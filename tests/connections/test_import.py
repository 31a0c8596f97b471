"""Imports: everything inside the range once, stopped when told, taken up where they stood."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from deskplane.kernel.wakeup import STREAM
from deskplane.simulators.transport import SimulatorTransport
from deskplane.sync import jobs
from tests.connections.outside import FORMS, VENDORS, C, Desks
from tests.fixtures.waiting import until

ALL = pytest.mark.parametrize("type_", FORMS)
COUNTS = ("created_count", "changed_count", "unchanged_count", "failed_count")


def counted(run: dict[str, Any]) -> tuple[int, ...]:
    return tuple(run[name] for name in COUNTS)


@ALL
async def test_an_import_takes_every_record_of_the_range_once(desks: Desks, type_: str):
    connection = await desks.verified(type_, tickets=230)

    run = await desks.imported(connection["id"], days=30)

    wanted = desks.inside(type_, 30)
    links = await desks.linked(connection["id"])
    assert run["state"] == "success", run
    assert set(links) == wanted
    assert 0 < len(wanted) < 230
    assert (run["read_count"], counted(run)) == (len(wanted), (len(wanted), 0, 0, 0))
    assert len({row["ticket_id"] for row in links.values()}) == len(wanted)
    after = await desks.show(connection["id"])
    assert (after["status"], after["last_sync_status"]) == ("idle", "success")
    assert (after["last_sync_tickets"], after["last_sync_at"]) == (len(wanted), run["finished_at"])


@ALL
async def test_a_second_import_changes_nothing(desks: Desks, type_: str):
    connection = await desks.verified(type_, tickets=120)
    first = await desks.imported(connection["id"], days=90)
    before = await desks.rows("select count(*) from tickets where org_id = app_org()")

    again = await desks.imported(connection["id"], days=90)

    assert counted(again) == (0, 0, first["created_count"], 0)
    assert await desks.rows("select count(*) from tickets where org_id = app_org()") == before


async def test_the_day_at_the_edge_of_the_range_counts_as_a_whole(desks: Desks):
    connection = await desks.verified("servicenow", tickets=3)
    edge = (desks.at - timedelta(days=30)).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = list(desks.site("servicenow").store.tables["incident"].values())
    for row, at in zip(rows, (edge, edge - timedelta(seconds=1), desks.at - timedelta(days=31)), strict=True):
        row["sys_created_on"] = f"{at:%Y-%m-%d %H:%M:%S}"

    await desks.imported(connection["id"], days=30)

    assert set(await desks.linked(connection["id"])) == {rows[0]["sys_id"]}


async def test_what_changed_over_there_changes_here_and_what_changed_here_stays(desks: Desks):
    connection = await desks.verified("servicenow", tickets=5)
    await desks.imported(connection["id"], days=90)
    links = await desks.linked(connection["id"])
    remote_id = min(links)
    ticket = f"/api/v1/desk/tickets/{links[remote_id]['ticket_id']}"
    await desks.send("PATCH", ticket, json={"title": "Renamed here", "priority": "low"})
    row = desks.site("servicenow").store.tables["incident"][remote_id]
    row["description"], row["sys_mod_count"] = "Said later over there", "77"
    desks.advance(60)

    run = await desks.imported(connection["id"], days=90)

    now = (await desks.send("GET", ticket)).json()
    assert counted(run)[:2] == (0, 1)
    assert (now["title"], now["priority"]) == ("Renamed here", "low")
    assert now["description_text"] == "Said later over there"


async def test_an_imported_ticket_has_its_past_and_names_where_it_came_from(desks: Desks):
    connection = await desks.verified("jira_itsm", tickets=40)
    await desks.imported(connection["id"], days=90)

    links = (await desks.linked(connection["id"])).values()
    done = next(row for row in links if row["now"] in ("resolved", "closed"))
    ticket = (await desks.send("GET", f"/api/v1/desk/tickets/{done['ticket_id']}")).json()

    assert ticket["source_type"] == "JIRA"
    assert ticket["source_reference"] == {"system": "Jira", "key": done["remote_key"], "url": done["url"]}
    assert ticket["resolved_at"]
    assert await desks.world.timeline(done["ticket_id"]) == ["ticket.created", "ticket.changed"]


async def test_plain_jira_is_refused_with_the_valid_types(desks: Desks):
    record = await desks.record("jira")

    answer = await desks.send("POST", f"/api/data-sources/{record['id']}/sync-tickets", json={"days": 30})

    assert answer.status_code == 422
    assert all(name in answer.json()["detail"] for name in ("'jira'", "servicenow", "jira_itsm", "freshdesk"))


async def test_only_the_three_ranges_are_taken(desks: Desks):
    connection = await desks.verified("servicenow", tickets=1)

    answer = await desks.send("POST", f"{C}/{connection['id']}/sync-tickets", json={"days": 45})

    assert answer.status_code == 422


async def test_before_it_is_verified_nothing_is_imported(desks: Desks):
    record = await desks.record("freshdesk")
    await desks.send("PATCH", f"{C}/{record['id']}", json=FORMS["freshdesk"])

    answer = await desks.send("POST", f"{C}/{record['id']}/sync-tickets", json={})

    assert answer.status_code == 409
    assert "not verified" in answer.text


async def test_an_agent_may_not_import(desks: Desks):
    connection = await desks.verified("servicenow", tickets=1)

    answer = await desks.client(RoleName.AGENT).post(f"{C}/{connection['id']}/sync-tickets")

    assert answer.status_code == 403


async def test_projects_and_a_query_narrow_an_import_and_the_count_before_it(desks: Desks):
    connection = await desks.verified("jira_itsm", tickets=80)
    path = f"{C}/{connection['id']}"
    ops = [issue for issue in desks.site("jira_itsm").store.issues.values() if issue.key.startswith("OPS-")]

    shown = (await desks.send("GET", f"{path}/preview", params={"days": 90, "project": "OPS"})).json()
    run = await desks.imported(connection["id"], days=90, projects=["OPS"])

    assert {row["remote_key"] for row in (await desks.linked(connection["id"])).values()} == {
        issue.key for issue in ops
    }
    assert 0 < len(ops) == shown["total"] == run["created_count"] < 80

    blank = await desks.send("GET", f"{path}/preview", params={"days": 90, "project": "\r"})
    assert blank.status_code == 422
    assert blank.json()["errors"][0]["loc"] == ["query", "project", 0]
    none = await desks.send("GET", f"{path}/preview", params={"days": 90, "scope": "project = NOPE"})
    assert none.status_code in (200, 422), none.text


async def test_what_a_vendor_cannot_narrow_is_refused_and_not_ignored(desks: Desks):
    connection = await desks.verified("freshdesk", tickets=3)
    path = f"{C}/{connection['id']}"

    asked = await desks.send("POST", f"{path}/sync-tickets", json={"days": 30, "scope": "priority:4"})
    shown = await desks.send("GET", f"{path}/preview", params={"days": 30, "project": "OPS"})

    assert (asked.status_code, shown.status_code) == (422, 422)
    assert asked.json()["errors"][0]["loc"] == ["body", "scope"]


async def test_a_vendor_that_asks_to_wait_is_asked_again_later(desks: Desks):
    connection = await desks.verified("freshdesk", tickets=250)
    desks.fault("freshdesk", "429", path="/tickets", retry_after=3600, skip=2)

    run = await desks.imported(connection["id"], days=90)
    assert (run["state"], run["error"]) == ("in_progress", "Freshdesk asks us to wait 3600 s.")
    assert run["next_at"] is not None
    await desks.work()
    assert (await desks.run(connection["id"], run["id"]))["state"] == "in_progress"

    desks.advance(3601)
    await desks.work()

    after = await desks.run(connection["id"], run["id"])
    wanted = desks.inside("freshdesk", 90)
    assert (after["state"], after["error"], after["read_count"]) == ("success", "", len(wanted))
    assert set(await desks.linked(connection["id"])) >= wanted


async def test_refused_credentials_end_the_run_and_mark_the_connection(desks: Desks):
    connection = await desks.verified("servicenow", tickets=3)
    desks.fault("servicenow", "401", times=-1)

    run = await desks.imported(connection["id"], days=30)

    after = await desks.show(connection["id"])
    assert (run["state"], after["status"], after["health"]) == ("failed", "idle", "failed")
    assert run["error"] == after["last_sync_error"] != ""
    assert run["fix"]


async def test_a_record_that_cannot_be_read_is_named_and_the_others_come(desks: Desks):
    connection = await desks.verified("servicenow", tickets=10)
    rows = list(desks.site("servicenow").store.tables["incident"].values())
    rows[0]["sys_created_on"] = rows[0]["opened_at"] = "not a time"

    run = await desks.imported(connection["id"])
    failures = await desks.send("GET", f"{C}/{connection['id']}/runs/{run['id']}/failures")

    assert run["state"] == "partial", run
    assert [row["remote_id"] for row in failures.json()["data"]] == [rows[0]["sys_id"]]
    assert "not a time" in failures.json()["data"][0]["message"]
    assert (await desks.show(connection["id"]))["last_sync_status"] == "partial"


class Slow(SimulatorTransport):
    """A line on which each page of tickets waits for leave, or for ever."""

    def __init__(self, simulator: Any, pages: int) -> None:
        super().__init__(simulator)
        self.pages = pages
        self.stuck = asyncio.Event()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith(("/search/jql", "/v2/tickets", "/table/incident")):
            self.pages -= 1
            if self.pages < 0:
                self.stuck.set()
                await asyncio.Event().wait()
        return await super().handle_async_request(request)


def slowed(desks: Desks, type_: str, pages: int) -> Slow:
    slow = Slow(desks.site(type_), pages)
    desks.world.runtime.reach.transports[VENDORS[type_]] = slow
    return slow


async def test_a_cancel_ends_a_run_whose_vendor_does_not_answer(desks: Desks):
    connection = await desks.verified("freshdesk", tickets=400)
    slow = slowed(desks, "freshdesk", 1)
    run = await desks.ask(connection["id"], days=90)
    reach = desks.world.runtime.reach
    with clock.frozen(desks.at):
        [mine] = await jobs.claimed(desks.world.db, reach, 1)
        working = asyncio.create_task(mine.go())
    await asyncio.wait_for(slow.stuck.wait(), 60)

    answer = await desks.send("POST", f"/api/data-sources/{connection['id']}/cancel-ingestion")
    await asyncio.wait_for(working, 30)

    stopped = await desks.run(connection["id"], run["id"])
    links = await desks.linked(connection["id"])
    assert answer.json()["cancelled"] is True
    assert (stopped["state"], stopped["created_count"]) == ("cancelled", len(links))
    assert (await desks.show(connection["id"]))["status"] == "idle"
    again = await desks.send("POST", f"{C}/{connection['id']}/cancel-ingestion")
    assert again.json() == {"cancelled": False, "run": None}


@ALL
async def test_a_run_whose_process_was_killed_goes_on_where_it_stood(desks: Desks, type_: str):
    connection = await desks.verified(type_, tickets=700)
    slow = slowed(desks, type_, 1)
    run = await desks.ask(connection["id"], days=90)
    reach = desks.world.runtime.reach
    with clock.frozen(desks.at):
        [mine] = await jobs.claimed(desks.world.db, reach, 1)
        working = asyncio.create_task(mine.go())
    await asyncio.wait_for(slow.stuck.wait(), 60)
    for _ in range(400):  # until the first page is stored
        if (await desks.run(connection["id"], run["id"]))["read_count"]:
            break
        await asyncio.sleep(0.05)
    mine.lease -= timedelta(days=1)  # like a killed process, it tells nobody that it ends
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    desks.world.runtime.reach.transports[VENDORS[type_]] = SimulatorTransport(desks.site(type_))
    kept = await desks.run(connection["id"], run["id"])

    desks.advance(31)
    await desks.work()

    after = await desks.run(connection["id"], run["id"])
    wanted = desks.inside(type_, 90)
    assert 0 < kept["read_count"] < len(wanted)
    assert (after["state"], counted(after)) == ("success", (len(wanted), 0, 0, 0))
    assert set(await desks.linked(connection["id"])) == wanted


async def test_a_worker_that_lost_its_run_writes_nothing_more(desks: Desks):
    connection = await desks.verified("servicenow", tickets=30)
    await desks.ask(connection["id"], days=90)
    with clock.frozen(desks.at):
        [late] = await jobs.claimed(desks.world.db, desks.world.runtime.reach, 1)
    desks.advance(31)
    await desks.work()
    done = await desks.linked(connection["id"])

    await late.go()

    assert await desks.linked(connection["id"]) == done
    assert (await desks.run(connection["id"], str(late.run["id"])))["state"] == "success"


async def test_two_imports_of_one_connection_do_not_run_at_once(desks: Desks):
    connection = await desks.verified("servicenow", tickets=3)
    await desks.ask(connection["id"])

    second = await desks.send("POST", f"{C}/{connection['id']}/sync-tickets", json={})

    assert second.status_code == 409


async def test_a_connection_can_be_removed_and_its_tickets_stay(desks: Desks):
    connection = await desks.verified("servicenow", tickets=12)
    run = await desks.imported(connection["id"], days=90)

    removed = await desks.send("DELETE", f"{C}/{connection['id']}")

    assert removed.status_code == 204
    [row] = await desks.rows("select count(*) from tickets where org_id = app_org()")
    assert row["count"] == run["created_count"]


def updates(heard: list[dict[str, Any]]) -> list[list[Any]]:
    """The news of connections among all that was told."""
    return [line for told in heard for line in told["events"] if line[0] == "data_source_update"]


async def test_open_browsers_are_told_of_every_step_by_the_agreed_name(desks: Desks):
    heard: list[dict[str, Any]] = []

    def hear(*told: Any) -> None:
        heard.append(json.loads(told[3]))

    async with desks.world.db.pool.acquire() as line:
        await line.add_listener(STREAM, hear)
        connection = await desks.verified("freshdesk", tickets=150)
        await desks.imported(connection["id"], days=90)
        # asked, proved, asked to import, counted, two pages, ended
        await until(lambda: len(updates(heard)) >= 7)
        await asyncio.sleep(0.2)
        await line.remove_listener(STREAM, hear)

    lines = updates(heard)
    assert {(line[1], line[2]) for line in lines} == {("connection", connection["id"])}
    assert {told["org"] for told in heard} == {str(desks.world.org.id)}
    assert len(lines) >= 7
