"""Simulated desks that share the house's clock, behind the public door of connections."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2

from deskplane.connections.jobs import verify_due
from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from deskplane.simulators.clock import Clock
from deskplane.simulators.faults import Fault
from deskplane.simulators.making import make
from deskplane.simulators.simulator import Settings
from deskplane.simulators.transport import SimulatorTransport
from deskplane.sync.jobs import work_due
from tests.fixtures.desk import Org, World

C = "/api/v1/connections"
FORMS: dict[str, dict[str, Any]] = {
    "servicenow": {
        "settings": {"instance_url": "https://acme.service-now.com"},
        "credentials": {"username": "admin", "password": "admin"},
    },
    "jira_itsm": {
        "settings": {
            "base_url": "https://acme.atlassian.net",
            "email": "admin@example.com",
            "default_project_key": "OPS",
        },
        "credentials": {"api_token": "token"},
    },
    "freshdesk": {"settings": {"base_url": "https://acme.freshdesk.com"}, "credentials": {"api_key": "key"}},
}
SIMULATORS = {"servicenow": "servicenow", "jira_itsm": "jira-cloud", "freshdesk": "freshdesk"}
VENDORS = {"servicenow": "servicenow", "jira_itsm": "jira", "freshdesk": "freshdesk"}


@dataclass
class Desks:
    """Simulators by connection type, and a clock that tests push."""

    world: World
    at: datetime = field(default_factory=clock.now)
    sites: dict[str, Any] = field(default_factory=dict)

    def site(self, type_: str, **settings: Any) -> Any:
        """The simulator of a type, made at first use."""
        if type_ not in self.sites:
            made = make(SIMULATORS[type_], Settings(**settings), Clock(lambda: self.at))
            self.sites[type_] = made
            self.world.runtime.reach.transports[VENDORS[type_]] = SimulatorTransport(made)
        return self.sites[type_]

    def fault(self, type_: str, kind: str, **more: Any) -> None:
        self.site(type_).faults.add(Fault(kind, **more))

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def client(self, role: RoleName = RoleName.ADMIN, *, org: Org | None = None) -> httpx2.AsyncClient:
        return self.world.client(role, org=org)

    async def send(self, method: str, path: str, **more: Any) -> httpx2.Response:
        with clock.frozen(self.at):
            return await self.client().request(method, path, **more)

    async def record(self, type_: str) -> dict[str, Any]:
        """The record that every organisation begins with."""
        listed = (await self.send("GET", C)).json()["data"]
        return next(row for row in listed if row["type"] == type_)

    async def show(self, id_: str) -> dict[str, Any]:
        answer = await self.send("GET", f"{C}/{id_}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def prove(self) -> None:
        """One turn of the worker that verifies."""
        with clock.frozen(self.at):
            await verify_due(self.world.db, self.world.runtime.reach)

    async def work(self) -> None:
        """One turn of the worker that imports."""
        with clock.frozen(self.at):
            await work_due(self.world.db, self.world.runtime.reach)

    async def verified(self, type_: str, **settings: Any) -> dict[str, Any]:
        """A connection whose simulator was asked and found good enough to import from."""
        self.site(type_, **settings)
        record = await self.record(type_)
        answer = await self.send("POST", f"{C}/{record['id']}/verify", json=FORMS[type_])
        assert answer.status_code == 202, answer.text
        await self.prove()
        return await self.show(record["id"])

    async def ask(self, id_: str, **body: Any) -> dict[str, Any]:
        answer = await self.send("POST", f"{C}/{id_}/sync-tickets", json=body)
        assert answer.status_code == 202, answer.text
        return answer.json()

    async def run(self, id_: str, run_id: str) -> dict[str, Any]:
        return (await self.send("GET", f"{C}/{id_}/runs/{run_id}")).json()

    async def imported(self, id_: str, **body: Any) -> dict[str, Any]:
        """An import from the question to its end."""
        asked = await self.ask(id_, **body)
        await self.work()
        return await self.run(id_, asked["id"])

    def inside(self, type_: str, days: int) -> set[str]:
        """What the simulator itself holds of the last days, the first one whole."""
        start = (self.at - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
        return {ident for ident, created in CREATED[type_](self.site(type_)) if created >= start}

    async def rows(self, sql: str, *args: Any) -> list[Any]:
        async with self.world.db.transaction(self.world.org.tenant) as tx:
            return await tx.fetch(sql, *args)

    async def linked(self, id_: str) -> dict[str, Any]:
        """Links of a connection by remote id, with the title of each ticket."""
        rows = await self.rows(
            "select l.*, t.title, t.status as now, t.source_reference from external_links l "
            "join tickets t on t.org_id = l.org_id and t.id = l.ticket_id "
            "where l.org_id = app_org() and l.connection_id = $1",
            UUID(id_),
        )
        return {row["remote_id"]: row for row in rows}


def _incidents(site: Any) -> list[tuple[str, datetime]]:
    rows = site.store.tables["incident"].items()
    return [
        (ident, datetime.fromisoformat(row["sys_created_on"] + "+00:00"))
        for ident, row in rows
        if ident not in site.store.hidden
    ]


def _issues(site: Any) -> list[tuple[str, datetime]]:
    return [(ident, issue.created) for ident, issue in site.store.issues.items()]


def _tickets(site: Any) -> list[tuple[str, datetime]]:
    return [
        (str(ident), datetime.fromisoformat(str(one["created_at"])))
        for ident, one in site.store.tickets.items()
        if not one["deleted"]
    ]


CREATED: dict[str, Callable[[Any], list[tuple[str, datetime]]]] = {
    "servicenow": _incidents,
    "jira_itsm": _issues,
    "freshdesk": _tickets,
}
