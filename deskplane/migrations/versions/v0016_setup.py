"""First-run checklist: the steps that an organisation skipped.

Revision ID: 0016
Revises: 0015
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SKIPS = """
create table setup_skips (
    org_id uuid not null,
    step text not null constraint setup_skips_step_form check (step ~ '^[a-z][a-z_]{0,39}$'),
    skipped_by uuid,
    skipped_at timestamptz not null default now(),
    primary key (org_id, step),
    constraint setup_skips_skipped_by_fkey foreign key (org_id, skipped_by) references people (org_id, id)
        on delete set null (skipped_by)
)
"""


def upgrade() -> None:
    """Create the table, bound to its organisation."""
    run(SKIPS)
    protect("setup_skips")


def downgrade() -> None:
    """Drop the table."""
    op.execute("drop table setup_skips")
