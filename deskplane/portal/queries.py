"""The SQL of the portal: the only columns of a ticket that leave it are named here."""

from typing import Final

from deskplane.tickets.rendering import NUMBER
from deskplane.tickets.selection import OWN

MAX_SAID: Final = 500
HOLDER: Final = (
    "coalesce(t.requester_id = app_person(), false) or exists (select 1 from ticket_watchers w "
    "where w.org_id = t.org_id and w.ticket_id = t.id and w.person_id = app_person())"
)
LAST_WORD: Final = """
left join lateral (
    select json_build_object('name', coalesce(p.name, c.author_name), 'is_me',
        coalesce(c.author_id = app_person(), false), 'at', c.created_at) as word
    from ticket_comments c left join people p on p.org_id = c.org_id and p.id = c.author_id
    where c.org_id = t.org_id and c.ticket_id = t.id and c.deleted_at is null and c.visibility = 'public'
    order by c.created_at desc, c.id desc limit 1) l on true
"""
TYPE: Final = """
left join request_types y on y.org_id = t.org_id and y.id::text = t.source_reference ->> 'request_type_id'
"""
ROW: Final = f"""
t.id, {NUMBER} as number, t.title, t.status, coalesce(t.requester_id = app_person(), false) as is_mine, t.created_at,
t.updated_at, coalesce(t.closed_at, t.resolved_at) as ended_at, t.resolved_at, t.closed_at,
coalesce(t.due_at, t.created_at + make_interval(hours => y.expected_hours)) as expected_at, l.word as last_word
"""
SEEN: Final = f"t.org_id = app_org() and t.deleted_at is null and ($1 or {OWN})"
GROUPED: Final = """
case $2::text when 'open' then t.status not in ('closed', 'cancelled')
    when 'done' then t.status in ('closed', 'cancelled') else true end
"""
# What the person wrote or read: number, title, description and public words.
FOUND: Final = """
($3::text = '' or t.number_int = $4::bigint or position($3 in lower(t.title)) > 0
    or position($3 in lower(t.description_text)) > 0
    or exists (select 1 from ticket_comments c where c.org_id = t.org_id and c.ticket_id = t.id
               and c.deleted_at is null and c.visibility = 'public' and position($3 in lower(c.body_text)) > 0))
"""
# Those that wait for the reader come first.
KEY: Final = "(t.status = 'pending')::int, t.updated_at, t.id"
LIST: Final = f"""
select {ROW}, (t.status = 'pending')::int as pressing from tickets t {TYPE} {LAST_WORD}
where {SEEN} and {GROUPED} and {FOUND} and ($5::int is null or ({KEY}) < ($5::int, $6::timestamptz, $7::uuid))
order by (t.status = 'pending')::int desc, t.updated_at desc, t.id desc limit $8 offset $9
"""
TOTAL: Final = f"select count(*) from tickets t where {SEEN} and {GROUPED} and {FOUND}"
COUNTS: Final = f"""
select count(*) filter (where t.status not in ('closed', 'cancelled'))::int as open,
       count(*) filter (where t.status = 'pending')::int as waiting_for_you,
       count(*) filter (where t.status in ('closed', 'cancelled'))::int as done
from tickets t where t.org_id = app_org() and t.deleted_at is null and {OWN}
"""
ONE: Final = f"""
select {ROW}, t.type, t.description_html, case when t.resolved_at is not null then t.resolution_text end as resolution,
       coalesce(r.name, '') as asked_by, t.source_reference ->> 'request_type_id' is not null as by_card,
       y.name as request_type, m.id as merged_id,
       case when m.id is not null then {NUMBER.replace("t.", "m.")} end as continues_in, ({HOLDER}) as holds,
       coalesce((select json_agg(json_build_object('label', f.label, 'kind', f.kind, 'value', v.value)
                                 order by f.position, f.label)
                 from jsonb_each(t.custom_fields) v join custom_field_defs f on f.org_id = t.org_id and f.key = v.key
                     and f.visible_to_requester), '[]') as answers
from tickets t {TYPE} {LAST_WORD} left join people r on r.org_id = t.org_id and r.id = t.requester_id
left join tickets m on m.org_id = t.org_id and m.id = t.merged_into and m.deleted_at is null
    and ($2 or {OWN.replace("t.id", "m.id")})
where t.org_id = app_org() and t.deleted_at is null and t.id = $1
"""
FILE: Final = (
    "json_build_object('id', a.id, 'filename', a.filename, 'mime', a.mime, 'size', a.size, "
    "'has_preview', a.preview_key is not null)"
)
SAID: Final = f"""
select c.id, c.created_at as at, c.body_html, json_build_object('name', coalesce(p.name, c.author_name),
        'is_me', coalesce(c.author_id = app_person(), false),
        'is_desk', coalesce(p.kind in ('agent', 'service') and c.author_id is distinct from t.requester_id, false)
    ) as by,
    coalesce((select json_agg({FILE} order by x.created_at, a.id) from ticket_attachments x
        join attachments a on a.org_id = x.org_id and a.id = x.attachment_id
        where x.org_id = c.org_id and x.comment_id = c.id and x.visibility = 'public'), '[]') as files
from ticket_comments c join tickets t on t.org_id = c.org_id and t.id = c.ticket_id
left join people p on p.org_id = c.org_id and p.id = c.author_id
where c.org_id = app_org() and c.ticket_id = $1 and c.deleted_at is null and c.visibility = 'public'
order by c.created_at, c.id limit {MAX_SAID}
"""
FILES: Final = f"""
select coalesce(json_agg({FILE} order by x.created_at, a.id), '[]') from ticket_attachments x
join attachments a on a.org_id = x.org_id and a.id = x.attachment_id
where x.org_id = app_org() and x.ticket_id = $1 and x.comment_id is null and x.visibility = 'public'
"""
MOVES: Final = """
select e.occurred_at as at, e.changes -> 'status' ->> 1 as status from events e
where e.org_id = app_org() and e.subject_type = 'ticket' and e.subject_id = $1 and e.visibility = 'public'
  and e.changes ? 'status'
order by e.subject_version, e.seq limit 500
"""
FOLLOWS: Final = """
select true from ticket_watchers where org_id = app_org() and ticket_id = $1 and person_id = app_person()
"""
# Who works on the ticket may watch it too; that is not for the requester to know.
FOLLOWERS: Final = """
select p.id, p.name from ticket_watchers w join people p on p.org_id = w.org_id and p.id = w.person_id
where w.org_id = app_org() and w.ticket_id = $1 and p.id <> app_person()
  and (p.kind in ('requester', 'external') or w.added_by = $2)
order by w.created_at, p.id
"""
COLLEAGUE: Final = """
select id from people where org_id = app_org() and lower(email) = lower($1) and is_active and kind <> 'service'
"""
UNFOLLOW: Final = """
with gone as (
    delete from ticket_watchers w using people p
    where w.org_id = app_org() and w.ticket_id = $1 and w.person_id = $2 and p.org_id = w.org_id and p.id = w.person_id
      and (p.kind in ('requester', 'external') or w.added_by = app_person() or p.id = app_person())
    returning w.person_id
)
update tickets set watcher_count = watcher_count - 1
where org_id = app_org() and id = $1 and exists (select 1 from gone) returning id
"""
ASKED_ME: Final = f"""
select a.id, {NUMBER} as number, t.title, t.description_html, a.note, q.name as asked_by, r.name as for_whom, a.due_at,
       a.created_at
from approvals a join tickets t on t.org_id = a.org_id and t.id = a.ticket_id
left join people q on q.org_id = a.org_id and q.id = a.requested_by
left join people r on r.org_id = a.org_id and r.id = t.requester_id
where a.org_id = app_org() and a.state = 'requested' and t.deleted_at is null
  and (a.approver_id = app_person() or exists (select 1 from memberships m
       where m.org_id = a.org_id and m.team_id = a.team_id and m.person_id = app_person()))
order by a.due_at nulls last, a.created_at, a.id limit 200
"""
APPROVAL_TICKET: Final = """
select a.ticket_id from approvals a where a.org_id = app_org() and a.id = $1
  and (a.approver_id = app_person() or exists (select 1 from memberships m
       where m.org_id = a.org_id and m.team_id = a.team_id and m.person_id = app_person()))
"""
