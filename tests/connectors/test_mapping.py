"""A mapping loses nothing: what we write comes back as what we meant, whatever was there before."""

import pytest
from hypothesis import given, strategies as st

from deskplane.connectors.freshdesk import mapping as freshdesk
from deskplane.connectors.jira import mapping as jira
from deskplane.connectors.sdk.mapping import (
    Fit,
    Overrides,
    Pair,
    Remote,
    ValueMap,
    ValueOverrides,
    picked,
    renamed,
)
from deskplane.connectors.sdk.normal import Choice, NoticeKind
from deskplane.connectors.servicenow import mapping as servicenow
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status

NONE = Overrides()
ODD = (
    Choice("1", "Backlog", group="new"),
    Choice("2", "Doing", group="indeterminate"),
    Choice("3", "Done", group="done"),
)
STATUS_MAPS = {
    "servicenow": servicenow.status_map(NONE),
    "jira": jira.status_map((), NONE),
    "jira, simple workflow": jira.status_map(ODD, NONE),
    "freshdesk": freshdesk.status_map(NONE),
    "freshdesk, cancelled field": freshdesk.status_map(NONE, "cf_cancelled"),
}
PRIORITY_MAPS = {
    name: kind.priority_map(NONE)
    for name, kind in (("servicenow", servicenow), ("jira", jira), ("freshdesk", freshdesk))
}


def currents(table: ValueMap) -> st.SearchStrategy[Remote | None]:
    raws = st.sampled_from(sorted({pair.remote for pair in table.pairs})) | st.text(min_size=1)
    meant = st.none() | st.sampled_from(sorted({pair.local for pair in table.pairs}))
    return st.none() | st.builds(Remote, raws, meant)


def overridings(ours: type[Status] | type[Priority]) -> st.SearchStrategy[ValueOverrides]:
    raws, words = st.sampled_from(["1", "2", "77", "Doing", "Zzz"]), st.sampled_from(sorted(ours))
    return st.builds(
        ValueOverrides,
        write=st.dictionaries(words, raws, max_size=3),
        read=st.dictionaries(raws, words, max_size=3),
    )


@pytest.mark.parametrize(
    ("table", "ours"),
    [(table, Status) for table in STATUS_MAPS.values()]
    + [(table, Priority) for table in PRIORITY_MAPS.values()],
    ids=[f"{name} status" for name in STATUS_MAPS] + [f"{name} priority" for name in PRIORITY_MAPS],
)
def test_what_is_written_is_read_as_it_was_meant(table, ours):
    @given(st.sampled_from(sorted(ours)), currents(table), overridings(ours))
    def check(value, current, overrides):
        changed = table.overridden(overrides)
        for one in (table, changed):
            written = one.to_vendor(value, current)
            assert one.from_vendor(written, current) == value
            assert one.from_vendor(Remote(written.raw), written) == value

    check()


@pytest.mark.parametrize("table", STATUS_MAPS.values(), ids=STATUS_MAPS)
def test_reading_and_writing_back_writes_nothing(table):
    for raw in {pair.remote for pair in table.pairs}:
        meant = table.from_vendor(Remote(raw))
        if meant is not None:
            assert table.to_vendor(meant, Remote(raw)).raw == raw


@pytest.mark.parametrize("table", [*STATUS_MAPS.values(), *PRIORITY_MAPS.values()])
def test_a_pair_that_says_less_is_declared_and_warned_of(table):
    for pair in table.pairs:
        read = table.from_vendor(Remote(table.to_vendor(pair.local).raw))
        notices = table.narrowing("field", pair.local)
        assert bool(notices) == (read != pair.local)
        assert all(notice.kind is NoticeKind.NARROWING for notice in notices)


def test_an_unknown_value_is_kept_and_means_nothing():
    assert STATUS_MAPS["servicenow"].from_vendor(Remote("42")) is None


def test_an_organisations_rows_win():
    table = STATUS_MAPS["servicenow"].overridden(
        ValueOverrides(write={"on_hold": "9"}, read={"9": "on_hold", "2": "open"})
    )

    assert table.to_vendor("on_hold").raw == "9"
    assert table.from_vendor(Remote("9")) == "on_hold"
    assert table.from_vendor(Remote("2")) == "open"
    assert table.narrowing("status", "in_progress")


def test_the_first_pair_of_a_value_is_written():
    table = ValueMap([Pair("a", "1", Fit.WIDENING), Pair("a", "2"), Pair("a", "3")])

    assert (table.to_vendor("a").raw, table.knows("a"), table.knows("b")) == ("2", True, False)


def test_custom_fields_travel_under_the_vendors_names_and_others_are_named():
    fields = {"service": "u_business_service"}

    assert renamed({"service": "x", "floor": 3}, fields)[0] == {"u_business_service": "x"}
    assert [notice.field for notice in renamed({"service": "x", "floor": 3}, fields)[1]] == ["floor"]
    assert picked({"u_business_service": "x", "other": 1}, fields) == {"service": "x"}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_freshdesk_html_says_what_the_text_said(words):
    assert freshdesk.to_text(freshdesk.to_html(words)) == words.strip("\n")
