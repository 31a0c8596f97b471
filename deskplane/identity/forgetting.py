"""Tells every process to drop what it remembers of a credential, person or organisation."""

from collections.abc import Iterable
from uuid import UUID

from deskplane.kernel.db import Tx
from deskplane.kernel.wakeup import FORGET

MOST = 20
NOTIFY = "select pg_notify($1, key) from unnest($2::text[]) as key"


async def forget(tx: Tx, ids: Iterable[UUID]) -> None:
    """Send the ids with the commit; the organisation's id instead when they are many."""
    keys = sorted({str(id) for id in ids})
    if len(keys) > MOST:
        keys = [str(tx.tenant.org_id)]
    if keys:
        await tx.fetch(NOTIFY, FORGET, keys)
