"""From what a caller gives to what is stored: forms as their connector reads them, credentials sealed or passed on."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from deskplane.connections import kinds
from deskplane.connections.credentials import checked, require_mode, sealed
from deskplane.connections.reach import Reach
from deskplane.connections.vocabulary import CredentialMode
from deskplane.connectors.sdk.contract import Manifest
from deskplane.kernel import clock
from deskplane.kernel.db import Record
from deskplane.kernel.errors import InvalidError

FORM_FIELDS: Final = frozenset({"settings", "credentials", "credential_mode"})
NOWHERE: Final = {"sealed_credentials": None, "credentials_set_at": None}


def prepared(
    row: Record, values: Mapping[str, Any], reach: Reach, *, passed_on: bool = False
) -> dict[str, Any]:
    """New values by column. ``passed_on``: credentials go to the agent with this change.

    Raises:
        InvalidError: its connector does not take this, or the address changes and the credentials were not given.
    """
    new = {name: values[name] for name in ("name", "description", "config", "overrides") if name in values}
    if not FORM_FIELDS & values.keys():
        return new
    manifest = kinds.manifest_of(row["type"])
    mode = CredentialMode(values.get("credential_mode", row["credential_mode"]))
    require_mode(mode, manifest, reach.settings)
    settings = row["settings"]
    if "settings" in values:
        settings = settings_of(manifest, values["settings"], mode)
    moved = _places(settings) != _places(row["settings"])
    return {**new, "credential_mode": mode, "settings": settings} | _secret(
        row, mode, values.get("credentials"), reach, kept=not moved or passed_on
    )


def _secret(
    row: Record, mode: CredentialMode, given: Mapping[str, Any] | None, reach: Reach, *, kept: bool
) -> dict[str, Any]:
    """What becomes of the credentials: new ones, none, or those that are there. ``kept``: they may stay."""
    if given:
        filled = credentials_of(kinds.manifest_of(row["type"]), given, mode)
        return {
            "sealed_credentials": sealed(reach.keys, filled, row["org_id"]),
            "credentials_set_at": clock.now(),
        }
    elsewhere = (row["credential_mode"] == CredentialMode.AGENT) is not (mode is CredentialMode.AGENT)
    if mode is CredentialMode.ENV or elsewhere:
        return dict(NOWHERE)
    if row["credentials_set_at"] is not None and not kept:
        raise InvalidError.field(
            "credentials",
            "The address changes: give the credentials again, they do not go elsewhere unasked.",
        )
    return {}


def settings_of(manifest: Manifest, given: Mapping[str, Any], mode: CredentialMode) -> dict[str, Any]:
    """Settings as they are stored: what was given, once the connector takes it."""
    if mode is CredentialMode.ENV:
        # The environment fills in the rest when it is opened; only the words given here are checked.
        unknown = sorted(set(given) - set(manifest.config.model_fields))
        if unknown:
            raise InvalidError(errors=[_no_field(name) for name in unknown])
        return dict(given)
    return checked("settings", manifest.config, given).model_dump(mode="json", exclude_unset=True)


def credentials_of(manifest: Manifest, given: Mapping[str, Any], mode: CredentialMode) -> BaseModel:
    """Credentials that are to be sealed here.

    Raises:
        InvalidError: they are kept elsewhere, or the connector does not take them.
    """
    if mode is CredentialMode.ENV:
        raise InvalidError.field("credentials", "Credentials of the mode env are in the environment.")
    if mode is CredentialMode.AGENT:
        raise InvalidError.field(
            "credentials", "Credentials of the mode agent are never stored: give them to the verification."
        )
    return checked("credentials", manifest.credentials, given)


def _places(settings: Mapping[str, Any]) -> set[str]:
    return {value for value in settings.values() if isinstance(value, str) and "://" in value}


def _no_field(name: str) -> Any:
    return {"loc": ["body", "settings", name], "msg": "there is no such setting"}
