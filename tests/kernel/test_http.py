"""What every route of the house refuses; on routes of our own, through the real front layer."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from tests.kernel import probe
from tests.kernel.probe import NOTES, notes, refused

LIMIT = 2_000_000

# ------------------------------------------------------------------------------------------ bad bodies


async def test_a_good_body_is_taken(prober, probed):
    answer = await prober.post(NOTES, json={"title": "good"})

    assert answer.status_code == 201
    assert await notes(probed, "good") == 1


async def test_an_unknown_field_is_refused_with_the_nearest_known_one(prober):
    [error] = refused(await prober.post(NOTES, json={"title": "x", "tilte": "y"}), 422)["errors"]

    assert error["loc"] == ["body", "tilte"]
    assert error["msg"] == "unknown field 'tilte'. Did you mean 'title'?"


async def test_an_unknown_field_inside_a_part_is_named_with_its_place(prober):
    [error] = refused(await prober.post(NOTES, json={"title": "x", "part": {"dept": 1}}), 422)["errors"]

    assert error["loc"] == ["body", "part", "dept"]
    assert "Did you mean 'depth'?" in error["msg"]


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({"title": 7}, ["body", "title"]),
        ({"title": "x", "count": "many"}, ["body", "count"]),
        ({"title": "x", "count": 1.5}, ["body", "count"]),
        ({"title": "x", "part": []}, ["body", "part"]),
        ({"title": "x", "tags": "a"}, ["body", "tags"]),
        ({"title": "x", "tags": [None]}, ["body", "tags", 0]),
        ({"title": None}, ["body", "title"]),
        ({}, ["body", "title"]),
        ({"title": "  "}, ["body", "title"]),
        ({"title": "x" * 41}, ["body", "title"]),
        ({"title": "x", "tags": ["a"] * 6}, ["body", "tags"]),
        ([], ["body"]),
        ([{"title": "x"}], ["body"]),
        ("title", ["body"]),
        (None, ["body"]),
        (7, ["body"]),
    ],
)
async def test_a_wrong_value_is_refused_where_it_stands(prober, body, loc):
    errors = refused(await prober.post(NOTES, json=body), 422)["errors"]

    assert [error["loc"] for error in errors] == [loc]
    assert all(error["msg"] for error in errors)


async def test_all_wrong_fields_are_named_at_once(prober):
    told = refused(await prober.post(NOTES, json={"title": 1, "count": "x", "colour": "red"}), 422)

    assert {error["loc"][-1] for error in told["errors"]} == {"title", "count", "colour"}


async def test_a_wrong_query_parameter_is_refused_where_it_stands(prober):
    [error] = refused(await prober.get(f"{NOTES}/x", params={"limit": "many"}), 422)["errors"]

    assert error["loc"] == ["query", "limit"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"title": }',
        b'{"title": "x",}',
        b"{'title': 'x'}",
        b'{"title": "x"} trailing',
        b'{"title": "\xff\xfe"}',
        b'{"title": "x", "count": ' + b"9" * 5000 + b"}",
        b"\x00",
        b"\xef\xbb\xbf",
        b'{"title": "\\ud800"}',
    ],
    ids=repr,
)
async def test_what_is_not_json_cannot_be_read(prober, body):
    refused(await prober.post(NOTES, content=body, headers={"content-type": "application/json"}), 400)


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "a\\u0000b"}',
        b'{"title": "a\x00b"}',
        b'{"title": "x", "tags": ["\\u0000"]}',
        b'{"a\\u0000": 1}',
    ],
    ids=repr,
)
async def test_a_nul_in_the_body_cannot_be_read(prober, body):
    refused(await prober.post(NOTES, content=body, headers={"content-type": "application/json"}), 400)


async def test_a_backslash_before_the_letters_of_a_nul_is_ordinary_text(prober, probed):
    title = "\\u0000"
    answer = await prober.post(NOTES, json={"title": title})

    assert answer.status_code == 201, answer.text
    assert await notes(probed, title) == 1


@pytest.mark.parametrize("path", [f"{NOTES}/a%00b", f"{NOTES}/x?limit=1%00"])
async def test_a_nul_in_the_address_cannot_be_read(prober, path):
    refused(await prober.get(path), 400)


@pytest.mark.parametrize("depth", [500, 100_000])
@pytest.mark.parametrize("brackets", [(b"[", b"]"), (b'{"part":', b"}")])
async def test_json_nested_too_deeply_cannot_be_read(prober, depth, brackets):
    opening, closing = brackets
    body = opening * depth + b"1" + closing * depth
    answer = await prober.post(NOTES, content=body, headers={"content-type": "application/json"})

    assert answer.status_code in {400, 422}, answer.text
    if depth > 1000:
        refused(answer, 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
async def test_another_content_type_is_not_read_as_json(prober, probed, kind):
    answer = await prober.post(NOTES, content=b'{"title": "kind"}', headers={"content-type": kind})

    assert answer.status_code in {415, 422}, answer.text
    refused(answer, answer.status_code)
    assert await notes(probed, "kind") == 0


async def test_a_missing_body_is_named(prober):
    [error] = refused(await prober.post(NOTES), 422)["errors"]

    assert error["loc"] == ["body"]


# ------------------------------------------------------------------------------------------- too big


async def test_a_body_declared_too_big_is_refused_unread(prober):
    async def body() -> AsyncIterator[bytes]:
        pytest.fail("the body was read")
        yield b""

    answer = await prober.post(NOTES, content=body(), headers={"content-length": str(LIMIT + 1)})

    assert refused(answer, 413)["limit"] == LIMIT


async def test_a_streamed_body_is_cut_off_at_the_limit(prober, probed):
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        yield b'{"title": "big", "tags": ["'
        while read < 10 * LIMIT:
            read += 50_000
            yield b"x" * 50_000

    answer = await prober.post(NOTES, content=body(), headers={"content-type": "application/json"})

    refused(answer, 413)
    assert read <= LIMIT + 100_000
    assert await notes(probed, "big") == 0


@pytest.mark.parametrize("length", ["-1", "abc", "1e9", "\N{ARABIC-INDIC DIGIT ONE}"])
async def test_a_strange_length_does_not_lift_the_limit(prober, length):
    async def body() -> AsyncIterator[bytes]:
        for _ in range(60):
            yield b" " * 50_000

    headers = {"content-length": length.encode(), "content-type": "application/json"}
    answer = await prober.post(NOTES, content=body(), headers=headers)

    refused(answer, 413)


# ------------------------------------------------------------------------------------------ versions


@pytest.mark.parametrize("header", ['"2"', "2", 'W/"2"'])
async def test_if_match_of_an_older_version_fails(prober, header):
    answer = await prober.patch(f"{NOTES}/{uuid4()}", json={"title": "x"}, headers={"if-match": header})

    assert refused(answer, 412)["current_version"] == probe.VERSION


@pytest.mark.parametrize("header", ['"3"', "3", 'W/"3"', "*"])
async def test_if_match_of_the_current_version_passes(prober, header):
    answer = await prober.patch(f"{NOTES}/{uuid4()}", json={"title": "x"}, headers={"if-match": header})

    assert answer.status_code == 200


@pytest.mark.parametrize("header", ['"x"', "three", '"-1"', '"1", "2"', "9" * 30, '"²"'])
async def test_if_match_that_is_no_version_cannot_be_read(prober, header):
    headers = {"if-match": header.encode()}

    refused(await prober.patch(f"{NOTES}/{uuid4()}", json={"title": "x"}, headers=headers), 400)


async def test_a_stale_version_in_the_body_is_a_conflict(prober):
    told = refused(await prober.patch(f"{NOTES}/{uuid4()}", json={"title": "x", "version": 2}), 409)

    assert told["current_version"] == probe.VERSION
    assert "version 2" in told["detail"]
