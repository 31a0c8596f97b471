"""Where the credentials of a connection come from; another provider is one more class and one more line."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import orjson
from pydantic import BaseModel, SecretStr, ValidationError

from deskplane.connections import environment
from deskplane.connections.environment import Forms, NotConfiguredError
from deskplane.connections.kinds import manifest_of
from deskplane.connections.vocabulary import PURPOSE, CredentialMode
from deskplane.connectors.sdk.contract import Manifest
from deskplane.kernel.crypto import CryptoError, KeyRing
from deskplane.kernel.db import Record
from deskplane.kernel.errors import FieldError, InvalidError
from deskplane.kernel.settings import Settings


class CredentialProvider(Protocol):
    """Fills the forms of a connection for the length of one call; nothing of it is kept."""

    async def forms(self, manifest: Manifest, row: Record, keys: KeyRing) -> Forms:
        """Settings and credentials.

        Raises:
            NotConfiguredError: they are not there or not whole.
        """
        ...


class Environment:
    """Address and credentials are the operator's; a connection can add settings, but never lead them elsewhere."""

    async def forms(self, manifest: Manifest, row: Record, keys: KeyRing) -> Forms:
        """As the environment says; what it leaves open is the connection's."""
        del keys
        found = environment.forms(manifest)
        told = found.config.model_dump(mode="json", exclude_unset=True)
        try:
            merged = manifest.config.model_validate({**row["settings"], **told})
        except ValidationError:
            raise NotConfiguredError(
                f"The settings of {row['name']} do not fit its connector. Fill in its form again."
            ) from None
        return Forms(manifest, merged, found.credentials)


class Vault:
    """Sealed in the database, for this organisation only."""

    async def forms(self, manifest: Manifest, row: Record, keys: KeyRing) -> Forms:
        """As the connection says, its credentials opened."""
        sealed = row["sealed_credentials"]
        if not row["settings"] or sealed is None:
            raise NotConfiguredError(f"{row['name']} is not set up: fill in its form and verify.")
        try:
            opened = keys.open_text(sealed, org_id=row["org_id"], purpose=PURPOSE)
        except CryptoError:
            raise NotConfiguredError(
                f"The stored credentials of {row['name']} cannot be opened. Enter them again."
            ) from None
        try:
            return Forms(
                manifest,
                manifest.config.model_validate(row["settings"]),
                manifest.credentials.model_validate(orjson.loads(opened)),
            )
        except ValidationError:
            raise NotConfiguredError(
                f"The settings of {row['name']} do not fit its connector any more. Fill in its form again."
            ) from None


PROVIDERS: Final[Mapping[CredentialMode, CredentialProvider]] = {
    CredentialMode.ENV: Environment(),
    CredentialMode.VAULT_DB: Vault(),
}


async def filled(row: Record, keys: KeyRing) -> Forms:
    """The forms of a connection, from where its credentials are.

    Raises:
        NotConfiguredError: they are not there.
    """
    provider = PROVIDERS.get(CredentialMode(row["credential_mode"]))
    if provider is None:
        raise NotConfiguredError("The credentials of this connection are with an agent outside.")
    return await provider.forms(manifest_of(row["type"]), row, keys)


def require_mode(mode: CredentialMode, manifest: Manifest, settings: Settings) -> None:
    """Refuse a place of credentials that nothing here reads.

    Raises:
        InvalidError: says which are read.
    """
    if mode is CredentialMode.AGENT and not settings.agent_url:
        raise InvalidError.field(
            "credential_mode",
            f"'{mode}' needs an agent outside, and none is set up here (DESKPLANE_AGENT_URL). "
            "Use vault_db (sealed in the database) or env (of the environment).",
        )
    if mode is CredentialMode.ENV and not manifest.env:
        raise InvalidError.field(
            "credential_mode", f"{manifest.name} has no variables in the environment. Use vault_db."
        )


def checked(form: str, model: type[BaseModel], given: Mapping[str, Any]) -> BaseModel:
    """A form as its connector reads it.

    Raises:
        InvalidError: one entry for each field; what was given is never repeated.
    """
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        errors: list[FieldError] = [
            {"loc": ["body", form, *(str(part) for part in one["loc"])], "msg": _plain(one["msg"])}
            for one in found
        ]
        raise InvalidError(errors=errors) from None


def sealed(keys: KeyRing, credentials: BaseModel, org_id: Any) -> bytes:
    """Filled credentials as they are stored."""
    plain = {name: _opened(getattr(credentials, name)) for name in type(credentials).model_fields}
    return keys.seal(orjson.dumps(plain), org_id=org_id, purpose=PURPOSE)


def _opened(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
