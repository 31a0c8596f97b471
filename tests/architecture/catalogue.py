"""What the database says of itself: relations, keys, policies, functions, grants."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

APP, DISPATCHER = "deskplane_app", "deskplane_dispatcher"
ROLES = (APP, DISPATCHER, "public")
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")

# Tables that belong to no organisation, and why.
GLOBAL = {
    "alembic_version": "which schema this is",
    "cluster_epoch": "one row: how often the cluster was restored",
    "directory": "finds the organisation of a credential before the tenant is known; reached through functions only",
    "login_throttle": "counts guesses for addresses that may belong to nobody; reached through functions only",
    "subscriptions": "cursors of the house over the log of all organisations; dispatcher only",
    "ticket_search_parts": "names of the search partitions; reached through functions only",
}
# Tables of organisations beside row-level security: no role may touch them, functions take the tenant from the setting.
BESIDE_RLS = {"ticket_search"}
# The organisation itself: its id is the tenant.
TENANT_ITSELF = {"organizations": "id"}

RELATIONS = """
select c.relname as name, c.relkind::text as kind, c.relispartition as is_partition, c.relrowsecurity as secured,
       c.relforcerowsecurity as forced, coalesce(c.reloptions, '{}') as options
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
order by c.relname
"""
COLUMNS = """
select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
       a.attgenerated <> '' as generated, a.attidentity <> '' as identity
from pg_attribute a where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
"""
KEYS = """
select i.relname as name, x.indisprimary as is_primary,
       array(select coalesce(a.attname, 'expression') from unnest(x.indkey::int2[]) with ordinality k(attnum, place)
             left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.attnum order by k.place) as columns
from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = %s::regclass and x.indisunique
"""
FOREIGN_KEYS = """
select c.conname as name, c.confrelid::regclass::text as target,
       array(select a.attname from unnest(c.conkey) with ordinality k(attnum, place)
             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum order by k.place) as columns,
       array(select a.attname from unnest(c.confkey) with ordinality k(attnum, place)
             join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.attnum order by k.place) as targets
from pg_constraint c where c.conrelid = %s::regclass and c.contype = 'f'
"""
POLICIES = """
select c.relname as relation, p.polname as name, p.polcmd::text as command, p.polpermissive as permissive,
       array(select case when r = 0 then 'public' else r::regrole::text end from unnest(p.polroles) r) as roles,
       pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as checked
from pg_policy p join pg_class c on c.oid = p.polrelid order by 1, 2
"""
FUNCTIONS = """
select p.oid, p.oid::regprocedure::text as signature, p.prosecdef as definer, coalesce(p.proconfig, '{}') as config,
       p.prorettype = 'trigger'::regtype as is_trigger, p.proname as name,
       array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality a(t, n) order by n) as types,
       has_function_privilege('deskplane_app', p.oid, 'execute') as app,
       has_function_privilege('deskplane_dispatcher', p.oid, 'execute') as dispatcher,
       exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
               where a.grantee = 0 and a.privilege_type = 'EXECUTE') as everybody
from pg_proc p where p.pronamespace = 'public'::regnamespace order by 2
"""
GRANTS = """
select c.relname as relation, case when a.grantee = 0 then 'public' else a.grantee::regrole::text end as role,
       array_agg(distinct a.privilege_type order by a.privilege_type) as verbs
from pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner and c.relkind in ('r', 'p', 'v', 'm', 'f')
group by 1, 2 order by 1, 2
"""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, view or sequence."""

    name: str
    kind: str
    is_partition: bool
    secured: bool
    forced: bool
    options: Sequence[str]

    @property
    def is_table(self) -> bool:
        """A table that others are not cut from."""
        return self.kind in {"r", "p"} and not self.is_partition

    @property
    def is_tenant(self) -> bool:
        """A table whose rows belong to organisations and that the app role uses itself."""
        return self.is_table and self.name not in GLOBAL and self.name not in BESIDE_RLS

    @property
    def org(self) -> str:
        """The column that names the organisation."""
        return TENANT_ITSELF.get(self.name, "org_id")


class Catalogue:
    """A database looked at by its owner."""

    def __init__(self, dsn: str) -> None:
        """Connect."""
        self.connection: psycopg.Connection[dict[str, Any]] = psycopg.Connection[dict[str, Any]].connect(
            dsn, autocommit=True, row_factory=dict_row
        )

    def rows(self, query: str, *args: Any) -> list[dict[str, Any]]:
        """Ask."""
        return self.connection.execute(query.encode(), args or None).fetchall()

    def relations(self) -> list[Relation]:
        """All relations of the house's schema."""
        return [Relation(**row) for row in self.rows(RELATIONS)]

    def columns(self, relation: str) -> dict[str, dict[str, Any]]:
        """Columns of a relation, by name."""
        return {row["name"]: row for row in self.rows(COLUMNS, relation)}


@contextmanager
def looked_at(dsn: str) -> Generator[Catalogue]:
    """Look at a database, and let go of it."""
    catalogue = Catalogue(dsn)
    try:
        yield catalogue
    finally:
        catalogue.connection.close()


def described(catalogue: Catalogue) -> str:
    """Functions, policies and grants as text, one line each, to be compared with what was agreed."""
    lines = [
        "# What may be done in the database, by whom. Compared with the migrated schema by test_tables.py.",
        "",
    ]
    lines += [
        "## functions",
        *map(_function, catalogue.rows(FUNCTIONS)),
        "",
        "## policies",
        *map(_policy, catalogue.rows(POLICIES)),
    ]
    partitions = {relation.name for relation in catalogue.relations() if relation.is_partition}
    granted = [row for row in catalogue.rows(GRANTS) if row["relation"] not in partitions]
    lines += [
        "",
        "## grants",
        *(f"{g['relation']} to {g['role']}: {', '.join(g['verbs']).lower()}" for g in granted),
    ]
    return "\n".join([*lines, ""])


def _function(row: dict[str, Any]) -> str:
    kind = "definer" if row["definer"] else "invoker"
    users = ["everybody"] if row["everybody"] else [who for who in ("app", "dispatcher") if row[who]]
    return f"{row['signature']} {kind} {' '.join(row['config'])} for {', '.join(users) or 'owner'}".replace(
        "  ", " "
    )


def _policy(row: dict[str, Any]) -> str:
    return f"{row['relation']}.{row['name']} for {', '.join(row['roles'])}: using {row['using']} check {row['checked']}"
