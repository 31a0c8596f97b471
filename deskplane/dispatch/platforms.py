"""What is known of each platform: whether it is configured, how much of its budget is left, what its states mean."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from deskplane.connections.environment import NotConfiguredError
from deskplane.connections.owners import NOT_YOURS, owned
from deskplane.dispatch import queries, settings
from deskplane.dispatch.environment import Outside, forms
from deskplane.dispatch.events import DispatchSettingsChanged
from deskplane.dispatch.vocabulary import Platform
from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Statements, Tx


async def described(reads: Statements, outside: Outside, org_id: UUID) -> list[dict[str, Any]]:
    """All platforms, in the order in which tickets are created."""
    row = await queries.switches(reads)
    stored = dict(row) if row else {}
    mine = await owned(reads, outside.settings.env_credentials_org, org_id)
    return [_described(platform, outside, stored, mine=mine) for platform in Platform]


def _trouble(platform: Platform) -> str:
    try:
        filled = forms(platform, preview=True)
    except NotConfiguredError as error:
        return str(error)
    return f"Set {', '.join(filled.lacks)} in the environment." if filled.lacks else ""


def _described(platform: Platform, outside: Outside, row: Mapping[str, Any], *, mine: bool) -> dict[str, Any]:
    trouble = _trouble(platform) if mine else NOT_YOURS
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
