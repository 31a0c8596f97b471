"""Identity: organisations, people, teams, skills, grants, sessions, tokens, links, log-in throttling.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ORGANIZATIONS = """
create table organizations (
    id uuid not null primary key,
    slug text not null constraint organizations_slug_form check (slug ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'),
    name text not null constraint organizations_name_length check (length(name) between 1 and 120),
    settings jsonb not null default '{}',
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint organizations_slug unique (slug)
)
--
alter table organizations enable row level security
--
alter table organizations force row level security
--
create policy tenant on organizations
    using (id = (select app_org())) with check (id = (select app_org()))
--
grant select, insert, update on organizations to deskplane_app
--
create function enter_organization() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform directory_put('organization', new.slug, new.id, null);
    return null;
end $$
--
create trigger enter_organization after insert on organizations for each row execute function enter_organization()
--
create function organizations_all() returns table (slug text, id uuid)
language sql stable security definer set search_path = public, pg_temp
as $$ select d.key, d.ref from directory d where d.kind = 'organization' order by d.ref $$
"""

PEOPLE = """
create table teams (
    org_id uuid not null,
    id uuid not null,
    kind text not null default 'team'
        constraint teams_kind_known check (kind in ('team', 'department', 'assignment_group')),
    name text not null constraint teams_name_length check (length(name) between 1 and 120),
    description text not null default '',
    external_ref text,
    is_active boolean not null default true,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint teams_org_id_fkey foreign key (org_id) references organizations (id)
)
--
create unique index teams_name on teams (org_id, kind, lower(name))
--
create unique index teams_external_ref on teams (org_id, external_ref) where external_ref is not null
--
create table people (
    org_id uuid not null,
    id uuid not null,
    kind text not null
        constraint people_kind_known check (kind in ('agent', 'requester', 'service', 'external')),
    role text not null
        constraint people_role_known check (role in ('admin', 'team_lead', 'agent', 'requester', 'service')),
    name text not null constraint people_name_length check (length(name) between 1 and 200),
    email text constraint people_email_length check (length(email) between 3 and 254),
    title text not null default '',
    phone text not null default '',
    locale text not null default 'en',
    timezone text not null default 'UTC',
    department_id uuid,
    vip boolean not null default false,
    avatar_color text not null default '#64748b' constraint people_avatar_color_hex check (avatar_color ~ '^#[0-9a-f]{6}$'),
    preferences jsonb not null default '{}',
    external_ref text,
    password_hash text,
    password_changed_at timestamptz,
    reset_requested_at timestamptz,
    is_active boolean not null default true,
    last_login_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint people_org_id_fkey foreign key (org_id) references organizations (id),
    constraint people_department_id_fkey foreign key (org_id, department_id) references teams (org_id, id),
    constraint people_service_has_no_password check (kind <> 'service' or password_hash is null)
)
--
create unique index people_email on people (org_id, lower(email)) where email is not null
--
create unique index people_external_ref on people (org_id, external_ref) where external_ref is not null
--
create index people_by_name on people (org_id, lower(name), id)
--
create index people_by_department on people (org_id, department_id) where department_id is not null
--
create table memberships (
    org_id uuid not null,
    team_id uuid not null,
    person_id uuid not null,
    is_lead boolean not null default false,
    created_at timestamptz not null default now(),
    primary key (org_id, team_id, person_id),
    constraint memberships_team_id_fkey foreign key (org_id, team_id) references teams (org_id, id) on delete cascade,
    constraint memberships_person_id_fkey foreign key (org_id, person_id) references people (org_id, id)
        on delete cascade
)
--
create index memberships_by_person on memberships (org_id, person_id)
--
create table skills (
    org_id uuid not null,
    id uuid not null,
    name text not null constraint skills_name_length check (length(name) between 1 and 80),
    description text not null default '',
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint skills_org_id_fkey foreign key (org_id) references organizations (id)
)
--
create unique index skills_name on skills (org_id, lower(name))
--
create table person_skills (
    org_id uuid not null,
    person_id uuid not null,
    skill_id uuid not null,
    level smallint not null constraint person_skills_level_range check (level between 1 and 5),
    primary key (org_id, person_id, skill_id),
    constraint person_skills_person_id_fkey foreign key (org_id, person_id) references people (org_id, id)
        on delete cascade,
    constraint person_skills_skill_id_fkey foreign key (org_id, skill_id) references skills (org_id, id)
        on delete cascade
)
--
create index person_skills_by_skill on person_skills (org_id, skill_id, level)
--
create table role_grants (
    org_id uuid not null,
    role text not null
        constraint role_grants_role_known check (role in ('team_lead', 'agent', 'requester', 'service')),
    permissions text[] not null,
    version int not null default 1,
    updated_at timestamptz not null default now(),
    primary key (org_id, role),
    constraint role_grants_org_id_fkey foreign key (org_id) references organizations (id)
)
"""

CREDENTIALS = """
create table sessions (
    org_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    kind text not null constraint sessions_kind_known check (kind in ('web', 'api')),
    token_sha256 bytea,
    ip text not null default '',
    user_agent text not null default '',
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    idle_seconds int,
    revoked_at timestamptz,
    primary key (org_id, id),
    constraint sessions_person_id_fkey foreign key (org_id, person_id) references people (org_id, id) on delete cascade,
    constraint sessions_token check ((kind = 'web') = (token_sha256 is not null))
)
--
create index sessions_by_person on sessions (org_id, person_id)
--
create table refresh_tokens (
    org_id uuid not null,
    id uuid not null,
    session_id uuid not null,
    token_sha256 bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz,
    primary key (org_id, id),
    constraint refresh_tokens_session_id_fkey foreign key (org_id, session_id) references sessions (org_id, id)
        on delete cascade
)
--
create index refresh_tokens_by_session on refresh_tokens (org_id, session_id)
--
create table api_tokens (
    org_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    name text not null constraint api_tokens_name_length check (length(name) between 1 and 120),
    token_sha256 bytea not null,
    last4 text not null,
    role text constraint api_tokens_role_known check (role in ('admin', 'team_lead', 'agent', 'requester', 'service')),
    scopes text[],
    ip_allow text[] not null default '{}',
    created_by uuid,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    last_used_ip text,
    revoked_at timestamptz,
    primary key (org_id, id),
    constraint api_tokens_person_id_fkey foreign key (org_id, person_id) references people (org_id, id)
        on delete cascade
)
--
create index api_tokens_by_person on api_tokens (org_id, person_id)
--
create table password_links (
    org_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    kind text not null constraint password_links_kind_known check (kind in ('invitation', 'reset')),
    token_sha256 bytea not null,
    created_by uuid,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    primary key (org_id, id),
    constraint password_links_person_id_fkey foreign key (org_id, person_id) references people (org_id, id)
        on delete cascade
)
--
create index password_links_by_person on password_links (org_id, person_id)
"""

# The directory finds the organisation of a credential before the tenant is known. Triggers keep it true, so that no
# code path can revoke a credential and leave its entry behind.
DIRECTORY = """
create function enter_credential() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
    place text := tg_argv[0];
    entry jsonb := to_jsonb(new);
begin
    if tg_op <> 'INSERT' then
        perform directory_drop(place, old.id);
    end if;
    if tg_op <> 'DELETE' and new.revoked_at is null then
        perform directory_put(place, coalesce(substr(entry ->> 'token_sha256', 3), new.id::text), new.id, new.expires_at);
    end if;
    return null;
end $$
--
create function enter_login() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if tg_op <> 'INSERT' and old.password_hash is not null then
        perform directory_drop('login', old.id);
    end if;
    if tg_op <> 'DELETE' and new.password_hash is not null and new.email is not null and new.is_active then
        perform directory_put('login', lower(new.email), new.id, null);
    end if;
    return null;
end $$
--
create trigger enter_login after insert on people
    for each row when (new.password_hash is not null) execute function enter_login()
--
create trigger leave_login after delete or update of email, password_hash, is_active on people
    for each row execute function enter_login()
--
create function principal_find(wanted_kind text, wanted_key text)
returns table (org_id uuid, id uuid, person_id uuid, person_kind text, role text, name text, granted text[],
               token_role text, token_granted text[], scopes text[], ip_allow text[], expires_at timestamptz,
               settings jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    place record;
    before text := coalesce(current_setting('app.org_id', true), '');
begin
    select d.org_id, d.ref into place from directory d
    where d.kind = wanted_kind and d.key = wanted_key and (d.expires_at is null or d.expires_at > now()) limit 1;
    if not found then
        return;
    end if;
    perform set_config('app.org_id', place.org_id::text, true);
    return query
        select p.org_id, c.id, p.id, p.kind, p.role, p.name, g.permissions, c.role, t.permissions, c.scopes, c.ip_allow,
               c.expires_at, o.settings
        from (
            select s.id, s.person_id, null::text as role, null::text[] as scopes, null::text[] as ip_allow, s.expires_at
            from sessions s
            where wanted_kind = 'session' and s.org_id = place.org_id and s.id = place.ref and s.revoked_at is null
            union all
            select a.id, a.person_id, a.role, a.scopes, a.ip_allow, a.expires_at
            from api_tokens a
            where wanted_kind = 'api_token' and a.org_id = place.org_id and a.id = place.ref and a.revoked_at is null
        ) c
        join people p on p.org_id = place.org_id and p.id = c.person_id and p.is_active
        join organizations o on o.id = place.org_id
        left join role_grants g on g.org_id = place.org_id and g.role = p.role
        left join role_grants t on t.org_id = place.org_id and t.role = c.role
        where c.expires_at is null or c.expires_at > now();
    perform set_config('app.org_id', before, true);
end $$
--
revoke execute on function principal_find(text, text) from public
--
grant execute on function principal_find(text, text) to deskplane_app
"""

CREDENTIALS_OF = {
    "sessions": "session",
    "refresh_tokens": "refresh_token",
    "api_tokens": "api_token",
    "password_links": "password_link",
}


def triggers(table: str, kind: str) -> str:
    """Return the triggers of a table with credentials; most updates leave the directory alone."""
    return f"""
create trigger enter_credential after insert or delete on {table}
    for each row execute function enter_credential('{kind}')
--
create trigger change_credential after update on {table} for each row
    when (old.expires_at is distinct from new.expires_at or old.revoked_at is distinct from new.revoked_at)
    execute function enter_credential('{kind}')
"""


# Counted before the password is checked, so that many guesses at once are not all free. Also for addresses that
# nobody has: the answer must not tell which exist.
THROTTLE = """
create table login_throttle (
    key text not null primary key,
    failures int not null,
    blocked_until timestamptz not null,
    last_at timestamptz not null
)
--
create function login_attempt(attempted text[], free int[], at timestamptz) returns double precision
language plpgsql security definer set search_path = public, pg_temp as $$
declare waits double precision;
begin
    insert into login_throttle (key, failures, blocked_until, last_at)
    select k, 0, at, at from unnest(attempted) as k order by k
    on conflict (key) do nothing;
    perform 1 from login_throttle t where t.key = any(attempted) order by t.key for update;
    select max(extract(epoch from t.blocked_until - at)) into waits from login_throttle t
    where t.key = any(attempted) and t.blocked_until > at;
    if waits is not null then
        return waits;
    end if;
    update login_throttle t
    set failures = n.failures, last_at = at,
        blocked_until = at + case when n.failures < n.free then interval '0'
                                  else least(900, power(2, least(n.failures - n.free, 12))) * interval '1 second' end
    from (select a.key, a.free, case when o.last_at < at - interval '1 hour' then 1 else o.failures + 1 end as failures
          from unnest(attempted, free) as a(key, free) join login_throttle o on o.key = a.key) n
    where t.key = n.key;
    return 0;
end $$
--
create function login_proved(proved text, spared text) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from login_throttle t where t.key = proved;
    update login_throttle t set failures = greatest(t.failures - 1, 0), blocked_until = t.last_at where t.key = spared;
$$
--
create function purge_logins() returns int
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from login_throttle t where t.last_at < now() - interval '1 day' returning 1)
    select count(*)::int from gone
$$
--
revoke execute on function login_attempt(text[], int[], timestamptz), login_proved(text, text), purge_logins() from public
--
grant execute on function login_attempt(text[], int[], timestamptz), login_proved(text, text), purge_logins()
    to deskplane_app
"""

DROP = """
drop function purge_logins(), login_proved(text, text), login_attempt(text[], int[], timestamptz)
--
drop table login_throttle
--
drop function principal_find(text, text)
--
drop table password_links, api_tokens, refresh_tokens, sessions
--
drop table role_grants, person_skills, skills, memberships, people, teams
--
drop function organizations_all()
--
drop table organizations
--
drop function enter_organization(), enter_credential(), enter_login()
--
delete from directory where kind in ('organization', 'login', 'session', 'refresh_token', 'api_token', 'password_link')
"""

TABLES = (
    "teams",
    "people",
    "memberships",
    "skills",
    "person_skills",
    "role_grants",
    "sessions",
    "refresh_tokens",
    "api_tokens",
    "password_links",
)


def upgrade() -> None:
    """Create the tables, bound to their organisation, and the look-ups that run before it is known."""
    op.execute("set local lock_timeout = '2s'")
    for script in (ORGANIZATIONS, PEOPLE, CREDENTIALS):
        run(script)
    for table in TABLES:
        protect(table)
    run(DIRECTORY)
    for table, kind in CREDENTIALS_OF.items():
        run(triggers(table, kind))
    run(THROTTLE)


def downgrade() -> None:
    """Remove everything and its entries in the directory."""
    run(DROP)
