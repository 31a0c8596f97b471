"""The import of a ServiceNow audit log: read, name, fold, store in batches, report. Each batch is a transaction."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from deskplane.imports import queries
from deskplane.imports.opening import sha256_of
from deskplane.imports.progress import Progress, quiet
from deskplane.imports.servicenow import naming, past, reading
from deskplane.imports.servicenow.folding import SYSTEM
from deskplane.imports.servicenow.naming import Known, Mentioned
from deskplane.imports.servicenow.past import Past
from deskplane.imports.servicenow.report import LogReport
from deskplane.imports.servicenow.rows import Row
from deskplane.kernel.db import Database, Tenant, Tx
from deskplane.tickets import service as tickets
from deskplane.tickets.history import store_history
from deskplane.tickets.surroundings import Surroundings, store_surroundings

BATCH: Final = 500
Incidents = Sequence[Sequence[Row]]


async def import_log(db: Database, org_id: UUID, path: Path, *, progress: Progress = quiet) -> LogReport:
    """Import a log into an organisation; what was imported before stays as it is.

    Raises:
        InvalidError: the file cannot be read as a log; nothing was stored.
    """
    started = time.monotonic()
    report = LogReport(path.name, await asyncio.to_thread(sha256_of, path))
    log = await asyncio.to_thread(reading.read, path, progress)
    report.of_log(log)
    tenant = Tenant(org_id)
    changed = await _not_known(db, tenant, log.incidents, report)
    if changed:
        async with db.transaction(tenant) as tx:
            known = await naming.ensure(tx, Mentioned.in_rows(changed))
        for first in range(0, len(changed), BATCH):
            async with db.transaction(tenant) as tx:
                await _store(tx, changed[first : first + BATCH], known, report)
            progress("Storing incidents", min(first + BATCH, len(changed)), len(changed))
    report.tickets_unchanged = report.incidents - report.tickets_created - report.tickets_changed
    report.seconds = time.monotonic() - started
    return report


async def _not_known(
    db: Database, tenant: Tenant, incidents: Incidents, report: LogReport
) -> list[Sequence[Row]]:
    """Return the incidents of which not every row was imported before; count the others."""
    async with db.transaction(tenant) as tx:
        digests = await queries.digests(tx, SYSTEM)
    changed: list[Sequence[Row]] = []
    for rows in incidents:
        if digests.get(rows[0].number) == past.digest_of(rows):
            report.rows_known += len(rows)
        else:
            changed.append(rows)
    return changed


async def _store(tx: Tx, incidents: Incidents, known: Known, report: LogReport) -> None:
    before = await queries.known(tx, SYSTEM, [rows[0].number for rows in incidents])
    pasts = [
        past.grown(rows, before[rows[0].number], known.names, known.items)
        if rows[0].number in before
        else past.whole(rows, known.names, known.items)
        for rows in incidents
    ]
    for one in pasts:
        report.add(one)
    stored = [one for one in pasts if one.ticket is not None]
    report.stored(await store_history(tx, [one.ticket for one in stored if one.ticket is not None]))
    await _surround(tx, stored)


async def _surround(tx: Tx, stored: Sequence[Past]) -> None:
    """Add configuration items and whether the service level was met."""
    around = [Surroundings(one.rows[0].number, list(one.concerns.values())) for one in stored if one.concerns]
    if around:
        await store_surroundings(tx, SYSTEM, around)
    met = {one.rows[0].number: one.made_sla for one in stored if one.made_sla is not None}
    ids = await queries.ids(tx, SYSTEM, list(met))
    await tickets.project(tx, [{"id": ids[number], "sla_met": made} for number, made in met.items()])
