"""Tickets and everything that hangs on them: comments, watchers, time, links, approvals, numbers, import keys.

Revision ID: 0006
Revises: 0005
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TICKETS = """
create table tickets (
    org_id uuid not null,
    id uuid not null,
    number_int bigint not null,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    type text not null default 'incident'
        constraint tickets_type_known check (type in ('incident', 'request', 'problem', 'change', 'task')),
    title text not null constraint tickets_title_length check (length(title) between 1 and 500),
    title_key text collate "C" generated always as (lower(left(title, 80))) stored,
    description_html text not null default '',
    description_text text not null default '',
    status text not null default 'new' constraint tickets_status_known check (status in
        ('new', 'open', 'in_progress', 'pending', 'on_hold', 'resolved', 'closed', 'cancelled')),
    status_rank smallint generated always as (case status when 'new' then 1 when 'open' then 2
        when 'in_progress' then 3 when 'pending' then 4 when 'on_hold' then 5 when 'resolved' then 6
        when 'closed' then 7 else 8 end) stored,
    sub_status text,
    priority text not null default 'medium' constraint tickets_priority_known check (priority in
        ('critical', 'urgent', 'high', 'medium', 'low', 'planning')),
    priority_rank smallint generated always as (case priority when 'critical' then 1 when 'urgent' then 2
        when 'high' then 3 when 'medium' then 4 when 'low' then 5 else 6 end) stored,
    impact smallint constraint tickets_impact_range check (impact between 1 and 3),
    urgency smallint constraint tickets_urgency_range check (urgency between 1 and 3),
    category_id uuid,
    requester_id uuid,
    assignee_id uuid,
    team_id uuid,
    department text,
    source_type text not null default 'API',
    source_reference jsonb not null default '{}',
    integration_metadata jsonb not null default '{}',
    custom_fields jsonb not null default '{}',
    tags text[] not null default '{}',
    due_at timestamptz,
    due_overridden boolean not null default false,
    resolved_at timestamptz,
    closed_at timestamptz,
    first_response_at timestamptz,
    reopened_count int not null default 0,
    resolution_code text,
    resolution_text text,
    resolved_by uuid,
    job_id text,
    is_phi boolean not null default false,
    deleted_at timestamptz,
    merged_into uuid,
    comment_count int not null default 0,
    public_comment_count int not null default 0,
    attachment_count int not null default 0,
    watcher_count int not null default 0,
    time_minutes int not null default 0,
    next_due_at timestamptz,
    sla_state text,
    sla_paused_for text,
    sla_met boolean,
    twins jsonb not null default '[]',
    classification jsonb,
    constraint tickets_pkey primary key (org_id, id),
    constraint tickets_number unique (org_id, number_int),
    constraint tickets_category_id_fkey foreign key (org_id, category_id) references categories (org_id, id),
    constraint tickets_requester_id_fkey foreign key (org_id, requester_id) references people (org_id, id),
    constraint tickets_assignee_id_fkey foreign key (org_id, assignee_id) references people (org_id, id),
    constraint tickets_resolved_by_fkey foreign key (org_id, resolved_by) references people (org_id, id),
    constraint tickets_team_id_fkey foreign key (org_id, team_id) references teams (org_id, id),
    constraint tickets_merged_into_fkey foreign key (org_id, merged_into) references tickets (org_id, id)
) with (fillfactor = 90)
--
create index tickets_created on tickets (org_id, created_at, id) where deleted_at is null
--
create index tickets_updated on tickets (org_id, updated_at, id) where deleted_at is null
--
create index tickets_by_priority on tickets (org_id, priority_rank, created_at, id) where deleted_at is null
--
create index tickets_by_status on tickets (org_id, status_rank, created_at, id) where deleted_at is null
--
create index tickets_due on tickets (org_id, (coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz)), id)
    where deleted_at is null
--
create index tickets_next_due on tickets (org_id, (coalesce(next_due_at, '9999-12-31T00:00:00Z'::timestamptz)), id)
    where deleted_at is null
--
create index tickets_unfinished on tickets (org_id, created_at, id) where deleted_at is null and status_rank <= 5
--
create index tickets_unfinished_updated on tickets (org_id, updated_at, id)
    where deleted_at is null and status_rank <= 5
