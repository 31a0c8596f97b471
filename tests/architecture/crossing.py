"""Rows of two organisations in every table there is, made from what the catalogue says of its columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from psycopg import sql

from tests.architecture.catalogue import BESIDE_RLS, Catalogue, Relation

CHECKS = """
select conrelid::regclass::text as relation, conname as name from pg_constraint
where contype = 'c' and connamespace = 'public'::regnamespace and conrelid > 0
"""
# Views show only some rows; ours must be among them.
MEANINGS = {"events": {"subject_type": "ticket"}}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two organisations, and the word that stands in all of its texts."""

    org: UUID
    canary: str

    @classmethod
    def called(cls, word: str) -> "Side":
        """Make one."""
        return cls(uuid4(), f"canary{word}{uuid4().hex[:12]}")


def value_for(kind: str, side: Side) -> Any:
    """A value of a column's type that gives its organisation away."""
    base = kind.partition("(")[0]
    values = {
        "uuid": uuid4(),
        "text": side.canary,
        "boolean": True,
        "jsonb": f'{{"word": "{side.canary}"}}',
        "bytea": side.canary.encode(),
        "tsvector": f"'{side.canary}':1A",
        "timestamp with time zone": "2026-01-01T00:00:00Z",
        "date": "2026-01-01",
        "xid8": "1",
        "text[]": [side.canary],
        "uuid[]": [uuid4()],
        "integer[]": [1],
    }
    if base in {"smallint", "integer", "bigint", "double precision", "real", "numeric"}:
        return 1
    assert base in values, f"no sample for columns of type {kind}: add one"
    return values[base]


def fill(database: Catalogue, sides: Sequence[Side]) -> list[Relation]:
    """Give each side one row in every table with organisations; return the tables.

    The database is a copy for this test alone: rules that know about meanings (checks, foreign keys) are lifted.
    """
    tables = [r for r in database.relations() if r.is_table and (r.is_tenant or r.name in BESIDE_RLS)]
    for check in database.rows(CHECKS):
        table, name = sql.Identifier(check["relation"]), sql.Identifier(check["name"])
        database.connection.execute(
            sql.SQL("alter table {} drop constraint if exists {}").format(table, name)
        )
    database.connection.execute("set session_replication_role = replica")
    for table in tables:
        for side in sides:
            _insert(database, table, _row(database, table, side))
    return tables


def _row(database: Catalogue, table: Relation, side: Side) -> dict[str, Any]:
    columns = database.columns(table.name).values()
    row = {c["name"]: value_for(c["type"], side) for c in columns if not (c["generated"] or c["identity"])}
    return {**row, **MEANINGS.get(table.name, {}), table.org: side.org}


def _insert(database: Catalogue, table: Relation, row: dict[str, Any]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    marks = sql.SQL(", ").join(sql.Placeholder() for _ in row)
    command = sql.SQL("insert into {} ({}) values ({})").format(sql.Identifier(table.name), names, marks)
    database.connection.execute(command, list(row.values()))


def fingerprint(database: Catalogue, tables: Sequence[Relation], org: UUID) -> dict[str, str]:
    """What an organisation owns, table by table, as the owner of the database sees it."""
    whole = "select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as state"
    found = {
        table.name: database.rows(f"{whole} from {table.name} t where {table.org} = %s", org)[0]["state"]
        for table in tables
    }
    return {
        **found,
        "directory": database.rows(f"{whole} from directory t where org_id = %s", org)[0]["state"],
    }
