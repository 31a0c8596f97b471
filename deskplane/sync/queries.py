"""Rows of imports and of links between tickets and records."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import NotFoundError
from deskplane.sync.vocabulary import MOST_FAILURES

COUNTED: Final = "created_count + changed_count + unchanged_count + failed_count"
SHOWN: Final = f"""
id, connection_id, state, trigger, started_by, started_by_name, days, projects, scope, created_since,
case when total is not null then greatest(total, {COUNTED}) end as total, total_exact, {COUNTED} as read_count,
created_count, changed_count,
unchanged_count, failed_count, rate,
case when state = 'in_progress' and rate > 0 and total is not null and leased_until is not null
     then greatest(total - ({COUNTED}), 0) / rate end as eta_seconds,
only_changes, error, fix, case when leased_until is null then next_at end as next_at, created_at, started_at,
finished_at, version, updated_at
"""
LISTED: Final = f"""
select {SHOWN}, count(*) over () as total_rows from ingestion_runs
where org_id = app_org() and connection_id = $1 order by created_at desc, id desc limit $2 offset $3
"""
SHOW: Final = f"""
select {SHOWN} from ingestion_runs where org_id = app_org() and connection_id = $1 and id = $2
"""
WAITING: Final = """
select next_at from ingestion_runs where org_id = app_org() and connection_id = $1 and state = 'in_progress'
    and leased_until is null
"""
FAILURES: Final = """
select remote_id, message, created_at, count(*) over () as total_rows from ingestion_failures
where org_id = app_org() and run_id = $1 order by created_at, remote_id limit $2 offset $3
"""
ADD: Final = f"""
insert into ingestion_runs (org_id, id, connection_id, trigger, started_by, started_by_name, days, projects, scope,
    created_since, next_at, created_at, updated_at, basis, cursor, only_changes)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10, $11, $12, $12::jsonb is not null)
returning {SHOWN}
"""
# The run that read to the end most lately, on the same basis and at least as far back.
READ_TO: Final = """
select cursor from ingestion_runs where org_id = app_org() and connection_id = $1 and basis = $2
    and created_since <= $3 and state in ('success', 'partial') and (cursor ->> 'finished')::boolean
order by created_at desc, id desc limit 1
"""
ORGS_DUE: Final = "select orgs_with_imports($1)"
# The next due time is the lease: whoever goes on must still hold it.
CLAIM: Final = """
update ingestion_runs r set state = 'in_progress', leased_until = $2, next_at = $2, error = '', fix = '',
    started_at = coalesce(r.started_at, $1), updated_at = $1, version = r.version + 1
from (select id from ingestion_runs where org_id = app_org() and next_at <= $1
      and state in ('queued', 'in_progress') order by next_at limit $3 for update skip locked) due
where r.org_id = app_org() and r.id = due.id returning r.*
"""
HOLD: Final = """
update ingestion_runs set leased_until = $3, next_at = $3
where org_id = app_org() and id = $1 and state = 'in_progress' and leased_until = $2 returning true
"""
TOTAL: Final = "update ingestion_runs set total = $2, total_exact = $3 where org_id = app_org() and id = $1"
PAGE: Final = f"""
update ingestion_runs set cursor = coalesce($2, cursor), created_count = created_count + $3,
    changed_count = changed_count + $4, unchanged_count = unchanged_count + $5, failed_count = failed_count + $6,
    rate = case when rate = 0 then $7::float8 else rate * 0.7 + $7::float8 * 0.3 end,
    busy_seconds = busy_seconds + $8::float8,
    updated_at = $9, version = version + 1
where org_id = app_org() and id = $1 returning {SHOWN}
"""
END: Final = f"""
update ingestion_runs set state = $3, error = $4, fix = $5, finished_at = $6, next_at = null, leased_until = null,
    updated_at = $6, version = version + 1
where org_id = app_org() and id = $1 and state = 'in_progress' and leased_until = $2 returning {SHOWN}
"""
WAIT: Final = """
update ingestion_runs set next_at = $3, leased_until = null, error = $4, fix = $5, rate = 0, updated_at = $6,
    version = version + 1
