"""Platforms as the environment configures them: which variables, which are missing, how to open the connector."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import httpx2
from pydantic import BaseModel, SecretStr, ValidationError, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

from deskplane.connectors.sdk.contract import Manifest, secrets_of
from deskplane.connectors.sdk.limits import Limits
from deskplane.connectors.sdk.opening import open_connector
from deskplane.connectors.sdk.registry import manifests
from deskplane.dispatch.vocabulary import Platform
from deskplane.kernel import clock
from deskplane.kernel.ratelimit import RateLimiter
from deskplane.kernel.settings import Profile, Settings
from deskplane.outbound.policy import OutboundPolicy

LOOPBACK: Final = ("127.0.0.0/8", "::1/128")


class NotConfiguredError(Exception):
    """The environment does not say enough of a platform; the words name the variables."""


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


@lru_cache(maxsize=16)
def _reader(platform: Platform) -> type[BaseSettings]:
    fields: dict[str, Any] = {name.lower(): (SecretStr, SecretStr("")) for name in _manifest(platform).env}

    class Unfiled(BaseSettings):
        model_config = SettingsConfigDict(env_file=None, extra="ignore")

    return create_model(f"Environment{platform.title()}", __base__=Unfiled, **fields)


def _manifest(platform: Platform) -> Manifest:
    return manifests()[platform]


def said(platform: Platform) -> dict[str, str]:
    """The variables of a platform that are set, by name."""
    read = _reader(platform)()
    values = {
        name: getattr(read, name.lower()).get_secret_value().strip() for name in _manifest(platform).env
    }
    return {name: value for name, value in values.items() if value}


def missing(platform: Platform, given: Mapping[str, str]) -> list[str]:
    """The variables that would complete the nearest way to configure a platform."""
    ways = [[name for name in way if name not in given] for way in _manifest(platform).env_ways]
    return min(ways, key=len) if ways else []


@dataclass(frozen=True, slots=True)
class Forms:
    """The two filled forms of a platform, and what is to be masked."""

    manifest: Manifest
    config: BaseModel
    credentials: BaseModel
    lacks: tuple[str, ...] = ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret values."""
        return secrets_of(self.credentials)


def forms(platform: Platform, *, preview: bool = False) -> Forms:
    """Fill the forms from the environment; a preview needs neither an address nor credentials that work.

    Raises:
        NotConfiguredError: variables are missing or hold what is no value for them.
    """
    manifest, given = _manifest(platform), said(platform)
    lacks = missing(platform, given)
    if lacks and not preview:
        names = ", ".join(lacks)
        raise NotConfiguredError(f"{manifest.name} is not configured: set {names} in the environment.")
    values: dict[str, dict[str, str]] = {"config": {}, "credentials": {}}
    places = {manifest.env[name]: value for name, value in given.items()}
    for place, value in {**places, **manifest.implied(places)}.items():
        form, _, name = place.partition(".")
        values[form][name] = value
    if lacks:
        return _sketch(manifest, values, tuple(lacks))
    try:
        return Forms(
            manifest,
            manifest.config.model_validate(values["config"]),
            manifest.credentials.model_validate(values["credentials"]),
        )
    except ValidationError as error:
        raise NotConfiguredError(_words(manifest, error)) from None


def _sketch(manifest: Manifest, values: Mapping[str, Mapping[str, str]], lacks: tuple[str, ...]) -> Forms:
    """Forms to preview with: an address that leads nowhere where none is set, and no credentials."""
    required = {name for name, one in manifest.config.model_fields.items() if one.is_required()}
    nowhere = dict.fromkeys(required, f"https://{manifest.key}.invalid")
    try:
        config = manifest.config.model_validate({**nowhere, **values["config"]})
    except ValidationError as error:
        raise NotConfiguredError(_words(manifest, error)) from None
    return Forms(manifest, config, manifest.credentials.model_construct(), lacks)


def _words(manifest: Manifest, error: ValidationError) -> str:
    # The names and the rule only: what was given may be a secret.
    names = {place.partition(".")[2]: variable for variable, place in manifest.env.items()}
    found = error.errors(include_input=False, include_url=False, include_context=False)
    said = "; ".join(
        f"{names.get(str(one['loc'][0]), one['loc'][0]) if one['loc'] else 'credentials'}: {one['msg']}"
        for one in found
    )
    return f"{manifest.name} is not configured well: {said}"


@dataclass
class Outside:
    """What a process keeps for its calls: which addresses are allowed, one budget a platform, one bucket a caller."""

    settings: Settings
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
        dev = self.settings.profile is Profile.DEV
        allow = (*self.settings.outbound_allow, *(LOOPBACK if dev else ()))
        return OutboundPolicy.of(allow, own_ports=(self.settings.port,), allow_http=dev)

    def manifest(self, platform: Platform) -> Manifest:
        """What is known of a platform before anything is configured."""
        return _manifest(platform)

    def budget(self, platform: Platform) -> Limits:
        """The one budget of this process for a platform."""
        return self.limits.setdefault(platform, Limits(_manifest(platform).rate, clock.now))

    @asynccontextmanager
    async def open(self, platform: Platform, *, preview: bool = False) -> AsyncGenerator[tuple[Any, Forms]]:
        """A platform's connector and its forms.

        Raises:
            NotConfiguredError: the environment does not say enough.
        """
        filled = forms(platform, preview=preview)
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
