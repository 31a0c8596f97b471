"""Use cases of the audit: set the retention rule, note an export, cut what is due."""

from datetime import datetime
from typing import Any

from deskplane.audit.events import AuditCut, AuditExported, RetentionChanged
from deskplane.kernel import events
from deskplane.kernel.db import Database, Role, Tenant, Tx
from deskplane.kernel.events import Actor
from deskplane.vocabulary.origin import Origin

READ = "select months, cut_before from audit_retention where org_id = app_org()"
SET = """
insert into audit_retention (org_id, months) values (app_org(), $1)
on conflict (org_id) do update set months = excluded.months
"""
NOTE_CUT = "update audit_retention set cut_before = $1 where org_id = app_org()"


async def retention(tx: Tx) -> dict[str, Any]:
    """Return the rule; no months means for ever."""
    row = await tx.fetchrow(READ)
    return dict(row) if row else {"months": None, "cut_before": None}


async def set_retention(tx: Tx, *, actor: Actor, origin: Origin, months: int | None) -> dict[str, Any]:
    """Change the rule; the next cut obeys it."""
    before = await retention(tx)
    if before["months"] != months:
        await tx.execute(SET, months)
        change = {"months": [before["months"], months]}
        event = RetentionChanged(subject=tx.tenant.org_id, actor=actor, origin=origin, changes=change)
        await events.append(tx, [event])
    return await retention(tx)


async def note_export(tx: Tx, *, actor: Actor, origin: Origin, kind: str, filters: dict[str, Any]) -> None:
    """Record that someone took a copy."""
    facts = {"format": kind, "filters": filters}
    await events.append(tx, [AuditExported(subject=tx.tenant.org_id, actor=actor, origin=origin, data=facts)])


async def cut(tx: Tx, before: datetime) -> int:
    """Remove entries recorded before a moment and record the cut; return how many."""
    gone = int(await tx.fetchval("select cut_events($1)", before))
    if gone:
        await tx.execute(NOTE_CUT, before)
        facts = {"before": before.isoformat(), "entries": gone}
        await events.append(tx, [AuditCut(subject=tx.tenant.org_id, data=facts)])
    return gone


async def cut_due(db: Database) -> int:
    """Cut every organisation's log by its rule; return how many entries went."""
    async with db.transaction(role=Role.DISPATCHER) as tx:
        due = await tx.fetch("select org_id, before from retention_due()")
    gone = 0
    for row in due:
        async with db.transaction(Tenant(row["org_id"])) as tx:
            gone += await cut(tx, row["before"])
    return gone
