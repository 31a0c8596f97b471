"""The mapping language of the general importer."""

import json

import pytest

from deskplane.imports.mapping import FieldMap
from deskplane.kernel.errors import InvalidError


def mapping(*pairs, **given):
    return FieldMap.of(["title=Summary", *pairs], **given)


def test_a_field_is_filled_from_a_column_or_a_literal():
    rules = mapping("type:=request", "custom.cost_centre=Kostenstelle").rules

    assert rules["title"].column == "Summary"
    assert rules["type"].literal == "request"
    assert rules["custom.cost_centre"].column == "Kostenstelle"


def test_a_value_map_translates_without_regard_to_case():
    rule = mapping("status=State|Done:closed|In work:in_progress|*:open").rules["status"]

    assert rule.column == "State"
    assert rule.translated("done") == "closed"
    assert rule.translated("IN WORK") == "in_progress"
    assert rule.translated("anything") == "open"
    assert rule.translated("") == ""


def test_a_date_format_follows_the_column():
    rule = mapping("created_at=Opened@%d.%m.%Y %H:%M").rules["created_at"]

    assert (rule.column, rule.format) == ("Opened", "%d.%m.%Y %H:%M")


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("title", "is not a mapping"),
        ("=Summary", "is not a mapping"),
        ("title=", "is not a mapping"),
        ("sumary=Summary", "no field 'sumary'"),
        ("priorty=Prio", "Did you mean 'priority'"),
        ("custom.Cost=Cost", "no field 'custom.Cost'"),
        ("status=State|Done", "is not a value map"),
    ],
)
def test_a_mapping_that_cannot_be_read_says_why(pair, message):
    with pytest.raises(InvalidError, match=message):
        mapping(pair)


def test_a_mapping_without_a_title_is_refused():
    with pytest.raises(InvalidError, match="gives no title"):
        FieldMap.of(["status=State"])


def test_a_map_file_knows_defaults_zones_and_the_key_and_pairs_win(tmp_path):
    file = tmp_path / "map.json"
    fields = {
        "title": "Betreff",
        "created_at": {"column": "Datum", "format": "%d.%m.%Y", "timezone": "Europe/Berlin"},
        "priority": {"column": "Prio", "values": {"hoch": "high"}, "default": "low"},
    }
    file.write_text(json.dumps({"key": "Nr", "fields": fields}))
    made = FieldMap.of(["title=Summary"], file=file)

    assert made.key == "Nr"
    assert made.rules["title"].column == "Summary"
    assert made.rules["created_at"].zone == "Europe/Berlin"
    assert made.rules["priority"].translated("") == "low"
    assert made.columns == ["Nr", "Summary", "Datum", "Prio"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ('{"fields": {"title": {"colum": "A"}}}', "is not a mapping"),
        ('{"fields": {"title": {}}}', "either a column or a literal"),
        ('{"fields": {"title": {"column": "A", "timezone": "Moon/Base"}}}', "no time zone 'Moon/Base'"),
        ('{"felder": {}}', "is not a mapping"),
    ],
)
def test_a_broken_map_file_says_where(tmp_path, content, message):
    file = tmp_path / "map.json"
    file.write_text(content)

    with pytest.raises(InvalidError) as caught:
        FieldMap.of([], file=file)

    assert message in f"{caught.value} {caught.value.errors}"


def test_a_column_the_file_lacks_is_named_with_the_nearest_one():
    with pytest.raises(
        InvalidError, match=r"no column 'Summary'. Did you mean 'summary_text'|no column 'Summary'"
    ):
        mapping().check(["Sumary", "State"])
