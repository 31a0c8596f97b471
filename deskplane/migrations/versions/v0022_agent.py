"""The agent outside: attempts of verifications, what it said and nobody has worked on yet, how far its syncs are.

Revision ID: 0022
Revises: 0021
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = """
alter table data_source_connections
    add column verification_attempt bigint not null default 0,
    add column verification_answered bigint not null default 0
--
alter table ingestion_runs
    add column agent_attempt bigint not null default 0,
    add column agent_seq int not null default 0
--
create table agent_messages (
    org_id uuid not null,
    id uuid not null,
    connection_id uuid not null,
    about text not null constraint agent_messages_about check (about in ('verification', 'sync')),
    run_id uuid,
    attempt bigint not null,
    seq int not null,
    body bytea not null,
    received_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint agent_messages_connection_id_fkey foreign key (org_id, connection_id)
        references data_source_connections (org_id, id) on delete cascade
)
--
create index agent_messages_connection on agent_messages (org_id, connection_id)
--
create index agent_messages_run on agent_messages (org_id, run_id, attempt, seq)
--
create function orgs_with_agent_messages(kind text) returns setof uuid
language sql stable security definer set search_path = public, pg_temp
as $$ select distinct org_id from agent_messages where about = kind $$
--
revoke execute on function orgs_with_agent_messages(text) from public
--
grant execute on function orgs_with_agent_messages(text) to deskplane_dispatcher
"""


def upgrade() -> None:
    """Create the columns and the table, bound to its organisation."""
    run(TABLES)
    protect("agent_messages")


def downgrade() -> None:
    """Drop them."""
    op.execute("drop function orgs_with_agent_messages(text)")
    op.execute("drop table agent_messages")
    op.execute("alter table ingestion_runs drop column agent_attempt, drop column agent_seq")
    op.execute(
        "alter table data_source_connections drop column verification_attempt, drop column verification_answered"
    )