--
create index tickets_unfinished_priority on tickets (org_id, priority_rank, created_at, id)
    where deleted_at is null and status_rank <= 5
--
create index tickets_unfinished_assignee on tickets (org_id, assignee_id, created_at, id)
    where deleted_at is null and status_rank <= 5
--
create index tickets_by_category on tickets (org_id, category_id, created_at, id) where deleted_at is null
--
create index tickets_by_requester on tickets (org_id, requester_id, created_at, id)
--
create index tickets_by_assignee on tickets (org_id, assignee_id, created_at, id)
    where deleted_at is null and assignee_id is not null
--
create index tickets_by_team on tickets (org_id, team_id, created_at, id) where deleted_at is null and team_id is not null
--
create index tickets_by_title on tickets (org_id, title_key, id) where deleted_at is null
--
create index tickets_by_job on tickets (org_id, job_id) where job_id is not null
--
create index tickets_resolved on tickets (org_id, resolved_at) where resolved_at is not null and deleted_at is null
--
create index tickets_deleted on tickets (org_id, deleted_at, id) where deleted_at is not null
"""

NUMBERS = """
create schema ticket_numbers
--
revoke all on schema ticket_numbers from public
--
create function create_org_sequence(org uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    -- Two first tickets of an organisation may meet here.
    perform pg_advisory_xact_lock(hashtextextended('ticket_numbers' || org::text, 0));
    execute format('create sequence if not exists ticket_numbers.%I', replace(org::text, '-', ''));
end $$
--
create function next_numbers(amount int) returns setof bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare line regclass := to_regclass('ticket_numbers."' || replace(app_org()::text, '-', '') || '"');
begin
    if line is null then
        perform create_org_sequence(app_org());
        line := to_regclass('ticket_numbers."' || replace(app_org()::text, '-', '') || '"');
    end if;
    return query select nextval(line) from generate_series(1, amount);
end $$
--
revoke execute on function create_org_sequence(uuid), next_numbers(int) from public
--
grant execute on function create_org_sequence(uuid), next_numbers(int) to deskplane_app
"""

AROUND = """
create table ticket_comments (
    org_id uuid not null,
    id uuid not null,
    ticket_id uuid not null,
    author_id uuid,
    author_name text not null default '',
    body_html text not null default '',
    body_text text not null default '',
    visibility text not null default 'public' check (visibility in ('public', 'internal')),
    channel text not null default 'web',
    message_id text,
    external_ref jsonb,
    version int not null default 1,
    created_at timestamptz not null default now(),
    edited_at timestamptz,
    deleted_at timestamptz,
    primary key (org_id, id),
    constraint ticket_comments_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id),
    constraint ticket_comments_author_id_fkey foreign key (org_id, author_id) references people (org_id, id)
)
--
create index ticket_comments_of on ticket_comments (org_id, ticket_id, created_at, id)
--
create index ticket_comments_author on ticket_comments (org_id, author_id, created_at) where author_id is not null
--
create unique index ticket_comments_message on ticket_comments (org_id, message_id) where message_id is not null
--
create table ticket_attachments (
    org_id uuid not null,
    ticket_id uuid not null,
    attachment_id uuid not null,
    comment_id uuid,
    visibility text not null default 'public' check (visibility in ('public', 'internal')),
    created_at timestamptz not null default now(),
    primary key (org_id, ticket_id, attachment_id),
    constraint ticket_attachments_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id),
    constraint ticket_attachments_comment_id_fkey foreign key (org_id, comment_id)
        references ticket_comments (org_id, id),
    constraint ticket_attachments_attachment_id_fkey foreign key (org_id, attachment_id)
        references attachments (org_id, id)
)
--
create index ticket_attachments_of on ticket_attachments (org_id, attachment_id)
--
create index ticket_attachments_comment on ticket_attachments (org_id, comment_id) where comment_id is not null
--
create table ticket_watchers (
    org_id uuid not null,
    ticket_id uuid not null,
    person_id uuid not null,
    added_by uuid,
    created_at timestamptz not null default now(),
    primary key (org_id, ticket_id, person_id),
    constraint ticket_watchers_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id),
    constraint ticket_watchers_person_id_fkey foreign key (org_id, person_id) references people (org_id, id)
)
--
create index ticket_watchers_person on ticket_watchers (org_id, person_id, ticket_id)
--
create table time_entries (
    org_id uuid not null,
    id uuid not null,
    ticket_id uuid not null,
    person_id uuid not null,
    minutes int not null check (minutes between 1 and 10080),
    billable boolean not null default false,
    note text not null default '',
    spent_on date not null default current_date,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint time_entries_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id),
    constraint time_entries_person_id_fkey foreign key (org_id, person_id) references people (org_id, id)
)
--
create index time_entries_of on time_entries (org_id, ticket_id, created_at, id)
--
create index time_entries_person on time_entries (org_id, person_id, spent_on)
--
create table ticket_links (
    org_id uuid not null,
    id uuid not null,
    from_id uuid not null,
    to_id uuid not null,
    link_type text not null constraint ticket_links_type_known check (link_type in ('related', 'blocking', 'depends_on',
        'duplicate_of', 'parent_of', 'caused_by', 'mirrors', 'dual_tracked_with')),
    created_by uuid,
    created_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint ticket_links_once unique (org_id, from_id, to_id, link_type),
    constraint ticket_links_two_ends check (from_id <> to_id),
    constraint ticket_links_from_id_fkey foreign key (org_id, from_id) references tickets (org_id, id),
    constraint ticket_links_to_id_fkey foreign key (org_id, to_id) references tickets (org_id, id)
)
--
create index ticket_links_to on ticket_links (org_id, to_id, link_type)
--
create unique index ticket_links_one_parent on ticket_links (org_id, to_id) where link_type = 'parent_of'
--
create table ticket_cis (
    org_id uuid not null,
    ticket_id uuid not null,
    ci_id uuid not null,
    added_by uuid,
    created_at timestamptz not null default now(),
    primary key (org_id, ticket_id, ci_id),
    constraint ticket_cis_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id),
    constraint ticket_cis_ci_id_fkey foreign key (org_id, ci_id) references ci_items (org_id, id)
)
--
create index ticket_cis_ci on ticket_cis (org_id, ci_id, ticket_id)
--
create table approvals (
    org_id uuid not null,
    id uuid not null,
    ticket_id uuid not null,
    approver_id uuid,
    team_id uuid,
    state text not null default 'requested' check (state in ('requested', 'approved', 'rejected', 'cancelled')),
    note text not null default '',
    due_at timestamptz,
    requested_by uuid,
    decided_by uuid,
    decided_at timestamptz,
    comment text not null default '',
    version int not null default 1,
    created_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint approvals_somebody check (num_nonnulls(approver_id, team_id) = 1),
    constraint approvals_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id),
    constraint approvals_approver_id_fkey foreign key (org_id, approver_id) references people (org_id, id),
    constraint approvals_team_id_fkey foreign key (org_id, team_id) references teams (org_id, id)
)
--
create index approvals_of on approvals (org_id, ticket_id, created_at, id)
--
create index approvals_waiting on approvals (org_id, approver_id, due_at) where state = 'requested'
--
create unique index approvals_asked_once on approvals (org_id, ticket_id, approver_id) where state = 'requested'
--
create table bulk_undo (
    org_id uuid not null,
    token uuid not null,
    person_id uuid,
    items jsonb not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    primary key (org_id, token)
)
--
create index bulk_undo_expired on bulk_undo (org_id, expires_at)
--
create table import_keys (
    org_id uuid not null,
    source_system text not null,
    source_key text not null,
    ticket_id uuid not null,
    digest text not null,
    seen text[] not null default '{}',
    imported_at timestamptz not null default now(),
    primary key (org_id, source_system, source_key),
    constraint import_keys_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id)
)
--
create index import_keys_ticket on import_keys (org_id, ticket_id)
"""

TABLES = (
    "tickets",
    "ticket_comments",
    "ticket_attachments",
    "ticket_watchers",
    "time_entries",
    "ticket_links",
    "ticket_cis",
    "approvals",
    "bulk_undo",
    "import_keys",
)


def upgrade() -> None:
    """Create the slice's tables; the number line of an organisation appears with its first ticket."""
    run(TICKETS)
    run(NUMBERS)
    run(AROUND)
    for table in TABLES:
        protect(table)


def downgrade() -> None:
    """Drop everything of the slice, with the number lines."""
    op.execute("drop function next_numbers(int), create_org_sequence(uuid)")
    op.execute("drop schema ticket_numbers cascade")
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
