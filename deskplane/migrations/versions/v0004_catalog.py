"""Catalogue of an organisation: categories, priorities, sub-statuses, custom fields, templates, replies, codes, tags.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# `lineage` holds the ids from the root down to the category itself, so a filter by parent is `$1 = any(lineage)`.
CATEGORIES = """
create table categories (
    org_id uuid not null,
    id uuid not null,
    parent_id uuid,
    name text not null constraint categories_name_length check (length(name) between 1 and 120),
    path text not null,
    lineage uuid[] not null,
    description text not null default '',
    position int not null default 0,
    is_active boolean not null default true,
    external_ref text,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint categories_parent_id_fkey foreign key (org_id, parent_id) references categories (org_id, id),
    constraint categories_depth check (cardinality(lineage) between 1 and 8)
)
--
create unique index categories_name on categories (org_id, parent_id, lower(name)) nulls not distinct
--
create unique index categories_external_ref on categories (org_id, external_ref) where external_ref is not null
"""

PRIORITIES = """
create table priorities (
    org_id uuid not null,
    key text not null constraint priorities_key_known check (key in
        ('critical', 'urgent', 'high', 'medium', 'low', 'planning')),
    label text not null constraint priorities_label_length check (length(label) between 1 and 60),
    color text not null constraint priorities_color_hex check (color ~ '^#[0-9a-f]{6}$'),
    rank smallint not null constraint priorities_rank_range check (rank between 1 and 6),
    description text not null default '',
    is_active boolean not null default true,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, key)
)
--
create table priority_matrix (
    org_id uuid not null,
    impact smallint not null check (impact between 1 and 3),
    urgency smallint not null check (urgency between 1 and 3),
    priority text not null,
    primary key (org_id, impact, urgency),
    constraint priority_matrix_priority_fkey foreign key (org_id, priority) references priorities (org_id, key)
)
--
create table sub_statuses (
    org_id uuid not null,
    id uuid not null,
    key text not null constraint sub_statuses_key_form check (key ~ '^[a-z][a-z0-9_]{0,59}$'),
    label text not null check (length(label) between 1 and 60),
    status text not null check (status in
        ('new', 'open', 'in_progress', 'pending', 'on_hold', 'resolved', 'closed', 'cancelled')),
    position int not null default 0,
    is_active boolean not null default true,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint sub_statuses_key unique (org_id, key)
)
"""

FIELDS = """
create table custom_field_defs (
    org_id uuid not null,
    id uuid not null,
    key text not null constraint custom_field_defs_key_form check (key ~ '^[a-z][a-z0-9_]{0,59}$'),
    label text not null check (length(label) between 1 and 120),
    description text not null default '',
    kind text not null constraint custom_field_defs_kind_known check (kind in
        ('text', 'long_text', 'number', 'integer', 'boolean', 'date', 'datetime', 'select', 'multi_select', 'user',
         'team', 'url', 'email')),
    required boolean not null default false,
    options jsonb not null default '[]',
    applies_to text[] not null default '{}',
    default_value jsonb,
    visible_to_requester boolean not null default false,
    position int not null default 0,
    is_active boolean not null default true,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint custom_field_defs_key unique (org_id, key)
)
"""

TEXTS = """
create table ticket_templates (
    org_id uuid not null,
    id uuid not null,
    name text not null check (length(name) between 1 and 120),
    description text not null default '',
    type text not null default 'incident' check (type in ('incident', 'request', 'problem', 'change', 'task')),
    fields jsonb not null default '{}',
    for_requesters boolean not null default false,
    position int not null default 0,
    is_active boolean not null default true,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id)
)
--
create unique index ticket_templates_name on ticket_templates (org_id, lower(name))
--
create table canned_replies (
    org_id uuid not null,
    id uuid not null,
    title text not null check (length(title) between 1 and 120),
    body_html text not null,
    body_text text not null,
    team_id uuid,
    owner_id uuid,
    position int not null default 0,
    is_active boolean not null default true,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint canned_replies_one_audience check (num_nonnulls(team_id, owner_id) <= 1),
    constraint canned_replies_team_id_fkey foreign key (org_id, team_id) references teams (org_id, id)
        on delete cascade,
    constraint canned_replies_owner_id_fkey foreign key (org_id, owner_id) references people (org_id, id)
        on delete cascade
)
--
create unique index canned_replies_title on canned_replies (org_id, team_id, owner_id, lower(title)) nulls not distinct
--
create table resolution_codes (
    org_id uuid not null,
    id uuid not null,
    code text not null constraint resolution_codes_code_form check (code ~ '^[a-z][a-z0-9_]{0,59}$'),
    label text not null check (length(label) between 1 and 120),
    template text not null default '',
    applies_to text[] not null default '{}',
    position int not null default 0,
    is_active boolean not null default true,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint resolution_codes_code unique (org_id, code)
)
--
create table tags (
    org_id uuid not null,
    id uuid not null,
    name text not null constraint tags_name_length check (length(name) between 1 and 60),
    color text check (color ~ '^#[0-9a-f]{6}$'),
    description text not null default '',
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint tags_name unique (org_id, name)
)
"""

TABLES = (
    "categories",
    "priorities",
    "priority_matrix",
    "sub_statuses",
    "custom_field_defs",
    "ticket_templates",
    "canned_replies",
    "resolution_codes",
    "tags",
)


def upgrade() -> None:
    """Create the tables, bound to their organisation."""
    for script in (CATEGORIES, PRIORITIES, FIELDS, TEXTS):
        run(script)
    for table in TABLES:
        protect(table)


def downgrade() -> None:
    """Drop the tables."""
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
