"""Webhooks that come in: who may send, what was sent, and what reading the record again changed.

Revision ID: 0021
Revises: 0020
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = """
create table inbound_receivers (
    org_id uuid not null,
    connection_id uuid not null,
    sealed_secret bytea not null,
    secret_set_at timestamptz not null,
    secret_set_by text not null default '',
    take_new boolean not null default false,
    accepted bigint not null default 0,
    last_accepted_at timestamptz,
    refused bigint not null default 0,
    last_refused_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, connection_id),
    constraint inbound_receivers_connection_id_fkey foreign key (org_id, connection_id)
        references data_source_connections (org_id, id) on delete cascade
)
--
create table inbound_events (
    org_id uuid not null,
    id uuid not null,
    connection_id uuid not null,
    received_at timestamptz not null,
    event text not null,
    remote_id text not null,
    remote_key text not null,
    deleted boolean not null,
    dedupe_key text not null,
    occurred_at timestamptz,
    says jsonb not null,
    headers jsonb not null,
    body text not null,
    size int not null constraint inbound_events_size check (size >= 0),
    primary key (org_id, id),
    constraint inbound_events_connection_id_fkey foreign key (org_id, connection_id)
        references data_source_connections (org_id, id) on delete cascade
)
--
create index inbound_events_newest on inbound_events (org_id, connection_id, id)
--
create index inbound_events_copies on inbound_events (org_id, connection_id, dedupe_key)
--
create index inbound_events_age on inbound_events (received_at)
--
create table inbound_readings (
    org_id uuid not null,
    id uuid not null,
    connection_id uuid not null,
    record text not null,
    state text not null constraint inbound_readings_state_known check (state in
        ('waiting', 'reading', 'changed', 'unchanged', 'gone', 'unknown', 'copy', 'unreadable', 'failed')),
    attempts int not null default 0,
    replays int not null default 0,
    next_at timestamptz,
    leased_until timestamptz,
    wanted_until timestamptz not null,
    changes jsonb not null default '[]',
    note text not null default '',
    error text not null default '',
    fix text not null default '',
    finished_at timestamptz,
    version int not null default 1,
    updated_at timestamptz not null,
    primary key (org_id, id),
    constraint inbound_readings_event_fkey foreign key (org_id, id)
        references inbound_events (org_id, id) on delete cascade,
    constraint inbound_readings_connection_id_fkey foreign key (org_id, connection_id)
        references data_source_connections (org_id, id) on delete cascade
)
--
create index inbound_readings_due on inbound_readings (next_at) where next_at is not null
--
create index inbound_readings_busy on inbound_readings (org_id, connection_id, record) where next_at is not null
--
create index external_links_key on external_links (org_id, connection_id, remote_key)
--
create function orgs_with_inbound_work(due timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp
as $$ select distinct org_id from inbound_readings where next_at <= due $$
--
create function purge_inbound(before timestamptz) returns int
language sql security definer set search_path = public, pg_temp
as $$ with gone as (delete from inbound_events e where e.received_at < before and not exists (
          select from inbound_readings r where r.org_id = e.org_id and r.id = e.id and r.next_at is not null)
      returning 1) select count(*)::int from gone $$
--
revoke execute on function orgs_with_inbound_work(timestamptz), purge_inbound(timestamptz) from public
--
grant execute on function orgs_with_inbound_work(timestamptz), purge_inbound(timestamptz) to deskplane_dispatcher
"""


def upgrade() -> None:
    """Create the tables, bound to their organisation; what was sent is never changed."""
    run(TABLES)
    protect("inbound_receivers")
    protect("inbound_events", grants="select, insert")
    protect("inbound_readings")


def downgrade() -> None:
    """Drop the tables."""
    op.execute("drop function purge_inbound(timestamptz), orgs_with_inbound_work(timestamptz)")
    op.execute("drop index external_links_key")
    op.execute("delete from directory where kind in ('webhook', 'webhook_secret', 'webhook_vendor')")
    for table in ("inbound_readings", "inbound_events", "inbound_receivers"):
        op.execute(f"drop table {table}")
