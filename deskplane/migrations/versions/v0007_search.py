"""Search: a narrow table beside row-level security, cut by time-ordered id, reached through functions only.

Revision ID: 0007
Revises: 0006
"""

from deskplane.migrations.tenancy import run

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLE = """
create table ticket_search (
    org_id uuid not null,
    id uuid not null,
    tsv tsvector not null,
    primary key (org_id, id)
) partition by range (id)
--
create index ticket_search_words on ticket_search using gin (tsv) with (fastupdate = off)
--
create table ticket_search_0001 partition of ticket_search for values from (minvalue) to (maxvalue)
--
create table ticket_search_parts (
    part text primary key,
    lower_id uuid
)
--
insert into ticket_search_parts (part) values ('ticket_search_0001')
"""

# Letters without their accents; text that is plain ASCII is left as it is.
FOLD = """
create function fold(words text) returns text
language sql immutable parallel safe set search_path = pg_catalog as $$
    select case when octet_length(words) = length(words) then lower(words)
                else regexp_replace(normalize(lower(words), NFKD), '[\\u0300-\\u036f]', '', 'g') end
$$
--
create function facet(kind text, value text) returns text
language sql immutable parallel safe
as $$ select '''~' || kind || replace(replace(coalesce(value, ''), '-', ''), '''', '') || '''' $$
--
create function escape_html(words text) returns text
language sql immutable parallel safe
as $$ select replace(replace(replace(replace(words, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;') $$
--
create function ticket_number(kind text, number bigint) returns text
language sql immutable parallel safe
as $$ select case kind when 'incident' then 'INC-' when 'request' then 'REQ-' when 'problem' then 'PRB-'
                       when 'change' then 'CHG-' when 'task' then 'TSK-' else 'DP-' end || number $$
--
create function person_ref(person uuid) returns jsonb
language sql stable parallel safe
as $$ select jsonb_build_object('id', p.id, 'name', p.name) from people p where p.org_id = app_org() and p.id = person $$
"""

# Words carry weights: title A, description B, public comments C, tags and internal comments D, so that the search of
# those who see nothing internal can leave D out. Lexemes that begin with ~ are facets: organisation, status, priority, type, category and its parents,
# team, assignee, requester, watcher.
WRITE = """
create function search_refresh(wanted uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
    delete from ticket_search s using tickets t
    where s.org_id = app_org() and s.id = any(wanted) and t.org_id = s.org_id and t.id = s.id and t.deleted_at is not null;

    insert into ticket_search as s (org_id, id, tsv)
    select t.org_id, t.id,
        setweight(to_tsvector('simple', fold(t.title) || ' ' || t.number_int), 'A')
        || setweight(to_tsvector('simple', array_to_string(t.tags, ' ')), 'D')
        || setweight(to_tsvector('simple', fold(left(t.description_text, 20000)
               || coalesce(' ' || t.resolution_text, ''))), 'B')
        || coalesce(c.open_words, ''::tsvector) || coalesce(c.own_words, ''::tsvector)
        || (facet('o', t.org_id::text) || ' ' || facet('s', t.status) || ' ' || facet('p', t.priority) || ' '
            || facet('y', t.type) || ' ' || facet('t', t.team_id::text) || ' ' || facet('a', t.assignee_id::text) || ' '
            || facet('r', t.requester_id::text) || ' ' || coalesce(k.facets, '') || ' ' || coalesce(w.facets, '')
           )::tsvector
    from tickets t
    left join lateral (
        select setweight(to_tsvector('simple', fold(left(string_agg(x.body_text, ' ') filter
                   (where x.visibility = 'public'), 50000))), 'C') as open_words,
               setweight(to_tsvector('simple', fold(left(string_agg(x.body_text, ' ') filter
                   (where x.visibility = 'internal'), 50000))), 'D') as own_words
        from ticket_comments x where x.org_id = t.org_id and x.ticket_id = t.id and x.deleted_at is null
    ) c on t.comment_count > 0
    left join lateral (
        select string_agg(facet('c', up.id::text), ' ') as facets
        from categories g, unnest(g.lineage) as up(id)
        where g.org_id = t.org_id and g.id = t.category_id
    ) k on t.category_id is not null
    left join lateral (
        select string_agg(facet('w', x.person_id::text), ' ') as facets
        from ticket_watchers x where x.org_id = t.org_id and x.ticket_id = t.id
    ) w on t.watcher_count > 0
    where t.org_id = app_org() and t.id = any(wanted) and t.deleted_at is null
    on conflict (org_id, id) do update set tsv = excluded.tsv where s.tsv is distinct from excluded.tsv;
end $$
"""

