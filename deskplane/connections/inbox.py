"""What the agent said and nobody has worked on yet: one table for the broker's messages and for direct calls.

A message is gone once its effect is stored. One that comes again later finds its attempt or number used up.
"""

from enum import Enum, auto
from typing import Final

from deskplane.agent.messages import STATUS, Status, SyncStatus
from deskplane.kernel import clock
from deskplane.kernel.db import Database, Tenant

VERIFICATION: Final = "verification"
SYNC: Final = "sync"
MOST: Final = 100
"""Messages of one connection that wait here; beyond that they wait where they come from."""

ORGS: Final = "select orgs_with_agent_messages($1)"
KNOWN: Final = """
select (select count(*) from agent_messages m where m.org_id = app_org() and m.connection_id = c.id) as waiting
from data_source_connections c
where c.org_id = app_org() and c.id = $1 and c.type = $2 and c.credential_mode = 'agent'
"""
KEEP: Final = """
insert into agent_messages (org_id, id, connection_id, about, run_id, attempt, seq, body, received_at)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $8) on conflict (org_id, id) do nothing
"""
VERIFICATIONS: Final = """
select id, body from agent_messages where org_id = app_org() and about = 'verification'
order by received_at, id limit 100 for update skip locked
"""
RUNS: Final = "select distinct run_id from agent_messages where org_id = app_org() and about = 'sync'"
# Of older attempts, of numbers that were used, of runs that are over.
DROP_USED: Final = """
delete from agent_messages where org_id = app_org() and run_id = $1
    and (not $4::boolean or attempt <> $2 or seq <> 0 and seq <= $3)
"""
BEATS: Final = """
with gone as (delete from agent_messages where org_id = app_org() and run_id = $1 and seq = 0 returning id)
select count(*) from gone
"""
NEXT: Final = """
select id, body from agent_messages where org_id = app_org() and run_id = $1 and attempt = $2 and seq = $3
order by received_at, id limit 1
"""
DROP: Final = "delete from agent_messages where org_id = app_org() and id = $1"


class Kept(Enum):
    """What became of a message at the door."""

    KEPT = auto()
    UNKNOWN = auto()
    FULL = auto()


async def keep(db: Database, status: Status) -> Kept:
    """Keep a message until it is worked on; a second of the same id changes nothing."""
    run_id, seq = (status.run_id, status.seq) if isinstance(status, SyncStatus) else (None, 0)
    async with db.transaction(Tenant(status.tenant_id)) as tx:
        waiting = await tx.fetchval(KNOWN, status.connection_id, status.connection_type)
        if waiting is None:
            return Kept.UNKNOWN
        if waiting >= MOST:
            return Kept.FULL
        body = STATUS.dump_json(status)
        await tx.execute(
            KEEP,
            status.message_id,
            status.connection_id,
            status.about,
            run_id,
            status.attempt,
            seq,
            body,
            clock.now(),
        )
    return Kept.KEPT
