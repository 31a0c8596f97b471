"""Rows of runs and clusters, and what clusters have in common."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from deskplane.clustering.vocabulary import BUCKETS, MOST_RUNS, MOST_TICKETS
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.tickets import rendering

RUN_COLUMNS: Final = f"""
r.id, r.state, r.trigger, r.title, r.scope, r.tickets, r.grouped, r.clusters, r.first_at, r.last_at, r.error,
case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name) end as connection,
{rendering.named("p")} as created_by, r.version, r.created_at, r.updated_at, r.started_at, r.finished_at
"""
RUN_FROM: Final = """
from cluster_runs r left join people p on p.org_id = r.org_id and p.id = r.created_by
left join data_source_connections c on c.org_id = r.org_id and c.id = r.connection_id
"""
RUNS: Final = f"""
select {RUN_COLUMNS}, count(*) over ()::int as total_rows {RUN_FROM}
where r.org_id = app_org() and ($1::text[] = '{{}}' or r.state = any($1)) and ($2::uuid is null or r.connection_id = $2)
order by r.created_at desc, r.id desc limit $3 offset $4
"""
RUN: Final = f"select {RUN_COLUMNS} {RUN_FROM} where r.org_id = app_org() and r.id = $1"
LOCKED_RUN: Final = "select * from cluster_runs where org_id = app_org() and id = $1 for update"
LATEST: Final = """
select id from cluster_runs where org_id = app_org() and state = 'completed'
order by finished_at desc, id desc limit 1
"""
ADD_RUN: Final = """
insert into cluster_runs (org_id, id, state, trigger, title, scope, connection_id, tickets, created_by, created_at,
    updated_at)
values (app_org(), $1, 'queued', $2, $3, $4, $5, $6, $7, $8, $8) returning *
"""
WAITING: Final = """
select exists (select from cluster_runs where org_id = app_org() and connection_id = $1 and trigger = 'import'
    and state = 'queued')
"""
IMPORTED: Final = f"""
select t.id from tickets t
where t.org_id = app_org() and t.deleted_at is null and exists (select from external_links x
    where x.org_id = t.org_id and x.ticket_id = t.id and x.connection_id = $1)
order by t.created_at desc, t.id desc limit {MOST_TICKETS}
"""
THROUGH: Final = (
    "exists (select from external_links x where x.org_id = t.org_id and x.ticket_id = t.id "
    "and x.connection_id = {}::uuid)"
)
START: Final = """
update cluster_runs set state = 'running', started_at = coalesce(started_at, $2), updated_at = $2,
    version = version + 1
where org_id = app_org() and id = $1 and state in ('queued', 'running') returning *
"""
SIZED: Final = "update cluster_runs set tickets = $2 where org_id = app_org() and id = $1"
STATE: Final = "select state from cluster_runs where org_id = app_org() and id = $1"
END: Final = """
update cluster_runs set state = $2, error = $3, tickets = $4, grouped = $5, clusters = $6, first_at = $7, last_at = $8,
    finished_at = $9, updated_at = $9, version = version + 1
where org_id = app_org() and id = $1 and state in ('queued', 'running') returning *
"""
OLD: Final = f"""
select r.id from cluster_runs r where r.org_id = app_org() and r.state not in ('queued', 'running')
order by r.created_at desc, r.id desc offset {MOST_RUNS}
"""
OF_RUN: Final = "select id from clusters where org_id = app_org() and run_id = $1"
DROP: Final = "delete from cluster_runs where org_id = app_org() and id = any($1::uuid[])"
TEXTS: Final = """
select t.id, left(t.title, 300) as title, left(t.description_text, 500) as words, t.created_at
from ticket_sets s join tickets t on t.org_id = s.org_id and t.id = s.ticket_id
where s.org_id = app_org() and s.set_id = $1 and t.deleted_at is null and ($2::uuid is null or t.id > $2)
order by t.id limit $3
"""
ADD: Final = """
insert into clusters (org_id, id, run_id, place, name, size, share, cohesion, words, sample_ids, created_at,
    updated_at)
