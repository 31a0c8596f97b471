"""Root-cause analysis: jobs and what they found; dispatch on its own when one is done.

Revision ID: 0020
Revises: 0019
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = """
create table rca_jobs (
    org_id uuid not null,
    id uuid not null,
    number int,
    job_id text not null constraint rca_jobs_job_id_length check (length(job_id) between 1 and 200),
    title text not null constraint rca_jobs_title_length check (length(title) between 1 and 300),
    source text not null constraint rca_jobs_source_known check (source in ('analysis', 'outside')),
    state text not null constraint rca_jobs_state_known check (state in
        ('queued', 'running', 'completed', 'failed', 'cancelled')),
    scope jsonb,
    ticket_ids uuid[] not null default '{}',
    summary text not null default '',
    root_cause text not null default '',
    confidence double precision constraint rca_jobs_confidence check (confidence between 0 and 1),
    affected_users int constraint rca_jobs_affected_users check (affected_users >= 0),
    measures jsonb not null default '{}',
    error text not null default '',
    created_by uuid,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    primary key (org_id, id),
    constraint rca_jobs_job_id unique (org_id, job_id),
    constraint rca_jobs_created_by_fkey foreign key (org_id, created_by) references people (org_id, id)
)
--
create index rca_jobs_newest on rca_jobs (org_id, created_at, id)
--
create index rca_jobs_number on rca_jobs (org_id, number) where number is not null
--
create table rca_findings (
    org_id uuid not null,
    id uuid not null,
    rca_job_id uuid not null,
    kind text not null constraint rca_findings_kind_known check (kind in
        ('item', 'category', 'team', 'department', 'words', 'change', 'other')),
    title text not null constraint rca_findings_title_length check (length(title) between 1 and 300),
    severity text not null constraint rca_findings_severity_known check (severity in
        ('critical', 'high', 'medium', 'low')),
    summary text not null default '',
    score double precision constraint rca_findings_score check (score between 0 and 1),
    evidence jsonb not null default '[]',
    affected jsonb not null default '[]',
    recommendations jsonb not null default '[]',
    facts jsonb,
    state text not null default 'open' constraint rca_findings_state_known check (state in
        ('open', 'confirmed', 'dismissed')),
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint rca_findings_job_fkey foreign key (org_id, rca_job_id) references rca_jobs (org_id, id)
)
--
create index rca_findings_of on rca_findings (org_id, rca_job_id, id)
--
alter table dispatch_settings add column auto_dispatch boolean not null default false
--
alter table dispatch_settings add column auto_severity text not null default 'low'
    constraint dispatch_settings_auto_severity check (auto_severity in ('critical', 'high', 'medium', 'low'))
"""


def upgrade() -> None:
    """Create the tables, bound to their organisation, and the switches of automatic dispatch."""
    run(TABLES)
    protect("rca_jobs")
    protect("rca_findings")


def downgrade() -> None:
    """Drop the tables and the switches."""
    op.execute("alter table dispatch_settings drop column auto_severity")
    op.execute("alter table dispatch_settings drop column auto_dispatch")
    op.execute("drop table rca_findings")
    op.execute("drop table rca_jobs")
