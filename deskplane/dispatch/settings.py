"""The switches: which platforms get tickets, and dual tracking."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from deskplane.dispatch import queries
from deskplane.dispatch.environment import FirstSwitches
from deskplane.dispatch.events import DispatchSettingsChanged
from deskplane.dispatch.schemas import DispatchSwitchesAsked
from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Database, Statements, Tenant, Tx
from deskplane.kernel.errors import InvalidError

NAMES = ("servicenow_enabled", "jira_enabled", "dual_mode")


async def begin(db: Database) -> None:
    """Write the environment's switches for organisations that have none yet: on the first run, and never again."""
    async with db.transaction() as tx:
        orgs: Sequence[UUID] = [row["id"] for row in await tx.fetch(queries.ORGS)]
    for org_id in orgs:
        async with db.transaction(Tenant(org_id)) as tx:
            await fill(tx)


async def fill(tx: Tx) -> None:
    """Write the environment's switches, if nothing is there."""
    first = FirstSwitches().row()
    await tx.execute(queries.FILL, *(first[name] for name in NAMES))


async def current(reads: Statements, *, lock: bool = False) -> dict[str, bool]:
    """What holds now; all is off for an organisation that was never told."""
    row = await queries.switches(reads, lock=lock)
    return {name: bool(row and row[name]) for name in NAMES}


async def change(tx: Tx, wanted: DispatchSwitchesAsked, caller: Caller) -> dict[str, Any]:
    """Set the switches; dual tracking goes off with a platform it needs, and the answer says so.

    Raises:
        InvalidError: dual tracking is asked for without both platforms.
    """
    await tx.execute(queries.FILL, *(False for _ in NAMES))
    before = await current(tx, lock=True)
    after, notice = wanted.model_dump(), ""
    if wanted.dual_mode and not (wanted.servicenow_enabled and wanted.jira_enabled):
        if not before["dual_mode"]:
            raise InvalidError.field("dual_mode", "dual tracking needs both platforms: switch both on")
        after["dual_mode"], notice = False, "Dual tracking was switched off: it needs both platforms."
    changes = {name: [before[name], after[name]] for name in NAMES if before[name] != after[name]}
    if changes:
        version = await tx.fetchval(queries.SWITCH, *(after[name] for name in NAMES), clock.now())
        told = DispatchSettingsChanged(
            subject=caller.org_id, version=version, actor=caller.actor, origin=caller.origin, changes=changes
        )
        await events.append(tx, [told])
    return {**after, "notice": notice}
