"""What somebody sees and changes of themselves."""

from typing import Any, Final
from uuid import UUID

from deskplane.identity import queries, roles
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.rows import Change

PREFERENCES: Final = {
    "theme": "system",
    "density": "normal",
    "motion": "system",
    "single_keys": True,
    "send_delay": 10,
    "keys": dict[str, str](),
}
KEPT: Final = "select preferences from people where org_id = app_org() and id = $1 for update"


async def of(reads: Statements, caller: Caller, *, csrf: str) -> dict[str, Any]:
    """Return the caller with rights, organisation and preferences."""
    row = await queries.me(reads, caller.person_id)
    person = {name: row[name] for name in ("name", "email", "kind", "title", "phone", "avatar_color")}
    liked = {"locale": row["locale"], "timezone": row["timezone"], **PREFERENCES, **row["preferences"]}
    return {
        "person": {"id": caller.person_id, **person},
        "role": caller.role,
        "permissions": roles.ordered(caller.permissions),
        "csrf_token": csrf,
        "organization": {"id": caller.org_id, "slug": row["slug"], "name": row["organization_name"]},
        "settings": dict(caller.settings),
        "preferences": liked,
        "team_ids": row["team_ids"],
        "version": row["version"],
    }


async def change_for(tx: Tx, person_id: UUID, change: Change) -> Change:
    """Return the change with single preferences put among those that stay."""
    values = dict(change.values)
    chosen = {name: values.pop(name) for name in PREFERENCES if name in values}
    if chosen:
        values["preferences"] = {**await tx.fetchval(KEPT, person_id), **chosen}
    return Change(values, change.if_match, change.sent)
