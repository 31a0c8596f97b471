"""Who may read and who may write the catalogue."""

from typing import Annotated, Any

from fastapi import Query

from deskplane.kernel.access import Caller, Permission, RoleName, may

Reading = Annotated[Caller, may(Permission.CATALOG_READ)]
Writing = Annotated[Caller, may(Permission.CATALOG_WRITE)]
Working = Annotated[Caller, may(Permission.TICKET_UPDATE)]
OnlyActive = Annotated[bool | None, Query(alias="active", description="true: in use; false: retired")]
Search = Annotated[str | None, Query(max_length=200, description="Part of the name")]
STATE = "($1::boolean is null or is_active = $1)"


def state_for(caller: Caller, *, active: bool | None) -> list[Any]:
    """Return the argument of ``STATE``: requesters see only what is in use."""
    return [True if caller.role is RoleName.REQUESTER else active]
