"""A connector wired to its simulator, both on one clock that tests push."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from deskplane.connectors.sdk.contract import Manifest
from deskplane.connectors.sdk.limits import Limits, Rate
from deskplane.connectors.sdk.mapping import Overrides
from deskplane.connectors.sdk.normal import Draft, Options
from deskplane.connectors.sdk.opening import open_connector
from deskplane.connectors.sdk.registry import manifests
from deskplane.outbound.policy import OutboundPolicy
from deskplane.simulators.clock import Clock
from deskplane.simulators.making import make
from deskplane.simulators.simulator import Settings
from deskplane.simulators.transport import SimulatorTransport

POLICY = OutboundPolicy.of()
START = datetime(2026, 6, 1, 12, 0, 0, 250_000, tzinfo=UTC)
NAMES = ("servicenow", "jira-cloud", "jira-dc", "freshdesk")
FORMS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "servicenow": (
        "servicenow",
        {"instance_url": "https://acme.service-now.com"},
        {"username": "admin", "password": "admin"},
    ),
    "jira-cloud": (
        "jira",
        {"base_url": "https://acme.atlassian.net", "email": "admin@example.com"},
        {"api_token": "token"},
    ),
    "jira-dc": (
        "jira",
        {"base_url": "https://jira.example.com", "deployment": "data_center"},
        {"username": "admin", "password": "admin"},
    ),
    "freshdesk": (
        "freshdesk",
        {
            "base_url": "https://acme.freshdesk.com",
            "reference_field": "cf_deskplane_ref",
            "cancelled_field": "cf_cancelled",
        },
        {"api_key": "key"},
    ),
}


@dataclass
class Rig:
    """A simulator and how to open its connector."""

    name: str
    simulator: Any
    now: datetime = START
    config: dict[str, Any] = field(default_factory=dict)
    credentials: dict[str, Any] = field(default_factory=dict)
    overrides: Overrides = field(default_factory=Overrides)
    known: Options | None = None

    @property
    def manifest(self) -> Manifest:
        return manifests()[FORMS[self.name][0]]

    def clock(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def limits(self) -> Limits:
        return Limits(Rate(1_000_000, 1), self.clock)

    @asynccontextmanager
    async def open(self, limits: Limits | None = None) -> AsyncGenerator[Any]:
        _, config, credentials = FORMS[self.name]
        async with open_connector(
            self.manifest,
            self.manifest.config(**{**config, **self.config}),
            self.manifest.credentials(**(self.credentials or credentials)),
            policy=POLICY,
            clock=self.clock,
            overrides=self.overrides,
            known=self.known,
            transport=SimulatorTransport(self.simulator),
            limits=limits or self.limits(),
        ) as connector:
            yield connector

    def remote_ids(self) -> set[str]:
        """What the simulator itself holds and the account may see."""
        if self.name == "servicenow":
            store = self.simulator.store
            return set(store.tables["incident"]) - store.hidden
        if self.name == "freshdesk":
            return {str(ident) for ident, one in self.simulator.store.tickets.items() if not one["deleted"]}
        return set(self.simulator.store.issues)


def rig(name: str, **settings: Any) -> Rig:
    made = Rig(name, None)
    made.simulator = make(name, Settings(**settings), Clock(made.clock))
    return made


def draft(**more: Any) -> Draft:
    usual: dict[str, Any] = {
        "correlation_id": "org-1:ticket-42",
        "title": "Checkout is slow",
        "description": "Since noon.",
    }
    return Draft(**(usual | more))
