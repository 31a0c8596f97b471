"""Rows of a log, written by hand, become tickets with a past."""

import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from deskplane.imports.servicenow.folding import Folded, Names, fold, follow, in_order
from deskplane.imports.servicenow.oddities import Oddities
from deskplane.imports.servicenow.rows import BadRow, Row, rows_of
from deskplane.kernel.errors import InvalidError

HEADER = (
    "number,incident_state,sys_mod_count,sys_updated_by,sys_updated_at,sys_created_at,opened_at,caller_id,category,"
    "subcategory,impact,urgency,priority,assignment_group,assigned_to,contact_type,reopen_count,made_sla,closed_code,"
    "resolved_by,resolved_at,closed_at"
)
END = "5,77,3/3/2020 11:00,8/3/2020 12:00"
TEAM, OTHER_TEAM, CALLER, AGENT, CLOSER, CATEGORY = (uuid4() for _ in range(6))
NAMES = Names(
    people={("caller_id", "11"): CALLER, ("assigned_to", "22"): AGENT, ("resolved_by", "77"): CLOSER},
    teams={"40": TEAM, "41": OTHER_TEAM},
    categories={("7", "8"): CATEGORY},
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 3, day, hour, minute, tzinfo=UTC)


def line(
    state: str, mod: int, time: str, *, group: str = "40", agent: str = "?", number: str = "INC1"
) -> str:
    return (
        f"{number},{state},{mod},9,{time},1/3/2020 08:00,1/3/2020 07:50,11,7,8,2 - Medium,2 - Medium,3 - Moderate,"
        f"{group},{agent},Phone,0,true,{END}"
    )


def log(*lines: str) -> list[Row]:
    found = list(rows_of(io.StringIO("\n".join([HEADER, *lines]))))
    rows = [row for row in found if isinstance(row, Row)]
    assert len(rows) == len(found)
    return rows


def folded(*lines: str) -> Folded:
    return fold(in_order(log(*lines)), NAMES)


WHOLE = (
    line("New", 0, "1/3/2020 08:10"),
    line("Active", 1, "1/3/2020 09:00", agent="22"),
    line("Active", 2, "1/3/2020 09:30", agent="22"),
    line("Resolved", 3, "3/3/2020 11:00", agent="22"),
    line("Closed", 4, "8/3/2020 12:00", agent="22"),
)


def test_the_first_row_makes_the_ticket_at_its_time_of_creation():
    incident = folded(*WHOLE)

    assert incident.created_at == at(1, 8)
    assert incident.first["status"] == "new"
    assert incident.first["priority"] == "medium"
    assert incident.first["requester_id"] == CALLER
    assert incident.first["category_id"] == CATEGORY
    assert incident.first["source_type"] == "PHONE"
    assert incident.first["title"] == "INC1: category 7, subcategory 8"
    assert incident.first["source_reference"]["number"] == "INC1"


def test_a_row_that_changes_nothing_is_counted_and_makes_no_event():
    incident = folded(*WHOLE)

    assert [step.at for step in incident.steps] == [at(1, 9), at(3, 11), at(8, 12)]
    assert incident.unchanged == 1
    assert len(incident.keys) == 5


def test_final_values_count_only_from_the_row_they_are_true_for():
    incident = folded(*WHOLE)
    resolving, closing = incident.steps[1], incident.steps[2]

    assert incident.first["resolved_at"] is None
    assert "resolved_at" not in incident.steps[0].changes
    assert resolving.changes["resolved_at"] == [None, at(3, 11)]
    assert resolving.changes["resolved_by"] == [None, CLOSER]
    assert resolving.changes["resolution_code"] == [None, "code_5"]
    assert "closed_at" not in resolving.changes
    assert closing.changes["closed_at"] == [None, at(8, 12)]
    assert closing.changes["integration_metadata"][1]["made_sla"] == "true"
    assert "made_sla" not in closing.changes["integration_metadata"][0]


