"""Each route of the slice under its canonical path and under the older one, with the same handler."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path

from deskplane.kernel.http import router
from deskplane.tickets.queries import Ref, parse_ref

CANONICAL = "/api/v1/desk/tickets"
ALIAS = "/api/enhanced-tickets"
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
RefText = Annotated[str, Path(description="Id or number, such as INC-123", examples=["INC-123"])]


class Doors:
    """Two routers that always get the same routes."""

    def __init__(self) -> None:
        """Open both, empty."""
        self.canonical = router(prefix=CANONICAL, tags=["tickets"])
        self.alias = router(prefix=ALIAS, tags=["tickets (older paths)"])

    @property
    def routers(self) -> tuple[APIRouter, APIRouter]:
        """Both, to be mounted."""
        return self.canonical, self.alias

    def route(
        self, method: str, path: str, operation_id: str, **options: Any
    ) -> Callable[[Endpoint], Endpoint]:
        """Register a handler under both paths; the operation of the older one is called ``…_alias``."""

        def register(endpoint: Endpoint) -> Endpoint:
            self.canonical.add_api_route(
                path, endpoint, methods=[method], operation_id=operation_id, **options
            )
            self.alias.add_api_route(
                path, endpoint, methods=[method], operation_id=f"{operation_id}_alias", **options
            )
            return endpoint

        return register


async def ref_of(ref: RefText) -> Ref:
    """Read the ticket named in the path.

    Raises:
        NotFoundError: it is neither an id nor a number.
    """
    return parse_ref(ref)


NamedTicket = Annotated[Ref, Depends(ref_of)]
