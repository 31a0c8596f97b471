"""A log becomes tickets with their history, once."""

from collections.abc import Sequence

import pytest

from deskplane.imports.servicenow.run import import_log
from deskplane.kernel.db import Tx
from deskplane.kernel.events import Event
from deskplane.tickets.events import TicketChanged, TicketCreated
from tests.imports.logs import OTHER, WHOLE, line, written

TICKETS = "select * from tickets where org_id = app_org() order by number_int"


async def rows(world, sql, *args):
    async with world.db.transaction(world.org.tenant) as tx:
        return await tx.fetch(sql, *args)


async def imported(world, path):
    return await import_log(world.db, world.org.id, path)


async def test_a_log_becomes_tickets_in_their_last_state(world, tmp_path):
    report = await imported(world, written(tmp_path / "log.csv", *WHOLE, *OTHER))
    first, second = await rows(world, TICKETS)

    assert (report.tickets_created, report.events, report.rows_unchanged) == (2, 7, 1)
    assert (first["status"], first["version"], first["resolution_code"]) == ("closed", 5, "code_5")
    assert first["created_at"].isoformat() == "2020-03-01T08:00:00+00:00"
    assert first["closed_at"].isoformat() == "2020-03-08T12:00:00+00:00"
    assert first["sla_met"] is False
    assert first["source_reference"]["number"] == "INC0000001"
    assert (second["status"], second["priority"]) == ("new", "critical")
    assert second["integration_metadata"]["state"] == "-100"
    assert report.unknown_states == {"-100": 1}


async def test_what_the_log_names_is_made(world, tmp_path):
    await imported(world, written(tmp_path / "log.csv", *WHOLE))
    people = await rows(
        world, "select name, kind from people where external_ref like 'servicenow:%' order by name"
    )
    teams = await rows(world, "select name, kind from teams where external_ref is not null")
    categories = await rows(world, "select path from categories where path like 'Category 7%' order by path")
    items = await rows(world, "select i.name from ticket_cis t join ci_items i on i.id = t.ci_id")

    assert [tuple(row) for row in people] == [
        ("Caller 11", "requester"),
        ("Resolved by 77", "external"),
        ("Resolver 22", "agent"),
    ]
    assert [tuple(row) for row in teams] == [("Group 40", "assignment_group")]
    assert [row["path"] for row in categories] == ["Category 7", "Category 7 / Subcategory 8"]
    assert [row["name"] for row in items] == ["scanner 7"]


async def test_a_second_run_changes_nothing(world, tmp_path):
    path = written(tmp_path / "log.csv", *WHOLE, *OTHER)
    await imported(world, path)
    before = await rows(world, "select count(*) as n from events where org_id = app_org()")
    report = await imported(world, path)

    assert (report.tickets_created, report.tickets_changed, report.events) == (0, 0, 0)
    assert (report.tickets_unchanged, report.rows_known) == (2, 8)
    assert await rows(world, "select count(*) as n from events where org_id = app_org()") == before


async def test_rows_that_are_added_later_extend_the_history(world, tmp_path):
    await imported(world, written(tmp_path / "log.csv", *WHOLE[:3]))
    report = await imported(world, written(tmp_path / "log.csv", *WHOLE))
    [ticket] = await rows(world, TICKETS)

    assert (report.tickets_changed, report.events) == (1, 3)
    assert (ticket["status"], ticket["version"]) == ("closed", 5)
    assert await imported_again_changes_nothing(world, tmp_path)


async def test_a_file_with_only_the_new_rows_does_the_same(world, tmp_path):
    await imported(world, written(tmp_path / "log.csv", *WHOLE[:3]))
    rest = written(tmp_path / "rest.csv", *WHOLE[3:])
    report, again = await imported(world, rest), await imported(world, rest)
    [ticket] = await rows(world, TICKETS)

    assert (report.tickets_changed, report.events) == (1, 3)
    assert (again.tickets_changed, again.events) == (0, 0)
    assert (ticket["status"], ticket["version"]) == ("closed", 5)
    assert await imported_again_changes_nothing(world, tmp_path)


