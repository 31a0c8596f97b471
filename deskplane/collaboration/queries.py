"""The SQL of the slice: one statement for each step, always of one organisation."""

from typing import Final

# At most one write for each person and ticket in ten seconds, unless they do something else now.
HERE: Final = """
with old as (
    select doing, seen_at from ticket_presence
    where org_id = app_org() and ticket_id = $1 and person_id = app_person()
), gone as (
    delete from ticket_presence
    where org_id = app_org() and person_id = app_person() and ticket_id <> $1
        and seen_at < $3::timestamptz - interval '10 minutes'
), put as (
    insert into ticket_presence as p (org_id, ticket_id, person_id, doing, since, seen_at)
    values (app_org(), $1, app_person(), $2::text, $3, $3)
    on conflict (org_id, ticket_id, person_id) do update set doing = excluded.doing, seen_at = excluded.seen_at,
        since = case when p.doing = excluded.doing and p.seen_at > $4 then p.since else excluded.since end
    where p.doing <> excluded.doing or p.seen_at < $3::timestamptz - interval '9 seconds'
    returning 1
)
select exists (select 1 from put)
    and not exists (select 1 from old where old.doing = $2::text and old.seen_at > $4) as changed
"""
LEAVE: Final = """
delete from ticket_presence where org_id = app_org() and ticket_id = $1 and person_id = app_person() returning seen_at
"""
OTHERS: Final = """
select p.ticket_id, p.person_id as id, w.name, w.kind, p.doing, p.since from ticket_presence p
join people w on w.org_id = p.org_id and w.id = p.person_id
where p.org_id = app_org() and p.ticket_id = any($1::uuid[]) and p.seen_at > $2 and p.person_id <> app_person()
order by p.ticket_id, w.name, w.id
"""

_SHOWN: Final = """
json_build_object('id', a.id, 'name', a.name) as author, d.author_id = app_person() as is_own, d.kind, d.body,
d.mentions, d.version, d.updated_at,
case when g.id is not null then json_build_object('id', g.id, 'name', g.name) end as taken_by
from ticket_drafts d join people a on a.org_id = d.org_id and a.id = d.author_id
left join people g on g.org_id = d.org_id and g.id = d.taken_by
where d.org_id = app_org() and d.ticket_id = $1"""
DRAFTS: Final = f"""
select {_SHOWN} and (d.author_id = app_person() or ($2 and d.is_shared))
order by is_own desc, d.updated_at desc, d.author_id, d.kind
"""
DRAFT: Final = f"select {_SHOWN} and d.author_id = app_person() and d.kind = $2"
LOCK: Final = """
select author_id, body, mentions, version, taken_by, is_shared, updated_at from ticket_drafts
where org_id = app_org() and ticket_id = $1 and author_id = any($2::uuid[]) and kind = $3
order by author_id for update
"""
KEEP: Final = """
insert into ticket_drafts as d (org_id, ticket_id, author_id, kind, body, mentions, is_shared, version, updated_at)
values (app_org(), $1, app_person(), $2, $3, $4::jsonb, $5, (extract(epoch from $6::timestamptz) * 1000)::bigint, $6)
on conflict (org_id, ticket_id, author_id, kind) do update set body = excluded.body, mentions = excluded.mentions,
    is_shared = excluded.is_shared, version = greatest(d.version + 1, excluded.version), taken_by = null,
    updated_at = excluded.updated_at
"""
DROP: Final = """
delete from ticket_drafts where org_id = app_org() and ticket_id = $1 and author_id = app_person() and kind = $2
    and ($3::bigint is null or version = $3) returning is_shared
"""
TAKEN: Final = """
update ticket_drafts set taken_by = app_person()
where org_id = app_org() and ticket_id = $1 and author_id = $2 and kind = $3
"""
# Only what was said is no draft any more: a text that somebody still writes stays, whatever else is sent in their name.
SAID: Final = """
delete from ticket_drafts d using ticket_comments c
where c.org_id = app_org() and c.id = any($1::uuid[]) and d.org_id = c.org_id and d.ticket_id = c.ticket_id
    and d.author_id = c.author_id and d.kind = c.visibility
    and regexp_replace(d.body, '\\s', '', 'g') = regexp_replace(c.body_text, '\\s', '', 'g')
"""

READ: Final = """
select read_at from ticket_reads where org_id = app_org() and person_id = app_person() and ticket_id = $1
"""
HAVE_READ: Final = """
insert into ticket_reads as r (org_id, person_id, ticket_id, read_at) values (app_org(), app_person(), $1, $2)
on conflict (org_id, person_id, ticket_id) do update set read_at = excluded.read_at where r.read_at < excluded.read_at
"""
