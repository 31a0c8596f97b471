"""What the routes of connections share: their two addresses, who may use them, and what the process calls with."""

from typing import Annotated, Any, Final, cast

from fastapi import Depends, Request

from deskplane.connections.reach import Reach
from deskplane.kernel.access import Caller, Permission, may

PREFIX = "/api/v1/connections"
ALIAS = "/api/data-sources"
ACCEPTED: Final[dict[int | str, dict[str, Any]]] = {
    202: {"description": "Begun in the background; follow it at `Location`"}
}
Reading = Annotated[Caller, may(Permission.CONNECTION_READ)]
Writing = Annotated[Caller, may(Permission.CONNECTION_WRITE)]
Importing = Annotated[Caller, may(Permission.IMPORT_RUN)]


async def reach(request: Request) -> Reach:
    """Return what the process keeps for its calls."""
    return cast("Reach", request.app.state.reach)


Calls = Annotated[Reach, Depends(reach)]
