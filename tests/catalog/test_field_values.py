"""What fits a custom field, and what is stored of it."""

from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from deskplane.catalog.field_values import Definition, Known, RefusedError, accepted
from deskplane.catalog.rendering import render, variables
from deskplane.catalog.vocabulary import FieldKind

PERSON, TEAM = UUID("01890000-0000-7000-8000-000000000001"), UUID("01890000-0000-7000-8000-000000000002")
KNOWN = Known(frozenset({PERSON}), frozenset({TEAM}))
OPTIONS = ("red", "green")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
FITS = [
    ("text", " a ", "a"),
    ("long_text", "a\nb", "a\nb"),
    ("number", 1.5, 1.5),
    ("number", -3, -3),
    ("integer", 7, 7),
    ("integer", 7.0, 7),
    ("boolean", False, False),
    ("date", "2026-02-28", "2026-02-28"),
    ("datetime", "2026-02-28T10:00:00+02:00", "2026-02-28T08:00:00+00:00"),
    ("datetime", "2026-02-28T10:00:00Z", "2026-02-28T10:00:00+00:00"),
    ("select", "red", "red"),
    ("multi_select", ["green", "red", "green"], ["green", "red"]),
    ("user", str(PERSON).upper(), str(PERSON)),
    ("team", str(TEAM), str(TEAM)),
    ("url", "https://example.com/a?b=c", "https://example.com/a?b=c"),
    ("email", "Ann@Example.com", "ann@example.com"),
]
REFUSED = [
    ("text", 5),
    ("text", "x" * 1001),
    ("text", "a\0b"),
    ("number", "5"),
    ("number", True),
    ("number", float("nan")),
    ("number", float("inf")),
    ("number", 10**16),
    ("integer", 1.5),
    ("boolean", 1),
    ("boolean", "true"),
    ("date", "2026-02-30"),
    ("date", "tomorrow"),
    ("date", ""),
    ("datetime", "2026-02-28T10:00:00"),
    ("datetime", "0001-01-01T00:00:00+14:00"),
    ("select", "blue"),
    ("select", ["red"]),
    ("multi_select", "red"),
    ("multi_select", ["red", "blue"]),
    ("multi_select", [["red"]]),
    ("user", str(TEAM)),
    ("user", "me"),
    ("team", str(PERSON)),
    ("url", "javascript:alert(1)"),
    ("url", "https://"),
    ("url", "https://[x"),
    ("url", "https://a b"),
    ("email", "ann"),
    ("email", "a@b@c.de"),
]


def definition(kind):
    return Definition("key", FieldKind(kind), OPTIONS)


@pytest.mark.parametrize(("kind", "value", "stored"), FITS)
def test_a_value_that_fits_is_stored_in_one_form(kind, value, stored):
    assert accepted(definition(kind), value, KNOWN) == stored


@pytest.mark.parametrize(("kind", "value"), REFUSED)
def test_a_value_that_does_not_fit_is_refused_with_a_reason(kind, value):
    with pytest.raises(RefusedError) as refused:
        accepted(definition(kind), value, KNOWN)
    assert str(refused.value)


@given(st.sampled_from(FieldKind), JSON)
def test_what_is_stored_fits_again_and_stays_the_same(kind, value):
    try:
        stored = accepted(definition(kind), value, KNOWN)
    except RefusedError:
        return
    if stored != "":
        assert accepted(definition(kind), stored, KNOWN) == stored


@given(st.text(), st.text())
def test_a_value_in_a_text_is_never_markup_and_never_a_variable(template, value):
    filled = render(
        "{{requester.name}}" + template.replace("{", ""), {"requester.name": value or "x"}, html=True
    )

    assert filled.text.count("<") == template.count("<")
    assert filled.missing == ()


def test_variables_are_filled_fall_back_or_stay():
    text = "Dear {{ requester.name }}, {{a.b|you}} {{c.d}} {{c.d}} {{__class__}} {{a b}}"

    filled = render(text, {"requester.name": "Ann {{c.d}}"}, html=False)

    assert filled.text == "Dear Ann {{c.d}}, you {{c.d}} {{c.d}} {{__class__}} {{a b}}"
    assert filled.missing == ("c.d",)
    assert variables(text) == ("requester.name", "a.b", "c.d")
