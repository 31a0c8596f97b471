"""The organisation itself: its name and how it works."""

from collections.abc import Mapping
from typing import Any, Final

from deskplane.identity.events import OrganizationCreated, OrganizationUpdated
from deskplane.identity.forgetting import forget
from deskplane.identity.vocabulary import DEFAULT_SETTINGS
from deskplane.kernel import events
from deskplane.kernel.constraints import explained
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import ConflictError, InvalidError, NotFoundError
from deskplane.kernel.events import Actor
from deskplane.kernel.rows import By, Change
from deskplane.kernel.versions import require_version

READ: Final = (
    "select id, slug, name, settings, version, created_at, updated_at from organizations where id = app_org()"
)
INSERT: Final = "insert into organizations (id, slug, name, settings) values (app_org(), $1, $2, $3)"
SET: Final = """
update organizations set name = $1, settings = $2, version = version + 1, updated_at = now() where id = app_org()
"""
REFUSALS: Final = {
    "organizations_slug": lambda: ConflictError("There is already an organisation with this short name."),
    "organizations_pkey": lambda: ConflictError("This organisation is there already."),
    "organizations_slug_form": lambda: InvalidError.field(
        "slug", "a short name has lower-case letters, digits and hyphens, 60 at the most"
    ),
    "organizations_name_length": lambda: InvalidError.field("name", "a name has 1 to 120 characters"),
}


async def create(tx: Tx, *, slug: str, name: str, actor: Actor) -> None:
    """Store the organisation whose id is the tenant of the transaction.

    Raises:
        ConflictError: the slug is taken.
        InvalidError: slug or name cannot be one.
    """
    with explained(REFUSALS):
        await tx.execute(INSERT, slug, name, dict(DEFAULT_SETTINGS))
    told = OrganizationCreated(
        subject=tx.tenant.org_id, version=1, actor=actor, data={"slug": slug, "name": name}
    )
    await events.append(tx, [told])


async def read(reads: Statements, *, lock: bool = False) -> dict[str, Any]:
    """Return the organisation with all its settings."""
    row = await reads.fetchrow(READ + (" for update" if lock else ""))
    if row is None:
        raise NotFoundError("There is no such organisation.")
    return {**row, "settings": {**DEFAULT_SETTINGS, **row["settings"]}}


async def change(tx: Tx, change: Change, *, by: By) -> None:
    """Change name or settings; what is not named stays.

    Raises:
        PreconditionFailedError, ConflictError: prepared on an older version.
    """
    before = await read(tx, lock=True)
    require_version(before["version"], if_match=change.if_match, sent=change.sent)
    name = change.values.get("name", before["name"])
    settings = {**before["settings"], **change.values.get("settings", {})}
    changes = _changes(before, name, settings)
    if not changes:
        return
    await tx.execute(SET, name, settings)
    told = OrganizationUpdated(
        subject=before["id"],
        version=before["version"] + 1,
        actor=by.actor,
        origin=by.origin,
        changes=changes,
    )
    await events.append(tx, [told])
    await forget(tx, [before["id"]])


def _changes(before: Mapping[str, Any], name: str, settings: Mapping[str, Any]) -> dict[str, list[Any]]:
    changes: dict[str, list[Any]] = {}
    if name != before["name"]:
        changes["name"] = [before["name"], name]
    for key, value in settings.items():
        if before["settings"].get(key) != value:
            changes[f"settings.{key}"] = [before["settings"].get(key), value]
    return changes