def test_an_early_resolution_does_not_know_the_final_one():
    incident = folded(
        line("New", 0, "1/3/2020 08:10"),
        line("Resolved", 1, "2/3/2020 08:00"),
        line("Active", 2, "2/3/2020 09:00"),
        line("Resolved", 3, "3/3/2020 11:00"),
    )

    first, reopened, final = incident.steps
    assert first.changes["status"] == ["new", "resolved"]
    assert "resolved_at" not in first.changes
    assert reopened.changes["status"] == ["resolved", "in_progress"]
    assert final.changes["resolved_at"] == [None, at(3, 11)]


def test_rows_are_ordered_by_time_then_modification_then_file():
    rows = in_order(
        log(
            line("Active", 2, "1/3/2020 09:00"),
            line("New", 0, "1/3/2020 08:10"),
            line("Active", 1, "1/3/2020 09:00"),
        )
    )

    assert [row.mod_count for row in rows] == [0, 1, 2]


def test_a_state_nobody_knows_leaves_the_status_and_is_kept_raw():
    incident = folded(line("Active", 0, "1/3/2020 08:10"), line("-100", 1, "1/3/2020 09:00"))

    assert "status" not in incident.steps[0].changes
    assert incident.last["status"] == "in_progress"
    assert incident.last["integration_metadata"]["state"] == "-100"


def test_waiting_for_a_vendor_keeps_its_finer_meaning():
    incident = folded(line("New", 0, "1/3/2020 08:10"), line("Awaiting Vendor", 1, "1/3/2020 09:00"))

    assert incident.last["status"] == "on_hold"
    assert incident.last["sub_status"] == "awaiting_vendor"


def test_folding_in_two_parts_gives_what_folding_at_once_gives():
    rows = log(*WHOLE)
    parts = fold(rows[:2], NAMES)
    follow(parts, parts.last, rows[2:], NAMES)

    assert parts.steps == fold(rows, NAMES).steps
    assert parts.last == fold(rows, NAMES).last


def test_without_a_time_of_creation_the_time_of_opening_counts():
    rows = log(line("New", 0, "1/3/2020 08:10").replace("1/3/2020 08:00", "?"))

    assert fold(rows, NAMES).created_at == at(1, 7, 50)


def test_oddities_are_counted():
    in_file = log(
        line("Active", 1, "1/3/2020 08:10"),
        line("Active", 3, "1/3/2020 09:00"),
        line("-100", 2, "1/3/2020 09:00"),
        line("Active", 4, "1/3/2020 09:30"),
        line("Active", 5, "1/3/2020 09:31"),
    )
    oddities = Oddities()
    oddities.add(in_file, in_order(in_file))

    met = {name: count for name, count in oddities.counts.items() if count}
    assert met == {
        "unknown_state_rows": 1,
        "out_of_order_rows": 1,
        "same_minute_rows": 2,
        "repeated_rows": 2,
        "not_starting_as_new": 1,
        "first_rows_missing": 1,
        "unfinished": 1,
    }
    assert oddities.unknown_states == {"-100": 1}
    assert "2 rows that share their minute with another row of the incident" in oddities.lines()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("INC1,New,0", "3 values where the header has 22 columns"),
        (line("New", 0, "31/2/2020 08:10"), "is not a time"),
        (line("New", 0, "1/3/2020 08:10", number="?"), "has no number"),
        (line("?", 0, "1/3/2020 08:10"), "has no state"),
        (line("Ne\x00w", 0, "1/3/2020 08:10"), "NUL"),
    ],
)
def test_a_row_that_cannot_be_read_says_where_and_why(bad, reason):
    found = list(rows_of(io.StringIO(f"{HEADER}\n{bad}\n{line('New', 0, '1/3/2020 08:10')}\n")))

    assert isinstance(found[0], BadRow)
    assert found[0].line == 2
    assert reason in found[0].reason
    assert isinstance(found[1], Row)


def test_a_file_without_the_needed_columns_is_refused_with_the_nearest_name():
    with pytest.raises(InvalidError, match=r"no column 'number'. Did you mean 'numbers'"):
        list(rows_of(io.StringIO("numbers,incident_state,sys_updated_at,sys_mod_count\n")))


def test_an_empty_file_is_refused():
    with pytest.raises(InvalidError, match="empty"):
        list(rows_of(io.StringIO("")))


def test_two_rows_of_one_incident_never_share_a_key():
    rows = log(*WHOLE)

    assert len({row.key for row in rows}) == len(rows)
