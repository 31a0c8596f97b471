"""The real log, recounted: what is stored agrees with the CSV, and time travel shows each row's state."""

import csv
import gzip
from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from deskplane.imports.servicenow.run import import_log
from tests.fixtures.effort import FULL, effort

INCIDENTS = 250
STATUS = {
    "New": "new",
    "Active": "in_progress",
    "Awaiting User Info": "pending",
    "Awaiting Vendor": "on_hold",
    "Awaiting Problem": "on_hold",
    "Awaiting Evidence": "on_hold",
    "Resolved": "resolved",
    "Closed": "closed",
}
PRIORITY = {"1": "critical", "2": "high", "3": "medium", "4": "low"}
WRITING = {"sys_updated_at", "sys_updated_by", "sys_mod_count", "line"}


def moment(text):
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)


def order(row):
    return moment(row["sys_updated_at"]), int(row["sys_mod_count"]), row["line"]


def incidents(path: Path):
    """The rows of each incident, in order; all of them in a full run."""
    found = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        for number, row in enumerate(csv.DictReader(text)):
            if not FULL and row["number"] not in found and len(found) == INCIDENTS:
                break
            found[row["number"]].append(row | {"line": number})
    return {number: sorted(rows, key=order) for number, rows in found.items()}


@pytest.fixture
def counted(servicenow_csv):
    return incidents(servicenow_csv)


@pytest.fixture
async def report(world, servicenow_csv, counted, tmp_path):
    path = servicenow_csv
    if not FULL:
        path = tmp_path / "part.csv"
        with gzip.open(servicenow_csv, "rt", encoding="utf-8") as whole:
            lines = [next(whole) for _ in range(1 + sum(map(len, counted.values())))]
        path.write_text("".join(lines))
    made = await import_log(world.db, world.org.id, path)
    again = await import_log(world.db, world.org.id, path)
    assert (again.tickets_created, again.tickets_changed, again.events) == (0, 0, 0)
    return made


@pytest.mark.slow
async def test_the_import_agrees_with_a_recount(world, counted, report):
    everything = [row for rows in counted.values() for row in rows]
    repeated = sum(
        all(a[name] == b[name] for name in a if name not in WRITING)
        for rows in counted.values()
        for a, b in pairwise(rows)
    )
    shared = sum(
        times
        for rows in counted.values()
        for times in Counter(row["sys_updated_at"] for row in rows).values()
        if times > 1
    )

    assert report.rows == len(everything)
    assert report.tickets_created == len(counted)
    assert report.rows == report.events + report.rows_unchanged
    assert report.oddities["repeated_rows"] == repeated
    assert report.rows_unchanged <= repeated
    assert report.oddities["same_minute_rows"] == shared
    assert report.oddities["not_starting_as_new"] == sum(
        rows[0]["incident_state"] != "New" for rows in counted.values()
    )
    assert report.unknown_states == Counter(
        row["incident_state"] for row in everything if row["incident_state"] not in STATUS
    )
    await the_figures_of_the_desk_agree(world, [rows[-1] for rows in counted.values()])


async def the_figures_of_the_desk_agree(world, last):
    stats = (await world.client().get("/api/v1/desk/tickets/stats")).json()
    spent = [
        (moment(row["resolved_at"]) - created(row)).total_seconds() / 3600
        for row in last
        if row["resolved_at"] != "?"
    ]

    assert stats["total_tickets"] == len(last)
    assert positive(stats["tickets_by_status"]) == Counter(STATUS[row["incident_state"]] for row in last)
    assert positive(stats["tickets_by_priority"]) == Counter(PRIORITY[row["priority"]] for row in last)
    met = 100 * sum(row["made_sla"] == "true" for row in last) / len(last)
    assert stats["sla_compliance_percentage"] == pytest.approx(met, abs=0.01)
    assert stats["avg_resolution_time_hours"] == pytest.approx(sum(spent) / len(spent), rel=0.001)


def positive(counts):
    return {name: count for name, count in counts.items() if count}


def created(row):
    told = row["sys_created_at"] if row["sys_created_at"] != "?" else row["opened_at"]
    return moment(told)


@pytest.mark.slow
async def test_time_travel_shows_the_state_of_each_row(world, counted, report):
    tickets = await stored(world)
    client = world.client()
    dice = Random(24)
    rows = [row for rows in counted.values() for row in rows if row["incident_state"] in STATUS]
    for row in dice.sample(rows, effort(120, 1000)):
        at = moment(row["sys_updated_at"])
        shown = [other for other in counted[row["number"]] if moment(other["sys_updated_at"]) <= at][-1]
        if shown["incident_state"] not in STATUS:
            continue
        answer = await client.get(
            f"/api/v1/desk/tickets/{tickets[row['number']]}/at", params={"time": at.isoformat()}
        )
        assert answer.status_code == 200, answer.text
        agrees(answer.json()["ticket"], shown, at)


async def stored(world):
    async with world.db.transaction(world.org.tenant) as tx:
        found = await tx.fetch("select source_key, ticket_id from import_keys where org_id = app_org()")
    return {row["source_key"]: row["ticket_id"] for row in found}


def agrees(ticket, row, at):
    def name_of(field):
        return ticket[field]["name"] if ticket[field] else None

    def named(word, column):
        return f"{word} {row[column]}" if row[column] != "?" else None

    assert ticket["status"] == STATUS[row["incident_state"]]
    assert ticket["priority"] == PRIORITY[row["priority"]]
    assert (ticket["impact"], ticket["urgency"]) == (int(row["impact"]), int(row["urgency"]))
    assert name_of("team") == named("Group", "assignment_group")
    assert name_of("assignee") == named("Resolver", "assigned_to")
    assert name_of("requester") == named("Caller", "caller_id")
    assert ticket["reopened_count"] == int(row["reopen_count"])
    closed = row["incident_state"] == "Closed" and moment(row["closed_at"]) <= at
    assert (ticket["closed_at"] is not None) == closed
    ended = row["incident_state"] in {"Resolved", "Closed"} and row["resolved_at"] != "?"
    assert (ticket["resolved_at"] is not None) == (ended and moment(row["resolved_at"]) <= at)
