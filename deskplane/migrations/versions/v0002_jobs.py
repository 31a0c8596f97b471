"""The job queue: Procrastinate in a schema of its own, and one door for deferring from a tenant's transaction.

Revision ID: 0002
Revises: 0001
"""

from alembic import op
from procrastinate.schema import SchemaManager

from deskplane.migrations.tenancy import run

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DOOR = """
create function defer_delivery(queue text, task text, delivery uuid, run_at timestamptz default null) returns bigint
language sql security definer set search_path = procrastinate, public, pg_temp
as $$ select (procrastinate_defer_jobs_v1(array[row(queue, task, 0, null, null,
          jsonb_build_object('org_id', app_org(), 'delivery_id', delivery), run_at)
          ::procrastinate_job_to_defer_v1]))[1] $$
--
revoke execute on function defer_delivery(text, text, uuid, timestamptz) from public
--
grant execute on function defer_delivery(text, text, uuid, timestamptz) to deskplane_app
--
grant usage on schema procrastinate to deskplane_dispatcher
--
grant all on all tables in schema procrastinate to deskplane_dispatcher
--
grant all on all sequences in schema procrastinate to deskplane_dispatcher
--
grant execute on all functions in schema procrastinate to deskplane_dispatcher
"""


def upgrade() -> None:
    """Install the pinned version's own schema."""
    op.execute("create schema procrastinate")
    op.execute("set local search_path to procrastinate")
    run(SchemaManager.get_schema())
    op.execute("set local search_path to public")
    run(DOOR)


def downgrade() -> None:
    """Drop the queue with everything in it."""
    op.execute("drop function defer_delivery(text, text, uuid, timestamptz)")
    op.execute("drop schema procrastinate cascade")
