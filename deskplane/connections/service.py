"""Setting connections up, and asking for their proof."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from deskplane.connections import events as told, kinds, queries
from deskplane.connections.credentials import checked, require_mode, sealed
from deskplane.connections.schemas import ConnectionCreate, ConnectionPatch, VerifyAsked
from deskplane.connections.vocabulary import UPDATE, ConnectionStatus, CredentialMode, Health
from deskplane.connectors.sdk.contract import Manifest
from deskplane.kernel import clock, events
from deskplane.kernel.crypto import KeyRing
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.rows import By
from deskplane.kernel.stream import whisper
from deskplane.kernel.versions import require_version

FORM_FIELDS = frozenset({"settings", "credentials", "credential_mode"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Changes to a connection, and the version they were prepared on."""

    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    if_match: int | None = None
    sent: int | None = None


def asked(body: ConnectionPatch | VerifyAsked, if_match: int | None = None) -> Asked:
    """What a body sets."""
    values = body.model_dump(exclude_unset=True, exclude={"version"}, mode="json")
    if isinstance(body, VerifyAsked):
        return Asked({name: value for name, value in values.items() if value is not None})
    return Asked(values, if_match, body.version)


async def create(tx: Tx, keys: KeyRing, body: ConnectionCreate, *, by: By) -> Record:
    """Add a connection.

    Raises:
        InvalidError: an unknown type, or settings and credentials that its connector does not take.
    """
    kinds.require_known(body.type)
    name, description = kinds.name_of(body.type)
    settings, secret, set_at = dict(body.settings), None, None
    if settings or body.credentials or body.credential_mode is not CredentialMode.VAULT_DB:
        manifest = kinds.manifest_of(body.type)
        require_mode(body.credential_mode, manifest)
        settings = _settings(manifest, settings, body.credential_mode)
        if body.credentials:
            filled = _credentials(manifest, body.credentials, body.credential_mode)
            secret, set_at = sealed(keys, filled, tx.tenant.org_id), clock.now()
    id_ = uuid7()
    await tx.execute(
        queries.ADD,
        id_,
        body.type,
        body.name or name,
        body.description if body.description is not None else description,
        body.credential_mode,
        settings,
        body.config.model_dump(mode="json", exclude_defaults=True),
        body.overrides.model_dump(mode="json", exclude_defaults=True),
        secret,
        set_at,
    )
    row = await queries.shown(tx, id_)
    data = {"name": row["name"], "type": row["type"]}
    await events.append(
        tx, [told.ConnectionAdded(subject=id_, version=1, actor=by.actor, origin=by.origin, data=data)]
    )
    await _tell(tx, id_)
    return row


async def seed(tx: Tx, *, by: By | None = None) -> None:
    """Give the organisation a record of each type that is offered, where it has none; by nobody, nobody is told."""
    rows = [
        {"type": key, "name": name, "description": description}
        for key, (name, description) in ((key, kinds.name_of(key)) for key in kinds.offered())
    ]
    added = await queries.seed(tx, rows)
    if by is None:
        return
    await events.append(
        tx,
        [
            told.ConnectionAdded(
                subject=row["id"],
                version=row["version"],
                actor=by.actor,
                origin=by.origin,
                data={"name": row["name"], "type": row["type"]},
            )
            for row in added
        ],
    )


async def change(tx: Tx, keys: KeyRing, id_: UUID, wanted: Asked, *, by: By) -> Record:
    """Set a connection differently; its credentials stay unless others are given.

    Raises:
        NotFoundError: there is no such connection.
        ConflictError: it is being verified or imported from.
        InvalidError: its connector does not take this, or the address changes and the credentials were not given.
    """
    row = await queries.whole(tx, id_, lock=True)
    require_version(row["version"], if_match=wanted.if_match, sent=wanted.sent)
    values = dict(wanted.values)
    if FORM_FIELDS & values.keys():
        _require_idle(row)
    new = _prepared(row, values, keys)
    differing = [name for name in new if new[name] != row[name]]
    if differing:
        after = {name: new.get(name, row[name]) for name in _COLUMNS}
        proved = {"settings", "sealed_credentials", "credential_mode"} & set(differing)
        health = Health.UNKNOWN if proved else row["health"]
        version = await tx.fetchval(queries.CHANGE, id_, *after.values(), health, clock.now())
        names = sorted({_NAMED.get(name, name) for name in differing})
        data = {"name": after["name"], "type": row["type"], "fields": names}
        await events.append(
            tx,
            [
                told.ConnectionChanged(
                    subject=id_, version=version, actor=by.actor, origin=by.origin, data=data
                )
            ],
        )
        await _tell(tx, id_)
    return await queries.shown(tx, id_)