select app_org(), c.id, $1, c.place, c.name, c.size, c.share, c.cohesion, c.words, c.sample_ids, $3, $3
from jsonb_to_recordset($2::jsonb) as c(id uuid, place int, name text, size int, share double precision,
    cohesion double precision, words jsonb, sample_ids uuid[])
"""
TITLES: Final = "select id, title from tickets where org_id = app_org() and id = any($1::uuid[])"
# What the tickets of each cluster of a run have in common; $2 and $3 are the time that the run spans.
FACTS: Final = f"""
with members as materialized (
    select c.id as cluster_id, t.category_id, t.team_id, t.created_at,
        extract(epoch from t.resolved_at - t.created_at)::double precision as took,
        least({BUCKETS}, width_bucket(extract(epoch from t.created_at), extract(epoch from $2::timestamptz),
            extract(epoch from $3::timestamptz) + 1, {BUCKETS})) as bucket
    from clusters c join ticket_sets s on s.org_id = c.org_id and s.set_id = c.id
    join tickets t on t.org_id = s.org_id and t.id = s.ticket_id
    where c.org_id = app_org() and c.run_id = $1
), times as (
    select cluster_id, count(took)::int as resolved, min(created_at) as first_at, max(created_at) as last_at,
        percentile_cont(0.5) within group (order by took) as median, count(*)::double precision as size
    from members group by cluster_id
), categories as (
    select distinct on (cluster_id) cluster_id, category_id, count(*) as n from members where category_id is not null
    group by cluster_id, category_id order by cluster_id, n desc, category_id
), teams as (
    select distinct on (cluster_id) cluster_id, team_id, count(*) as n from members where team_id is not null
    group by cluster_id, team_id order by cluster_id, n desc, team_id
), trends as (
    select cluster_id, array_agg(n order by place) as trend from (
        select i.cluster_id, b.place, count(m.bucket)::int as n
        from (select distinct cluster_id from members) i cross join generate_series(1, {BUCKETS}) as b(place)
        left join members m on m.cluster_id = i.cluster_id and m.bucket = b.place group by i.cluster_id, b.place) each
    group by cluster_id
)
update clusters c set resolved = i.resolved, median_resolve_seconds = i.median, first_at = i.first_at,
    last_at = i.last_at, trend = r.trend, category_id = g.category_id, category_share = g.n / i.size,
    team_id = m.team_id, team_share = m.n / i.size
from times i join trends r using (cluster_id) left join categories g using (cluster_id)
left join teams m using (cluster_id)
where c.org_id = app_org() and c.id = i.cluster_id
"""
COLUMNS: Final = f"""
c.id, c.run_id, c.place, c.name, c.is_named, c.size, c.share, c.cohesion, c.words, c.resolved, c.median_resolve_seconds,
c.first_at, c.last_at, c.trend, c.version, c.created_at, c.updated_at,
case when g.id is not null
    then jsonb_build_object('id', g.id, 'name', g.path, 'share', c.category_share) end as category,
case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name, 'share', c.team_share) end as team,
coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'number', {rendering.NUMBER}, 'title', t.title,
        'status', t.status) order by u.place)
    from unnest(c.sample_ids) with ordinality as u(id, place)
    join tickets t on t.org_id = c.org_id and t.id = u.id and t.deleted_at is null), '[]') as samples
"""
FROM: Final = """
from clusters c left join categories g on g.org_id = c.org_id and g.id = c.category_id
left join teams m on m.org_id = c.org_id and m.id = c.team_id
"""
LISTED: Final = f"""
select {COLUMNS}, count(*) over ()::int as total_rows {FROM}
where c.org_id = app_org() and c.run_id = $1
  and ($2::text is null or position(lower($2) in lower(c.name || ' ' || c.words::text)) > 0)
order by c.place limit $3 offset $4
"""
FOUND: Final = f"select {COLUMNS} {FROM} where c.org_id = app_org() and c.id = $1"


async def texts(reads: Statements, run_id: UUID, after: UUID | None, limit: int) -> list[Record]:
    """A page of the tickets of a run, by id."""
    return await reads.fetch(TEXTS, run_id, after, limit)


async def add(tx: Tx, run_id: UUID, clusters: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Store the clusters of a run; one statement."""
    await tx.execute(ADD, run_id, list(clusters), now)
