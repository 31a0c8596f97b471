from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from deskplane.kernel.conditions.context import Context
from deskplane.kernel.conditions.evaluate import evaluate, matches
from deskplane.kernel.conditions.query import parse
from deskplane.kernel.conditions.sentence import describe
from deskplane.kernel.conditions.tree import Condition
from tests.kernel.conditions.strategies import CONTEXT, NOW, PEOPLE, SCHEMA, conditions, rows

TICKET = {
    "title": "VPN is down in Köln",
    "status": "open",
    "priority": "high",
    "cost": 12.5,
    "is_phi": False,
    "created_at": datetime(2026, 5, 19, 22, 30, tzinfo=UTC),
    "ends_on": date(2026, 5, 21),
    "assignee": None,
    "team": PEOPLE[1],
    "tags": ["vip", "remote"],
}


@pytest.mark.parametrize(
    "text",
    [
        "title contains vpn",
        "title = 'vpn IS down in köln'",
        "title starts with vpn",
        "title has word down",
        "title has word 'is  down'",
        "title in ('x', 'vpn is down in köln')",
        "priority >= medium",
        "priority between medium and critical",
        "priority < critical",
        "cost > 12 and cost <= 12.5 and cost between 1 and 20",
        "is_phi = false",
        "is_phi != true",
        "created_at after -1d and created_at before now",
        "created_at = yesterday",
        "created_at = 2026-05-19",
        "created_at <= 2026-05-19",
        "created_at >= 2026-05-19",
        "created_at before 2026-05-20",
        "created_at between 2026-05-18 and yesterday",
        "ends_on after today and ends_on = tomorrow and ends_on before +2d",
        "assignee is empty and assignee != me",
        "team in (my_teams)",
        "tags contains vip and tags in (x, remote) and tags not contains gold",
        "department is empty and department != sales",
        "always",
    ],
)
def test_a_condition_holds(text: str):
    condition = parse(text, SCHEMA)

    assert matches(condition, TICKET, CONTEXT), describe(condition)
    assert evaluate(condition, TICKET, CONTEXT).matched


@pytest.mark.parametrize(
    "text",
    [
        "title has word vp",
        "title starts with down",
        "title contains '%'",
        "priority > high",
        "created_at after 2026-05-19",
        "created_at = today",
        "assignee = me",
        "assignee in (me)",
        "assignee is not empty",
        "department = sales",
        "tags in (gold, silver)",
        "tags is empty",
        "not always",
        "custom.seats > 0 or custom.seats <= 0",
    ],
)
def test_a_condition_does_not_hold(text: str):
    assert not matches(parse(text, SCHEMA), TICKET, CONTEXT)


def test_days_begin_where_the_person_is():
    condition = parse("created_at = today", SCHEMA)
    context = Context(NOW, zone=ZoneInfo("Europe/Zurich"))

    assert matches(condition, {"created_at": "2026-05-19T22:30:00Z"}, context)
    assert not matches(condition, {"created_at": "2026-05-19T21:30:00+00:00"}, context)


def test_nobody_is_me_for_a_system():
    assert not matches(parse("assignee = me", SCHEMA), {"assignee": PEOPLE[0]}, Context(NOW))


def test_a_match_says_what_it_rests_on():
    condition = parse("(priority = high or status = closed) and not tags contains gold", SCHEMA)
    match = evaluate(condition, TICKET, CONTEXT)

    assert match.matched
    assert [reason.text for reason in match.reasons] == [
        "Priority is high (it is high)",
        "Tags contains “gold” (it is remote, vip)",
    ]
    assert [reason.holds for reason in match.reasons] == [True, False]


def test_a_miss_says_what_failed():
    match = evaluate(parse("priority = high and assignee = me and cost > 20", SCHEMA), TICKET, CONTEXT)

    assert not match.matched
    assert [reason.text for reason in match.reasons] == [
        "Assignee is me (it is empty)",
        "Cost is above 20 (it is 12.5)",
    ]


@given(conditions(), rows())
def test_explaining_and_deciding_agree(condition: Condition, row: dict[str, object]):
    assert evaluate(condition, row, CONTEXT).matched == matches(condition, row, CONTEXT)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'priority in (high, critical) and not status = closed and title contains "vpn"',
            "Priority is high or critical and not (Status is closed) and Title contains “vpn”",
        ),
        (
            "is_phi = yes or (cost > 1 and cost < 2)",
            "Health data is yes or (Cost is above 1 and Cost is below 2)",
        ),
        ("created_at after -7d", "Created at is after 7 days ago"),
        ("created_at before +1h", "Created at is before 1 hour from now"),
        (
            "created_at between 2026-05-01T08:00:00Z and today",
            "Created at is between 2026-05-01 08:00 and today",
        ),
        ("team = my_teams and assignee is empty", "Team is my teams and Assignee is empty"),
        ("always", "Always"),
    ],
)
def test_a_condition_reads_as_a_sentence(text: str, sentence: str):
    assert describe(parse(text, SCHEMA)) == sentence
