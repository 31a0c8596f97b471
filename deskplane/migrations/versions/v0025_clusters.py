"""Clusters of tickets, and the sets that hold which tickets belong to one.

Revision ID: 0025
Revises: 0024
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = """
create table ticket_sets (
    org_id uuid not null,
    set_id uuid not null,
    ticket_id uuid not null,
    primary key (org_id, set_id, ticket_id),
    constraint ticket_sets_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id)
        on delete cascade
)
--
create index ticket_sets_ticket on ticket_sets (org_id, ticket_id)
--
create table cluster_runs (
    org_id uuid not null,
    id uuid not null,
    state text not null constraint cluster_runs_state_known check (state in
        ('queued', 'running', 'completed', 'failed', 'cancelled')),
    trigger text not null constraint cluster_runs_trigger_known check (trigger in ('manual', 'import')),
    title text not null default '' constraint cluster_runs_title_length check (length(title) <= 300),
    scope jsonb not null default '{}',
    connection_id uuid,
    tickets int not null default 0,
    grouped int not null default 0,
    clusters int not null default 0,
    first_at timestamptz,
    last_at timestamptz,
    error text not null default '',
    created_by uuid,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    primary key (org_id, id),
    constraint cluster_runs_created_by_fkey foreign key (org_id, created_by) references people (org_id, id)
)
--
create index cluster_runs_newest on cluster_runs (org_id, created_at, id)
--
create table clusters (
    org_id uuid not null,
    id uuid not null,
    run_id uuid not null,
    place int not null,
    name text not null constraint clusters_name_length check (length(name) between 1 and 200),
    is_named boolean not null default false,
    size int not null constraint clusters_size check (size > 0),
    share double precision not null,
    cohesion double precision not null,
    words jsonb not null,
    sample_ids uuid[] not null,
    resolved int not null default 0,
    median_resolve_seconds double precision,
    first_at timestamptz,
    last_at timestamptz,
    trend int[] not null default '{}',
    category_id uuid,
    category_share double precision,
    team_id uuid,
    team_share double precision,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint clusters_run_fkey foreign key (org_id, run_id) references cluster_runs (org_id, id) on delete cascade,
    constraint clusters_place unique (org_id, run_id, place)
)
"""


def upgrade() -> None:
    """Create the tables, bound to their organisation."""
    run(TABLES)
    protect("ticket_sets")
    protect("cluster_runs")
    protect("clusters")


def downgrade() -> None:
    """Drop them."""
    op.execute("drop table clusters")
    op.execute("drop table cluster_runs")
    op.execute("drop table ticket_sets")
