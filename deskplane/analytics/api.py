"""HTTP face of the figures. Thin: parse, call the service, return."""

from math import ceil
from typing import Annotated
from zoneinfo import available_timezones

from fastapi import Query, Response

from deskplane.analytics import service
from deskplane.analytics.schemas import Analytics, TicketStats
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.http import Reads, rendered, router

api = router(prefix="/api/v1/desk/tickets", tags=["analytics"])
alias = router(prefix="/api/enhanced-tickets", tags=["enhanced-tickets"])
ROUTERS = (api, alias)
ZONES = available_timezones()
Reader = Annotated[Caller, may(Permission.STATS_READ)]


@api.get("/stats", operation_id="get_ticket_stats", response_model=TicketStats)
async def get_stats(reads: Reads, _: Reader) -> Response:
    """Count the organisation's tickets by status, priority, category and department."""
    return rendered((await service.stats(reads)).text)


@alias.get("/analytics", operation_id="get_ticket_analytics_alias", response_model=Analytics)
@api.get("/analytics", operation_id="get_ticket_analytics", response_model=Analytics)
async def get_analytics(
    reads: Reads,
    _: Reader,
    days: Annotated[int, Query(ge=1, le=366, description="Span of the daily figures")] = 14,
    zone: Annotated[str, Query(max_length=60, description="Time zone in which days begin")] = "UTC",
) -> Response:
    """Return the overview's figures and the stats object."""
    if zone not in ZONES:
        raise InvalidError(
            errors=[{"loc": ["query", "zone"], "msg": f"'{zone}' is not a time zone, such as Europe/Berlin"}]
        )
    overview = await service.overview(reads, days=days, zone=zone)
    stats = await service.stats(reads)
    renews_in = max(overview.renews_in or 0, stats.renews_in or 0)
    later = f'"renews_in_seconds": {ceil(renews_in) or "null"}, "stats": {stats.text}'
    return rendered(f"{overview.text[:-1]}, {later}}}")
