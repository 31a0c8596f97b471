"""Saved views of the ticket list, and how each person likes the columns of one.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# `query` holds parameters of the ticket list by name, `columns` a list of {key, width}; empty: the usual columns.
VIEWS = """
create table views (
    org_id uuid not null,
    id uuid not null,
    name text not null constraint views_name_length check (length(name) between 1 and 80),
    icon text not null default 'list' constraint views_icon_word check (icon ~ '^[a-z]{1,20}$'),
    scope text not null constraint views_scope_known check (scope in ('private', 'team', 'all')),
    owner_id uuid not null,
    team_id uuid,
    query jsonb not null default '{}' constraint views_query_object check (jsonb_typeof(query) = 'object'),
    columns jsonb not null default '[]' constraint views_columns_list check (jsonb_typeof(columns) = 'array'),
    sort_by text not null default 'created_at',
    sort_direction text not null default 'desc'
        constraint views_sort_direction_known check (sort_direction in ('asc', 'desc')),
    group_by text not null default 'none',
    pinned boolean not null default true,
    position int not null default 0,
    is_default boolean not null default false,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint views_org_id_fkey foreign key (org_id) references organizations (id),
    constraint views_owner_id_fkey foreign key (org_id, owner_id) references people (org_id, id) on delete cascade,
    constraint views_team_id_fkey foreign key (org_id, team_id) references teams (org_id, id) on delete cascade,
    constraint views_team_of_scope check ((scope = 'team') = (team_id is not null)),
    constraint views_default_of_team check (not is_default or scope = 'team')
)
--
create index views_owner on views (org_id, owner_id)
--
create index views_team on views (org_id, team_id) where team_id is not null
--
create unique index views_default on views (org_id, team_id) where is_default
--
create table view_layouts (
    org_id uuid not null,
    person_id uuid not null,
    view_key text not null constraint view_layouts_key_length check (length(view_key) between 1 and 40),
    columns jsonb not null constraint view_layouts_columns_list check (jsonb_typeof(columns) = 'array'),
    updated_at timestamptz not null default now(),
    primary key (org_id, person_id, view_key),
    constraint view_layouts_org_id_fkey foreign key (org_id) references organizations (id),
    constraint view_layouts_person_id_fkey foreign key (org_id, person_id)
        references people (org_id, id) on delete cascade
)
"""


def upgrade() -> None:
    """Make the tables."""
    run(VIEWS)
    protect("views")
    protect("view_layouts")


def downgrade() -> None:
    """Drop them."""
    op.execute("drop table view_layouts")
    op.execute("drop table views")
