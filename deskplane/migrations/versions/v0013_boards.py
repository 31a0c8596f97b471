"""Boards: columns and limits. Every organisation starts with one over all its tickets.

Revision ID: 0013
Revises: 0012
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# `columns` is a list of {value, limit}; an empty list means all values of the field, without limits.
# Organisations that are there already get their first board before row-level security binds the table.
BOARDS = """
create table boards (
    org_id uuid not null,
    id uuid not null,
    name text not null constraint boards_name_length check (length(name) between 1 and 80),
    team_id uuid,
    column_field text not null
        constraint boards_column_field_known check (column_field ~ '^(status|priority|assignee|team|custom\\.[a-z][a-z0-9_]*)$'),
    columns jsonb not null default '[]' constraint boards_columns_list check (jsonb_typeof(columns) = 'array'),
    lane_field text not null default 'none'
        constraint boards_lane_field_known check (lane_field in ('none', 'assignee', 'priority')),
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint boards_org_id_fkey foreign key (org_id) references organizations (id),
    constraint boards_team_id_fkey foreign key (org_id, team_id) references teams (org_id, id) on delete cascade
)
--
create unique index boards_name on boards (org_id, lower(name))
--
create index boards_team on boards (org_id, team_id) where team_id is not null
--
insert into boards (org_id, id, name, column_field, columns)
select id, gen_random_uuid(), 'Service desk', 'status', '[{"value": "new", "limit": null},
    {"value": "open", "limit": null}, {"value": "in_progress", "limit": null}, {"value": "pending", "limit": null},
    {"value": "on_hold", "limit": null}, {"value": "resolved", "limit": null}]'
from organizations_all()
"""


def upgrade() -> None:
    """Make the table of boards."""
    run(BOARDS)
    protect("boards")


def downgrade() -> None:
    """Drop it."""
    op.execute("drop table boards")
