"""Audit: seals over the event log, views of it, retention.

Revision ID: 0008
Revises: 0007
"""

from deskplane.migrations.tenancy import protect, run

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Each value enters the digest as a hash with a salt of its own. Erasing a value keeps its hash in `erased`, replaces the
# event's salt by the salts of the values that stay, and the chain still verifies.
DIGEST = """
create function value_hashes(e events) returns text
language sql stable parallel safe set search_path = public, pg_temp as $$
    select coalesce(string_agg(v.part || '.' || v.key || '=' || coalesce(
               e.erased -> 'hashes' ->> (v.part || '.' || v.key),
               encode(sha256(convert_to(coalesce(e.erased -> 'salts' ->> (v.part || '.' || v.key),
                   encode(sha256(convert_to(e.salt::text || '.' || v.part || '.' || v.key, 'UTF8')), 'hex'))
                   || v.value::text, 'UTF8')), 'hex')), e'\\x1e' order by v.part, v.key), '')
    from (select 'changes' as part, c.key, c.value from jsonb_each(e.changes) c
          union all select 'data', d.key, d.value from jsonb_each(e.data) d) v
$$
--
create function event_digest(e events) returns bytea
language sql stable parallel safe set search_path = public, pg_temp as $$
    select sha256(convert_to(concat_ws(e'\\x1f', e.org_id, e.id, e.name, e.subject_type, e.subject_id, e.subject_version,
        e.actor_kind, coalesce(e.actor_id::text, ''), e.actor_name, e.origin, e.visibility, e.correlation_id,
        extract(epoch from e.occurred_at), extract(epoch from e.recorded_at), value_hashes(e)), 'UTF8'))
$$
--
create table audit_seals (
    org_id uuid not null,
    number int not null,
    from_epoch int not null,
    from_xid text not null,
    from_seq bigint not null,
    to_epoch int not null,
    to_xid text not null,
    to_seq bigint not null,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null,
    entries int not null check (entries > 0),
    digest bytea not null,
    previous bytea not null,
    sealed_at timestamptz not null default now(),
    primary key (org_id, number)
)
--
create table audit_retention (
    org_id uuid not null primary key,
    months int check (months between 1 and 600),
    cut_before timestamptz
)
--
create view audit_events with (security_invoker = true) as
select org_id, id, seq, name as action, subject_type as entity_type, subject_id as entity_id, subject_version,
       actor_kind, actor_id, actor_name, origin, visibility, correlation_id, changes, data, occurred_at, recorded_at
from events
--
create view ticket_events with (security_invoker = true) as
select org_id, id, subject_id as ticket_id, subject_version as version, name, actor_kind, actor_id, actor_name, origin,
       visibility, correlation_id, changes, data, occurred_at, recorded_at, seq
from events where subject_type = 'ticket'
--
create view activities with (security_invoker = true) as
select org_id, id, ticket_id, version, name, actor_kind, actor_id, actor_name, origin, visibility, changes, data,
       occurred_at
from ticket_events
--
grant select on audit_events, ticket_events, activities to deskplane_app
--
create function erase_event_values(org uuid, event uuid, keys text[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare e events;
begin
    select * into e from events x where x.org_id = org and x.id = event for update;
    update events x set
        erased = jsonb_build_object(
            'hashes', coalesce(e.erased -> 'hashes', '{}') || coalesce((
                select jsonb_object_agg(split_part(h, '=', 1), split_part(h, '=', 2))
                from unnest(string_to_array(value_hashes(e), e'\x1e')) h where split_part(h, '=', 1) = any(keys)), '{}'),
            'salts', coalesce((
                select jsonb_object_agg(v.part || '.' || v.key, coalesce(e.erased -> 'salts' ->> (v.part || '.' || v.key),
                    encode(sha256(convert_to(e.salt::text || '.' || v.part || '.' || v.key, 'UTF8')), 'hex')))
                from (select 'changes' as part, c.key from jsonb_each(e.changes) c
                      union all select 'data', d.key from jsonb_each(e.data) d) v
                where not (v.part || '.' || v.key = any(keys))), '{}')),
        salt = null,
        changes = coalesce((select jsonb_object_agg(c.key, case when 'changes.' || c.key = any(keys) then 'null'::jsonb
            else c.value end) from jsonb_each(e.changes) c), '{}'),
        data = coalesce((select jsonb_object_agg(d.key, case when 'data.' || d.key = any(keys) then 'null'::jsonb
            else d.value end) from jsonb_each(e.data) d), '{}')
    where x.org_id = org and x.id = event;
end $$
--
revoke execute on function erase_event_values(uuid, uuid, text[]) from public
--
create function cut_events(before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from events where org_id = app_org() and recorded_at < before returning 1)
    select count(*) from gone
$$
--
create function retention_due() returns table (org_id uuid, before timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.org_id, date_trunc('day', now()) - make_interval(months => r.months) from audit_retention r
    where r.months is not null
$$
--
revoke execute on function cut_events(timestamptz), retention_due() from public
--
grant execute on function cut_events(timestamptz) to deskplane_app
--
grant execute on function retention_due() to deskplane_dispatcher
"""

DROP = """
drop function retention_due(), cut_events(timestamptz), erase_event_values(uuid, uuid, text[])
--
drop view activities, ticket_events, audit_events
--
drop table audit_retention, audit_seals
--
drop function event_digest(events), value_hashes(events)
"""


def upgrade() -> None:
    """Seals are append-only for the app role."""
    run(DIGEST)
    protect("audit_seals", grants="select, insert")
    protect("audit_retention", grants="select, insert, update")


def downgrade() -> None:
    """Remove views, seals and functions."""
    run(DROP)
