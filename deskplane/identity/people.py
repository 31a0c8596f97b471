"""Rules about people: adding, changing, deactivating."""

import zlib
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from deskplane.identity import links, roles, sessions, tokens
from deskplane.identity.events import PersonCreated, PersonDeactivated, PersonUpdated
from deskplane.identity.forgetting import forget
from deskplane.identity.refusals import taken
from deskplane.identity.roles import Authority
from deskplane.identity.vocabulary import DEFAULT_SETTINGS, KIND_OF_ROLE, PersonKind
from deskplane.kernel import events
from deskplane.kernel.access import RoleName
from deskplane.kernel.constraints import Refusals, explained
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.errors import ConflictError, InvalidError, NotFoundError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.rows import By, Change
from deskplane.kernel.versions import require_version

COLORS: Final = ("#2563eb", "#7c3aed", "#db2777", "#dc2626", "#d97706", "#059669", "#0891b2", "#64748b")
REFUSALS: Final[Refusals] = {
    "people_email": taken("email", "Somebody with this e-mail address is there already."),
    "people_external_ref": taken("external_ref", "Somebody with this external reference is there already."),
    "people_department_id_fkey": lambda: InvalidError.field(
        "department_id", "there is no department with this id"
    ),
    "people_service_has_no_password": lambda: ConflictError(
        "Service accounts have no password; somebody with one cannot become a service account."
    ),
}
LOCK: Final = "select * from people where org_id = app_org() and id = $1 for update"
DEPARTMENT: Final = "select 1 from teams where org_id = app_org() and id = $1 and kind = 'department'"
SETTINGS: Final = "select settings from organizations where id = app_org()"
INSERT: Final = """
insert into people (org_id, id, kind, role, name, email, title, phone, locale, timezone, department_id, vip,
                    avatar_color, external_ref, password_hash, password_changed_at)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
        case when $14::text is not null then now() end)
"""
# Two administrators who demote each other at the same moment meet here; each holds the other's row, so that locking
# rows would be a deadlock.
MEET: Final = "select pg_advisory_xact_lock(hashtextextended('administrators' || app_org()::text, 0))"
ANOTHER_ADMIN: Final = """
select 1 from people
where org_id = app_org() and role = 'admin' and is_active and kind <> 'service' and id <> $1 limit 1
"""


async def add(
    tx: Tx, values: Mapping[str, Any], *, by: By, authority: Authority, password_hash: str | None = None
) -> UUID:
    """Store a new person and announce it.

    Raises:
        ConflictError: the e-mail address or reference is taken.
        InvalidError: kind and role do not fit, or the department is none.
        ForbiddenError: the role may do more than the caller.
    """
    role, kind = roles.settled(values.get("role"), values.get("kind"))
    await roles.require_reach(tx, authority, role, what=f"add somebody with the role {role}")
    if kind is PersonKind.SERVICE and password_hash is not None:
        raise InvalidError.field("password", "service accounts use API tokens, not a password")
    await _require_department(tx, values.get("department_id"))
    settings: dict[str, Any] = {**DEFAULT_SETTINGS, **(await tx.fetchval(SETTINGS) or {})}
    name, new = str(values["name"]), uuid7()
    email = str(values["email"]).strip().lower() if values.get("email") else None
    with explained(REFUSALS):
        await tx.execute(
            INSERT,
            *(new, kind, role, name, email, values.get("title") or "", values.get("phone") or ""),
            *(values.get("locale") or settings["locale"], values.get("timezone") or settings["timezone"]),
            *(
                values.get("department_id"),
                bool(values.get("vip")),
                color_of(name),
                values.get("external_ref"),
            ),
            password_hash,
        )
    facts = {"name": name, "kind": kind, "role": role, "email": email}
    told = PersonCreated(subject=new, version=1, actor=by.actor, origin=by.origin, data=facts)
    await events.append(tx, [told])
    return new


def color_of(name: str) -> str:
    """Return the colour of somebody's initials, the same for the same name."""
    return COLORS[zlib.crc32(name.encode()) % len(COLORS)]


async def locked(tx: Tx, id: UUID) -> Record:
    """Return the row of a person and hold it.

    Raises:
        NotFoundError: there is nobody of that id in this organisation.
    """
    row = await tx.fetchrow(LOCK, id)
    if row is None:
        raise NotFoundError("There is no person with this id.")
    return row


