"""Two simulated platforms that share the house's clock, behind the public door of dispatch."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx2

from deskplane.dispatch.jobs import work_due
from deskplane.kernel import clock
from deskplane.simulators.clock import Clock
from deskplane.simulators.faults import Fault
from deskplane.simulators.making import make
from deskplane.simulators.simulator import Settings, Simulator
from deskplane.simulators.transport import SimulatorTransport
from tests.fixtures.desk import World

T = "/api/v1/tickets"
GUIDE = {
    "job_id": "rca-job-456",
    "servicenow_payload": {"short_description": "Critical Service Outage", "priority": "1"},
    "jira_payload": {"project_key": "OPS", "summary": "Investigate service downtime"},
}
ENVIRONMENT = {
    "SERVICENOW_INSTANCE_URL": "https://acme.service-now.com",
    "SERVICENOW_USERNAME": "admin",
    "SERVICENOW_PASSWORD": "admin",
    "JIRA_BASE_URL": "https://acme.atlassian.net",
    "JIRA_EMAIL": "admin@example.com",
    "JIRA_API_TOKEN": "token",
}
CREATES = {"servicenow": "/incident", "jira": "/issue"}


class Cutting(SimulatorTransport):
    """A transport whose next create ends the process that asked: the work is done, and nobody hears of it."""

    def __init__(self, simulator: Simulator, path: str) -> None:
        super().__init__(simulator)
        self._path = path
        self.armed = False

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await super().handle_async_request(request)
        if self.armed and request.method == "POST" and request.url.path.endswith(self._path):
            self.armed = False
            raise asyncio.CancelledError
        return answer


@dataclass
class Sites:
    """Both platforms, and a clock that tests push."""

    world: World
    now: Any
    jira: Any
    at: datetime

    @property
    def transports(self) -> dict[str, Any]:
        return self.world.runtime.outside.transports

    def site(self, platform: str) -> Any:
        return self.now if platform == "servicenow" else self.jira

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def calm(self) -> None:
        """All works again, nobody was asked yet, and no pause is kept."""
        for one in (self.now, self.jira):
            one.faults.clear()
            one.log.clear()
        self.world.runtime.outside.limits.clear()

    def fault(self, platform: str, kind: str, **more: Any) -> None:
        usual: dict[str, Any] = {"method": "POST", "path": CREATES[platform], "seconds": 600}
        self.site(platform).faults.add(Fault(kind, **(usual | more)))

    def incidents(self, words: str) -> list[dict[str, str]]:
        """Incidents that hold these words."""
        rows = self.now.store.tables["incident"].values()
        return [row for row in rows if words in row["short_description"]]

    def issues(self, words: str) -> list[Any]:
        """Issues that hold these words."""
        return [issue for issue in self.jira.store.issues.values() if words in issue.summary]

    def counted(self, words: str) -> tuple[int, int]:
        return len(self.incidents(words)), len(self.issues(words))

    def asked(self) -> int:
        """How many calls both got."""
        return len(self.now.log) + len(self.jira.log)

    async def switch(self, servicenow: bool = True, jira: bool = True, dual: bool = False) -> httpx2.Response:
        body = {"servicenow_enabled": servicenow, "jira_enabled": jira, "dual_mode": dual}
        return await self.world.client().put(f"{T}/settings/state", json=body)

    async def dispatch(self, body: dict[str, Any], **query: str) -> httpx2.Response:
        with clock.frozen(self.at):
            return await self.world.client().post(f"{T}/dispatch", json=body, params=query)

    async def create(self, job: str, platform: str, dry_run: bool = False, **payload: Any) -> httpx2.Response:
        body = {"job_id": job, "platform": platform, "payload": payload, "dry_run": dry_run}
        with clock.frozen(self.at):
            return await self.world.client().post(f"{T}/", json=body)

    async def tickets(self, job: str, **query: str) -> list[dict[str, Any]]:
        with clock.frozen(self.at):
            answer = await self.world.client().get(f"{T}/{job}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["tickets"]

    async def work(self) -> None:
        """One round of the worker."""
        with clock.frozen(self.at):
            await work_due(self.world.db, self.world.runtime.outside)


def sites_of(world: World, *, lag: float = 0, skew: float = 0, jira: str = "jira-cloud") -> Sites:
    """Both platforms; Jira's index may lag and its clock may be wrong."""
    world.runtime.outside.patience = 0.3
    made = Sites(
        world,
        make("servicenow", Settings(tickets=3), Clock(clock.now, -skew)),
        make(jira, Settings(tickets=3, lag=lag), Clock(clock.now, skew)),
        clock.now(),
    )
    for platform, path in CREATES.items():
        made.transports[platform] = Cutting(made.site(platform), path)
    return made