where org_id = app_org() and id = $1 and state = 'in_progress' and leased_until = $2 returning true
"""
# A new attempt of the agent begins: what an older one still says counts no more.
HANDED: Final = """
update ingestion_runs set agent_attempt = agent_attempt + 1, agent_seq = 0
where org_id = app_org() and id = $1 returning agent_attempt
"""
HEARD: Final = """
update ingestion_runs set agent_seq = $3
where org_id = app_org() and id = $1 and agent_attempt = $2 and agent_seq = $3 - 1 returning true
"""
WHOLE: Final = "select * from ingestion_runs where org_id = app_org() and id = $1"
CANCEL: Final = f"""
update ingestion_runs set state = 'cancelled', finished_at = $2, next_at = null, leased_until = null,
    updated_at = $2, version = version + 1
where org_id = app_org() and connection_id = $1 and state in ('queued', 'in_progress') returning {SHOWN}
"""
FAIL: Final = f"""
insert into ingestion_failures (org_id, run_id, remote_id, message)
select app_org(), $1, f.remote_id, f.message from jsonb_to_recordset($2::jsonb) as f(remote_id text, message text)
where (select count(*) from ingestion_failures n where n.org_id = app_org() and n.run_id = $1) < {MOST_FAILURES}
on conflict (org_id, run_id, remote_id) do nothing returning remote_id
"""
FAILED_BEFORE: Final = """
select remote_id from ingestion_failures where org_id = app_org() and run_id = $1 and remote_id = any($2::text[])
"""
# The fallback of an unmapped value counts as taken, too: that is what its ticket says.
SEEN_STATUSES: Final = """
select raw_status as raw, base ->> 'status' as taken, max(remote_status) as name, count(*)::int as tickets,
    count(*) filter (where notices @> '[{"kind": "unmapped", "field": "status"}]')::int as flagged
from external_links where org_id = app_org() and connection_id = $1 and state <> 'gone' and raw_status <> ''
group by 1, 2 order by 1, 2
"""
SEEN_PRIORITIES: Final = """
select raw_priority as raw, base ->> 'priority' as taken, max(remote_priority) as name, count(*)::int as tickets,
    count(*) filter (where notices @> '[{"kind": "unmapped", "field": "priority"}]')::int as flagged
from external_links where org_id = app_org() and connection_id = $1 and state <> 'gone' and raw_priority <> ''
group by 1, 2 order by 1, 2
"""
LEFT_OUT: Final = """
select n ->> 'field' as field, count(*)::int as tickets, max(n ->> 'message') as message
from external_links l, jsonb_array_elements(l.notices) n
where l.org_id = app_org() and l.connection_id = $1 and l.state <> 'gone' and n ->> 'kind' = 'dropped'
group by 1
"""
# One look into the key for each record: an array in a filter would be compared with every link of the connection.
VERSIONS: Final = """
select l.* from unnest($2::text[]) as wanted(remote_id) cross join lateral (
    select remote_id, ticket_id, remote_version, remote_updated_at, run_id from external_links
    where org_id = app_org() and connection_id = $1 and remote_id = wanted.remote_id limit 1 for update) l
"""
LINKS: Final = """
select l.remote_id, l.ticket_id, l.remote_version, l.remote_updated_at, l.remote_status, l.base, l.run_id, t.type,
       t.title, t.description_text, t.description_html, t.status, t.priority, t.requester_id, t.assignee_id,
       t.team_id, t.category_id, t.tags, t.resolved_at, t.closed_at, t.custom_fields, t.version
from unnest($2::text[]) as wanted(remote_id) cross join lateral (
    select * from external_links
    where org_id = app_org() and connection_id = $1 and remote_id = wanted.remote_id limit 1 for update) l
join tickets t on t.org_id = l.org_id and t.id = l.ticket_id
"""
LINK_OF: Final = """
select remote_id, remote_key, state, ticket_id from external_links
where org_id = app_org() and connection_id = $1 and (remote_id = $2 or ($3 <> '' and remote_key = $3))
order by remote_id = $2 desc limit 1
"""
GONE: Final = """
update external_links set state = 'gone', remote_version = '', synced_at = $3
where org_id = app_org() and connection_id = $1 and remote_id = $2 and state <> 'gone' returning ticket_id
"""
TICKETS: Final = """
select k.source_key, k.ticket_id from import_keys k
where k.org_id = app_org() and k.source_system = $1 and k.source_key = any($2::text[])
"""
LINK: Final = """
insert into external_links as l (org_id, connection_id, remote_id, ticket_id, remote_key, url, remote_status,
    remote_priority, raw_status, raw_priority, remote_version, remote_updated_at, base, notices, state, run_id,
    synced_at)
