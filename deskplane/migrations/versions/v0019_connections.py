"""Connections to other desks, runs that import their tickets, and which ticket mirrors which record.

Revision ID: 0019
Revises: 0018
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = """
create table data_source_connections (
    org_id uuid not null,
    id uuid not null,
    type text not null constraint data_source_connections_type check (type ~ '^[a-z][a-z0-9_]{0,39}$'),
    name text not null constraint data_source_connections_name check (length(name) between 1 and 120),
    description text not null default '',
    status text not null default 'idle'
        constraint data_source_connections_status check (status in ('idle', 'verifying', 'syncing')),
    health text not null default 'unknown' constraint data_source_connections_health
        check (health in ('unknown', 'ok', 'degraded', 'failed', 'paused')),
    credential_mode text not null default 'vault_db' constraint data_source_connections_credential_mode
        check (credential_mode in ('env', 'vault_db', 'agent')),
    settings jsonb not null default '{}',
    config jsonb not null default '{}',
    overrides jsonb not null default '{}',
    sealed_credentials bytea,
    credentials_set_at timestamptz,
    latest_options jsonb not null default '{}',
    verification_due timestamptz,
    last_verification_at timestamptz,
    last_verification_status text not null default '',
    last_verification_error text not null default '',
    last_verification jsonb not null default '{}',
    last_sync_at timestamptz,
    last_sync_status text not null default '',
    last_sync_error text not null default '',
    last_sync_tickets int not null default 0,
    last_successful_sync_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id)
)
--
create index data_source_connections_type on data_source_connections (org_id, type, created_at)
--
create index data_source_connections_due on data_source_connections (org_id, verification_due)
    where verification_due is not null
--
create table ingestion_runs (
    org_id uuid not null,
    id uuid not null,
    connection_id uuid not null,
    state text not null default 'queued' constraint ingestion_runs_state
        check (state in ('queued', 'in_progress', 'success', 'partial', 'failed', 'cancelled')),
    trigger text not null default 'manual',
    started_by uuid,
    started_by_name text not null default '',
    days int,
    projects text[] not null default '{}',
    scope text not null default '',
    created_since timestamptz,
    cursor jsonb,
    total int,
    total_exact boolean not null default false,
    created_count int not null default 0,
    changed_count int not null default 0,
    unchanged_count int not null default 0,
    failed_count int not null default 0,
    rate double precision not null default 0,
    busy_seconds double precision not null default 0,
    error text not null default '',
    fix text not null default '',
    next_at timestamptz,
    leased_until timestamptz,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    version int not null default 1,
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint ingestion_runs_connection_id_fkey foreign key (org_id, connection_id)
        references data_source_connections (org_id, id) on delete cascade
)
--
create index ingestion_runs_connection on ingestion_runs (org_id, connection_id, created_at)
--
create unique index ingestion_runs_one_at_a_time on ingestion_runs (org_id, connection_id)
    where state in ('queued', 'in_progress')
--
create index ingestion_runs_due on ingestion_runs (org_id, next_at) where next_at is not null
--
create table ingestion_failures (
    org_id uuid not null,
    run_id uuid not null,
    remote_id text not null,
    message text not null,
    created_at timestamptz not null default now(),
    primary key (org_id, run_id, remote_id),
    constraint ingestion_failures_run_id_fkey foreign key (org_id, run_id)
        references ingestion_runs (org_id, id) on delete cascade
)
--
create table external_links (
    org_id uuid not null,
    connection_id uuid not null,
    remote_id text not null,
    ticket_id uuid not null,
    remote_key text not null,
    url text not null,
    remote_status text not null,
    remote_priority text not null,
    remote_version text not null,
    remote_updated_at timestamptz not null,
    base jsonb not null,
    notices jsonb not null default '[]',
    state text not null default 'linked' constraint external_links_state
        check (state in ('linked', 'gone', 'conflict')),
    run_id uuid,
    created_at timestamptz not null default now(),
    synced_at timestamptz not null default now(),
    primary key (org_id, connection_id, remote_id),
    constraint external_links_connection_id_fkey foreign key (org_id, connection_id)
        references data_source_connections (org_id, id) on delete cascade,
    constraint external_links_ticket_id_fkey foreign key (org_id, ticket_id)
        references tickets (org_id, id) on delete cascade
)
--
create index external_links_ticket on external_links (org_id, ticket_id)
--
create function orgs_with_verifications(due timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp
as $$ select distinct org_id from data_source_connections where verification_due <= due $$
--
create function orgs_with_imports(due timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp
as $$ select distinct org_id from ingestion_runs where next_at <= due $$
--
revoke execute on function orgs_with_verifications(timestamptz) from public
--
revoke execute on function orgs_with_imports(timestamptz) from public
--
grant execute on function orgs_with_verifications(timestamptz) to deskplane_dispatcher
--
grant execute on function orgs_with_imports(timestamptz) to deskplane_dispatcher
"""


def upgrade() -> None:
    """Create the tables, bound to their organisation."""
    run(TABLES)
    for table in ("data_source_connections", "ingestion_runs", "ingestion_failures", "external_links"):
        protect(table)


def downgrade() -> None:
    """Drop the tables."""
    op.execute("drop function orgs_with_imports(timestamptz)")
    op.execute("drop function orgs_with_verifications(timestamptz)")
    for table in ("external_links", "ingestion_failures", "ingestion_runs", "data_source_connections"):
        op.execute(f"drop table {table}")
