"""Request types of the portal.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

REQUEST_TYPES = """
create table request_types (
    org_id uuid not null,
    id uuid not null,
    name text not null constraint request_types_name_length check (length(name) between 1 and 80),
    description text not null default '',
    icon text not null default 'help',
    expected_text text not null default '',
    expected_hours int constraint request_types_expected check (expected_hours between 1 and 8760),
    type text not null default 'request' check (type in ('incident', 'request')),
    category_id uuid,
    priority text check (priority in ('critical', 'urgent', 'high', 'medium', 'low', 'planning')),
    template text not null default '',
    fields jsonb not null default '[]',
    translations jsonb not null default '{}',
    position int not null default 0,
    is_active boolean not null default true,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint request_types_category_id_fkey foreign key (org_id, category_id) references categories (org_id, id)
        on delete set null (category_id)
)
--
create unique index request_types_name on request_types (org_id, lower(name))
--
create index request_types_category on request_types (org_id, category_id) where category_id is not null
"""


def upgrade() -> None:
    """Create the table, bound to its organisation."""
    run(REQUEST_TYPES)
    protect("request_types")


def downgrade() -> None:
    """Drop the table."""
    op.execute("drop table request_types")
