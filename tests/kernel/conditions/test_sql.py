import json
from collections.abc import AsyncIterator

import asyncpg
import pytest
from hypothesis import given, settings

from deskplane.kernel.conditions.evaluate import matches
from deskplane.kernel.conditions.fields import Kind
from deskplane.kernel.conditions.query import parse
from deskplane.kernel.conditions.sql import json_field, to_sql
from deskplane.kernel.conditions.tree import Condition
from tests.kernel.conditions.strategies import CONTEXT, SCHEMA, conditions, jsonable, rows

TYPES = {
    "title": "text",
    "department": "text",
    "status": "text",
    "priority": "text",
    "number": "bigint",
    "cost": "numeric",
    "is_phi": "boolean",
    "created_at": "timestamptz",
    "ends_on": "date",
    "assignee": "uuid",
    "team": "uuid",
    "tags": "text[]",
    "custom_fields": "jsonb",
}
COLUMNS = {
    field.name: json_field("custom_fields", field.name.removeprefix("custom."), field.kind)
    if field.name.startswith("custom.")
    else field.name
    for field in SCHEMA
}
ROW = "(select {}) as ticket".format(
    ", ".join(f"${at}::{type_} as {name}" for at, (name, type_) in enumerate(TYPES.items(), start=1))
)


@pytest.fixture(scope="module")
async def pg(postgres_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(postgres_dsn)
    yield connection
    await connection.close()


def arguments(row: dict[str, object]) -> list[object]:
    custom = {name.removeprefix("custom."): jsonable(row[name]) for name in row if name.startswith("custom.")}
    return [json.dumps(custom) if name == "custom_fields" else row[name] for name in TYPES]


async def selected(connection: asyncpg.Connection, condition: Condition, row: dict[str, object]) -> bool:
    fragment = to_sql(condition, COLUMNS, CONTEXT, start=len(TYPES) + 1)
    query = f"select count(*) from {ROW} where {fragment.text}"
    return bool(await connection.fetchval(query, *arguments(row), *fragment.args))


@given(condition=conditions(), row=rows())
@settings(deadline=None)
async def test_python_and_postgresql_agree(
    pg: asyncpg.Connection, condition: Condition, row: dict[str, object]
):
    assert await selected(pg, condition, row) == matches(condition, row, CONTEXT)


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (Kind.NUMBER, "five"),
        (Kind.BOOL, 1),
        (Kind.LIST, "x"),
        (Kind.DATE, "2026-02-31"),
        (Kind.DATE, "0000-01-01"),
        (Kind.DATE, "1900-02-29"),
        (Kind.DATETIME, "2026-05-01T25:00:00Z"),
        (Kind.DATETIME, "2026-05-01T08:00:00"),
        (Kind.REFERENCE, "ann"),
        (Kind.TEXT, {"a": 1}),
    ],
)
async def test_a_custom_value_of_another_type_reads_as_missing(
    pg: asyncpg.Connection, kind: Kind, stored: object
):
    column = json_field("$1::jsonb", "site", kind)

    assert await pg.fetchval(f"select {column} is null", json.dumps({"site": stored}))


async def test_a_leap_day_is_a_day(pg: asyncpg.Connection):
    column = json_field("$1::jsonb", "day", Kind.DATE)

    for leap in ("2024-02-29", "2000-02-29", "2026-12-31"):
        assert str(await pg.fetchval(f"select {column}", json.dumps({"day": leap}))) == leap


def test_values_never_become_part_of_the_text():
    hostile = "'; drop table tickets; --"
    condition = parse(
        f'title = "{hostile}" or title contains "{hostile}" or tags in ("{hostile}", b)', SCHEMA
    )
    fragment = to_sql(condition, COLUMNS, CONTEXT, start=3)

    assert "drop" not in fragment.text
    assert fragment.args == (hostile, hostile, [hostile, "b"])
    assert fragment.text.startswith(
        "(lower(title) = lower($3::text) or strpos(lower(title), lower($4::text)) > 0"
    )


def test_comparisons_stay_in_a_form_an_index_can_serve():
    condition = parse("status = open and priority >= medium and number > 5 and not cost < 0.5", SCHEMA)

    assert to_sql(condition, COLUMNS, CONTEXT).text == (
        "(status = $1::text and priority = any($2::text[]) and (number > $3::bigint)"
        " and ((cost < $4::numeric)) is not true)"
    )


def test_a_key_that_is_no_plain_name_is_refused():
    with pytest.raises(ValueError, match="cannot be the key"):
        json_field("custom_fields", "a' or true --", Kind.TEXT)


def test_a_field_without_a_column_is_a_mistake_of_ours():
    with pytest.raises(LookupError):
        to_sql(parse("status = open", SCHEMA), {}, CONTEXT)
