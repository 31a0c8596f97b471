"""The schema goes up, down and up again, and is what the models say."""

import asyncio
import warnings
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool

from deskplane.app.migrate import FOLDER, downgrade, head, migrate, upgrade
from deskplane.app.models import METADATA
from tests.architecture.catalogue import GLOBAL, described, looked_at
from tests.fixtures.desk import LOGIN


def _ours(_item: object, name: str | None, kind: str, reflected: bool, _: object) -> bool:
    return not (kind == "table" and reflected and str(name).startswith(("events_", "ticket_search_")))


COMPARED = {"compare_type": True, "include_object": _ours}
OBJECTS = """
select 'relation ' || c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relname !~ '^alembic_version'
union all
select 'function ' || p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
union all
select 'schema ' || nspname from pg_namespace where nspname !~ '^(pg_|public$|information_schema$)'
"""
STRUCTURE = """
select format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
              pg_get_expr(d.adbin, d.adrelid)) as line
from pg_attribute a join pg_class c on c.oid = a.attrelid
     left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v')
union all
select pg_get_indexdef(indexrelid) from pg_index x join pg_class c on c.oid = x.indrelid
where c.relnamespace = 'public'::regnamespace
union all
select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
where connamespace = 'public'::regnamespace
union all
select pg_get_triggerdef(t.oid) from pg_trigger t where not tgisinternal
union all
select pg_get_functiondef(p.oid) from pg_proc p where p.pronamespace = 'public'::regnamespace
order by 1
"""


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


@pytest.fixture
def dsn(cluster):
    """An empty database."""
    name = f"empty_{uuid4().hex[:8]}"
    yield cluster.create_database(name)
    cluster.drop_database(name)


def objects(dsn: str) -> set[str]:
    with looked_at(dsn) as database:
        return {row["name"] for row in database.rows(OBJECTS)}


def structure(dsn: str) -> list[str]:
    with looked_at(dsn) as database:
        return [*(row["line"] for row in database.rows(STRUCTURE)), described(database)]


def test_there_is_one_line_of_revisions_and_its_head_is_known_without_alembic():
    revisions = list(scripts().walk_revisions())

    assert scripts().get_heads() == [head()]
    assert [revision.revision for revision in reversed(revisions)] == [
        f"{n:04}" for n in range(1, len(revisions) + 1)
    ]
    assert [str(revision.down_revision) for revision in revisions[:-1]] == [r.revision for r in revisions[1:]]


def test_up_down_and_up_again_leaves_nothing_behind_and_makes_the_same(dsn):
    upgrade(dsn)
    first = structure(dsn)
    downgrade(dsn, "base")
    left = objects(dsn)
    upgrade(dsn)

    assert left == set()
    assert structure(dsn) == first


def test_each_step_down_removes_what_its_step_up_made(dsn):
    seen = {"base": objects(dsn)}
    steps = [revision.revision for revision in scripts().walk_revisions()][::-1]
    for revision in steps:
        upgrade(dsn, revision)
        seen[revision] = objects(dsn)
    for revision, before in zip(reversed(steps), ["base", *steps[:-1]][::-1], strict=True):
        assert objects(dsn) == seen[revision], revision
        downgrade(dsn, before)
    assert objects(dsn) == seen["base"]


def differences(dsn: str) -> list[str]:
    """Tables and columns that models and database do not agree on; keys and indexes are the migrations' alone."""
    engine = create_engine(dsn.replace("postgresql://", "postgresql+psycopg://"), poolclass=pool.NullPool)
    with engine.connect() as connection, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Did not recognize type")
        found = compare_metadata(MigrationContext.configure(connection, opts=COMPARED), METADATA)
    flat = [step for diff in found for step in (diff if isinstance(diff, list) else [diff])]
    return sorted(line for step in flat if (line := _told(step)))


def _told(step: tuple) -> str:
    kind, *rest = step
    if kind in {"add_table", "remove_table"}:
        return f"{kind} {rest[0].name}"
    if kind in {"add_column", "remove_column"}:
        return f"{kind} {rest[1]}.{rest[2].name}"
    if kind in {"modify_type", "modify_nullable"}:
        return f"{kind} {rest[1]}.{rest[2]}: {rest[-2]!r} is modelled as {rest[-1]!r}"
    return ""


def test_the_models_say_what_the_database_has(shared_database):
    unmodelled = {"remove_column events.xid", *(f"remove_table {name}" for name in GLOBAL)}

    assert [line for line in differences(shared_database) if line not in unmodelled] == []


def test_two_processes_that_migrate_at_once_do_not_disturb_each_other(dsn):
    async def both() -> list[bool]:
        return list(await asyncio.gather(migrate(dsn, LOGIN), migrate(dsn, LOGIN)))

    assert sorted(asyncio.run(both())) == [False, True]