async def remove(tx: Tx, id_: UUID, *, if_match: int | None, by: By) -> None:
    """Take a connection away with its credentials and runs; tickets stay.

    Raises:
        NotFoundError: there is no such connection.
        ConflictError: it is being verified or imported from.
    """
    row = await queries.whole(tx, id_, lock=True)
    require_version(row["version"], if_match=if_match)
    _require_idle(row)
    await tx.execute(queries.REMOVE, id_)
    data = {"name": row["name"], "type": row["type"]}
    await events.append(
        tx,
        [
            told.ConnectionRemoved(
                subject=id_, version=row["version"] + 1, actor=by.actor, origin=by.origin, data=data
            )
        ],
    )
    await _tell(tx, id_)


async def begin_verification(tx: Tx, keys: KeyRing, id_: UUID, wanted: Asked, *, by: By) -> Record:
    """Store what was given and let the worker prove it.

    Raises:
        NotFoundError, ConflictError, InvalidError: as ``change``; or the type has no connector.
    """
    row = await queries.whole(tx, id_, lock=True)
    kinds.manifest_of(row["type"])
    _require_idle(row)
    if wanted.values:
        await change(tx, keys, id_, wanted, by=by)
    await tx.fetch(queries.BEGIN, id_, clock.now())
    await _tell(tx, id_)
    return await queries.shown(tx, id_)


async def begin_sync(tx: Tx, id_: UUID) -> None:
    """Mark a connection as being imported from.

    Raises:
        ConflictError: it is busy.
    """
    found = await tx.fetchval(queries.SYNCING, id_, ConnectionStatus.SYNCING, ConnectionStatus.IDLE)
    if found is None:
        raise ConflictError("This connection is busy. Wait until it is done, or cancel the import.")
    await _tell(tx, id_)


async def end_sync(
    tx: Tx, id_: UUID, *, status: str, error: str, tickets: int, at: datetime, health: Health | None = None
) -> None:
    """Note how an import ended."""
    await tx.execute(queries.SYNCED, id_, at, status, error, tickets, health)
    await _tell(tx, id_)


async def _tell(tx: Tx, id_: UUID) -> None:
    await whisper(tx, UPDATE, subject_type="connection", subject=id_)


_COLUMNS = (
    "name",
    "description",
    "credential_mode",
    "settings",
    "config",
    "overrides",
    "sealed_credentials",
    "credentials_set_at",
)
_NAMED = {"sealed_credentials": "credentials", "credentials_set_at": "credentials"}


def _prepared(row: Record, values: dict[str, Any], keys: KeyRing) -> dict[str, Any]:
    """New values by column; forms are read by their connector."""
    new = {name: values[name] for name in ("name", "description", "config", "overrides") if name in values}
    if not FORM_FIELDS & values.keys():
        return new
    manifest = kinds.manifest_of(row["type"])
    mode = CredentialMode(values.get("credential_mode", row["credential_mode"]))
    require_mode(mode, manifest)
    settings = row["settings"]
    if "settings" in values:
        settings = _settings(manifest, values["settings"], mode)
    given = values.get("credentials")
    new |= {"credential_mode": mode, "settings": settings}
    if given:
        filled = _credentials(manifest, given, mode)
        new |= {"sealed_credentials": sealed(keys, filled, row["org_id"]), "credentials_set_at": clock.now()}
    elif mode is CredentialMode.ENV:
        new |= {"sealed_credentials": None, "credentials_set_at": None}
    elif row["sealed_credentials"] is not None and _places(settings) != _places(row["settings"]):
        raise InvalidError.field(
            "credentials",
            "The address changes: give the credentials again, they do not go elsewhere unasked.",
        )
    return new


def _places(settings: Mapping[str, Any]) -> set[str]:
    return {value for value in settings.values() if isinstance(value, str) and "://" in value}


def _settings(manifest: Manifest, given: Mapping[str, Any], mode: CredentialMode) -> dict[str, Any]:
    """Settings as they are stored: what was given, once the connector takes it."""
    if mode is CredentialMode.ENV:
        # The environment fills in the rest when it is opened; only the words given here are checked.
        unknown = sorted(set(given) - set(manifest.config.model_fields))
        if unknown:
            raise InvalidError(errors=[_no_field(name) for name in unknown])
        return dict(given)
    return checked("settings", manifest.config, given).model_dump(mode="json", exclude_unset=True)


def _no_field(name: str) -> Any:
    return {"loc": ["body", "settings", name], "msg": "there is no such setting"}


def _credentials(manifest: Manifest, given: Mapping[str, Any], mode: CredentialMode) -> BaseModel:
    if mode is CredentialMode.ENV:
        raise InvalidError.field("credentials", "Credentials of the mode env are in the environment.")
    return checked("credentials", manifest.credentials, given)


def _require_idle(row: Record) -> None:
    if row["status"] != ConnectionStatus.IDLE:
        doing = "verified" if row["status"] == ConnectionStatus.VERIFYING else "imported from"
        raise ConflictError(f"This connection is being {doing}. Wait until that is done, or cancel it.")
