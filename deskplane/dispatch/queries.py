"""Rows of outside tickets and switches."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from deskplane.dispatch.vocabulary import Platform
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.ids import uuid7

SHOWN: Final = (
    "id, job_id, ticket_id, platform, status, desk_status, url, dry_run, state, assignee, metadata, "
    "notices, requests, error, coalesce(payload ->> 'short_description', payload ->> 'summary', '') as title, "
    "created_at, updated_at, refreshed_at"
)
ORDER: Final = "order by dry_run, case platform when 'servicenow' then 0 else 1 end, platform"
LISTED: Final = f"select {SHOWN} from outside_tickets where org_id = app_org() and job_id = $1 {ORDER}"
OF_JOB: Final = f"""
select * from outside_tickets where org_id = app_org() and job_id = $1 and not dry_run {ORDER}
"""
# One row for each job and platform, whoever asks how often. What certainly is not there yet takes the newest words.
PLACE: Final = """
insert into outside_tickets
    (org_id, id, job_id, platform, dry_run, dual, state, payload, next_at, created_at, updated_at)
values (app_org(), $1, $2, $3, false, $4, 'pending', $5, $7, $6, $6)
on conflict (org_id, job_id, platform) where not dry_run do update
set payload = excluded.payload, dual = excluded.dual, state = 'pending', updated_at = excluded.updated_at,
    next_at = case when outside_tickets.state = 'failed' then excluded.next_at else outside_tickets.next_at end,
    attempts = case when outside_tickets.state = 'failed' then 0 else outside_tickets.attempts end,
    error = case when outside_tickets.state = 'failed' then null else outside_tickets.error end,
    version = outside_tickets.version + 1
where outside_tickets.state = 'failed' or (outside_tickets.state = 'pending'
    and (outside_tickets.payload, outside_tickets.dual) is distinct from (excluded.payload, excluded.dual))
returning *
"""
KEEP_PREVIEW: Final = f"""
insert into outside_tickets
    (org_id, id, job_id, platform, dry_run, state, payload, requests, notices, created_at, updated_at)
values (app_org(), $1, $2, $3, true, 'preview', $4, $5, $6, $7, $7)
on conflict (org_id, job_id, platform) where dry_run do update
set payload = excluded.payload, requests = excluded.requests, notices = excluded.notices,
    updated_at = excluded.updated_at, version = outside_tickets.version + 1
returning {SHOWN}
"""
DROP_PREVIEW: Final = """
delete from outside_tickets where org_id = app_org() and job_id = $1 and platform = $2 and dry_run
"""
# The attempt's own time is stored before the call: a crash leaves it behind for the next one. A pending one whose
# platform asked to wait is left alone until then; one in question may be looked for at any time.
CLAIM: Final = """
with before as (
    select id, earlier from outside_tickets where org_id = app_org() and id = $1
      and (state = 'unknown' or (state = 'creating' and leased_until < $2)
        or (state = 'pending' and (attempts = 0 or next_at is null or next_at <= $2))) for update
)
update outside_tickets t set state = 'creating', earlier = $2, leased_until = $3, next_at = $3, updated_at = $2,
    attempts = t.attempts + 1
from before where t.org_id = app_org() and t.id = before.id
returning t.*, before.earlier as before
"""
ENDED: Final = """
update outside_tickets set state = $2, earlier = $3, next_at = $4, remote_id = $5, ticket_id = $6, url = $7,
    status = $8, desk_status = $9, assignee = $10, metadata = metadata || $11::jsonb, notices = $12, error = $13,
    leased_until = null, updated_at = $14, version = version + 1,
    refreshed_at = case when $2 = 'created' then $14 else refreshed_at end
where org_id = app_org() and id = $1 and state = 'creating' and leased_until = $15 returning *
"""
STOPPED: Final = """
update outside_tickets set state = case state when 'pending' then 'failed' else 'unknown' end, error = $2,
    next_at = null, leased_until = null, updated_at = $3, version = version + 1
where org_id = app_org() and id = $1
  and (state in ('pending', 'unknown') or (state = 'creating' and leased_until < $3)) returning *
"""
NOTE: Final = """
update outside_tickets set error = $2, next_at = null, updated_at = $3
where org_id = app_org() and id = $1 and state = 'pending'
"""
LINKING: Final = """
update outside_tickets set leased_until = $3, next_at = $3, dual = true
where org_id = app_org() and id = $1 and state = 'created' and not linked
  and (leased_until is null or leased_until < $2) returning *
"""
LINKED: Final = """
update outside_tickets set linked = $2, metadata = metadata || $3::jsonb, updated_at = $4, leased_until = null,
    next_at = $5
where org_id = app_org() and id = $1 returning *
"""
UNFINISHED: Final = """
select distinct job_id from outside_tickets where org_id = app_org() and next_at <= $1
  and (state in ('pending', 'unknown', 'creating') or (state = 'created' and dual and not linked)) limit 200
