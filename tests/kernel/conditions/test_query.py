import json

import pytest
from hypothesis import given, strategies as st

from deskplane.kernel.conditions.document import write
from deskplane.kernel.conditions.printing import print_query
from deskplane.kernel.conditions.problems import ConditionError
from deskplane.kernel.conditions.query import parse, read_any
from deskplane.kernel.conditions.tree import Condition
from tests.kernel.conditions.strategies import SCHEMA, conditions


@given(conditions())
def test_printing_and_parsing_gives_the_same_condition(condition: Condition):
    assert parse(print_query(condition), SCHEMA) == condition


def faults(text: str) -> list[str]:
    try:
        parse(text, SCHEMA)
    except ConditionError as refused:
        return [error["msg"] for error in refused.errors]
    return []


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused_with_a_reason(text: str):
    assert all(faults(text))


@given(
    st.lists(
        st.sampled_from(["status", "title", "and", "or", "not", "(", ")", "in", "=", '"x"', ",", "open"])
    )
)
def test_any_order_of_words_is_parsed_or_refused_with_a_reason(words: list[str]):
    assert all(faults(" ".join(words)))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (
            'priority in (high, critical) and not status = closed and title contains "vpn"',
            "priority in (high, critical) and not status = closed and title contains vpn",
        ),
        ("status=new or status==open and cost>=1.50", "status = new or (status = open and cost >= 1.5)"),
        ("(status = new OR status = open) AND cost <> 3", "(status = new or status = open) and cost != 3"),
        ("created_at after -7d and ends_on before today", "created_at after -7d and ends_on before today"),
        ("cost between 1 and 5 and is_phi = yes", "cost between 1 and 5 and is_phi = true"),
        ("assignee is empty or assignee = me", "assignee is empty or assignee = me"),
        ("team in my_teams and assignee is not empty", "team in (my_teams) and assignee is not empty"),
        ("title starts with 'it''s'", None),
        ("title starts with 'it\\'s'", 'title starts with "it\'s"'),
        ("title has word vpn and tags not contains vip", "title has word vpn and tags not contains vip"),
        ("title not_in (a, b) and title matches_word c", "title not in (a, b) and title has word c"),
        ("custom.seats >= 3 and not (always)", "custom.seats >= 3 and not always"),
        ("created_at > 2026-05-01T10:00:00+02:00", "created_at after 2026-05-01T08:00:00Z"),
        ("((((((((((status = new))))))))))", "status = new"),
    ],
)
def test_the_text_form_reads_as_people_write(text: str, printed: str | None):
    if printed is None:
        with pytest.raises(ConditionError):
            parse(text, SCHEMA)
    else:
        assert print_query(parse(text, SCHEMA)) == printed


@pytest.mark.parametrize(
    ("text", "at", "reason"),
    [
        ("", 0, "name of a field"),
        ("status", 6, "Unknown test ''"),
        ("status = ", 9, "A value is expected"),
        ("status lik open", 7, "Unknown test 'lik'"),
        ("status = open closed", 14, "'closed' is not expected"),
        ("status = open and prority = high", 18, "Did you mean 'priority'?"),
        ('title = "open', 8, "never closed"),
        ("title ! x", 6, "'!' is not understood"),
        ("(status = open", 14, "')' is expected"),
        ("status in (open, ", 17, "A value is expected"),
        ("cost between 1 or 2", 15, "'and' is expected"),
        ("not " * 50 + "status = open", 128, "8 levels"),
        ("(" * 3000, 32, "8 levels"),
    ],
)
def test_a_fault_is_named_with_its_position(text: str, at: int, reason: str):
    with pytest.raises(ConditionError) as refused:
        parse(text, SCHEMA)

    [error] = refused.value.errors
    assert reason in error["msg"]
    assert error["loc"] == ["where", at]


def test_a_query_has_a_limit_in_length():
    with pytest.raises(ConditionError, match="8000"):
        parse("x" * 8001, SCHEMA)


def test_either_form_is_recognised():
    condition = parse("status = open", SCHEMA)

    assert read_any("status = open", SCHEMA) == condition
    assert read_any(write(condition), SCHEMA) == condition
    assert read_any(f" {json.dumps(write(condition))}", SCHEMA) == condition
    for broken in ("{", '{"all": [', "{" * 100_000):
        with pytest.raises(ConditionError, match="looks like JSON"):
            read_any(broken, SCHEMA)