async def change(tx: Tx, id: UUID, change: Change, *, by: By, authority: Authority) -> None:
    """Change somebody's data and announce it; nothing happens when nothing differs.

    Raises:
        NotFoundError: there is nobody of that id.
        PreconditionFailedError, ConflictError: an older version; an address is taken; the last administrator.
        ForbiddenError: the person may do, or would be able to do, more than the caller.
    """
    before = await locked(tx, id)
    require_version(before["version"], if_match=change.if_match, sent=change.sent)
    values = _completed(before, change.values)
    differing = {name: value for name, value in values.items() if before[name] != value}
    if not differing:
        return
    await _require_right(tx, before, differing, authority)
    if "department_id" in differing:
        await _require_department(tx, differing["department_id"])
    await _write(tx, id, differing)
    changes = {name: [before[name], value] for name, value in differing.items()}
    told = PersonUpdated(
        subject=id, version=before["version"] + 1, actor=by.actor, origin=by.origin, changes=changes
    )
    await events.append(tx, [told])
    if differing.keys() & {"role", "kind", "name", "is_active"}:
        await forget(tx, [id])
    if differing.get("is_active") is False:
        await _lock_out(tx, id, by=by)
    if "email" in differing:
        await links.void(tx, id)


def _completed(before: Record, given: Mapping[str, Any]) -> dict[str, Any]:
    """Another role brings its kind along, unless the kind is given or fits."""
    values = dict(given)
    role, kind = values.get("role", before["role"]), values.get("kind")
    if "role" in values and kind is None:
        keeps = before["kind"] == PersonKind.EXTERNAL and role != RoleName.SERVICE
        is_account = before["kind"] == PersonKind.SERVICE
        kind = PersonKind(before["kind"]) if keeps or is_account else KIND_OF_ROLE[RoleName(role)]
        values["kind"] = kind
    roles.fitting(RoleName(role), PersonKind(kind or before["kind"]))
    return values


async def _require_right(tx: Tx, before: Record, differing: Mapping[str, Any], authority: Authority) -> None:
    sensitive = differing.keys() & {"role", "kind", "email", "is_active"}
    if not sensitive:
        return
    await roles.require_reach(tx, authority, RoleName(before["role"]), what="change this person")
    if "role" in differing:
        new = RoleName(differing["role"])
        await roles.require_reach(tx, authority, new, what=f"make somebody {new}")
    if _is_admin(before) and not _is_admin({**before, **differing}):
        await _require_another_admin(tx, before["id"])


def _is_admin(row: Mapping[str, Any] | Record) -> bool:
    return row["role"] == RoleName.ADMIN and row["is_active"] and row["kind"] != PersonKind.SERVICE


async def _require_another_admin(tx: Tx, id: UUID) -> None:
    await tx.fetch(MEET)
    if not await tx.fetchval(ANOTHER_ADMIN, id):
        raise ConflictError("This is the last active administrator. Make somebody else administrator first.")


async def _require_department(tx: Tx, id: UUID | None) -> None:
    if id is not None and not await tx.fetchval(DEPARTMENT, id):
        raise InvalidError.field("department_id", "there is no department with this id")


async def _write(tx: Tx, id: UUID, values: Mapping[str, Any]) -> None:
    marks = ", ".join(f"{name} = ${n}" for n, name in enumerate(values, start=2))
    sql = f"update people set {marks}, version = version + 1, updated_at = now() where org_id = app_org() and id = $1"
    with explained(REFUSALS):
        await tx.execute(sql, id, *values.values())


async def deactivate(tx: Tx, id: UUID, *, if_match: int | None, by: By, authority: Authority) -> None:
    """Lock somebody out for good, until an administrator lets them in again; what they wrote stays.

    Raises:
        NotFoundError: there is nobody of that id.
        ConflictError: it is the caller, or the last active administrator.
        ForbiddenError: the person may do more than the caller.
    """
    if id == by.actor.id:
        raise ConflictError("You cannot deactivate yourself. Ask another administrator.")
    await change(tx, id, Change({"is_active": False}, if_match), by=by, authority=authority)


async def _lock_out(tx: Tx, id: UUID, *, by: By) -> None:
    ended = await sessions.end_all(tx, id, by=by, reason="deactivated")
    revoked = await tokens.revoke_all(tx, id, by=by)
    await links.void(tx, id)
    facts = {"sessions_ended": ended, "tokens_revoked": revoked}
    await events.append(tx, [PersonDeactivated(subject=id, actor=by.actor, origin=by.origin, data=facts)])
