"""Rows of jobs and findings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.ids import uuid7
from deskplane.tickets import rendering

SEVERITIES: Final = "array['critical', 'high', 'medium', 'low']"
COLUMNS: Final = (
    "j.id, j.job_id, j.title, j.source, j.state, j.summary, j.root_cause, j.confidence, j.affected_users, j.error, "
    f"cardinality(j.ticket_ids) as tickets, f.findings_count, f.severity, {rendering.named('p')} as created_by, "
    "j.version, j.created_at, j.updated_at, j.started_at, j.finished_at"
)
FROM: Final = f"""
from rca_jobs j left join people p on p.org_id = j.org_id and p.id = j.created_by
cross join lateral (
    select count(*)::int as findings_count,
           ({SEVERITIES})[min(array_position({SEVERITIES}, g.severity))] as severity
    from rca_findings g where g.org_id = j.org_id and g.rca_job_id = j.id and g.state <> 'dismissed'
) f
"""
WANTED: Final = """
j.org_id = app_org() and ($1::text[] = '{}' or j.state = any($1)) and ($2::text is null or j.source = $2)
and ($3::text is null or position(lower($3) in lower(j.title || ' ' || j.job_id || ' ' || j.root_cause)) > 0)
and ($4::timestamptz is null or j.created_at >= $4) and ($5::timestamptz is null or j.created_at < $5)
"""
LISTED: Final = f"""
select {COLUMNS} {FROM} where {WANTED}
and ($6::timestamptz is null or (j.created_at, j.id) < ($6, $7::uuid))
order by j.created_at desc, j.id desc limit $8 offset $9
"""
COUNTED: Final = f"select count(*) from rca_jobs j where {WANTED}"
FOUND: Final = f"""
select {COLUMNS}, j.scope, j.measures {FROM}
where j.org_id = app_org() and (j.job_id = $1 or j.id = $2) order by j.job_id = $1 desc limit 1
"""
LOCKED: Final = """
select * from rca_jobs where org_id = app_org() and (job_id = $1 or id = $2)
order by job_id = $1 desc limit 1 for update
"""
FINDINGS: Final = """
select id, rca_job_id, kind, title, severity, summary, score, evidence, affected, recommendations, facts, state,
    version, created_at, updated_at
from rca_findings where org_id = app_org() and rca_job_id = $1 order by score desc nulls last, id limit 1000
"""
# One at a time for an organisation, so that numbers follow each other.
ONE_AT_A_TIME: Final = "select pg_advisory_xact_lock(hashtextextended('rca_jobs ' || app_org()::text, 0))"
NEXT: Final = "select coalesce(max(number), 0) + 1 from rca_jobs where org_id = app_org()"
ADD: Final = """
insert into rca_jobs (org_id, id, number, job_id, title, source, state, scope, ticket_ids, created_by, created_at,
    updated_at, started_at)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)
on conflict (org_id, job_id) do nothing returning *
"""
ADD_FINDINGS: Final = """
insert into rca_findings (org_id, id, rca_job_id, kind, title, severity, summary, score, evidence, affected,
    recommendations, facts, state, created_at, updated_at)
select app_org(), f.id, $2, f.kind, f.title, f.severity, f.summary, f.score, f.evidence, f.affected,
    f.recommendations, f.facts, f.state, $3, $3
from jsonb_to_recordset($1::jsonb) as f(id uuid, kind text, title text, severity text, summary text,
    score double precision, evidence jsonb, affected jsonb, recommendations jsonb, facts jsonb, state text)
"""
START: Final = """
update rca_jobs set state = 'running', started_at = $2, updated_at = $2, version = version + 1
where org_id = app_org() and id = $1 and source = 'analysis' and state in ('queued', 'running') returning *
"""
STATE: Final = "select state from rca_jobs where org_id = app_org() and id = $1"
END: Final = """
update rca_jobs set state = $2, summary = $3, root_cause = $4, confidence = $5, affected_users = $6, measures = $7,
    error = $8, finished_at = $9, updated_at = $10, version = version + 1
where org_id = app_org() and id = $1 and state in ('queued', 'running') returning *
"""
DROP_FINDINGS: Final = "delete from rca_findings where org_id = app_org() and rca_job_id = $1"
DROP: Final = "delete from rca_jobs where org_id = app_org() and id = $1"


async def add_findings(tx: Tx, id_: UUID, findings: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Store findings in their order; one statement however many."""
    if findings:
        rows = [{"facts": None, "state": "open", **one, "id": uuid7()} for one in findings]
        await tx.execute(ADD_FINDINGS, rows, id_, now)


async def findings_of(reads: Statements, id_: UUID) -> list[Record]:
    """Findings of a job, the strongest first."""
    return await reads.fetch(FINDINGS, id_)
