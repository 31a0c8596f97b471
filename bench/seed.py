"""Many tickets quickly: written in SQL, with events and search rows as the service would write them."""

import time

import asyncpg

PEOPLE = """
insert into people (org_id, id, kind, role, name, email)
select $1, gen_random_uuid(), case when n <= 60 then 'agent' else 'requester' end,
       case when n <= 60 then 'agent' else 'requester' end, 'Person ' || n, 'p' || n || '@bench.test'
from generate_series(1, 2000) n where not exists (select 1 from people where org_id = $1 and email = 'p1@bench.test')
"""
TEAMS = """
insert into teams (org_id, id, kind, name)
select $1, gen_random_uuid(), 'team', 'Team ' || n from generate_series(1, 12) n
where not exists (select 1 from teams where org_id = $1 and name = 'Team 1')
"""
# Ids are made in time order, as uuid7 does; nine of ten tickets are finished, as on a real desk.
TICKETS = r"""
with people_list as (select array_agg(id order by email) as ids from people where org_id = $1 and role = 'requester'),
agents as (select array_agg(id order by email) as ids from people where org_id = $1 and role = 'agent'),
groups as (select array_agg(id order by name) as ids from teams where org_id = $1),
categories_list as (select array_agg(id order by path) as ids from categories where org_id = $1),
words as (select string_to_array(regexp_replace('vpn printer laptop mailbox password network monitor docking teams
    outlook badge scanner server database backup licence account phone meeting room export report payroll invoice screen
    keyboard cable wifi router switch firewall certificate browser update patch install crash slow error timeout access
    folder share drive login lock reset token sync calendar', '\s+', ' ', 'g'), ' ') as w),
made as (
    insert into tickets (org_id, id, number_int, created_at, updated_at, type, title, description_text,
        description_html, status, priority, category_id, requester_id, assignee_id, team_id, source_type, resolved_at,
        tags)
    select $1, uuidv7(make_interval(secs => -($3 - n) / 1000.0)), n, at, at + interval '5 minutes',
        (array['incident', 'incident', 'incident', 'request', 'problem', 'task'])[1 + n % 6],
        concat_ws(' ', w[1 + (n * 7) % size], w[1 + (n * 13 + 3) % size], w[1 + (n / size) % size], 'case', n),
        d.text, '<p>' || d.text || '</p>',
        case when n % 10 = 0 then (array['new', 'open', 'in_progress', 'pending', 'on_hold'])[1 + (n / 10) % 5]
             else 'closed' end,
        (array['medium', 'low', 'medium', 'high', 'low', 'medium', 'urgent', 'medium', 'planning',
               'critical'])[1 + n % 10],
        categories_list.ids[1 + n % cardinality(categories_list.ids)],
        people_list.ids[1 + (n * 31) % cardinality(people_list.ids)],
        case when n % 3 > 0 then agents.ids[1 + (n * 17) % cardinality(agents.ids)] end,
        groups.ids[1 + n % 12], 'WEB', case when n % 10 > 0 then at + interval '6 hours' end, '{}'
    from generate_series($2::bigint, $3::bigint) n, people_list, agents, groups, categories_list, words,
        lateral (select now() - make_interval(secs => ($4 - n) * 20.0) as at) t,
        lateral (select cardinality(w) as size) s,
        lateral (select string_agg(w[1 + (n * (k + 2) + k * k) % size], ' ') as text from generate_series(1, 25) k) d
    returning id, title, created_at
)
insert into events (org_id, id, shard, name, subject_type, subject_id, subject_version, actor_kind, origin, data,
                    occurred_at)
select $1, uuidv7(), 0, 'ticket.created', 'ticket', id, 1, 'system', 'import', jsonb_build_object('title', title),
       created_at from made
"""
SEARCH = (
    "select search_refresh(array(select id from tickets where org_id = $1 and number_int between $2 and $3))"
)
BATCH = 10_000


async def seed(owner_dsn: str, org_id: str, target: int) -> float:
    """Bring the organisation to ``target`` tickets; return the seconds it took."""
    start = time.perf_counter()
    connection = await asyncpg.connect(owner_dsn, command_timeout=600)
    await connection.execute("select set_config('app.org_id', $1, false)", org_id)
    await connection.execute(PEOPLE, org_id)
    await connection.execute(TEAMS, org_id)
    have = await connection.fetchval(
        "select coalesce(max(number_int), 0) from tickets where org_id = $1", org_id
    )
    for first in range(have + 1, target + 1, BATCH):
        last = min(first + BATCH - 1, target)
        await connection.execute(TICKETS, org_id, first, last, target)
        await connection.execute(SEARCH, org_id, first, last)
        await connection.fetchval("select search_cut(100000, uuidv7(interval '1 second'))")
        print(f"\r{last:,} tickets", end="", flush=True)
    line = org_id.replace("-", "")
    newest = "(select max(number_int) from tickets where org_id = $1)"
    await connection.execute(f"select setval('ticket_numbers.\"{line}\"', {newest})", org_id)
    # The seeded events were written by hand: nobody needs to read them one by one.
    await connection.execute(
        "update subscriptions set xid = pg_current_xact_id(), seq = 0, recorded_from = now()"
    )
    for table in ("tickets", "ticket_search", "events", "people"):
        await connection.execute(f"vacuum analyze {table}")
    await connection.execute("checkpoint")
    await connection.close()
    print(flush=True)
    return time.perf_counter() - start
