"""What an import asks of the tickets it made before."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from deskplane.kernel.db import Record, Tx
from deskplane.tickets import fields

# The present state is where the rows of a later part of a log begin, and what a changed record is compared with.
KNOWN: Final = f"""
select k.source_key, k.ticket_id, k.digest, k.seen, t.version, {", ".join(f"t.{name}" for name in fields.STATE)}
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
KEYS_OF: Final = """
select array(select lower(p.email) from people p where p.org_id = app_org()
             and lower(p.email) = any($1::text[])) as people,
       array(select lower(t.name) from teams t where t.org_id = app_org() and t.kind = 'team'
             and lower(t.name) = any($2::text[])) as teams,
       array(select lower(c.path) from categories c where c.org_id = app_org()
             and lower(c.path) = any($3::text[])) as categories
"""
CODES: Final = "select code from resolution_codes where org_id = app_org() and is_active"
SUB_STATUSES: Final = "select key, status from sub_statuses where org_id = app_org() and is_active"


async def known(tx: Tx, system: str, keys: Sequence[str]) -> dict[str, Record]:
    """Return what was imported before under these keys, with the present state of each ticket."""
    return {row["source_key"]: row for row in await tx.fetch(KNOWN, system, keys)}


async def digests(tx: Tx, system: str) -> dict[str, str]:
    """Return the digest of everything that was imported from a system."""
    return {row["source_key"]: row["digest"] for row in await tx.fetch(DIGESTS, system)}


async def ids(tx: Tx, system: str, keys: Sequence[str]) -> dict[str, UUID]:
    """Return the tickets behind keys."""
    return {row["source_key"]: row["ticket_id"] for row in await tx.fetch(IDS, system, keys)}


async def codes(tx: Tx) -> frozenset[str]:
    """Return the resolution codes in use."""
    return frozenset(row["code"] for row in await tx.fetch(CODES))


async def sub_statuses(tx: Tx) -> dict[str, str]:
    """Return the sub-statuses in use, each with the status it belongs to."""
    return {row["key"]: row["status"] for row in await tx.fetch(SUB_STATUSES)}


async def there(tx: Tx, emails: Sequence[str], teams: Sequence[str], categories: Sequence[str]) -> Record:
    """Return which of these e-mail addresses, team names and category paths are there, in lower case."""
    [found] = await tx.fetch(KEYS_OF, emails, teams, categories)
    return found