# Newest partition first, until the cap is reached: a common word ends in the first one, a rare word costs one GIN
# look-up in each. Organisation and person come from the setting, never from an argument.
READ = """
create function search_query(words text, is_prefix boolean) returns tsquery
language plpgsql stable set search_path = public, pg_temp as $$
declare folded text := fold(words); head text; tail text;
begin
    if not is_prefix then
        return websearch_to_tsquery('simple', folded);
    end if;
    head := trim(regexp_replace(folded, '\\S+$', ''));
    tail := substring(folded from '(\\S+)$');
    return websearch_to_tsquery('simple', head)
        && coalesce((select to_tsquery('simple', string_agg(quote_literal(l.lexeme) || ':*', ' & '))
                     from unnest(to_tsvector('simple', tail)) l), ''::tsquery);
end $$
--
create function search_tickets(words text, facets text, is_prefix boolean, cap int, with_internal boolean)
returns table (id uuid, rank real)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    wanted tsquery := search_query(words, is_prefix);
    own boolean := app_role() = 'requester' and coalesce((select o.settings ->> 'ticket_visibility'
        from organizations o where o.id = app_org()), '') <> 'org_all';
    internal boolean := with_internal and app_role() <> 'requester';
    need tsquery := facet('o', app_org()::text)::tsquery;
    -- A phrase has to be looked up in each text that holds its words; the newest of those must do.
    loose tsquery := regexp_replace(wanted::text, '<(-|[0-9]+)>', '&', 'g')::tsquery;
    is_phrase boolean := loose::text <> wanted::text;
    sifted boolean := is_phrase or not internal;
    candidates int := greatest(500, 6000 / (select count(*)::int from ticket_search_parts));
    part record;
    found int := 0;
    more int;
begin
    if app_org() is null then
        return;
    end if;
    if facets <> '' then
        need := need && facets::tsquery;
    end if;
    if own then
        need := need && (facet('r', app_person()::text) || ' | ' || facet('w', app_person()::text))::tsquery;
    end if;
    if numnode(wanted) > 0 then
        need := need && loose;
    end if;
    for part in select p.part from ticket_search_parts p order by p.part desc loop
        return query execute format(
            'select s.id, ts_rank(''{0.05, 0.1, 0.4, 1.0}'', s.tsv, $1)
             from (select n.id, n.tsv from %I n where n.org_id = app_org() and n.tsv @@ $2 order by n.id desc limit $5) s
             where (not $6 or s.tsv @@ $1) and ($3 or numnode($1) = 0 or ts_filter(s.tsv, ''{a,b,c}'') @@ $1)
             order by s.id desc limit $4', part.part)
            using wanted, need, internal, cap - found, case when sifted then candidates else cap - found end, is_phrase;
        get diagnostics more = row_count;
        found := found + more;
        exit when found >= cap;
    end loop;
end $$
--
create function search_vocabulary(sample int) returns table (word text, uses int)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare newest text := (select p.part from ticket_search_parts p order by p.part desc limit 1);
begin
    return query select s.word, s.ndoc from ts_stat(format(
        'select ts_filter(tsv, ''{a,b,c}'') from (select tsv from %I where org_id = %L order by id desc limit %s) n',
        newest, app_org(), sample)) s
    where length(s.word) >= 3 and s.ndoc >= 1 order by s.ndoc desc limit 20000;
end $$
--
create function search_cut(largest bigint, boundary uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    newest record;
    fresh text;
begin
    perform pg_advisory_xact_lock(hashtext('search_cut'));
    select p.part, p.lower_id into newest from ticket_search_parts p order by p.part desc limit 1;
    if pg_stat_get_live_tuples(to_regclass(newest.part)) < largest then
        return false;
    end if;
    fresh := 'ticket_search_' || lpad((substring(newest.part from '\\d+$')::int + 1)::text, 4, '0');
    execute format('alter table ticket_search detach partition %I', newest.part);
    if newest.lower_id is null then
        execute format('alter table ticket_search attach partition %I for values from (minvalue) to (%L)',
                       newest.part, boundary);
    else
        execute format('alter table ticket_search attach partition %I for values from (%L) to (%L)',
                       newest.part, newest.lower_id, boundary);
    end if;
    execute format('create table %I partition of ticket_search for values from (%L) to (maxvalue)', fresh, boundary);
    insert into ticket_search_parts (part, lower_id) values (fresh, boundary);
    return true;
end $$
--
revoke execute on function search_refresh(uuid[]), search_tickets(text, text, boolean, int, boolean), search_vocabulary(int),
    search_cut(bigint, uuid) from public
--
grant execute on function search_refresh(uuid[]), search_tickets(text, text, boolean, int, boolean), search_vocabulary(int)
    to deskplane_app
--
grant execute on function search_cut(bigint, uuid) to deskplane_dispatcher
"""

DROP = """
drop function search_cut(bigint, uuid), search_vocabulary(int), search_tickets(text, text, boolean, int, boolean),
    search_query(text, boolean), search_refresh(uuid[])
--
drop table ticket_search, ticket_search_parts
--
drop function person_ref(uuid), ticket_number(text, bigint), escape_html(text), facet(text, text), fold(text)
"""


def upgrade() -> None:
    """No grants on the table or its partitions: the functions are the only way in."""
    run(TABLE)
    run(FOLD)
    run(WRITE)
    run(READ)


def downgrade() -> None:
    """Everything here can be rebuilt from the tickets."""
    run(DROP)
