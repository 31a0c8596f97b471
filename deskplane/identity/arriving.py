"""What signing in and out needs of a request: from where it comes, and the cookie that goes back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, cast
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from deskplane.identity import sessions
from deskplane.identity.authenticator import COOKIE
from deskplane.identity.doors import principal_of
from deskplane.identity.principals import Principal, Principals
from deskplane.identity.sessions import Where
from deskplane.kernel.crypto import KeyRing
from deskplane.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class Door:
    """The request as signing in sees it."""

    where: Where
    principal: Principal | None
    secure: bool
    settings: Settings
    keys: KeyRing
    principals: Principals

    @property
    def idle(self) -> timedelta:
        """How long a browser's session lives without use."""
        return timedelta(hours=self.settings.session_hours)

    def hand_out(self, answer: Response, token: str) -> None:
        """Give the session to the browser; scripts cannot read it. Without use it ends earlier, in the database."""
        seconds = int(sessions.LONGEST_LIFE.total_seconds())
        answer.set_cookie(
            COOKIE, token, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def take_back(self, answer: Response) -> None:
        """Take the session from the browser."""
        answer.delete_cookie(COOKIE, path="/", secure=self.secure, httponly=True, samesite="lax")


async def door(request: Request) -> Door:
    """Return the request as signing in sees it."""
    state, client = request.app.state, request.client
    settings = cast("Settings", state.settings)
    return Door(
        where=Where(client.host if client else "", request.headers.get("user-agent", "")),
        principal=principal_of(request),
        secure="https" in {request.url.scheme, urlsplit(settings.public_url).scheme},
        settings=settings,
        keys=cast("KeyRing", state.keys),
        principals=cast("Principals", state.principals),
    )


AtDoor = Annotated[Door, Depends(door)]
