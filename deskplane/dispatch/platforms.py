"""What is known of each platform: whether it is configured, how much of its budget is left, what its states mean."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from deskplane.connections.environment import NotConfiguredError
from deskplane.dispatch import queries, settings
from deskplane.dispatch.environment import Outside, forms
from deskplane.dispatch.events import DispatchSettingsChanged
from deskplane.dispatch.vocabulary import Platform
from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Statements, Tx


async def described(reads: Statements, outside: Outside) -> list[dict[str, Any]]:
    """All platforms, in the order in which tickets are created."""
    row = await queries.switches(reads)
    stored = dict(row) if row else {}
    return [_described(platform, outside, stored) for platform in Platform]


def _described(platform: Platform, outside: Outside, row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        filled, trouble = forms(platform, preview=True), ""
    except NotConfiguredError as error:
        filled, trouble = None, str(error)
    if filled and filled.lacks:
        trouble = f"Set {', '.join(filled.lacks)} in the environment."
    manifest = outside.manifest(platform)
    return {
        "platform": platform,
        "name": manifest.name,
        "enabled": bool(row.get(f"{platform}_enabled")),
        "configured": not trouble,
        "trouble": trouble,
        "states": row.get(f"{platform}_states", {}),
        "budget": asdict(outside.budget(platform).use()),
    }


async def set_states(tx: Tx, platform: Platform, states: Mapping[str, str], caller: Caller) -> None:
    """Let these states of a platform mean something of our own; the next refresh goes by it."""
    name = f"{platform}_states"
    await tx.execute(queries.FILL, *(False for _ in settings.NAMES))
    row = await queries.switches(tx, lock=True)
    before: dict[str, str] = row[name] if row else {}
    if before == states:
        return
    version = await tx.fetchval(queries.STATES[platform], dict(states), clock.now())
    await tx.execute(queries.READ_AGAIN, platform, clock.now())
    told = DispatchSettingsChanged(
        subject=caller.org_id,
        version=version,
        actor=caller.actor,
        origin=caller.origin,
        changes={name: [before, dict(states)]},
    )
    await events.append(tx, [told])
