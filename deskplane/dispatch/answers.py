"""What the doors of dispatch share: how they answer, and what the process keeps for its calls."""

from http import HTTPStatus
from typing import Annotated, Any, cast

import orjson
from fastapi import Depends, Request, Response

from deskplane.dispatch.environment import Outside
from deskplane.kernel.http import rendered


async def outside(request: Request) -> Outside:
    """Return what the process keeps for its calls."""
    return cast("Outside", request.app.state.outside)


Out = Annotated[Outside, Depends(outside)]


def json_answer(
    value: dict[str, Any], *, status: int = HTTPStatus.OK, headers: dict[str, str] | None = None
) -> Response:
    """An answer whose times end in Z, as the guide shows them."""
    return rendered(
        orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z).decode(), status=status, headers=headers
    )
