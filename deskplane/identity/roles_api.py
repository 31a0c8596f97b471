"""HTTP face of roles: what each may do."""

from fastapi import Response

from deskplane.identity import roles
from deskplane.identity.doors import ChangesAccess, ReadsRoles, WritesRoles
from deskplane.identity.roles import RoleEdit
from deskplane.identity.schemas import RoleChange, Roles
from deskplane.kernel.access import RoleName
from deskplane.kernel.http import IfMatch, InTx, json_response, router
from deskplane.kernel.rows import By

api = router(prefix="/api/v1/roles", tags=["roles"])


@api.get("", operation_id="list_roles", response_model=Roles)
async def list_roles(_: ReadsRoles, tx: InTx) -> Response:
    """Show what every role may do, and all permissions there are."""
    return json_response(await roles.matrix(tx))


@api.put("/{role}", operation_id="set_role", response_model=Roles)
async def set_role(
    role: RoleName, body: RoleChange, caller: WritesRoles, tx: ChangesAccess, if_match: IfMatch
) -> Response:
    """Give a role other permissions; they hold from the next request on. Administrators keep all."""
    edit = RoleEdit(role, body.permissions, if_match, body.version)
    await roles.change(tx, edit, by=By.of(caller), authority=caller.permissions)
    return json_response(await roles.matrix(tx))


@api.delete("/{role}", operation_id="reset_role", response_model=Roles)
async def reset_role(role: RoleName, caller: WritesRoles, tx: ChangesAccess, if_match: IfMatch) -> Response:
    """Give a role its default permissions again."""
    await roles.reset(tx, role, if_match=if_match, by=By.of(caller), authority=caller.permissions)
    return json_response(await roles.matrix(tx))
