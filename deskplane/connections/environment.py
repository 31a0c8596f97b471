"""Forms of a connector as the environment fills them: which variables, and which are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

from deskplane.connectors.sdk.contract import Manifest, secrets_of
from deskplane.connectors.sdk.registry import manifests


class NotConfiguredError(Exception):
    """What is known does not say enough to open a connector; the words name what is missing, never a value."""


@lru_cache(maxsize=16)
def _reader(key: str) -> type[BaseSettings]:
    fields: dict[str, Any] = {name.lower(): (SecretStr, SecretStr("")) for name in manifests()[key].env}

    class Unfiled(BaseSettings):
        model_config = SettingsConfigDict(env_file=None, extra="ignore")

    return create_model(f"Environment{key.title()}", __base__=Unfiled, **fields)


def said(manifest: Manifest) -> dict[str, str]:
    """The variables of a vendor that are set, by name."""
    read = _reader(manifest.key)()
    values = {name: getattr(read, name.lower()).get_secret_value().strip() for name in manifest.env}
    return {name: value for name, value in values.items() if value}


def missing(manifest: Manifest, given: Mapping[str, str]) -> list[str]:
    """The variables that would complete the nearest way to configure a vendor."""
    ways = [[name for name in way if name not in given] for way in manifest.env_ways]
    return min(ways, key=len) if ways else []


@dataclass(frozen=True, slots=True)
class Forms:
    """The two filled forms of a vendor, and what is to be masked."""

    manifest: Manifest
    config: BaseModel
    credentials: BaseModel
    lacks: tuple[str, ...] = ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret values."""
        return secrets_of(self.credentials)


def forms(manifest: Manifest, *, preview: bool = False, empty: bool = False) -> Forms:
    """Fill the forms from the environment; a preview needs neither an address nor credentials that work.

    ``empty``: as if nothing were set, for those whose environment it is not.

    Raises:
        NotConfiguredError: variables are missing or hold what is no value for them.
    """
    if not manifest.env:
        raise NotConfiguredError(f"{manifest.name} cannot be configured in the environment.")
    given = {} if empty else said(manifest)
    lacks = missing(manifest, given)
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
