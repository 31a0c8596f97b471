"""Search over tickets: 30 on a page, ten pages, and minutes late."""

import re
from datetime import timedelta
from typing import Any, Final

from deskplane.simulators.clock import Clock
from deskplane.simulators.freshdesk.store import Store
from deskplane.simulators.web import Request, Response, number

SIZE: Final = 30
PAGES: Final = 10
_TERM: Final = re.compile(r"(\w+):(>|<)?(?:'([^']*)'|(\w+))")


def search(request: Request, store: Store, clock: Clock, lag: float) -> Response:
    """Answer a query such as ``"status:3 AND tag:'vip'"``."""
    page = number(request.query.get("page"), 1)
    if page > PAGES:
        return Response(400, {"description": "Validation failed", "errors": []})
    query = request.query.get("query", "").strip('"')
    either = [[term.groups() for term in _TERM.finditer(part)] for part in query.split(" OR ")]
    edge = store.stamp(clock.now() - timedelta(seconds=lag))
    found = [
        ticket
        for ticket in store.tickets.values()
        if not ticket["deleted"]
        and ticket["updated_at"] <= edge
        and any(all(_holds(ticket, *term) for term in terms) for terms in either)
    ]
    shown = found[(page - 1) * SIZE : page * SIZE]
    return Response(200, {"total": len(found), "results": shown})


def _holds(
    ticket: dict[str, Any], field: str, sign: str | None, quoted: str | None, bare: str | None
) -> bool:
    wanted = quoted if quoted is not None else bare or ""
    if field == "tag":
        return wanted in ticket["tags"]
    value = str(ticket["custom_fields"].get(field) if field.startswith("cf_") else ticket.get(field))
    if sign == ">":
        return value[: len(wanted)] >= wanted
    if sign == "<":
        return value[: len(wanted)] <= wanted
    return value == wanted
