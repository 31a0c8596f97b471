"""What a process keeps for its calls through connections: which addresses are allowed, one budget a connection."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import httpx2

from deskplane.connections import options
from deskplane.connections.credentials import filled
from deskplane.connections.environment import Forms
from deskplane.connections.kinds import manifest_of
from deskplane.connections.owners import Owners
from deskplane.connections.vocabulary import CredentialMode
from deskplane.connectors.sdk.limits import BudgetUse, Limits
from deskplane.connectors.sdk.mapping import Overrides
from deskplane.connectors.sdk.opening import open_connector
from deskplane.kernel import clock
from deskplane.kernel.crypto import KeyRing
from deskplane.kernel.db import Record
from deskplane.kernel.settings import Profile, Settings
from deskplane.outbound.policy import OutboundPolicy

LOOPBACK: Final = ("127.0.0.0/8", "::1/128")


def policy_of(settings: Settings) -> OutboundPolicy:
    """In the profile dev a simulator on this machine may be called, without TLS too."""
    dev = settings.profile is Profile.DEV
    allow = (*settings.outbound_allow, *(LOOPBACK if dev else ()))
    return OutboundPolicy.of(allow, own_ports=(settings.port,), allow_http=dev)


@dataclass
class Reach:
    """How this process calls other desks. Its workers need not wait for their next turn when they are woken."""

    settings: Settings
    keys: KeyRing
    owners: Owners
    transports: dict[str, httpx2.AsyncBaseTransport] = field(
        default_factory=dict[str, httpx2.AsyncBaseTransport]
    )
    limits: dict[UUID, Limits] = field(default_factory=dict[UUID, Limits])
    verify_wake: asyncio.Event = field(default_factory=asyncio.Event)
    import_wake: asyncio.Event = field(default_factory=asyncio.Event)
    webhook_wake: asyncio.Event = field(default_factory=asyncio.Event)
    relay_wake: asyncio.Event = field(default_factory=asyncio.Event)
    to_agent: httpx2.AsyncBaseTransport | None = None
    background: set["asyncio.Task[None]"] = field(default_factory=set["asyncio.Task[None]"])

    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do something after the answer; what it holds is in memory only."""
        task = asyncio.create_task(work())
        self.background.add(task)
        task.add_done_callback(self.background.discard)

    async def settled(self) -> None:
        """Wait until nothing is done in the background."""
        while self.background:
            await asyncio.gather(*self.background, return_exceptions=True)

    @property
    def policy(self) -> OutboundPolicy:
        """Which addresses may be called."""
        return policy_of(self.settings)

    def budget(self, row: Record) -> BudgetUse:
        """How much of its budget a connection has left in this process."""
        return self._limits(row).use()

    @asynccontextmanager
    async def open(self, row: Record) -> AsyncGenerator[tuple[Any, Forms]]:
        """The connector of a connection and its filled forms.

        Raises:
            NotConfiguredError: settings or credentials are missing, or somebody else's.
        """
        if row["credential_mode"] == CredentialMode.ENV:
            await self.owners.require(row["org_id"])
        forms = await filled(row, self.keys)
        async with open_connector(
            forms.manifest,
            forms.config,
            forms.credentials,
            policy=self.policy,
            clock=clock.now,
            overrides=Overrides.model_validate(row["overrides"]),
            known=options.known(row["latest_options"]),
            limits=self._limits(row),
            transport=self.transports.get(forms.manifest.key),
        ) as connector:
            yield connector, forms

    def _limits(self, row: Record) -> Limits:
        return self.limits.setdefault(row["id"], Limits(manifest_of(row["type"]).rate, clock.now))
