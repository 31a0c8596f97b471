"""Every relation of the database is bound to an organisation, or named here as one that is not."""

import os
from pathlib import Path

import pytest

from tests.architecture import catalogue
from tests.architecture.catalogue import BESIDE_RLS, GLOBAL, TENANT_ITSELF, looked_at

AGREED = Path(__file__).with_name("catalogue.txt")
ACCEPT = "DESKPLANE_ACCEPT=1 python -m pytest tests/architecture/test_tables.py"
ACCESS = """
select v.verb from unnest(%s::text[]) as v(verb) where has_table_privilege(%s, %s, v.verb)
"""


@pytest.fixture(scope="module")
def database(shared_database):
    with looked_at(shared_database) as found:
        yield found


@pytest.fixture(scope="module")
def relations(database):
    return database.relations()


@pytest.fixture(scope="module")
def tenant_tables(relations):
    return [relation for relation in relations if relation.is_tenant]


def test_there_are_tables(tenant_tables):
    assert len(tenant_tables) > 30


def test_exceptions_name_tables_that_exist(relations):
    names = {relation.name for relation in relations if relation.is_table}

    assert {*GLOBAL, *BESIDE_RLS, *TENANT_ITSELF} <= names


def test_a_tenant_table_names_its_organisation_in_every_row(database, tenant_tables):
    wrong = []
    for table in tenant_tables:
        column = database.columns(table.name).get(table.org)
        if column is None or (column["type"], column["required"]) != ("uuid", True):
            wrong.append(table.name)

    assert wrong == []


def test_a_table_without_organisation_is_named_here(database, relations):
    without = set()
    for table in (relation for relation in relations if relation.is_table):
        if "org_id" not in database.columns(table.name):
            without.add(table.name)

    assert without - set(TENANT_ITSELF) == set(GLOBAL) - {"directory"}


def test_the_organisation_comes_first_in_every_unique_key(database, relations, tenant_tables):
    beside = [relation for relation in relations if relation.name in BESIDE_RLS]
    wrong, without = [], []
    for table in [*tenant_tables, *beside]:
        keys = database.rows(catalogue.KEYS, table.name)
        wrong += [f"{table.name}.{key['name']}" for key in keys if key["columns"][0] != table.org]
        without += [] if any(key["is_primary"] for key in keys) else [table.name]

    # A slug names an organisation before it is known which one.
    assert (wrong, without) == (["organizations.organizations_slug"], [])


def test_a_foreign_key_stays_within_the_organisation(database, tenant_tables):
    wrong = []
    for table in tenant_tables:
        for key in database.rows(catalogue.FOREIGN_KEYS, table.name):
            target_org = TENANT_ITSELF.get(key["target"], "org_id")
            if (key["columns"][0], key["targets"][0]) != ("org_id", target_org):
                wrong.append(f"{table.name}.{key['name']}")

    assert wrong == []


def test_row_level_security_is_on_and_binds_the_owner_too(tenant_tables):
    assert [table.name for table in tenant_tables if not (table.secured and table.forced)] == []


def test_every_tenant_table_has_the_policy_of_its_organisation(database, tenant_tables):
    found = {(row["relation"], row["name"]): row for row in database.rows(catalogue.POLICIES)}
    for table in tenant_tables:
        policy = found[table.name, "tenant"]
        rule = f"({table.org} = ( SELECT app_org() AS app_org))"
        assert (policy["using"], policy["checked"]) == (rule, rule), table.name
        assert (policy["command"], policy["permissive"], policy["roles"]) == ("*", True, ["public"]), (
            table.name
        )


def test_no_other_policy_opens_a_table_to_the_app(database):
    others = [row for row in database.rows(catalogue.POLICIES) if row["name"] != "tenant"]

    assert [(row["relation"], row["roles"], row["command"]) for row in others] == [
        ("events", ["deskplane_dispatcher"], "r")
    ]


def test_views_ask_as_the_one_who_looks(relations):
    views = [relation for relation in relations if relation.kind in {"v", "m"}]

    assert len(views) >= 3
    assert [view.name for view in views if "security_invoker=true" not in view.options] == []


def test_nobody_is_granted_a_partition_or_what_lies_beside_row_level_security(database, relations):
    closed = [relation.name for relation in relations if relation.is_partition or relation.name in BESIDE_RLS]
    open_ = [
        (row["relation"], row["role"]) for row in database.rows(catalogue.GRANTS) if row["relation"] in closed
    ]

    assert len(closed) > 5
    assert open_ == []


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("deskplane_app", {"cluster_epoch": ["SELECT"]}), ("deskplane_dispatcher", None)],
)
def test_tables_of_the_house_are_closed(database, role, allowed):
    found = {
        name: [row["verb"] for row in database.rows(ACCESS, list(catalogue.VERBS), role, name)]
        for name in GLOBAL
    }
    open_ = {name: verbs for name, verbs in found.items() if verbs}

    assert open_ == (
        allowed or {"cluster_epoch": ["SELECT"], "subscriptions": ["SELECT", "INSERT", "UPDATE", "DELETE"]}
    )


def test_the_dispatcher_reads_the_log_and_no_table_of_a_tenant(database, relations):
    open_ = {}
    for relation in relations:
        if relation.kind != "S" and relation.name not in GLOBAL:
            verbs = [
                row["verb"]
                for row in database.rows(ACCESS, list(catalogue.VERBS), catalogue.DISPATCHER, relation.name)
            ]
            open_ |= {relation.name: verbs} if verbs else {}

    assert open_ == {"events": ["SELECT"]}


def test_the_log_and_its_seals_can_only_grow(database):
    for name in ("events", "audit_seals"):
        verbs = [row["verb"] for row in database.rows(ACCESS, list(catalogue.VERBS), catalogue.APP, name)]
        assert verbs == ["SELECT", "INSERT"], name


def test_a_function_with_the_rights_of_its_owner_looks_nothing_up_in_temporary_tables(database):
    """Without ``pg_temp`` at the end, a caller's temporary table comes before the real one, with the owner's rights."""
    loose = [
        row["signature"]
        for row in database.rows(catalogue.FUNCTIONS)
        if row["definer"]
        and not any(c.startswith("search_path=") and c.endswith("pg_temp") for c in row["config"])
    ]

    assert loose == []


def test_no_extension_and_no_enum_is_used(database):
    assert [row["extname"] for row in database.rows("select extname from pg_extension")] == ["plpgsql"]
    enums = "select typname from pg_type where typtype = 'e' and typnamespace = 'public'::regnamespace"
    assert database.rows(enums) == []


def test_number_lines_and_the_job_queue_are_closed_to_the_app(database):
    usage = "select nspname, has_schema_privilege('deskplane_app', oid, 'usage') as open from pg_namespace"
    found = {
        row["nspname"]: row["open"]
        for row in database.rows(f"{usage} where nspname !~ '^(pg_|public$|info)'")
    }

    assert found == {"ticket_numbers": False, "procrastinate": False}


def test_functions_policies_and_grants_are_the_agreed_ones(database):
    found = catalogue.described(database)
    if os.environ.get("DESKPLANE_ACCEPT") == "1":
        AGREED.write_text(found, encoding="utf-8")

    assert AGREED.read_text(encoding="utf-8").splitlines() == found.splitlines(), (
        f"If this is meant, run: {ACCEPT}"
    )
