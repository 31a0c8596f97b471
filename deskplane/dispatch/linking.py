"""Dual tracking: the tickets of a job point at each other, however often it is tried."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog

from deskplane.connections.environment import NotConfiguredError
from deskplane.connectors.sdk.errors import ConnectorError
from deskplane.connectors.sdk.normal import Related
from deskplane.dispatch import queries
from deskplane.dispatch.environment import Outside
from deskplane.dispatch.vocabulary import EVERY, OutsideState, Platform
from deskplane.kernel import clock
from deskplane.kernel.db import Database, Record, Tenant

LEASE: Final = timedelta(minutes=5)
AGAIN: Final = timedelta(minutes=1)
LATEST: Final = timedelta(hours=6)
log = structlog.get_logger(__name__)


def related_to(row: Record) -> Related:
    """A ticket as its twin names it: people know it by its key."""
    return Related(platform=row["platform"], remote_id=row["remote_id"], key=row["ticket_id"], url=row["url"])


async def link(db: Database, outside: Outside, tenant: Tenant, rows: Sequence[Record]) -> None:
    """Point the tickets of a dual-tracked job at each other; what fails is tried again by the worker.

    Each side is taken by one caller at a time, and the platform's own call is safe to repeat: Jira knows the link by
    its global id, ServiceNow by a field that is written together with the note.
    """
    there = [row for row in rows if row["state"] == OutsideState.CREATED]
    if len(there) < len(Platform) or not any(row["dual"] for row in there):
        return
    for row in there:
        if not row["linked"]:
            [other] = [one for one in there if one is not row]
            await _point(db, outside, tenant, row, other)


async def _point(db: Database, outside: Outside, tenant: Tenant, row: Record, other: Record) -> None:
    now = clock.now()
    async with db.transaction(tenant) as tx:
        taken = await tx.fetchrow(queries.LINKING, row["id"], now, now + LEASE)
    if taken is None:
        return
    done = await _told(outside, tenant, row, other)
    word = "servicenow_incident_id" if other["platform"] == Platform.SERVICENOW else "jira_issue_key"
    metadata = {word: other["ticket_id"]} if done else {}
    async with db.transaction(tenant) as tx:
        now = clock.now()
        wait = EVERY if done else min(max(AGAIN, (now - row["created_at"]) / 4), LATEST)
        await tx.fetchrow(queries.LINKED, row["id"], done, metadata, now, now + wait)


async def _told(outside: Outside, tenant: Tenant, row: Record, other: Record) -> bool:
    try:
        async with outside.open(Platform(row["platform"]), tenant.org_id) as (connector, _):
            await connector.link(row["remote_id"], related_to(other))
    except (ConnectorError, NotConfiguredError) as error:
        log.info("dispatch.not_linked", platform=row["platform"], kind=type(error).__name__)
        return False
    return True
