"""Raw states on links, and imports on a schedule that read only what changed.

Revision ID: 0024
Revises: 0023
"""

from deskplane.migrations.tenancy import run

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# Links of before know no raw state: without a version they are read anew by the next import.
ADD = """
alter table external_links add column raw_status text not null default '',
    add column raw_priority text not null default ''
--
alter table external_links no force row level security
--
update external_links set remote_version = ''
--
alter table external_links force row level security
--
alter table ingestion_runs add column only_changes boolean not null default false,
    add column basis text not null default ''
--
alter table data_source_connections add column next_sync_at timestamptz,
    add column sync_every_minutes int constraint data_source_connections_sync_every_minutes
        check (sync_every_minutes between 5 and 43200)
--
create index data_source_connections_scheduled on data_source_connections (org_id, next_sync_at)
    where next_sync_at is not null
--
create function orgs_with_scheduled_imports(due timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp
as $$ select distinct org_id from data_source_connections where next_sync_at <= due and status = 'idle' $$
--
revoke execute on function orgs_with_scheduled_imports(timestamptz) from public
--
grant execute on function orgs_with_scheduled_imports(timestamptz) to deskplane_dispatcher
"""
DROP = """
drop function orgs_with_scheduled_imports(timestamptz)
--
alter table data_source_connections drop column next_sync_at, drop column sync_every_minutes
--
alter table ingestion_runs drop column only_changes, drop column basis
--
alter table external_links drop column raw_status, drop column raw_priority
"""


def upgrade() -> None:
    """Add the columns, and who has imports that are due."""
    run(ADD)


def downgrade() -> None:
    """Take them away."""
    run(DROP)
