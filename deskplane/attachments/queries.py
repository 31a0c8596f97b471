"""Reading and writing what is known of attached files."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.kernel.db import Record, Statements, Tx

SHOWN: Final = (
    "a.id, a.filename, a.mime, a.size, a.sha256, a.scan_status, a.width, a.height, "
    "a.preview_key is not null as has_preview, a.uploaded_by, a.created_at"
)
"""Columns of ``attachments a`` that the API shows."""

INSERT: Final = f"""
insert into attachments as a (org_id, id, filename, mime, size, sha256, storage_key, width, height, preview_key,
                              preview_mime, preview_size, uploaded_by)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning {SHOWN}
"""
# Contents that were given up and are needed again; what is left is on its way out, or gone.
REVIVE: Final = """
with revived as (
    delete from dead_files where org_id = app_org() and storage_key = any($1::text[])
        and (state = 'dead' or (state = 'gone' and $2))
    returning storage_key
)
select d.state from dead_files d where d.org_id = app_org() and d.storage_key = any($1::text[])
    and d.storage_key not in (select storage_key from revived)
"""
PENDING: Final = f"""
select {SHOWN} from attachments a
where a.org_id = app_org() and a.id = any($1::uuid[]) and a.uses = 0 and a.uploaded_by = app_person()
order by a.id for update
"""
USE: Final = "update attachments set uses = uses + $2 where org_id = app_org() and id = any($1::uuid[])"
STORED: Final = (
    f"select {SHOWN}, a.storage_key, a.preview_key, a.preview_mime, a.preview_size from attachments a "
)
DROP_PENDING: Final = """
delete from attachments where org_id = app_org() and id = $1 and uses = 0 and uploaded_by = app_person()
returning storage_key, preview_key
"""
# Contents that no row refers to any more.
BURY: Final = """
insert into dead_files (org_id, storage_key)
select app_org(), k from unnest($1::text[]) as k
where not exists (select 1 from attachments a where a.org_id = app_org() and k in (a.storage_key, a.preview_key))
on conflict (org_id, storage_key) do update set state = 'dead', since = excluded.since where dead_files.state = 'gone'
"""


async def insert(tx: Tx, values: Sequence[Any]) -> Record:
    """Store what is known of a file."""
    [row] = await tx.fetch(INSERT, *values)
    return row


async def revive(tx: Tx, keys: Sequence[str], *, seen: bool) -> set[str]:
    """Keep contents that were to be removed; return the states of those that cannot be kept.

    ``seen`` says that their files were looked for and are there.
    """
    return {row["state"] for row in await tx.fetch(REVIVE, keys, seen)}


async def pending(tx: Tx, ids: Sequence[UUID]) -> list[Record]:
    """Lock the uploads among ``ids`` that are the caller's own and hang nowhere yet."""
    return await tx.fetch(PENDING, ids)


async def use(tx: Tx, ids: Sequence[UUID], by: int) -> None:
    """Count that attachments hang at one place more, or less."""
    await tx.execute(USE, ids, by)


async def stored(reads: Statements, id: UUID) -> Record | None:
    """Return one attachment with where its content is."""
    return await reads.fetchrow(f"{STORED} where a.org_id = app_org() and a.id = $1", id)


async def drop_pending(tx: Tx, id: UUID) -> Record | None:
    """Delete an upload of the caller that hangs nowhere; return its keys."""
    return await tx.fetchrow(DROP_PENDING, id)


async def bury(tx: Tx, keys: Sequence[str]) -> None:
    """Mark contents that no row refers to, to be removed later."""
    await tx.execute(BURY, keys)
