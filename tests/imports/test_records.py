"""Files of records, good and bad."""

import gzip
import json

import pytest

from deskplane.imports.records import BadRecord, Form, Record, opened_records
from deskplane.kernel.errors import InvalidError


def read(path, content, form=Form.CSV):
    file = path / f"records.{form}"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with opened_records(file, form) as (columns, records):
        return columns, list(records)


def good(found):
    records = [record for record in found if isinstance(record, Record)]
    assert len(records) == len(found)
    return records


def test_csv_with_quotes_line_ends_and_a_byte_order_mark(tmp_path):
    columns, records = read(tmp_path, b'\xef\xbb\xbfId,Summary\r\n1,"a, ""b""\r\nc"\r\n2,d\r\n')

    assert columns == ["Id", "Summary"]
    assert records == [
        Record(2, {"Id": "1", "Summary": 'a, "b"\r\nc'}),
        Record(4, {"Id": "2", "Summary": "d"}),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_header_tells_the_delimiter(tmp_path, delimiter):
    columns, records = read(tmp_path, f"Id{delimiter}Summary\n1{delimiter}a, b\n")

    assert columns == ["Id", "Summary"]
    assert records == [Record(2, {"Id": "1", "Summary": "a, b"})]


def test_gzip_is_unpacked(tmp_path):
    _, records = read(tmp_path, gzip.compress(b"Id\n1\n"))

    assert records == [Record(2, {"Id": "1"})]


def test_ragged_rows_and_nul_are_bad_records_and_the_rest_is_read(tmp_path):
    _, records = read(tmp_path, "Id,Summary\n1\n2,b\n3,c,d\n4,e\x00\n")

    assert records == [
        BadRecord(2, "1 values where the header names 2 columns"),
        Record(3, {"Id": "2", "Summary": "b"}),
        BadRecord(4, "3 values where the header names 2 columns"),
        BadRecord(5, "contains a NUL character"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        ("Id,Größe\n1,2\n".encode("latin-1"), "is not UTF-8"),
        ("Id\n1\n".encode("utf-16"), "is UTF-16"),
        (b'Id,Summary\n1,"never closed\n', "line"),
        (b"Id,Id\n", "two columns called 'Id'"),
        (gzip.compress(b"Id\n" + b"1\n" * 5000, mtime=0)[:-20], "damaged gzip"),
        (b"Id\n" + b"x" * 1_100_000 + b"\n", "field larger than field limit"),
    ],
)
def test_a_csv_file_that_cannot_be_read_says_why(tmp_path, content, message):
    with pytest.raises(InvalidError, match=message):
        read(tmp_path, content)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path, message in ((tmp_path / "none.csv", "no file"), (tmp_path, "is a folder")):
        with pytest.raises(InvalidError, match=message), opened_records(path, Form.CSV):
            pass


@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_array_longer_than_the_window(tmp_path, indent):
    values = [{"id": number, "text": "ä" * (number % 700), "at": {"x": number}} for number in range(600)]
    columns, found = read(tmp_path, json.dumps(values, indent=indent), Form.JSON)
    records = good(found)

    assert columns is None
    assert [record.values for record in records] == values
    assert records[1].value("at.x") == 1
    assert [record.line for record in records[:2]] == ([1, 1] if indent is None else [2, 9])


def test_json_lines(tmp_path):
    _, records = read(tmp_path, '{"a": 1}\n\n{"a": true}\n', Form.JSON)

    assert records == [Record(1, {"a": 1}), Record(3, {"a": True})]
    assert [record.text("a") for record in good(records)] == ["1", "true"]


def test_what_is_no_object_is_a_bad_record(tmp_path):
    _, records = read(tmp_path, '[1, {"a": "\\u0000"}, {"a": 1}]', Form.JSON)

    assert records == [
        BadRecord(1, "is not an object but int"),
        BadRecord(1, "contains a NUL character"),
        Record(1, {"a": 1}),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"a": 1},\n {"a" 2}]', "line 2: this is not JSON"),
        ('[{"a": 1}', "expected ',' or ']'"),
        ('[{"a": 1}] x', "more after the end"),
        ('[{"a": "never closed', "this is not JSON"),
        ('{"a": 1}\n{"a"', "line 2"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_broken_json_says_where(tmp_path, content, message):
    with pytest.raises(InvalidError, match=message):
        read(tmp_path, content, Form.JSON)


def test_an_empty_array_holds_nothing(tmp_path):
    assert read(tmp_path, "[ ]", Form.JSON) == (None, [])
