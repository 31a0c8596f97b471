import pytest
from hypothesis import given

from deskplane.kernel.conditions.document import read, write
from deskplane.kernel.conditions.fields import Field, Kind
from deskplane.kernel.conditions.problems import ConditionError
from deskplane.kernel.conditions.tree import ALWAYS, Condition, field_names
from tests.kernel.conditions.strategies import SCHEMA, conditions


@given(conditions())
def test_writing_and_reading_gives_the_same_condition(condition: Condition):
    assert read(write(condition), SCHEMA) == condition


def check(field: str = "status", op: object = "eq", value: object = "open") -> dict[str, object]:
    return {"field": field, "op": op, "value": value}


def faults(document: object) -> list[tuple[str, str]]:
    with pytest.raises(ConditionError) as refused:
        read(document, SCHEMA)
    return [("/".join(map(str, error["loc"])), error["msg"]) for error in refused.value.errors]


def test_every_fault_is_named_with_its_place():
    document = {"all": [check("prority"), check(value="opne"), {"not": check("cost", value="x")}]}

    assert faults(document) == [
        ("where/all/0/field", "Unknown field 'prority'. Did you mean 'priority'?"),
        ("where/all/1/value", "Unknown value of Status 'opne'. Did you mean 'open'?"),
        ("where/all/2/not/value", "Cost is compared with a number."),
    ]


@pytest.mark.parametrize(
    ("document", "place", "reason"),
    [
        ([], "where", "A condition is an object"),
        ("status", "where", "A condition is an object"),
        ({}, "where", "The condition is empty"),
        ({"al": []}, "where", "Did you mean 'all'?"),
        ({"all": [], "any": []}, "where", "Only one of all, any"),
        ({"all": [], "field": "x"}, "where", "'all' stands alone"),
        ({"all": {}}, "where/all", "holds a list"),
        ({"any": []}, "where/any", "at least one"),
        ({"field": "status", "op": "eq"}, "where", "missing"),
        ({"field": 1, "op": "eq", "value": 1}, "where/field", "is text"),
        (check(op=None), "where/op", "Say what to test"),
        (check(op="equals"), "where/op", "Unknown test 'equals'"),
        (check(op="contains"), "where/op", "cannot be tested with 'contains'. Possible: eq, ne"),
        ({**check(), "vlaue": 1}, "where/vlaue", "Did you mean 'value'?"),
        (check("title", value=5), "where/value", "compared with text"),
        (check("title", value=""), "where/value", "use 'is_empty'"),
        (check("title", value="a\0b"), "where/value", "cannot be stored"),
        (check("title", value="\ud800"), "where/value", "cannot be stored"),
        (check("title", value="x" * 501), "where/value", "at most 500"),
        (check("title", "matches_word", " -- "), "where/value", "no word"),
        (check("title", "is_empty", "x"), "where/value", "takes no value"),
        (check("cost", value=True), "where/value", "with a number"),
        (check("cost", value=float("nan")), "where/value", "too large"),
        (check("cost", value=10**400), "where/value", "too large"),
        (check("cost", "between", [5, 1]), "where/value", "must not be greater"),
        (check("cost", "between", [5]), "where/value", "two values"),
        (check("priority", "between", ["high", "low"]), "where/value", "must not be greater"),
        (check("is_phi", value="yes"), "where/value", "true or false"),
        (check("assignee", value="Ann"), "where/value", "an id or 'me'"),
        (check("team", value="me"), "where/value", "an id or 'my_teams'"),
        (check("created_at", "after", "soon"), "where/value", "a time such as"),
        (check("ends_on", "after", "-7h"), "where/value", "a day such as"),
        (check("ends_on", "after", "2026-02-30"), "where/value", "a day such as"),
        (check("status", "in", []), "where/value", "at least one value"),
        (check("status", "in", "open"), "where/value", "at least one value"),
        (check("status", "in", ["open", "opne"]), "where/value/1", "Did you mean 'open'?"),
        (check("title", "in", ["x"] * 201), "where/value", "at most 200"),
    ],
)
def test_a_bad_condition_is_refused_at_its_place(document: object, place: str, reason: str):
    [(loc, msg)] = faults(document)

    assert loc == place
    assert reason in msg


def test_a_condition_has_a_limit_in_depth_and_in_size():
    deep: object = check()
    for _ in range(8):
        deep = {"not": deep}
    bottomless: object = check()
    for _ in range(500):
        bottomless = {"not": bottomless}

    assert "8 levels" in faults(deep)[0][1]
    assert "8 levels" in faults(bottomless)[0][1]
    assert "100 parts" in faults({"all": [check()] * 100})[0][1]
    assert "100 parts" in faults({"all": [check()] * 100_000})[0][1]


def test_a_group_of_one_is_that_one_and_no_condition_always_holds():
    assert read({"all": [{"any": [check()]}]}, SCHEMA) == read(check(), SCHEMA)
    assert read({"all": []}, SCHEMA) == ALWAYS


def test_letters_of_an_option_may_differ_in_case():
    assert read(check(value="Open"), SCHEMA) == read(check(), SCHEMA)


def test_before_and_after_are_what_less_and_greater_mean_for_times():
    assert read(check("created_at", "gt", "-7d"), SCHEMA) == read(check("created_at", "after", "-7d"), SCHEMA)


def test_the_fields_a_condition_reads_are_known():
    document = {"any": [check(), {"not": check("cost", value=1)}]}
    assert field_names(read(document, SCHEMA)) == {"status", "cost"}


def test_a_field_cannot_have_a_name_the_text_form_could_not_hold():
    for name in ("and", "Title", "a b", "custom.", ""):
        with pytest.raises(ValueError, match="cannot be the name"):
            Field(name, Kind.TEXT)


def test_a_schema_grows_by_the_custom_fields_of_an_organisation():
    more = SCHEMA.extended([Field("custom.floor", Kind.NUMBER)])
    assert more.get("custom.floor") is not None
    assert SCHEMA.get("custom.floor") is None