select app_org(), $1, n.remote_id, n.ticket_id, n.remote_key, n.url, n.remote_status, n.remote_priority,
    n.raw_status, n.raw_priority, n.remote_version, n.remote_updated_at, n.base, n.notices, n.state, $2, $4
from jsonb_to_recordset($3::jsonb) as n(remote_id text, ticket_id uuid, remote_key text, url text,
    remote_status text, remote_priority text, raw_status text, raw_priority text, remote_version text,
    remote_updated_at timestamptz, base jsonb, notices jsonb, state text)
on conflict (org_id, connection_id, remote_id) do update
set remote_key = excluded.remote_key, url = excluded.url, remote_status = excluded.remote_status,
    remote_priority = excluded.remote_priority, raw_status = excluded.raw_status,
    raw_priority = excluded.raw_priority, remote_version = excluded.remote_version,
    remote_updated_at = excluded.remote_updated_at, base = excluded.base, notices = excluded.notices,
    state = excluded.state, run_id = excluded.run_id, synced_at = excluded.synced_at
"""
SEEN: Final = """
update external_links l set run_id = $2, synced_at = $4 from unnest($3::text[]) as seen(remote_id)
where l.org_id = app_org() and l.connection_id = $1 and l.remote_id = seen.remote_id
"""


async def listed(reads: Statements, connection_id: UUID, limit: int, offset: int) -> list[Record]:
    """Runs of a connection, the newest first."""
    return await reads.fetch(LISTED, connection_id, limit, offset)


async def shown(reads: Statements, connection_id: UUID, run_id: UUID) -> Record:
    """A run.

    Raises:
        NotFoundError: the connection has no such run.
    """
    row = await reads.fetchrow(SHOW, connection_id, run_id)
    if row is None:
        raise NotFoundError("This connection has no import with this id.")
    return row


async def failures(reads: Statements, run_id: UUID, limit: int, offset: int) -> list[Record]:
    """Records of a run that could not be taken."""
    return await reads.fetch(FAILURES, run_id, limit, offset)


async def versions(tx: Tx, connection_id: UUID, remote_ids: Sequence[str]) -> dict[str, Record]:
    """Which version of each known record is stored; locked, so that two who store take turns."""
    rows = await tx.fetch(VERSIONS, connection_id, sorted(remote_ids))
    return {row["remote_id"]: row for row in rows}


async def links(tx: Tx, connection_id: UUID, remote_ids: Sequence[str]) -> dict[str, Record]:
    """Known links by remote id, with the present state of each ticket; nobody else writes them meanwhile."""
    rows = await tx.fetch(LINKS, connection_id, sorted(remote_ids))
    return {row["remote_id"]: row for row in rows}


async def tickets_of(tx: Tx, system: str, keys: Sequence[str]) -> dict[str, UUID]:
    """Tickets that were stored under import keys."""
    return {row["source_key"]: row["ticket_id"] for row in await tx.fetch(TICKETS, system, list(keys))}


async def note_failures(tx: Tx, run_id: UUID, found: Mapping[str, str]) -> int:
    """Keep records that could not be taken; returns how many this run did not know of."""
    if not found:
        return 0
    before = {row["remote_id"] for row in await tx.fetch(FAILED_BEFORE, run_id, list(found))}
    rows: list[dict[str, Any]] = [
        {"remote_id": remote_id, "message": message}
        for remote_id, message in found.items()
        if remote_id not in before
    ]
    await tx.fetch(FAIL, run_id, rows)
    return len(rows)


async def hold(tx: Tx, run_id: UUID, lease: datetime, until: datetime) -> bool:
    """Keep a run that is still ours; False if it was cancelled or taken over."""
    return bool(await tx.fetchval(HOLD, run_id, lease, until))
