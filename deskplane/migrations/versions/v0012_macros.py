"""Macros: several steps on tickets under one name.

Revision ID: 0012
Revises: 0011
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# For everybody without a team and an owner, for a team with one, for one person alone with an owner.
MACROS = """
create table macros (
    org_id uuid not null,
    id uuid not null,
    name text not null constraint macros_name_length check (length(name) between 1 and 120),
    description text not null default '',
    team_id uuid,
    owner_id uuid,
    condition jsonb,
    actions jsonb not null constraint macros_actions_list check (jsonb_typeof(actions) = 'array'),
    is_active boolean not null default true,
    runs int not null default 0,
    last_run_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint macros_for_one_kind check (num_nonnulls(team_id, owner_id) <= 1),
    constraint macros_team_id_fkey foreign key (org_id, team_id) references teams (org_id, id),
    constraint macros_owner_id_fkey foreign key (org_id, owner_id) references people (org_id, id)
)
--
create unique index macros_name on macros (org_id, lower(name)) where owner_id is null
--
create unique index macros_own_name on macros (org_id, owner_id, lower(name)) where owner_id is not null
"""


def upgrade() -> None:
    """Create the table, bound to its organisation."""
    run(MACROS)
    protect("macros")


def downgrade() -> None:
    """Drop it."""
    op.execute("drop table macros")
