"""Reading again what outside platforms say of our tickets: in batches, on demand and on a timer."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog

from deskplane.connections.environment import NotConfiguredError
from deskplane.connectors.sdk.errors import ConnectorError
from deskplane.connectors.sdk.normal import RemoteTicket
from deskplane.dispatch import queries
from deskplane.dispatch.environment import Outside
from deskplane.dispatch.events import OutsideTicketChanged
from deskplane.dispatch.states import meaning
from deskplane.dispatch.vocabulary import EVERY, OutsideState, Platform
from deskplane.kernel import clock, events
from deskplane.kernel.db import Database, Record, Tenant, Tx
from deskplane.outbound.redaction import redact

_READ: Final = ("status", "desk_status", "assignee", "state")
Troubles = list[tuple[Platform, str]]
log = structlog.get_logger(__name__)


async def due(db: Database, outside: Outside, tenant: Tenant) -> None:
    """Read what is due in an organisation."""
    async with db.transaction(tenant) as tx:
        rows = await tx.fetch(queries.DUE, clock.now(), EVERY)
    await _each(db, outside, tenant, rows)


async def of_job(db: Database, outside: Outside, tenant: Tenant, job_id: str) -> Troubles:
    """Read the tickets of a job; returns platforms that could not be read and why."""
    async with db.transaction(tenant) as tx:
        rows = await tx.fetch(queries.THERE, job_id)
    return await _each(db, outside, tenant, rows)


async def of_record(tx: Tx, vendor: str, remote_id: str, key: str) -> Sequence[Record]:
    """Our tickets behind one record of a platform; there may be none."""
    if vendor not in set(Platform):
        return ()
    return await tx.fetch(queries.OF_RECORD, vendor, remote_id, key)


async def read_again(
    db: Database, outside: Outside, tenant: Tenant, rows: Sequence[Record]
) -> list[OutsideTicketChanged]:
    """Read tickets of one platform now; returns what changed.

    Raises:
        ConnectorError, NotConfiguredError: the platform cannot be read.
    """
    return await _platform(db, outside, tenant, Platform(rows[0]["platform"]), rows)


async def _each(db: Database, outside: Outside, tenant: Tenant, rows: Sequence[Record]) -> Troubles:
    troubles: Troubles = []
    for platform in Platform:
        ours = [row for row in rows if row["platform"] == platform]
        if not ours:
            continue
        try:
            await _platform(db, outside, tenant, platform, ours)
        except (ConnectorError, NotConfiguredError) as error:
            log.info("dispatch.not_refreshed", platform=platform, kind=type(error).__name__)
            troubles.append((platform, f"The status could not be read: {error}"))
    return troubles


async def _platform(
    db: Database, outside: Outside, tenant: Tenant, platform: Platform, ours: Sequence[Record]
) -> list[OutsideTicketChanged]:
    async with outside.open(platform, tenant.org_id) as (connector, filled):
        found: Sequence[RemoteTicket] = await connector.get_many([row["remote_id"] for row in ours])
    remote = {ticket.remote_id: ticket for ticket in found}
    async with db.transaction(tenant) as tx:
        states = await queries.states(tx, platform)
        told = [_told(row, remote.get(row["remote_id"]), states, filled.secrets) for row in ours]
        written = await tx.fetch(queries.REFRESHED, told, clock.now(), EVERY)
        versions = {row["id"]: row["version"] for row in written if row["changed"]}
        known = {row["id"]: row for row in ours}
        changed = [
            _event(known[one["id"]], one, versions[one["id"]]) for one in told if one["id"] in versions
        ]
        await events.append(tx, changed)
    return changed


def _told(
    row: Record, ticket: RemoteTicket | None, states: Mapping[str, str], secrets: tuple[str, ...]
) -> dict[str, Any]:
    """What is to be stored. A ticket that is gone is looked for again: an account may lose its rights for a while."""
    if ticket is None or ticket.deleted:
        said = {name: row[name] for name in _READ} | {"state": OutsideState.GONE}
    else:
        said = {
            "status": redact(ticket.status.name or ticket.status.id, secrets),
            "desk_status": meaning(ticket.status, states),
            "assignee": redact(ticket.assignee.name or ticket.assignee.email, secrets),
            "state": OutsideState.CREATED,
        }
    return {"id": row["id"], **said, "changed": any(row[name] != value for name, value in said.items())}


def _event(row: Record, told: dict[str, Any], version: int) -> OutsideTicketChanged:
    changes = {name: [row[name], told[name]] for name in _READ if told[name] != row[name]}
    facts = {"job_id": row["job_id"], "platform": row["platform"]}
    return OutsideTicketChanged(subject=row["id"], version=version, changes=changes, data=facts)
