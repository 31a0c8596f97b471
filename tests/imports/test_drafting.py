"""Records become drafts, or say all reasons why they cannot."""

from datetime import UTC, datetime

import pytest

from deskplane.imports.drafting import CustomField, Draft, Drafter, Refused
from deskplane.imports.mapping import FieldMap
from deskplane.imports.records import Record

CUSTOM = {
    "cost_centre": CustomField("text"),
    "site": CustomField("select", ("Hamburg", "Antwerp")),
    "hours": CustomField("number"),
    "vip": CustomField("boolean"),
}


def drafted(values, *pairs, key=None):
    mapping = FieldMap.of(["title=title", *pairs], key=key)
    return Drafter(mapping, CUSTOM).draft(Record(7, {"title": "VPN is down", **values}))


def draft(values, *pairs, key=None) -> Draft:
    made = drafted(values, *pairs, key=key)
    assert isinstance(made, Draft), made
    return made


def reasons(values, *pairs, key=None):
    made = drafted(values, *pairs, key=key)
    assert isinstance(made, Refused)
    return made.reasons


def test_a_title_alone_makes_a_new_incident_of_medium_priority():
    state = draft({}).state

    assert (state["type"], state["status"], state["priority"]) == ("incident", "new", "medium")
    assert state["source_type"] == "IMPORT"


def test_words_are_read_in_any_spelling():
    state = draft({"s": "In Progress", "p": "HIGH", "t": "Change"}, "status=s", "priority=p", "type=t").state

    assert (state["status"], state["priority"], state["type"]) == ("in_progress", "high", "change")


def test_impact_and_urgency_give_the_priority():
    assert draft({"i": "1 - High", "u": "high"}, "impact=i", "urgency=u").state["priority"] == "critical"


def test_the_times_tell_the_status_when_no_column_does():
    made = draft({"c": "2026-02-01T10:00:00+01:00"}, "closed_at=c")

    assert made.state["status"] == "closed"
    assert made.state["closed_at"] == datetime(2026, 2, 1, 9, tzinfo=UTC)


def test_custom_fields_get_the_type_they_are_defined_with():
    made = draft(
        {"a": "4711", "b": "hamburg", "c": "1,5", "d": "ja"},
        "custom.cost_centre=a",
        "custom.site=b",
        "custom.hours=c",
        "custom.vip=d",
    )

    assert made.state["custom_fields"] == {
        "cost_centre": "4711",
        "site": "Hamburg",
        "hours": 1.5,
        "vip": True,
    }


def test_people_team_category_and_tags_stay_names():
    made = draft(
        {"r": "Ann@Example.com", "t": "Network", "c": "Hardware > Printer", "g": "VIP, vip; urgent"},
        "requester=r",
        "team=t",
        "category=c",
        "tags=g",
    )

    assert (made.requester, made.team, made.category) == (
        "ann@example.com",
        "Network",
        ("Hardware", "Printer"),
    )
    assert made.state["tags"] == ["vip", "urgent"]


def test_comments_are_one_text_or_a_list():
    told = [{"text": "Looking", "author": "Ben", "at": "2026-01-02", "visibility": "internal"}, "Done"]
    plain, listed = draft({"c": "Solved"}, "comments=c"), draft({"c": told}, "comments=c")

    assert [comment.text for comment in plain.comments] == ["Solved"]
    assert [comment.text for comment in listed.comments] == ["Looking", "Done"]
    assert listed.comments[0].at == datetime(2026, 1, 2, tzinfo=UTC)
    assert listed.comments[0].visibility == "internal"


def test_all_reasons_against_a_record_are_told():
    found = reasons(
        {"title": "", "s": "opened", "r": "ann", "d": "32.1.2026", "i": "9", "x": "1"},
        "status=s",
        "requester=r",
        "created_at=d@%d.%m.%Y",
        "impact=i",
        "custom.cost_center=x",
    )

    assert len(found) == 6
    assert "status: 'opened' is not one of" in found[0]
    assert "Did you mean 'open'?" in found[0]
    assert found[1] == "requester: 'ann' is not an e-mail address"
    assert "does not fit the format %d.%m.%Y" in found[2]
    assert "Did you mean 'cost_centre'?" in found[4]
    assert found[5] == "title: is empty"


@pytest.mark.parametrize(
    ("values", "pairs", "reason"),
    [
        ({"title": "x" * 501}, (), "501 characters long, 500 at the most"),
        ({"d": "0012-01-01"}, ("created_at=d",), "outside the years"),
        ({"c": [{"author": "x"}]}, ("comments=c",), "a comment needs a text"),
        ({"s": "Rotterdam"}, ("custom.site=s",), "is not one of Hamburg, Antwerp"),
        ({"h": "many"}, ("custom.hours=h",), "is not a number"),
    ],
)
def test_values_out_of_bounds_are_refused(values, pairs, reason):
    assert any(reason in told for told in reasons(values, *pairs))


def test_the_key_column_names_the_record_else_its_whole_row_does():
    assert draft({"id": "A-1"}, key="id").key == "A-1"
    assert draft({"id": "A-1"}).key == draft({"id": "A-1"}).key != draft({"id": "A-2"}).key
    assert "the key column 'id' is empty" in reasons({"id": ""}, key="id")


def test_the_hash_covers_what_is_mapped_and_nothing_else():
    assert draft({"x": "1"}).digest == draft({"x": "2"}).digest
    assert draft({"x": "1"}, "description=x").digest != draft({"x": "2"}, "description=x").digest


def test_a_zone_of_the_rule_holds_for_times_without_one(tmp_path):
    file = tmp_path / "map.json"
    file.write_text('{"fields": {"title": "t", "created_at": {"column": "d", "timezone": "Europe/Berlin"}}}')
    made = Drafter(FieldMap.of([], file=file)).draft(Record(2, {"t": "x", "d": "2026-07-01 12:00"}))

    assert isinstance(made, Draft)
    assert made.times["created_at"] == datetime(2026, 7, 1, 10, tzinfo=UTC)
