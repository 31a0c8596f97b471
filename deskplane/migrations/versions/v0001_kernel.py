"""Kernel: roles, tenant functions, event log, cursors, deliveries, idempotency, directory.

Revision ID: 0001
Revises: none
"""

from deskplane.migrations.tenancy import protect, run

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROLES = """
do $$ begin create role deskplane_app nologin; exception when duplicate_object or unique_violation then null; end $$
--
do $$ begin create role deskplane_dispatcher nologin;
exception when duplicate_object or unique_violation then null; end $$
--
revoke create on schema public from public
--
grant usage on schema public to deskplane_app, deskplane_dispatcher
"""

TENANT = """
create function app_org() returns uuid language sql stable parallel safe
as $$ select nullif(current_setting('app.org_id', true), '')::uuid $$
--
create function app_person() returns uuid language sql stable parallel safe
as $$ select nullif(current_setting('app.person_id', true), '')::uuid $$
--
create function app_role() returns text language sql stable parallel safe
as $$ select coalesce(current_setting('app.role', true), '') $$
"""

EVENTS = """
create table cluster_epoch (only_row boolean primary key default true check (only_row), epoch int not null)
--
insert into cluster_epoch (epoch) values (1)
--
create function current_epoch() returns int language sql stable security definer set search_path = public, pg_temp
as $$ select epoch from cluster_epoch $$
--
create table events (
    org_id uuid not null,
    id uuid not null,
    seq bigint generated always as identity,
    epoch int not null default current_epoch(),
    xid xid8 not null default pg_current_xact_id(),
    shard smallint not null,
    name text not null,
    subject_type text not null,
    subject_id uuid not null,
    subject_version int not null default 0,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null default '',
    origin text not null,
    visibility text not null default 'public' check (visibility in ('public', 'internal')),
    correlation_id text not null default '',
    changes jsonb not null default '{}',
    data jsonb not null default '{}',
    salt uuid default gen_random_uuid(),
    erased jsonb,
    occurred_at timestamptz not null default now(),
    recorded_at timestamptz not null default now(),
    primary key (org_id, recorded_at, id)
) partition by range (recorded_at)
--
create table events_default partition of events default
--
create index events_cursor on events (epoch, xid, seq)
--
create index events_subject on events (org_id, subject_id, subject_version)
--
create index events_recorded on events (org_id, recorded_at, seq)
--
create policy dispatcher on events for select to deskplane_dispatcher using (true)
--
grant select on events to deskplane_dispatcher
--
create function ensure_event_partitions(months int default 3) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare first date; made int := 0; part text;
begin
    for i in 0..months loop
        first := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i))::date;
        part := 'events_' || to_char(first, 'YYYY_MM');
        if to_regclass(part) is null then
            execute format('create table %I partition of events for values from (%L) to (%L)', part,
                           first::timestamp at time zone 'UTC',
                           (first + interval '1 month')::timestamp at time zone 'UTC');
            made := made + 1;
        end if;
    end loop;
    return made;
end $$
--
select ensure_event_partitions()
--
create function drop_event_partitions(before date) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare part record; gone int := 0;
begin
    for part in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'events'::regclass and c.relname ~ '^events_[0-9]{4}_[0-9]{2}$'
    loop
        if to_date(substr(part.relname, 8), 'YYYY_MM') + interval '1 month' <= before then
            execute format('drop table %I', part.relname);
            gone := gone + 1;
        end if;
    end loop;
    return gone;
end $$
--
create table subscriptions (
    subscriber text not null,
    shard smallint not null,
    epoch int not null,
    xid xid8 not null,
    seq bigint not null,
    recorded_from timestamptz not null,
    updated_at timestamptz not null default now(),
    primary key (subscriber, shard)
)
--
create table parked_events (
    org_id uuid not null,
    subscriber text not null,
    event_id uuid not null,
    recorded_at timestamptz not null,
    error text not null,
    attempts int not null default 1,
    parked_at timestamptz not null default now(),
    primary key (org_id, subscriber, event_id)
)
--
create table deliveries (
    org_id uuid not null,
    id uuid not null,
    event_id uuid not null,
    subscriber text not null,
    target text not null,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
    attempts int not null default 0,
    last_error text,
    created_at timestamptz not null default now(),
    done_at timestamptz,
    primary key (org_id, id),
    unique (org_id, event_id, subscriber, target)
)
--
grant select, insert, update, delete on subscriptions to deskplane_dispatcher
--
grant select on cluster_epoch to deskplane_app, deskplane_dispatcher
"""

