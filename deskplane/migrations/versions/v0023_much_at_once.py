"""Much at once: statistics of tables that grew, and a search index that takes words together.

Revision ID: 0023
Revises: 0022
"""

from alembic import op

from deskplane.migrations.tenancy import run

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# Four times the pages that the last look found; one at a time, because an analysis keeps its lock until the end.
GROWN = """
create function analyze_grown() returns int
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare grown regclass; done int := 0;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('analyze_grown', 0)) then
        return 0;
    end if;
    for grown in
        select c.oid from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
          and pg_relation_size(c.oid) / current_setting('block_size')::int > 4 * c.relpages + 4
        order by c.oid
    loop
        execute format('analyze %s', grown);
        done := done + 1;
    end loop;
    return done;
end $$
--
revoke execute on function analyze_grown() from public
--
grant execute on function analyze_grown() to deskplane_app
"""

# Long texts and documents that no plan depends on; sorting samples of them is most of the work of an analysis.
UNSEEN = {
    "tickets": (
        *("title", "description_html", "description_text", "resolution_text"),
        *("source_reference", "integration_metadata", "twins", "classification"),
    ),
    "ticket_comments": ("body_html", "body_text", "external_ref"),
    "events": ("changes", "data"),
    "external_links": ("url", "base", "notices"),
    "import_keys": ("digest", "seen"),
}

# New words wait in a short list and go into the index together: a third of the work, and reading the list is not felt.
WORDS = """
drop index ticket_search_words
--
create index ticket_search_words on ticket_search using gin (tsv) with ({options})
"""


def upgrade() -> None:
    """Create the function; leave long texts out of the statistics; let new words wait for each other."""
    run(GROWN)
    run(WORDS.format(options="fastupdate = on, gin_pending_list_limit = 512"))
    _look_at(0)


def downgrade() -> None:
    """Remove it; look at everything again, and at once at each word."""
    _look_at(-1)
    run(WORDS.format(options="fastupdate = off"))
    op.execute("drop function analyze_grown()")


def _look_at(target: int) -> None:
    for table, columns in UNSEEN.items():
        sets = ", ".join(f"alter column {name} set statistics {target}" for name in columns)
        op.execute(f"alter table {table} {sets}")
