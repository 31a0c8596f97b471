"""Simulated desks that are changed over there, and post what they would post to the house's public door."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import httpx2

from deskplane.connectors.sdk.webhooks import signature
from deskplane.inbound.jobs import work_due
from deskplane.kernel import clock
from deskplane.simulators.simulator import Delivery
from deskplane.simulators.transport import SimulatorTransport
from tests.connections.outside import FORMS, C, Desks

HOOKS = "/api/v1/webhooks"
LOGINS = {
    "servicenow": "admin:admin",
    "jira_itsm": "admin@example.com:token",
    "freshdesk": "key:X",
}
# How somebody over there gives a record another title.
RENAMES = {
    "servicenow": ("PATCH", "/api/now/table/incident/{id}", "short_description"),
    "jira_itsm": ("PUT", "/rest/api/3/issue/{id}", "fields.summary"),
    "freshdesk": ("PUT", "/api/v2/tickets/{id}", "subject"),
}


class Posting(Desks):
    """Desks with webhooks."""

    async def secret(self, id_: str) -> str:
        answer = await self.send("POST", f"{C}/{id_}/webhook/secret")
        assert answer.status_code == 201, answer.text
        return answer.json()["secret"]

    async def listening(
        self, type_: str, *, imported: bool = True, **settings: Any
    ) -> tuple[dict[str, Any], str]:
        """A connection that was imported from and takes webhooks; its simulator posts with its secret."""
        record = await self.record(type_)
        secret = await self.secret(record["id"])
        more = {"tickets": 4, "webhook_url": "https://desk.example", "webhook_secret": secret}
        connection = await self.verified(type_, **(more | settings))
        if imported:
            await self.imported(connection["id"], days=90)
        self.site(type_).deliveries()
        return connection, secret

    async def over_there(self, type_: str, method: str, path: str, body: Mapping[str, Any]) -> None:
        """Somebody changes a record with the vendor's own API."""
        self.advance(2)
        login = base64.b64encode(LOGINS[type_].encode()).decode()
        headers = {"authorization": f"Basic {login}", "accept": "application/json"}
        base = next(value for value in FORMS[type_]["settings"].values() if "://" in value)
        async with httpx2.AsyncClient(
            transport=SimulatorTransport(self.site(type_)), base_url=base, headers=headers
        ) as client:
            answer = await client.request(method, path, json=dict(body))
        assert answer.status_code < 300, answer.text

    async def rename(self, type_: str, remote_id: str, title: str) -> None:
        method, path, place = RENAMES[type_]
        value: Any = title
        for name in reversed(place.split(".")):
            value = {name: value}
        await self.over_there(type_, method, path.format(id=remote_id), value)

    def posted(self, type_: str) -> list[Delivery]:
        """What the simulator would send now."""
        return self.site(type_).deliveries()

    async def arrive(self, where: str, delivery: Delivery) -> httpx2.Response:
        """A vendor posts; it has no session here."""
        with clock.frozen(self.at):
            return await self.world.anonymous().post(
                f"{HOOKS}/{where}", content=delivery.body, headers=dict(delivery.headers)
            )

    async def tell(self, where: str, body: Any, secret: str, *, by: str = "header") -> httpx2.Response:
        """Post a body of one's own."""
        raw = json.dumps(body).encode()
        signed = {"x-deskplane-secret": secret} if by == "header" else {by: signature(raw, secret)}
        return await self.arrive(where, Delivery(raw, {"content-type": "application/json", **signed}))

    async def read(self) -> None:
        """One turn of the worker that reads again."""
        runtime = self.world.runtime
        with clock.frozen(self.at):
            await work_due(self.world.db, runtime.reach, runtime.outside)

    async def deliveries(self, id_: str, **query: Any) -> list[dict[str, Any]]:
        answer = await self.send("GET", f"{C}/{id_}/webhook/deliveries", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def webhook(self, id_: str) -> dict[str, Any]:
        return (await self.send("GET", f"{C}/{id_}/webhook")).json()
