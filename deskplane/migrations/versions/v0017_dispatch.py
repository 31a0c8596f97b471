"""Dispatch: switches of the platforms, and tickets of jobs on outside platforms.

Revision ID: 0017
Revises: 0016
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = """
create table dispatch_settings (
    org_id uuid primary key,
    servicenow_enabled boolean not null,
    jira_enabled boolean not null,
    dual_mode boolean not null,
    version int not null default 1,
    updated_at timestamptz not null default now(),
    constraint dispatch_settings_dual_needs_both check (not dual_mode or (servicenow_enabled and jira_enabled))
)
--
create table outside_tickets (
    org_id uuid not null,
    id uuid not null,
    job_id text not null constraint outside_tickets_job_length check (length(job_id) between 1 and 200),
    platform text not null constraint outside_tickets_platform check (platform ~ '^[a-z][a-z_]{0,39}$'),
    dry_run boolean not null,
    dual boolean not null default false,
    state text not null constraint outside_tickets_state
        check (state in ('pending', 'creating', 'created', 'failed', 'unknown', 'gone', 'preview')),
    payload jsonb not null,
    earlier timestamptz,
    leased_until timestamptz,
    next_at timestamptz,
    attempts int not null default 0,
    remote_id text not null default '',
    ticket_id text not null default '',
    url text not null default '',
    status text not null default '',
    assignee text not null default '',
    metadata jsonb not null default '{}',
    notices jsonb not null default '[]',
    requests jsonb not null default '[]',
    error jsonb,
    linked boolean not null default false,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    refreshed_at timestamptz,
    primary key (org_id, id)
)
--
create unique index outside_tickets_once on outside_tickets (org_id, job_id, platform) where not dry_run
--
create unique index outside_tickets_preview on outside_tickets (org_id, job_id, platform) where dry_run
--
create index outside_tickets_due on outside_tickets (org_id, next_at) where next_at is not null
--
create function orgs_with_outside_work(due timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp
as $$ select distinct org_id from outside_tickets where next_at <= due $$
--
revoke execute on function orgs_with_outside_work(timestamptz) from public
--
grant execute on function orgs_with_outside_work(timestamptz) to deskplane_dispatcher
"""


def upgrade() -> None:
    """Create the tables, bound to their organisation."""
    run(TABLES)
    protect("dispatch_settings")
    protect("outside_tickets")


def downgrade() -> None:
    """Drop the tables."""
    op.execute("drop function orgs_with_outside_work(timestamptz)")
    op.execute("drop table outside_tickets")
    op.execute("drop table dispatch_settings")
