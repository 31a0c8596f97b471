"""Rows of connections; what is sealed is read only where it is used."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from deskplane.connections.vocabulary import PATIENCE
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import NotFoundError
from deskplane.kernel.ids import uuid7

SHOWN: Final = """
id, type, name, description, status, health, credential_mode, settings, config, overrides,
(sealed_credentials is not null or credential_mode = 'agent' and credentials_set_at is not null) as has_secret,
credentials_set_at, latest_options, last_verification_at,
last_verification_status, last_verification_error, nullif(last_verification, '{}') as last_verification,
last_sync_at, last_sync_status,
last_sync_error, last_sync_tickets, last_successful_sync_at, sync_every_minutes, next_sync_at, version,
created_at, updated_at
"""
LISTED: Final = f"""
select {SHOWN} from data_source_connections where org_id = app_org() and ($1::text[] is null or type = any($1))
order by array_position($2::text[], type), created_at, id
"""
SHOW: Final = f"select {SHOWN} from data_source_connections where org_id = app_org() and id = $1"
WHOLE: Final = "select * from data_source_connections where org_id = app_org() and id = $1"
ADD: Final = """
insert into data_source_connections
    (org_id, id, type, name, description, credential_mode, settings, config, overrides, sealed_credentials,
     credentials_set_at)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
SEED: Final = """
insert into data_source_connections (org_id, id, type, name, description)
select app_org(), s.id, s.type, s.name, s.description
from jsonb_to_recordset($1::jsonb) as s(id uuid, type text, name text, description text)
where not exists (select from data_source_connections c where c.org_id = app_org() and c.type = s.type)
returning id, type, name, version
"""
CHANGE: Final = """
update data_source_connections set name = $2, description = $3, credential_mode = $4, settings = $5, config = $6,
    overrides = $7, sealed_credentials = $8, credentials_set_at = $9, sync_every_minutes = $10, next_sync_at = $11,
    health = $12, version = version + 1, updated_at = $13,
    verification_attempt = verification_attempt + case when $14 then 1 else 0 end
where org_id = app_org() and id = $1 returning version
"""
REMOVE: Final = "delete from data_source_connections where org_id = app_org() and id = $1"
# An attempt is never numbered like an earlier one, also when an older database was brought back meanwhile.
BEGIN: Final = """
update data_source_connections set status = 'verifying', verification_due = $3, updated_at = $2,
    version = version + 1,
    verification_attempt = greatest(verification_attempt + 1, extract(epoch from $2::timestamptz)::bigint)
where org_id = app_org() and id = $1 and status = 'idle' returning verification_attempt
"""
ORGS_DUE: Final = "select orgs_with_verifications($1)"
# The next due time is the lease: whoever writes the result must still hold it.
CLAIM: Final = """
update data_source_connections c set verification_due = $2
from (select id from data_source_connections where org_id = app_org() and verification_due <= $1
      order by verification_due limit 20 for update skip locked) due
where c.org_id = app_org() and c.id = due.id returning c.*
"""
VERIFIED: Final = """
update data_source_connections set status = 'idle', verification_due = null, health = $3, last_verification_at = $4,
    last_verification_status = $5, last_verification_error = $6, last_verification = $7,
    latest_options = coalesce($8::jsonb, latest_options), updated_at = $4, version = version + 1
where org_id = app_org() and id = $1 and status = 'verifying' and verification_due = $2 returning version
"""
# The agent's own answer counts once, and also when we had stopped waiting for it.
CONCLUDED: Final = """
update data_source_connections set status = 'idle', verification_due = null, health = $4, last_verification_at = $5,
    last_verification_status = $6, last_verification_error = $7, last_verification = $8,
    latest_options = coalesce($9::jsonb, latest_options), updated_at = $5, version = version + 1,
    verification_answered = case when $3 then $2 else verification_answered end
where org_id = app_org() and id = $1 and verification_attempt = $2 and credential_mode = 'agent'
    and status <> 'syncing' and (status = 'verifying' or $3) and verification_answered < $2
returning version
"""
PASSED_ON: Final = """
update data_source_connections set credentials_set_at = $3, updated_at = $3, version = version + 1
where org_id = app_org() and id = $1 and verification_attempt = $2 and credential_mode = 'agent'
"""
SYNCING: Final = """
update data_source_connections set status = $2, updated_at = now(), version = version + 1
where org_id = app_org() and id = $1 and status = $3 returning id
"""
SYNCED: Final = """
update data_source_connections set status = 'idle', last_sync_at = $2, last_sync_status = $3, last_sync_error = $4,
    last_sync_tickets = $5, updated_at = $2, version = version + 1,
    health = case when $6::text is not null then $6::text when $3 not in ('success', 'partial') then health
        when last_verification_status = 'ok' then 'ok' else 'degraded' end,
    last_successful_sync_at = case when $3 in ('success', 'partial') then $2 else last_successful_sync_at end,
    next_sync_at = $2 + make_interval(mins => sync_every_minutes)
where org_id = app_org() and id = $1
"""


ORGS_SCHEDULED: Final = "select orgs_with_scheduled_imports($1)"
SCHEDULED: Final = """
select * from data_source_connections where org_id = app_org() and next_sync_at <= $1 and status = 'idle'
order by next_sync_at limit 20 for update skip locked
"""
POSTPONED: Final = """
update data_source_connections set next_sync_at = $2 where org_id = app_org() and id = $1 and next_sync_at is not null
"""


async def listed(reads: Statements, types: Sequence[str] | None, order: Sequence[str]) -> list[Record]:
    """Connections as they are shown, in the order of their types."""
    return await reads.fetch(LISTED, types, list(order))


async def shown(reads: Statements, id_: UUID) -> Record:
    """A connection as it is shown.

    Raises:
        NotFoundError: there is none of that id in this organisation.
    """
    return _there(await reads.fetchrow(SHOW, id_))


async def whole(reads: Statements, id_: UUID, *, lock: bool = False) -> Record:
    """A connection with what is sealed.

    Raises:
        NotFoundError: there is none of that id in this organisation.
    """
    return _there(await reads.fetchrow(WHOLE + (" for update" if lock else ""), id_))


def _there(row: Record | None) -> Record:
    if row is None:
        raise NotFoundError("There is no connection with this id.")
    return row


async def seed(tx: Tx, rows: Sequence[dict[str, Any]]) -> list[Record]:
    """Add a record of each type that has none; returns the new ones."""
    return await tx.fetch(SEED, [{"id": uuid7(), **row} for row in rows])


async def claim(tx: Tx, now: datetime) -> list[Record]:
    """Take verifications that are due."""
    return await tx.fetch(CLAIM, now, now + PATIENCE)