SMALL = """
create table idempotency_keys (
    org_id uuid not null,
    principal_id uuid not null,
    key text not null check (length(key) between 1 and 200),
    route text not null,
    body_sha256 text not null,
    status int,
    response bytea,
    created_at timestamptz not null default now(),
    primary key (org_id, principal_id, key)
)
--
create table directory (
    kind text not null,
    key text not null,
    org_id uuid not null,
    ref uuid not null,
    expires_at timestamptz,
    primary key (kind, key, org_id, ref)
)
--
create index directory_ref on directory (org_id, kind, ref)
--
create function directory_find(wanted_kind text, wanted_key text) returns table (org_id uuid, ref uuid)
language sql stable security definer set search_path = public, pg_temp
as $$ select d.org_id, d.ref from directory d
      where d.kind = wanted_kind and d.key = wanted_key and (d.expires_at is null or d.expires_at > now()) $$
--
create function directory_put(new_kind text, new_key text, new_ref uuid, until timestamptz) returns void
language sql security definer set search_path = public, pg_temp
as $$ insert into directory (kind, key, org_id, ref, expires_at)
      select new_kind, new_key, app_org(), new_ref, until where app_org() is not null
      on conflict (kind, key, org_id, ref) do update set expires_at = excluded.expires_at $$
--
create function directory_drop(old_kind text, old_ref uuid, old_key text default null) returns int
language sql security definer set search_path = public, pg_temp
as $$ with gone as (delete from directory where org_id = app_org() and kind = old_kind and ref = old_ref
                    and (old_key is null or key = old_key) returning 1)
      select count(*)::int from gone $$
--
create function purge_expired(keys_before timestamptz) returns int
language sql security definer set search_path = public, pg_temp
as $$ with a as (delete from idempotency_keys where created_at < keys_before returning 1),
           b as (delete from directory where expires_at < now() - interval '1 day' returning 1)
      select ((select count(*) from a) + (select count(*) from b))::int $$
--
create function schema_revision() returns text language plpgsql stable security definer set search_path = public, pg_temp
as $$ begin return (select version_num from alembic_version); end $$
--
create function parked_count() returns bigint language sql stable security definer set search_path = public, pg_temp
as $$ select count(*) from parked_events $$
--
create function transaction_horizon() returns table (xmin_age_seconds double precision, default_partition_rows bigint)
language sql stable security definer set search_path = public, pg_temp
as $$ select coalesce(extract(epoch from max(now() - a.xact_start)), 0)::double precision,
             (select count(*) from (select 1 from events_default limit 1) d)
      from pg_stat_activity a where a.backend_xid is not null and a.pid <> pg_backend_pid() $$
--
revoke execute on function ensure_event_partitions(int), drop_event_partitions(date), purge_expired(timestamptz),
    transaction_horizon(), parked_count() from public
--
grant execute on function ensure_event_partitions(int), drop_event_partitions(date), purge_expired(timestamptz),
    transaction_horizon(), parked_count() to deskplane_dispatcher
"""

DROP = """
drop function transaction_horizon(), parked_count(), schema_revision(), purge_expired(timestamptz), directory_drop(text, uuid, text),
    directory_put(text, text, uuid, timestamptz), directory_find(text, text)
--
drop table directory, idempotency_keys, deliveries, parked_events, subscriptions
--
drop function drop_event_partitions(date), ensure_event_partitions(int)
--
drop table events
--
drop function current_epoch()
--
drop table cluster_epoch
--
drop function app_role(), app_person(), app_org()
"""


def upgrade() -> None:
    """Roles belong to the cluster and may be there already; everything else is new."""
    run(ROLES)
    run(TENANT)
    run(EVENTS)
    protect("events", grants="select, insert")
    run(SMALL)
    protect("deliveries")
    protect("parked_events", grants="select, insert, update, delete")
    protect("idempotency_keys")


def downgrade() -> None:
    """Remove all but the roles, which other databases of the cluster may use."""
    run(DROP)
