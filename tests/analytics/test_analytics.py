"""Figures equal a recount."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from deskplane.analytics.schemas import Analytics, TicketStats
from deskplane.kernel.access import RoleName
from deskplane.kernel.clock import now
from tests.fixtures.desk import Desk, World

DESK = "/api/v1/desk/tickets"


async def furnish(client: httpx2.AsyncClient) -> list[dict[str, Any]]:
    team = (await client.post("/api/v1/teams", json={"name": "Network"})).json()
    category = (await client.post("/api/v1/categories", json={"name": "Printers"})).json()
    made: list[dict[str, Any]] = []
    for n, priority in enumerate(("critical", "urgent", "high", "medium", "low", "planning", "medium")):
        body = {"title": f"Ticket {n}", "priority": priority, "department": ("Sales", "Yard")[n % 2]}
        if n % 2:
            body |= {"team_id": team["id"], "category_id": category["id"]}
        made.append((await client.post(DESK, json=body)).json())
    for ticket, to in zip(made, ("in_progress", "open", "pending", "resolved", "resolved"), strict=False):
        answer = await client.post(
            f"{DESK}/{ticket['id']}/transition", json={"to": to, "resolution_code": None}
        )
        assert answer.status_code == 200, answer.text
    return made


async def test_the_stats_object_equals_a_recount(client: httpx2.AsyncClient) -> None:
    await furnish(client)
    gone = (await client.post(DESK, json={"title": "Deleted"})).json()
    await client.delete(f"{DESK}/{gone['id']}")
    rows = (await client.get(DESK, params={"limit": 200})).json()["data"]
    answer = await client.get(f"{DESK}/stats")
    stats = answer.json()
    assert TicketStats.model_validate(stats).model_dump(mode="json") == stats
    statuses = Counter(row["status"] for row in rows)
    assert stats["total_tickets"] == len(rows) == 7
    assert stats["open_tickets"] == statuses["new"] + statuses["open"]
    assert stats["in_progress_tickets"] == statuses["in_progress"]
    assert stats["resolved_tickets"] == statuses["resolved"] + statuses["closed"]
    assert stats["tickets_by_status"] == dict(statuses)
    assert stats["tickets_by_priority"] == dict(Counter(row["priority"] for row in rows))
    assert stats["tickets_by_department"] == dict(Counter(row["department"] for row in rows))
    assert stats["tickets_by_category"] == dict(
        Counter(row["category"]["path"] if row["category"] else "" for row in rows)
    )


async def test_times_and_service_levels_are_averaged_over_what_has_them(desk: Desk) -> None:
    async with desk.client() as client:
        made = await furnish(client)
        await desk.tx.execute(
            "update tickets set created_at = $1, resolved_at = $2, sla_met = number_int % 2 = 0 "
            "where org_id = app_org() and status = 'resolved'",
            now() - timedelta(hours=6),
            now() - timedelta(hours=2),
        )
        stats = (await client.get(f"{DESK}/stats")).json()
        assert stats["avg_resolution_time_hours"] == 4.0
        assert stats["sla_compliance_percentage"] == 50.0
        assert len(made) == 7


async def test_the_overview_has_four_figures_and_series_that_add_up(client: httpx2.AsyncClient) -> None:
    await furnish(client)
    answer = await client.get(f"{DESK}/analytics", params={"days": 7, "zone": "Europe/Berlin"})
    overview = answer.json()
    Analytics.model_validate(overview)
    assert len(overview["series"]) == 7
    assert sum(day["opened"] for day in overview["series"]) == overview["stats"]["total_tickets"]
    assert sum(day["resolved"] for day in overview["series"]) == overview["stats"]["resolved_tickets"]
    assert overview["series"][-1]["backlog"] == overview["unfinished"] == 5
    assert (overview["critical"], overview["urgent"]) == (1, 1)
    assert sum(item["count"] for item in overview["by_status"]) == overview["unfinished"]
    loads = [item["critical"] + item["urgent"] + item["rest"] for item in overview["by_team"]]
    assert sum(loads) == overview["unfinished"]


async def test_an_empty_desk_has_zeros_and_no_averages(client: httpx2.AsyncClient) -> None:
    stats = (await client.get(f"{DESK}/stats")).json()
    assert (stats["total_tickets"], stats["avg_resolution_time_hours"]) == (0, None)
    overview = (await client.get("/api/enhanced-tickets/analytics")).json()
    assert (overview["sla_compliance"], overview["by_team"]) == (None, [])


@pytest.mark.parametrize("params", [{"days": 0}, {"days": 1000}, {"zone": "Mars/Olympus"}, {"days": "x"}])
async def test_bad_spans_are_refused(client: httpx2.AsyncClient, params: dict[str, Any]) -> None:
    assert (await client.get(f"{DESK}/analytics", params=params)).status_code == 422


async def test_requesters_see_no_figures(desk: Desk) -> None:
    async with desk.client(RoleName.REQUESTER) as client:
        assert (await client.get(f"{DESK}/stats")).status_code == 403


async def test_every_figure_is_the_count_of_a_list(desk: Desk, client: httpx2.AsyncClient) -> None:
    made = await furnish(client)
    agent = str(desk.people[RoleName.AGENT])
    for ticket, due in zip(made[:3], (-30, 30, 300), strict=True):
        due_at = (now() + timedelta(minutes=due)).isoformat()
        await client.patch(f"{DESK}/{ticket['id']}", json={"due_at": due_at, "assignee_id": agent})
    await desk.tx.execute(
        "update tickets set sla_met = true where org_id = app_org() and status = 'resolved' and number_int % 2 = 0"
    )
    figures = (await client.get(f"{DESK}/analytics", params={"days": 7})).json()

    async def count(**params: Any) -> int:
        answer = await client.get(DESK, params={**params, "limit": 1, "count": True})
        assert answer.status_code == 200, answer.text
        return answer.json()["page"]["total"]

    unfinished = "new,open,in_progress,pending,on_hold"
    due = "next_due_at {0} or next_due_at is empty and due_at {0}"
    near = "{0} >= now and {0} before +4h"
    soon = f"{near.format('next_due_at')} or next_due_at is empty and {near.format('due_at')}"
    assert figures["open"] == await count(status="new,open")
    assert figures["critical"] + figures["urgent"] == await count(
        priority="critical,urgent", status=unfinished
    )
    assert figures["resolved"] == await count(where=f"resolved_at >= {figures['since']}") == 2
    sla = f"sla_met is not empty and resolved_at >= {figures['since']}"
    assert figures["sla_counted"] == await count(where=sla) == 1
    assert figures["unassigned"] == await count(assignee="none", status=unfinished) == 2
    assert figures["breached"] == await count(status=unfinished, where=due.format("before now")) == 1
    assert figures["at_risk"] == await count(status=unfinished, where=soon) == 1
    [load] = figures["by_assignee"]
    assert load["person"]["id"] == agent
    assert load["critical"] + load["urgent"] + load["rest"] == await count(assignee=agent, status=unfinished)
    assert figures["oldest"] == made[0]["created_at"]


async def test_kept_figures_say_when_newer_ones_can_be_had(world: World) -> None:
    client, path = world.client(), f"{DESK}/analytics"
    assert (await client.get(path)).json()["renews_in_seconds"] is None
    async with world.db.transaction(world.org.tenant) as tx:  # while it waits for this, counting is dear
        await tx.execute("lock table tickets in access exclusive mode")
        asked = asyncio.create_task(client.get(path))
        await asyncio.sleep(0.15)
    assert (await asked).json()["renews_in_seconds"] is None
    await client.post(DESK, json={"title": "One more"})

    kept = (await client.get(path)).json()
    assert (kept["unfinished"], 0 < kept["renews_in_seconds"] <= 20) == (0, True)
    await asyncio.sleep(kept["renews_in_seconds"])
    renewed = (await client.get(path)).json()
    assert (renewed["unfinished"], renewed["renews_in_seconds"]) == (1, None)
