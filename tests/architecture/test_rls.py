"""Raw SQL as the application's role, as one organisation, against everything in the database."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import psycopg
import pytest

from tests.architecture import catalogue
from tests.architecture.catalogue import BESIDE_RLS, GLOBAL, Catalogue, looked_at
from tests.architecture.crossing import Side, fill, fingerprint
from tests.fixtures.desk import LOGIN

# Functions that look across organisations because the tenant is not known yet. What each may tell is in its own test.
LOOK_UPS = {"directory_find", "principal_find", "organizations_all"}
# Answers about the whole installation that name nobody.
INSTALLATION = {"current_epoch", "schema_revision"}
BECOME = (
    "set role deskplane_app; select set_config('app.org_id', '{org}', false), "
    "set_config('app.person_id', '{person}', false), set_config('app.role', '{role}', false)"
)


@pytest.fixture(scope="module")
def ours():
    return Side.called("ours")


@pytest.fixture(scope="module")
def theirs():
    return Side.called("theirs")


@pytest.fixture(scope="module")
def dsn(cluster, template):
    name = f"crossing_{uuid4().hex[:8]}"
    yield cluster.create_database(name, template)
    cluster.drop_database(name)


@pytest.fixture(scope="module")
def database(dsn):
    with looked_at(dsn) as found:
        yield found


@pytest.fixture(scope="module")
def tables(database, ours, theirs):
    return fill(database, (ours, theirs))


@pytest.fixture(scope="module")
def open_relations(database, tables):
    """Every table, partition and view."""
    return [relation for relation in database.relations() if relation.kind != "S"]


@pytest.fixture(scope="module")
def their_ids(database, tables, theirs):
    """The ids of all rows of the other organisation."""
    return [
        row["id"]
        for table in tables
        if "id" in database.columns(table.name)
        for row in database.rows(f"select id from {table.name} where {table.org} = %s", theirs.org)
    ]


@pytest.fixture
async def connection(dsn, ours, tables):
    """A connection as the application's login, as a person of our organisation; what it does is rolled back."""
    made = await asyncpg.connect(LOGIN.dsn(dsn))
    await made.execute(BECOME.format(org=ours.org, person=uuid4(), role="admin"))
    await made.execute("begin")
    yield made
    await made.execute("rollback")
    await made.close()


@pytest.fixture
def acting(dsn, ours, tables):
    """The owner in a transaction as our organisation, who becomes the application's role and comes back to look."""
    with looked_at(dsn) as found:
        found.connection.execute("begin")
        found.connection.execute(BECOME.format(org=ours.org, person=uuid4(), role="admin").encode())
        found.connection.execute("reset role")
        yield found
        found.connection.execute("rollback")


async def allowed(connection: asyncpg.Connection, relation: str, verb: str) -> bool:
    return await connection.fetchval("select has_table_privilege(current_user, $1, $2)", relation, verb)


async def refused(connection: asyncpg.Connection, statement: str, *args: object) -> str:
    """The error of a statement, which must fail; nothing else of the transaction is lost."""
    await connection.execute("savepoint attempt")
    try:
        status = await connection.execute(statement, *args)
    except asyncpg.PostgresError as error:
        await connection.execute("rollback to savepoint attempt")
        return error.sqlstate or ""
    return f"done: {status}"


async def test_every_relation_shows_our_rows_and_none_of_theirs(connection, open_relations, ours, theirs):
    seen, leaks = set(), []
    for relation in open_relations:
        if not await allowed(connection, relation.name, "select"):
            continue
        texts = [
            row["line"] for row in await connection.fetch(f"select t::text as line from {relation.name} t")
        ]
        seen |= {relation.name} if any(str(ours.org) in text for text in texts) else set()
        leaks += [relation.name for text in texts if str(theirs.org) in text or theirs.canary in text]

    expected = {r.name for r in open_relations if r.is_tenant} | {
        r.name for r in open_relations if r.kind == "v"
    }
    assert leaks == []
    assert seen == expected, "a table without our own row would prove nothing"


@pytest.mark.parametrize("role", ["admin", "agent", "requester", "service", "", "owner"])
async def test_no_role_word_opens_another_organisation(connection, tables, theirs, role):
    await connection.execute("select set_config('app.role', $1, true)", role)
    for table in tables:
        if table.is_tenant:
            found = await connection.fetchval(
                f"select count(*) from {table.name} where {table.org} = $1", theirs.org
            )
            assert found == 0, table.name


async def test_without_an_organisation_nothing_is_seen(connection, tables):
    for value in ("", str(uuid4())):
        await connection.execute("select set_config('app.org_id', $1, true)", value)
        for table in tables:
            if table.is_tenant:
                assert await connection.fetchval(f"select count(*) from {table.name}") == 0, table.name


async def test_partitions_and_what_lies_beside_cannot_be_touched(connection, open_relations):
    closed = [r.name for r in open_relations if r.is_partition or r.name in BESIDE_RLS or r.name in GLOBAL]
    closed.remove("cluster_epoch")
    open_ = []
    for name in closed:
        statements = (f"select 1 from {name}", f"insert into {name} default values", f"delete from {name}")
        codes = {await refused(connection, statement) for statement in statements}
        open_ += [] if codes == {asyncpg.InsufficientPrivilegeError.sqlstate} else [name, *codes]

    assert len(closed) > 8
    assert open_ == []


