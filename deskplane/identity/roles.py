"""What each role may do, and the rule that nobody gives away more than they have."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from deskplane.identity.events import RoleChanged
from deskplane.identity.forgetting import forget
from deskplane.identity.vocabulary import KIND_OF_ROLE, ROLE_OF_KIND, PersonKind
from deskplane.kernel import events
from deskplane.kernel.access import ROLE_GRANTS, Permission, RoleName
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import ConflictError, ForbiddenError, InvalidError
from deskplane.kernel.rows import By
from deskplane.kernel.versions import require_version

GRANTS = "select role, permissions, version from role_grants where org_id = app_org()"
PEOPLE_PER_ROLE = (
    "select role, count(*)::int as n from people where org_id = app_org() and is_active group by role"
)
LOCK = "select permissions, version from role_grants where org_id = app_org() and role = $1 for update"
SET = """
insert into role_grants (org_id, role, permissions) values (app_org(), $1, $2)
on conflict (org_id, role) do update
set permissions = excluded.permissions, version = role_grants.version + 1, updated_at = now()
returning version
"""
UNSET = "delete from role_grants where org_id = app_org() and role = $1"
WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "self": "Own account",
        "ticket": "Tickets",
        "time": "Working time",
        "project": "Projects and tasks",
        "macro": "Macros",
        "catalog": "Catalogue",
        "board": "Boards",
        "cmdb": "Configuration items",
        "people": "People and skills",
        "team": "Teams",
        "role": "Roles",
        "token": "API tokens",
        "audit": "Audit log",
        "settings": "Organisation settings",
        "stats": "Statistics",
        "rca": "Root-cause analysis",
        "cluster": "Clusters",
        "dispatch": "Outside tickets",
        "connection": "Connections",
        "import": "Imports",
    }
)
# Requesters are shown what concerns them; these would open the desk's own talk and everybody's data to them.
NEVER_FOR_REQUESTERS: Final[Mapping[Permission, str]] = MappingProxyType(
    {
        Permission.TICKET_READ_INTERNAL: "it shows internal notes",
        Permission.TICKET_COMMENT_INTERNAL: "it is for talk that requesters must not see",
        Permission.TICKET_EXPORT: "exports hold internal fields",
        Permission.TICKET_BULK: "it changes tickets of others",
        Permission.TIME_EXPORT: "exports hold internal fields",
        Permission.AUDIT_READ: "the audit log holds internal facts",
        Permission.STATS_READ: "statistics are about all tickets",
        Permission.PEOPLE_READ: "it shows everybody's address",
        Permission.PEOPLE_WRITE: "it gives access to others",
        Permission.ROLE_WRITE: "it gives rights to others",
        Permission.TOKEN_MANAGE: "it gives access to others",
        Permission.SETTINGS_WRITE: "it changes the rules of the organisation",
    }
)
Authority = Collection[Permission] | None
"""What the one who changes may do; None is the operator of the installation, who may do everything."""


def granted_to(role: RoleName, override: Collection[str] | None) -> frozenset[Permission]:
    """Return what a role may do: as the organisation says, else by default; an administrator may do everything."""
    if override is None or role is RoleName.ADMIN:
        return ROLE_GRANTS[role]
    known = (permission for permission in Permission if permission in override)
    return frozenset({Permission.SELF, *known})


async def granted(reads: Statements) -> dict[RoleName, frozenset[Permission]]:
    """Return what every role may do in this organisation."""
    overrides = {row["role"]: row["permissions"] for row in await reads.fetch(GRANTS)}
    return {role: granted_to(role, overrides.get(role)) for role in RoleName}


async def matrix(tx: Tx) -> dict[str, Any]:
    """Return the roles with their permissions, for the settings page."""
    overrides = {row["role"]: row for row in await tx.fetch(GRANTS)}
    people = {row["role"]: row["n"] for row in await tx.fetch(PEOPLE_PER_ROLE)}
    rows: list[dict[str, Any]] = []
    for role in RoleName:
        found = overrides.get(role)
        rows.append(
            {
                "role": role,
                "permissions": ordered(granted_to(role, found["permissions"] if found else None)),
                "default_permissions": ordered(ROLE_GRANTS[role]),
                "is_customised": found is not None,
                "is_fixed": role is RoleName.ADMIN,
                "people": people.get(role, 0),
                "version": found["version"] if found else 0,
            }
        )
    return {"data": rows, "permissions": list(Permission), "groups": groups()}


def groups() -> list[dict[str, Any]]:
    """Return the permissions as a settings page shows them: by subject, with words."""
    by_subject: dict[str, list[Permission]] = {}
    for permission in Permission:
        by_subject.setdefault(permission.partition(":")[0], []).append(permission)
    return [
        {
            "key": subject,
            "label": WORDS[subject],
            "permissions": [{"permission": one, "label": _label(one)} for one in permissions],
        }
        for subject, permissions in by_subject.items()
    ]


def _label(permission: Permission) -> str:
    action = permission.partition(":")[2] or "sign in and see the own account"
    return action.replace("_", " ").capitalize()


def ordered(permissions: Collection[Permission]) -> list[Permission]:
    """Return permissions in the order of their declaration."""
    return [permission for permission in Permission if permission in permissions]


@dataclass(frozen=True, slots=True)
class RoleEdit:
    """New permissions of a role, and the version they were prepared on."""

    role: RoleName
    permissions: Collection[Permission]
    if_match: int | None = None
    sent: int | None = None


async def change(tx: Tx, edit: RoleEdit, *, by: By, authority: Authority) -> None:
    """Give a role other permissions.

    Raises:
        ConflictError: administrators may always do everything; or the version is stale.
        ForbiddenError: the role would get more than the caller has.
    """
    if edit.role is RoleName.ADMIN:
        raise ConflictError("Administrators may always do everything; this role cannot be changed.")
    found = await tx.fetchrow(LOCK, edit.role)
    before = granted_to(edit.role, found["permissions"] if found else None)
    require_version(found["version"] if found else 0, if_match=edit.if_match, sent=edit.sent)
    after = frozenset({Permission.SELF, *edit.permissions})
    _require_fit(edit.role, after)
    _require_all(after - before, authority, what=f"give the role {edit.role}")
    if after == before:
        return
    await tx.fetchval(SET, edit.role, ordered(after))
    await _tell(tx, edit.role, before, after, by=by)


async def _tell(
    tx: Tx, role: RoleName, before: Collection[Permission], after: Collection[Permission], *, by: By
) -> None:
    changes = {"permissions": [ordered(before), ordered(after)]}
    told = RoleChanged(
        subject=tx.tenant.org_id, actor=by.actor, origin=by.origin, changes=changes, data={"role": role}
    )
    await events.append(tx, [told])
    await forget(tx, [tx.tenant.org_id])


def _require_fit(role: RoleName, permissions: Collection[Permission]) -> None:
    if role is not RoleName.REQUESTER:
        return
    if refused := [
        f"{one} ({NEVER_FOR_REQUESTERS[one]})" for one in ordered(permissions) if one in NEVER_FOR_REQUESTERS
    ]:
        raise InvalidError.field("permissions", f"requesters can never have {', '.join(refused)}")


async def reset(tx: Tx, role: RoleName, *, if_match: int | None, by: By, authority: Authority) -> None:
    """Give a role its default permissions again; nothing happens when it has them.

    Raises:
        PreconditionFailedError: it was looked at in an older version.
        ForbiddenError: the role would get more than the caller has.
    """
    found = await tx.fetchrow(LOCK, role)
    require_version(found["version"] if found else 0, if_match=if_match)
    if found is None:
        return
    before = granted_to(role, found["permissions"])
    _require_all(ROLE_GRANTS[role] - before, authority, what=f"reset the role {role}")
    await tx.execute(UNSET, role)
    await _tell(tx, role, before, ROLE_GRANTS[role], by=by)


async def require_reach(tx: Tx, authority: Authority, role: RoleName, *, what: str) -> None:
    """Refuse to touch or to make somebody whose role may do more than the caller.

    Raises:
        ForbiddenError: it may.
    """
    if authority is not None:
        _require_all((await granted(tx))[role], authority, what=what)


def _require_all(needed: Collection[Permission], authority: Authority, *, what: str) -> None:
    if authority is None:
        return
    if missing := [permission for permission in ordered(needed) if permission not in authority]:
        raise ForbiddenError(
            f"You cannot {what}: that includes permissions you do not have yourself ({', '.join(missing[:5])}).",
            missing=missing,
        )


def settled(role: RoleName | None, kind: PersonKind | None) -> tuple[RoleName, PersonKind]:
    """Return role and kind that fit each other; what is not given follows from the other.

    Raises:
        InvalidError: they do not fit.
    """
    return fitting(role or ROLE_OF_KIND[kind or PersonKind.REQUESTER], kind)


def fitting(role: RoleName, kind: PersonKind | None) -> tuple[RoleName, PersonKind]:
    """Return the pair, with the kind that goes with the role if none is given. Raises as ``settled``."""
    if kind is None:
        return role, KIND_OF_ROLE[role]
    if role is RoleName.SERVICE and kind is not PersonKind.SERVICE:
        raise InvalidError.field("role", "only service accounts (kind service) can have the role service")
    if kind is PersonKind.REQUESTER and role is not RoleName.REQUESTER:
        raise InvalidError.field("kind", f"a person with the role {role} cannot be of the kind requester")
    return role, kind
