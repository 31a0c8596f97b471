"""Rows of receivers, deliveries and the readings after them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from deskplane.inbound.vocabulary import LEASE
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import NotFoundError
from deskplane.tickets import rendering

BY_ID: Final = "webhook"
BY_SECRET: Final = "webhook_secret"
BY_VENDOR: Final = "webhook_vendor"

FIND: Final = "select org_id, ref from directory_find($1, $2) order by ref limit $3"
PUT: Final = "select directory_put($1, $2, $3, null)"
DROP: Final = "select directory_drop($1, $2)"
RECEIVER: Final = """
select r.*, c.type, c.name from inbound_receivers r
join data_source_connections c on c.org_id = r.org_id and c.id = r.connection_id
where r.org_id = app_org() and r.connection_id = $1
"""
OPEN: Final = """
insert into inbound_receivers as r (org_id, connection_id, sealed_secret, secret_set_at, secret_set_by, created_at,
    updated_at)
values (app_org(), $1, $2, $4, $3, $4, $4)
on conflict (org_id, connection_id) do update set sealed_secret = excluded.sealed_secret,
    secret_set_at = excluded.secret_set_at, secret_set_by = excluded.secret_set_by,
    updated_at = excluded.updated_at, version = r.version + 1
returning version
"""
SET: Final = """
update inbound_receivers set take_new = $2, updated_at = $3, version = version + 1
where org_id = app_org() and connection_id = $1 returning version
"""
CLOSE: Final = """
delete from inbound_receivers where org_id = app_org() and connection_id = $1 returning version
"""
ACCEPTED: Final = """
update inbound_receivers set accepted = accepted + 1, last_accepted_at = $2
where org_id = app_org() and connection_id = $1
"""
REFUSED: Final = """
update inbound_receivers set refused = refused + 1, last_refused_at = $2
where org_id = app_org() and connection_id = $1
"""
# Copies of one delivery come at the same time: the second waits until the first is written.
LOCK_KEY: Final = "select pg_advisory_xact_lock(hashtextextended($1::text || $2::text, 21))"
EARLIER: Final = """
select e.id from inbound_events e join inbound_readings r on r.org_id = e.org_id and r.id = e.id
where e.org_id = app_org() and e.connection_id = $1 and e.dedupe_key = $2
  and r.state not in ('copy', 'unreadable', 'failed') limit 1
"""
KEEP: Final = """
insert into inbound_events (org_id, id, connection_id, received_at, event, remote_id, remote_key, deleted,
    dedupe_key, occurred_at, says, headers, body, size)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
"""
BEGIN: Final = """
insert into inbound_readings (org_id, id, connection_id, record, state, next_at, wanted_until, note, finished_at,
    updated_at)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
