"""Projects, tasks and their links to tickets; timers that run while somebody works on a ticket.

Revision ID: 0011
Revises: 0010
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PROJECTS = """
create table projects (
    org_id uuid not null,
    id uuid not null,
    key text not null constraint projects_key_form check (key ~ '^[A-Z][A-Z0-9]{1,11}$'),
    name text not null constraint projects_name_length check (length(name) between 1 and 200),
    description text not null default '',
    state text not null default 'active' constraint projects_state_known check (state in
        ('planned', 'active', 'on_hold', 'done', 'cancelled')),
    owner_id uuid,
    team_id uuid,
    due_on date,
    archived_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint projects_key unique (org_id, key),
    constraint projects_owner_id_fkey foreign key (org_id, owner_id) references people (org_id, id),
    constraint projects_team_id_fkey foreign key (org_id, team_id) references teams (org_id, id)
)
--
create index projects_by_name on projects (org_id, lower(name), id)
--
create table assignments (
    org_id uuid not null,
    id uuid not null,
    project_id uuid,
    title text not null constraint assignments_title_length check (length(title) between 1 and 200),
    description text not null default '',
    state text not null default 'todo' constraint assignments_state_known check (state in
        ('todo', 'in_progress', 'blocked', 'done', 'cancelled')),
    assignee_id uuid,
    due_on date,
    archived_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint assignments_project_id_fkey foreign key (org_id, project_id) references projects (org_id, id),
    constraint assignments_assignee_id_fkey foreign key (org_id, assignee_id) references people (org_id, id)
)
--
create index assignments_of on assignments (org_id, project_id, due_on, id)
--
create index assignments_assignee on assignments (org_id, assignee_id, due_on)
--
create table ticket_project_links (
    org_id uuid not null,
    id uuid not null,
    ticket_id uuid not null,
    project_id uuid not null,
    link_type text not null constraint ticket_project_links_type_known check (link_type in
        ('related', 'blocking', 'depends_on')),
    created_by uuid,
    created_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint ticket_project_links_once unique (org_id, ticket_id, project_id, link_type),
    constraint ticket_project_links_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id),
    constraint ticket_project_links_project_id_fkey foreign key (org_id, project_id) references projects (org_id, id)
)
--
create index ticket_project_links_of on ticket_project_links (org_id, project_id, created_at, id)
--
create table ticket_assignment_links (
    org_id uuid not null,
    id uuid not null,
    ticket_id uuid not null,
    assignment_id uuid not null,
    link_type text not null constraint ticket_assignment_links_type_known check (link_type in
        ('related', 'blocking', 'depends_on')),
    created_by uuid,
    created_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint ticket_assignment_links_once unique (org_id, ticket_id, assignment_id, link_type),
    constraint ticket_assignment_links_ticket_id_fkey foreign key (org_id, ticket_id)
        references tickets (org_id, id),
    constraint ticket_assignment_links_assignment_id_fkey foreign key (org_id, assignment_id)
        references assignments (org_id, id)
)
--
create index ticket_assignment_links_of on ticket_assignment_links (org_id, assignment_id, created_at, id)
"""

# One timer for a person on a ticket: a second start finds the first one.
TIMERS = """
create table time_timers (
    org_id uuid not null,
    person_id uuid not null,
    ticket_id uuid not null,
    started_at timestamptz not null default now(),
    primary key (org_id, person_id, ticket_id),
    constraint time_timers_person_id_fkey foreign key (org_id, person_id) references people (org_id, id),
    constraint time_timers_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id)
)
--
create index time_timers_of on time_timers (org_id, ticket_id)
--
create index time_entries_day on time_entries (org_id, spent_on, id)
"""
TABLES = ("projects", "assignments", "ticket_project_links", "ticket_assignment_links", "time_timers")


def upgrade() -> None:
    """Create the tables, bound to their organisation."""
    run(PROJECTS)
    run(TIMERS)
    for table in TABLES:
        protect(table)


def downgrade() -> None:
    """Drop the tables."""
    op.execute("drop index time_entries_day")
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