async def imported_again_changes_nothing(world, tmp_path):
    report = await imported(world, written(tmp_path / "log.csv", *WHOLE))
    return (report.tickets_changed, report.events) == (0, 0)


async def test_a_row_that_comes_too_late_is_left_out_and_counted(world, tmp_path):
    await imported(world, written(tmp_path / "log.csv", WHOLE[0], *WHOLE[4:]))
    report = await imported(world, written(tmp_path / "log.csv", *WHOLE))
    [ticket] = await rows(world, TICKETS)

    assert report.events == 0
    assert report.rows_late == 2
    assert ticket["status"] == "closed"


async def test_time_travel_shows_the_last_row_of_the_minute_and_versions_the_others(world, tmp_path):
    await imported(world, written(tmp_path / "log.csv", *WHOLE))
    [ticket] = await rows(world, TICKETS)
    client = world.client()

    async def at(**params):
        answer = await client.get(f"/api/v1/desk/tickets/{ticket['id']}/at", params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()["ticket"]

    assert (await at(time="2020-03-01T08:30:00Z"))["status"] == "new"
    assert (await at(time="2020-03-01T09:10:00Z"))["status"] == "in_progress"
    assert (await at(time="2020-03-01T09:30:00Z"))["status"] == "on_hold"
    assert (await at(time="2020-03-04T00:00:00Z"))["resolved_at"].startswith("2020-03-03T11:00:00")
    assert (await at(time="2020-03-01T09:30:00Z"))["resolved_at"] is None
    assert (await at(version=1))["assignee"] is None
    assert (await at(version=2))["assignee"]["name"] == "Resolver 22"


async def test_the_original_number_is_found_by_search(world, tmp_path):
    await imported(world, written(tmp_path / "log.csv", *WHOLE, *OTHER))
    answer = await world.client().get("/api/v1/desk/tickets/search", params={"q": "INC0000002"})

    assert [row["title"] for row in answer.json()["data"]] == ["INC0000002: category 7, subcategory 8"]


async def test_no_rule_runs_for_history_and_projections_do(world, tmp_path):
    heard: list[str] = []

    async def rule(_tx: Tx, events: Sequence[Event]) -> None:
        heard.append(f"rule heard {len(events)}")

    async def projection(_tx: Tx, events: Sequence[Event]) -> None:
        heard.append(f"projection heard {len(events)}")

    world.runtime.log.inline(TicketCreated, rule)
    world.runtime.log.inline(TicketChanged, rule)
    world.runtime.log.inline(TicketCreated, projection, history=True)
    await imported(world, written(tmp_path / "log.csv", *WHOLE, *OTHER))

    assert heard == ["projection heard 2"]


async def test_an_import_that_breaks_off_goes_on_where_it_stopped(world, tmp_path):
    numbers = [f"INC{n:07}" for n in range(620)]
    path = written(
        tmp_path / "log.csv", *(line("New", 0, "1/3/2020 08:10", number=number) for number in numbers)
    )
    batches: list[int] = []

    async def break_second(_tx: Tx, events: Sequence[Event]) -> None:
        batches.append(len(events))
        if len(batches) == 2:
            raise RuntimeError("the power went off")

    world.runtime.log.inline(TicketCreated, break_second, history=True)
    with pytest.raises(RuntimeError):
        await imported(world, path)
    half = await rows(world, "select count(*) as n from tickets where org_id = app_org()")
    report = await imported(world, path)
    whole = await rows(world, "select count(*) as n from tickets where org_id = app_org()")

    assert (half[0]["n"], report.tickets_created, whole[0]["n"]) == (500, 120, 620)


async def test_a_row_that_cannot_be_read_is_named_and_the_others_are_stored(world, tmp_path):
    bad = line("New", 0, "no time", number="INC0000003")
    report = await imported(world, written(tmp_path / "log.csv", *WHOLE, bad))

    assert report.tickets_created == 1
    assert report.rows_unreadable == 1
    assert report.bad_rows[0]["line"] == 8
    assert report.rows == report.events + report.rows_unchanged + report.rows_unreadable
