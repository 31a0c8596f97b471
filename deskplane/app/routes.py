"""The route table as one flat list: where each route stands, and which permission it declares."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

from deskplane.kernel.access import May, Permission, public_route


@dataclass(frozen=True, slots=True)
class Declared:
    """One route. ``permissions`` and ``publics`` hold every declaration found on it; the house wants exactly one."""

    path: str
    methods: frozenset[str]
    operation_id: str
    pattern: re.Pattern[str]
    permissions: tuple[Permission, ...]
    publics: int
    in_schema: bool

    @property
    def is_public(self) -> bool:
        """Say whether it needs no session."""
        return bool(self.publics)

    def __str__(self) -> str:
        """Name it as people write it."""
        return f"{','.join(sorted(self.methods))} {self.path}"


def route_table(app: FastAPI) -> list[Declared]:
    """Return all routes in the order in which a request meets them."""
    return [_declared(context) for context in iter_route_contexts(app.routes)]


def _declared(context: RouteContext) -> Declared:
    calls = list(_calls(getattr(context, "dependant", None)))
    return Declared(
        path=context.path or "",
        methods=frozenset(context.methods or ()),
        operation_id=getattr(context, "operation_id", None) or "",
        pattern=context.path_regex,
        permissions=tuple(call.permission for call in calls if isinstance(call, May)),
        publics=sum(call is public_route for call in calls),
        in_schema=bool(getattr(context, "include_in_schema", False)),
    )


def _calls(dependant: Dependant | None) -> Iterator[object]:
    children: Iterable[Dependant] = dependant.dependencies if dependant else ()
    for child in children:
        yield child.call
        yield from _calls(child)