ORGS_DUE: Final = "select orgs_with_inbound_work($1)"
# One worker at a time takes work of an organisation, and no record is read twice at once: an older answer that comes
# later could hide a newer one.
LOCK_ORG: Final = "select pg_advisory_xact_lock(hashtextextended(app_org()::text, 22))"
CLAIM: Final = """
with due as (
    select r.connection_id, r.record from inbound_readings r
    where r.org_id = app_org() and r.next_at <= $1 and not exists (
        select from inbound_readings o where o.org_id = r.org_id and o.connection_id = r.connection_id
          and o.record = r.record and o.next_at is not null and o.leased_until > $1)
    group by r.connection_id, r.record order by min(r.next_at) limit $3
), taken as (
    update inbound_readings r set state = 'reading', next_at = $2, leased_until = $2, attempts = r.attempts + 1
    from due where r.org_id = app_org() and r.connection_id = due.connection_id and r.record = due.record
      and r.next_at <= $1
    returning r.id, r.connection_id, r.record, r.leased_until, r.wanted_until
)
select t.*, e.remote_id, e.remote_key, e.deleted from taken t
join inbound_events e on e.org_id = app_org() and e.id = t.id order by t.id
"""
FINISH: Final = """
update inbound_readings set state = $3, changes = $4, note = $5, error = $6, fix = $7, finished_at = $8,
    next_at = null, leased_until = null, updated_at = $8, version = version + 1
where org_id = app_org() and id = any($1::uuid[]) and leased_until = $2
"""
WAIT: Final = """
update inbound_readings set state = 'waiting', next_at = $3, leased_until = null, error = $4, fix = $5,
    updated_at = $6, version = version + 1
where org_id = app_org() and id = any($1::uuid[]) and leased_until = $2
"""
REPLAY: Final = """
update inbound_readings set state = 'waiting', next_at = $2, wanted_until = $3, replays = replays + 1, error = '',
    fix = '', note = '', finished_at = null, updated_at = $2, version = version + 1
where org_id = app_org() and id = $1 and next_at is null and state <> 'unreadable' returning id
"""
LIST: Final = """
e.id, e.connection_id, e.received_at, e.event, e.remote_id, e.remote_key, e.occurred_at, e.says, e.size,
r.state, r.attempts, r.replays, case when r.leased_until is null then r.next_at end as next_at, r.changes, r.note,
r.error, r.fix, r.finished_at, r.version
"""
JOINED: Final = """
from inbound_events e join inbound_readings r on r.org_id = e.org_id and r.id = e.id
where e.org_id = app_org() and e.connection_id = $1
"""
LISTED: Final = f"""
select {LIST}, case when $7 then count(*) over () end as total_rows {JOINED}
  and ($2::text[] is null or r.state = any($2)) and ($3::text is null or e.remote_id = $3 or e.remote_key = $3)
  and ($4::timestamptz is null or e.received_at >= $4)
order by e.id desc limit $5 offset $6
"""
SHOWN: Final = f"select {LIST}, e.headers, e.body {JOINED} and e.id = $2"
NUMBERS: Final = f"""
select t.id, {rendering.NUMBER} as number from tickets t where t.org_id = app_org() and t.id = any($1::uuid[])
"""
PURGE: Final = "select purge_inbound($1)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deliveries a list shows."""

    states: Sequence[str] | None = None
    record: str | None = None
    since: datetime | None = None


async def receiver(reads: Statements, connection_id: UUID) -> Record | None:
    """Whoever takes the webhooks of a connection; None: nobody does."""
    return await reads.fetchrow(RECEIVER, connection_id)


async def known(reads: Statements, connection_id: UUID) -> Record:
    """The same.

    Raises:
        NotFoundError: the connection takes no webhooks.
    """
    row = await receiver(reads, connection_id)
    if row is None:
        raise NotFoundError("This connection takes no webhooks: it has no secret yet.")
    return row


async def keep(tx: Tx, id_: UUID, connection_id: UUID, event: Mapping[str, Any]) -> None:
    """Write a delivery as it came; it is never changed."""
    names = ("received_at", "event", "remote_id", "remote_key", "deleted", "dedupe_key", "occurred_at")
    more = ("says", "headers", "body", "size")
    await tx.execute(KEEP, id_, connection_id, *(event[name] for name in (*names, *more)))


async def claim(tx: Tx, now: datetime, most: int) -> list[list[Record]]:
    """Take records that are due, each with all deliveries that name it."""
    await tx.execute(LOCK_ORG)
    groups: dict[tuple[UUID, str], list[Record]] = {}
    for row in await tx.fetch(CLAIM, now, now + LEASE, most):
        groups.setdefault((row["connection_id"], row["record"]), []).append(row)
    return list(groups.values())


async def listed(
    reads: Statements, connection_id: UUID, wanted: Wanted, *, limit: int, offset: int, count: bool
) -> list[Record]:
    """Deliveries of a connection, the newest first."""
    states = list(wanted.states) if wanted.states else None
    args = (states, wanted.record, wanted.since, limit, offset, count)
    return await reads.fetch(LISTED, connection_id, *args)


async def shown(reads: Statements, connection_id: UUID, id_: UUID) -> Record:
    """A delivery as it came.

    Raises:
        NotFoundError: the connection has no such delivery.
    """
    row = await reads.fetchrow(SHOWN, connection_id, id_)
    if row is None:
        raise NotFoundError("This connection has no delivery with this id.")
    return row


async def numbers(reads: Statements, ticket_ids: Sequence[str]) -> dict[str, str]:
    """Numbers of tickets by id; one that was deleted has none."""
    rows = await reads.fetch(NUMBERS, [UUID(one) for one in ticket_ids])
    return {str(row["id"]): row["number"] for row in rows}