async def test_rows_cannot_be_put_into_another_organisation(connection, database, tables, ours, theirs):
    for table in tables:
        if not table.is_tenant or not await allowed(connection, table.name, "insert"):
            continue
        columns = database.columns(table.name).values()
        names = [
            c["name"] for c in columns if not (c["generated"] or c["identity"]) and c["name"] != table.org
        ]
        chosen = "".join(f", {'gen_random_uuid()' if name == 'id' else name}" for name in names)
        listed = "".join(f", {name}" for name in names)
        copy = f"insert into {table.name} ({table.org}{listed}) select $1::uuid{chosen} from {table.name}"
        # The row is ours, so the statement itself works; only the policy stands against it.
        code = await refused(connection, copy, theirs.org)
        assert code == asyncpg.InsufficientPrivilegeError.sqlstate, (table.name, code)


async def test_rows_cannot_be_moved_to_another_organisation(connection, tables, theirs):
    for table in tables:
        if table.is_tenant and await allowed(connection, table.name, "update"):
            code = await refused(connection, f"update {table.name} set {table.org} = $1", theirs.org)
            assert code == asyncpg.InsufficientPrivilegeError.sqlstate, (table.name, code)


def test_rows_of_another_organisation_cannot_be_changed_or_removed(acting, tables, theirs):
    before = fingerprint(acting, tables, theirs.org)
    acting.connection.execute("set role deskplane_app")
    tried = 0
    for table in (table for table in tables if table.is_tenant):
        for verb, statement in (
            ("update", f"update {table.name} set {table.org} = {table.org} where {table.org} = %s"),
            ("delete", f"delete from {table.name} where {table.org} = %s"),
        ):
            if acting.rows("select has_table_privilege(current_user, %s, %s) as may", table.name, verb)[0][
                "may"
            ]:
                assert acting.connection.execute(statement.encode(), [theirs.org]).rowcount == 0, table.name
                tried += 1
    acting.connection.execute("reset role")

    assert tried > 50
    assert fingerprint(acting, tables, theirs.org) == before


async def test_a_key_of_another_organisation_can_be_used_by_ours(connection, database, tables, ours, theirs):
    """Else an error would tell that the key exists there."""
    theirs_key = database.rows("select key from idempotency_keys where org_id = %s", theirs.org)[0]["key"]
    put = "insert into idempotency_keys (org_id, principal_id, key, route, body_sha256) values ($1, $2, $3, '', '')"

    assert await connection.execute(put, ours.org, uuid4(), theirs_key) == "INSERT 0 1"


def functions(database: Catalogue) -> list[dict]:
    named = [f for f in database.rows(catalogue.FUNCTIONS) if f["name"] not in LOOK_UPS | INSTALLATION]
    return [f for f in named if f["definer"] and f["app"] and not f["is_trigger"]]


def answer(acting: Catalogue, function: dict, values: list) -> str:
    """All that a call returns, or how it was refused."""
    marks = ", ".join(f"%s::{kind}" for kind in function["types"])
    call = f"select t::text as line from {function['name']}({marks}) t"
    try:
        with acting.connection.transaction():
            return " ".join(row["line"] or "" for row in acting.rows(call, *values))
    except psycopg.Error as error:
        return f"refused: {error.diag.sqlstate}"


def test_functions_with_the_rights_of_the_owner_neither_show_nor_change_another_organisation(
    acting, tables, theirs, their_ids
):
    before = fingerprint(acting, tables, theirs.org)
    chosen = functions(acting)
    acting.connection.execute("set role deskplane_app")
    told = {
        function["signature"]: [
            answer(acting, function, values) for values in arguments(function["types"], their_ids, theirs)
        ]
        for function in chosen
    }
    acting.connection.execute("reset role")

    assert {"search_refresh(uuid[])", "search_vocabulary(integer)", "directory_drop(text,uuid,text)"} <= set(
        told
    )
    for signature, answers in told.items():
        assert not any(theirs.canary in text or str(theirs.org) in text for text in answers), signature
    assert fingerprint(acting, tables, theirs.org) == before


def arguments(types: list[str], ids: list[UUID], theirs: Side) -> list[list]:
    """Arguments that name what is theirs: their ids, their words, in every place of the right type."""
    samples = {
        "uuid": [theirs.org, *ids],
        "uuid[]": [ids],
        "text": [theirs.canary, f"'~o{theirs.org.hex}'", ""],
        "text[]": [[theirs.canary]],
        "integer": [1000],
        "integer[]": [[5]],
        "boolean": [False, True],
        "timestamp with time zone": [datetime(2027, 1, 1, tzinfo=UTC)],
    }
    choices = [samples[kind] for kind in types]
    longest = max(map(len, choices), default=1)
    return [[options[turn % len(options)] for options in choices] for turn in range(longest)]


async def test_a_temporary_table_is_not_taken_for_one_of_ours(connection):
    """A table or trigger of the caller must not run with the rights of the owner of a function."""
    await connection.execute(
        "create temp table directory (kind text, key text, org_id uuid, ref uuid, expires_at timestamptz, "
        "primary key (kind, key, org_id, ref))"
    )
    await connection.execute("grant all on directory to public")
    person = uuid4()
    await connection.execute("select directory_put('probe', 'mine', $1, null)", person)

    assert await connection.fetchval("select count(*) from pg_temp.directory") == 0
    assert await connection.fetchval("select ref from directory_find('probe', 'mine')") == person


async def test_look_ups_before_the_tenant_is_known_tell_only_where_a_credential_belongs(connection, theirs):
    for statement in (
        "select * from principal_find('session', $1)",
        "select * from principal_find('api_token', $1)",
        "select * from directory_find('session', $1)",
    ):
        assert await connection.fetch(statement, theirs.canary) == []
    columns = [row.keys() for row in await connection.fetch("select * from organizations_all()")]

    assert all(set(keys) == {"slug", "id"} for keys in columns)
    assert await connection.fetchval("select current_setting('app.org_id')") != str(theirs.org)
