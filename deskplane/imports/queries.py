"""What an import asks of the tickets it made before."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from deskplane.kernel.db import Record, Tx

# The present state is where the rows of a later part of a log begin.
KNOWN: Final = """
select k.source_key, k.ticket_id, k.digest, k.seen, t.status, t.sub_status, t.priority, t.impact, t.urgency,
       t.category_id, t.requester_id, t.assignee_id, t.team_id, t.source_type, t.reopened_count, t.resolved_at,
       t.closed_at, t.resolution_code, t.resolved_by, t.integration_metadata, t.source_reference, t.version
from import_keys k join tickets t on t.org_id = k.org_id and t.id = k.ticket_id
where k.org_id = app_org() and k.source_system = $1 and k.source_key = any($2::text[])
"""
DIGESTS: Final = """
select k.source_key, k.digest from import_keys k where k.org_id = app_org() and k.source_system = $1
"""
IDS: Final = """
select k.source_key, k.ticket_id from import_keys k
where k.org_id = app_org() and k.source_system = $1 and k.source_key = any($2::text[])
"""


async def known(tx: Tx, system: str, keys: Sequence[str]) -> dict[str, Record]:
    """Return what was imported before under these keys, with the present state of each ticket."""
    return {row["source_key"]: row for row in await tx.fetch(KNOWN, system, keys)}


async def digests(tx: Tx, system: str) -> dict[str, str]:
    """Return the digest of everything that was imported from a system."""
    return {row["source_key"]: row["digest"] for row in await tx.fetch(DIGESTS, system)}


async def ids(tx: Tx, system: str, keys: Sequence[str]) -> dict[str, UUID]:
    """Return the tickets behind keys."""
    return {row["source_key"]: row["ticket_id"] for row in await tx.fetch(IDS, system, keys)}
