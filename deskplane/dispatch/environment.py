"""Platforms as the environment configures them: the first switches, and how to open a platform's connector."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx2
from pydantic_settings import BaseSettings, SettingsConfigDict

from deskplane.connections import environment
from deskplane.connections.environment import Forms, NotConfiguredError
from deskplane.connections.owners import NOT_YOURS, Owners
from deskplane.connections.reach import policy_of
from deskplane.connectors.sdk.contract import Manifest
from deskplane.connectors.sdk.limits import Limits
from deskplane.connectors.sdk.opening import open_connector
from deskplane.connectors.sdk.registry import manifests
from deskplane.dispatch.vocabulary import Platform
from deskplane.kernel import clock
from deskplane.kernel.ratelimit import RateLimiter
from deskplane.kernel.settings import Settings
from deskplane.outbound.policy import OutboundPolicy


class FirstSwitches(BaseSettings):
    """What the switches are until somebody sets them."""

    model_config = SettingsConfigDict(env_prefix="TICKET_", env_file=None, extra="ignore")

    servicenow_enabled: bool = False
    jira_enabled: bool = False
    dual_mode_enabled: bool = False

    def row(self) -> dict[str, bool]:
        """The switches; dual tracking needs both platforms."""
        both = self.servicenow_enabled and self.jira_enabled
        return {
            "servicenow_enabled": self.servicenow_enabled,
            "jira_enabled": self.jira_enabled,
            "dual_mode": both and self.dual_mode_enabled,
        }


def forms(platform: Platform, *, preview: bool = False, empty: bool = False) -> Forms:
    """Fill a platform's forms from the environment.

    Raises:
        NotConfiguredError: variables are missing or hold what is no value for them.
    """
    return environment.forms(manifests()[platform], preview=preview, empty=empty)


@dataclass
class Outside:
    """What a process keeps for its calls: which addresses are allowed, one budget a platform, one bucket a caller."""

    settings: Settings
    owners: Owners
    transports: dict[str, httpx2.AsyncBaseTransport] = field(
        default_factory=dict[str, httpx2.AsyncBaseTransport]
    )
    limits: dict[str, Limits] = field(default_factory=dict[str, Limits])
    patience: float = 20.0
    """Seconds that a caller waits for what another one is creating; then it hears that it is being created."""

    creates: RateLimiter | None = field(init=False)

    def __post_init__(self) -> None:
        """Fill the bucket of creates."""
        allowed = self.settings.dispatch_per_minute
        self.creates = RateLimiter(allowed, 60) if allowed else None

    @property
    def policy(self) -> OutboundPolicy:
        """In the profile dev a simulator on this machine may be called, without TLS too."""
        return policy_of(self.settings)

    def manifest(self, platform: Platform) -> Manifest:
        """What is known of a platform before anything is configured."""
        return manifests()[platform]

    def budget(self, platform: Platform) -> Limits:
        """The one budget of this process for a platform."""
        return self.limits.setdefault(platform, Limits(self.manifest(platform).rate, clock.now))

    @asynccontextmanager
    async def open(
        self, platform: Platform, org_id: UUID | None, *, preview: bool = False
    ) -> AsyncGenerator[tuple[Any, Forms]]:
        """A platform's connector and its forms, for an organisation; None: for the operator, who looks on.

        Those whom the environment is not for may preview, and see nothing of it.

        Raises:
            NotConfiguredError: the environment does not say enough, or is for somebody else.
        """
        mine = org_id is None or await self.owners.owns(org_id)
        if not mine and not preview:
            raise NotConfiguredError(NOT_YOURS)
        filled = forms(platform, preview=preview, empty=not mine)
        async with open_connector(
            filled.manifest,
            filled.config,
            filled.credentials,
            policy=self.policy,
            clock=clock.now,
            limits=self.budget(platform),
            transport=self.transports.get(platform),
        ) as connector:
            yield connector, filled
