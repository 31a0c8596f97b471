"""Removing uploads that nobody used, and contents that nothing refers to any more.

A content is dead for an hour, then marked as going, then its file is removed with no transaction open, then it stays
marked as gone for an hour. An upload of the same content meets the mark under its row lock, so none is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from deskplane.kernel import clock
from deskplane.kernel.db import Database, Role, Tenant
from deskplane.kernel.storage.files import FileStore

ORPHAN_AGE: Final = timedelta(days=1)
GRACE: Final = timedelta(hours=1)

BURY_ORPHANS: Final = """
with orphans as (
    delete from attachments where org_id = app_org() and uses = 0 and created_at < $1
    returning storage_key, preview_key
), contents as (
    select storage_key as key from orphans union select preview_key from orphans where preview_key is not null
), buried as (
    insert into dead_files (org_id, storage_key, since) select app_org(), key, $2 from contents
    on conflict (org_id, storage_key) do update set state = 'dead', since = excluded.since
    where dead_files.state = 'gone'
)
select count(*)::int from orphans
"""
# Looked at again, since a row may have come that was not committed when the content was buried.
FORGET: Final = """
delete from dead_files d where d.org_id = app_org() and (
    (d.state = 'gone' and d.since < $1) or (d.state = 'dead' and exists (
        select 1 from attachments a where a.org_id = app_org() and d.storage_key in (a.storage_key, a.preview_key))))
"""
MARK: Final = """
update dead_files d set state = 'going', since = $2
where d.org_id = app_org() and (d.state = 'going' or d.state = 'dead') and d.since <= $1
  and not exists (select 1 from attachments a
                  where a.org_id = app_org() and d.storage_key in (a.storage_key, a.preview_key))
returning d.storage_key
"""
GONE: Final = """
update dead_files set state = 'gone', since = $2 where org_id = app_org() and storage_key = any($1) and state = 'going'
"""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many uploads and how many contents were removed."""

    uploads: int = 0
    contents: int = 0

    def __add__(self, other: "Cleaned") -> "Cleaned":
        """Add up."""
        return Cleaned(self.uploads + other.uploads, self.contents + other.contents)


async def clean(database: Database, files: FileStore) -> Cleaned:
    """Remove what is due in every organisation; safe to run again at any time."""
    now = clock.now()
    async with database.transaction(role=Role.DISPATCHER) as tx:
        orgs: list[UUID] = [
            row[0] for row in await tx.fetch("select orgs_with_orphan_files($1)", now - ORPHAN_AGE)
        ]
    cleaned = Cleaned()
    for org_id in orgs:
        cleaned += await _clean_one(database, files, org_id, now)
    return cleaned


async def _clean_one(database: Database, files: FileStore, org_id: UUID, now: datetime) -> Cleaned:
    async with database.transaction(Tenant(org_id)) as tx:
        uploads = await tx.fetchval(BURY_ORPHANS, now - ORPHAN_AGE, now)
        await tx.execute(FORGET, now - GRACE)
        going = [row["storage_key"] for row in await tx.fetch(MARK, now - GRACE, now)]
    await _remove(files, going)
    async with database.transaction(Tenant(org_id)) as tx:
        await tx.execute(GONE, going, now)
    return Cleaned(uploads, len(going))


async def _remove(files: FileStore, keys: Sequence[str]) -> None:
    for key in keys:
        await files.delete(key)