"""
# Taken before they are read, so that two workers do not read the same; what did not change for long is read less often.
DUE: Final = """
update outside_tickets t set next_at = $1 + least(greatest(($1 - t.updated_at) / 10, $2), interval '6 hours')
from (select id from outside_tickets where org_id = app_org() and next_at <= $1 and state in ('created', 'gone')
      order by next_at limit 500 for update skip locked) due
where t.org_id = app_org() and t.id = due.id
returning t.id, t.job_id, t.platform, t.remote_id, t.status, t.desk_status, t.assignee, t.state, t.version
"""
THERE: Final = """
select id, job_id, platform, remote_id, status, desk_status, assignee, state, version from outside_tickets
where org_id = app_org() and job_id = $1 and state in ('created', 'gone')
"""
OF_RECORD: Final = """
select id, job_id, platform, remote_id, ticket_id, status, desk_status, assignee, state, version from outside_tickets
where org_id = app_org() and platform = $1 and state in ('created', 'gone')
  and ((remote_id = $2 and $2 <> '') or (ticket_id = $3 and $3 <> ''))
"""
REFRESHED: Final = """
update outside_tickets t set status = r.status, desk_status = r.desk_status, assignee = r.assignee, state = r.state,
    refreshed_at = $2,
    updated_at = case when r.changed then $2 else t.updated_at end,
    next_at = case when r.changed then $2 + $3 else t.next_at end,
    version = t.version + case when r.changed then 1 else 0 end
from jsonb_to_recordset($1::jsonb) as r(id uuid, status text, desk_status text, assignee text, state text,
    changed boolean)
where t.org_id = app_org() and t.id = r.id and t.state in ('created', 'gone')
returning t.id, t.version, r.changed
"""
ORGS: Final = "select id from organizations_all()"
ORGS_DUE: Final = "select orgs_with_outside_work($1)"
SWITCHES: Final = """
select servicenow_enabled, jira_enabled, dual_mode, servicenow_states, jira_states, version from dispatch_settings
where org_id = app_org()
"""
FILL: Final = """
insert into dispatch_settings (org_id, servicenow_enabled, jira_enabled, dual_mode) values (app_org(), $1, $2, $3)
on conflict (org_id) do nothing
"""
SWITCH: Final = """
update dispatch_settings set servicenow_enabled = $1, jira_enabled = $2, dual_mode = $3, version = version + 1,
    updated_at = $4
where org_id = app_org() returning version
"""
STATES: Final[Mapping[Platform, str]] = {
    platform: f"""
update dispatch_settings set {platform}_states = $1, version = version + 1, updated_at = $2
where org_id = app_org() returning version
"""
    for platform in Platform
}
READ_AGAIN: Final = """
update outside_tickets set next_at = $2
where org_id = app_org() and platform = $1 and state = 'created' and (not dual or linked)
"""

AUTOMATIC: Final = "select auto_dispatch, auto_severity from dispatch_settings where org_id = app_org()"
SET_AUTOMATIC: Final = """
update dispatch_settings set auto_dispatch = $1, auto_severity = $2, version = version + 1, updated_at = $3
where org_id = app_org() returning version
"""


async def listed(reads: Statements, job_id: str) -> list[dict[str, Any]]:
    """Tickets of a job as they are shown."""
    return [dict(row) for row in await reads.fetch(LISTED, job_id)]


async def of_job(reads: Statements, job_id: str) -> list[Record]:
    """Whole rows of a job, in the order of creation; previews are none."""
    return await reads.fetch(OF_JOB, job_id)


async def place(
    tx: Tx,
    job_id: str,
    platform: Platform,
    payload: Mapping[str, Any],
    *,
    dual: bool,
    now: datetime,
    again: timedelta,
) -> Record | None:
    """Note a ticket to create; one that failed is taken up again. None: there is one already."""
    await tx.execute(DROP_PREVIEW, job_id, platform)
    return await tx.fetchrow(PLACE, uuid7(), job_id, platform, dual, dict(payload), now, now + again)


async def keep_preview(
    tx: Tx,
    job_id: str,
    platform: Platform,
    payload: Mapping[str, Any],
    requests: Sequence[Mapping[str, Any]],
    notices: Sequence[Mapping[str, Any]],
    now: datetime,
) -> dict[str, Any]:
    """Keep the latest preview of a job and platform."""
    args = (uuid7(), job_id, platform, dict(payload), list(requests), list(notices), now)
    return dict((await tx.fetch(KEEP_PREVIEW, *args))[0])


async def claim(tx: Tx, id_: UUID, now: datetime, until: datetime) -> Record | None:
    """Take a ticket to create it; ``before`` is when an attempt with an unknown outcome ended. None: another has it."""
    return await tx.fetchrow(CLAIM, id_, now, until)


async def states(reads: Statements, platform: Platform) -> Mapping[str, str]:
    """The organisation's own meanings of a platform's states."""
    row = await switches(reads)
    return row[f"{platform}_states"] if row else {}


async def switches(reads: Statements, *, lock: bool = False) -> Record | None:
    """The switches; None for an organisation that was never told of them."""
    return await reads.fetchrow(SWITCHES + (" for update" if lock else ""))
