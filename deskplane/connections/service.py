"""Setting connections up, and asking for their proof."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from deskplane.agent.messages import VerifyCredentials
from deskplane.connections import agents, events as told, kinds, queries
from deskplane.connections.credentials import checked, require_mode, sealed
from deskplane.connections.forming import FORM_FIELDS, credentials_of, prepared, settings_of
from deskplane.connections.overriding import require_sound
from deskplane.connections.owners import NOT_YOURS, owned
from deskplane.connections.reach import Reach
from deskplane.connections.schemas import ConnectionCreate, ConnectionPatch, VerifyAsked
from deskplane.connections.vocabulary import PATIENCE, UPDATE, ConnectionStatus, CredentialMode, Health
from deskplane.connectors.sdk.contract import Use
from deskplane.connectors.sdk.mapping import Overrides
from deskplane.kernel import clock, events
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.errors import ConflictError, ForbiddenError, InvalidError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.rows import By
from deskplane.kernel.stream import whisper
from deskplane.kernel.versions import require_version


@dataclass(frozen=True, slots=True)
class Asked:
    """Changes to a connection, and the version they were prepared on. ``passed_on``: with credentials for the agent."""

    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    if_match: int | None = None
    sent: int | None = None
    passed_on: bool = False


def asked(body: ConnectionPatch | VerifyAsked, if_match: int | None = None) -> Asked:
    """What a body sets."""
    values = body.model_dump(exclude_unset=True, exclude={"version"}, mode="json")
    if isinstance(body, VerifyAsked):
        return Asked({name: value for name, value in values.items() if value is not None})
    return Asked(values, if_match, body.version)


async def create(tx: Tx, reach: Reach, body: ConnectionCreate, *, by: By) -> Record:
    """Add a connection.

    Raises:
        InvalidError: an unknown type, or settings and credentials that its connector does not take.
        ForbiddenError: the credentials of the environment are for another organisation.
    """
    kinds.require_known(body.type)
    require_sound(body.overrides)
    name, description = kinds.name_of(body.type)
    settings, secret, set_at = dict(body.settings), None, None
    if settings or body.credentials or body.credential_mode is not CredentialMode.VAULT_DB:
        manifest = kinds.manifest_of(body.type)
        require_mode(body.credential_mode, manifest, reach.settings)
        await _require_owner(tx, reach, body.credential_mode)
        settings = settings_of(manifest, settings, body.credential_mode)
        if body.credentials:
            filled = credentials_of(manifest, body.credentials, body.credential_mode)
            secret, set_at = sealed(reach.keys, filled, tx.tenant.org_id), clock.now()
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


async def change(tx: Tx, reach: Reach, id_: UUID, wanted: Asked, *, by: By) -> Record:
    """Set a connection differently; its credentials stay unless others are given.

    Raises:
        NotFoundError: there is no such connection.
        ConflictError: it is being verified or imported from.
        InvalidError: its connector does not take this, or the address changes and the credentials were not given.
        ForbiddenError: the credentials of the environment are for another organisation.
    """
    row = await queries.whole(tx, id_, lock=True)
    require_version(row["version"], if_match=wanted.if_match, sent=wanted.sent)
    values = dict(wanted.values)
    outside = row["credential_mode"] == CredentialMode.AGENT
    if FORM_FIELDS & values.keys() or (outside and "overrides" in values):
        _require_idle(row)
    await _require_owner(tx, reach, values.get("credential_mode"))
    if "overrides" in values:
        require_sound(Overrides.model_validate(values["overrides"]))
    new = prepared(row, values, reach, passed_on=wanted.passed_on)
    new |= _schedule(row, values)
    differing = [name for name in new if new[name] != row[name]]
    if differing:
        after = {name: new.get(name, row[name]) for name in _COLUMNS}
        proved = bool({"settings", "sealed_credentials", "credential_mode"} & set(differing))
        health = Health.UNKNOWN if proved else row["health"]
        version = await tx.fetchval(queries.CHANGE, id_, *after.values(), health, clock.now(), proved)
        if row["credential_mode"] == CredentialMode.AGENT != after["credential_mode"]:
            agents.let_go(tx, reach, row)
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


async def remove(tx: Tx, reach: Reach, id_: UUID, *, if_match: int | None, by: By) -> None:
    """Take a connection away with its credentials and runs; tickets stay.

    Raises:
        NotFoundError: there is no such connection.
        ConflictError: it is being verified or imported from.
    """
    row = await queries.whole(tx, id_, lock=True)
    require_version(row["version"], if_match=if_match)
    _require_idle(row)
    await tx.execute(queries.REMOVE, id_)
    if row["credential_mode"] == CredentialMode.AGENT:
        agents.let_go(tx, reach, row)
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


async def begin_verification(
    tx: Tx, reach: Reach, id_: UUID, wanted: Asked, *, by: By
) -> tuple[Record, VerifyCredentials | None]:
    """Store what was given and let the worker prove it, or the agent: then the errand for it comes back too.

    Raises:
        NotFoundError, ConflictError, InvalidError: as ``change``; or the type has no connector.
    """
    row = await queries.whole(tx, id_, lock=True)
    manifest = kinds.manifest_of(row["type"])
    _require_idle(row)
    outside = wanted.values.get("credential_mode", row["credential_mode"]) == CredentialMode.AGENT
    given = wanted.values.get("credentials") if outside else None
    if given:
        checked("credentials", manifest.credentials, given)
        others = {name: value for name, value in wanted.values.items() if name != "credentials"}
        wanted = replace(wanted, values=others, passed_on=True)
    if wanted.values:
        await change(tx, reach, id_, wanted, by=by)
    now = clock.now()
    attempt = await tx.fetchval(queries.BEGIN, id_, now, now + PATIENCE if outside else now)
    await _tell(tx, id_)
    if not outside:
        return await queries.shown(tx, id_), None
    row = await queries.whole(tx, id_)
    require_mode(CredentialMode.AGENT, manifest, reach.settings)
    checked("settings", manifest.config, row["settings"])
    return await queries.shown(tx, id_), agents.verification(row, attempt, given)


async def begin_sync(tx: Tx, id_: UUID) -> None:
    """Mark a connection as being imported from.

    Raises:
        ConflictError: it is busy.
    """
    found = await tx.fetchval(queries.SYNCING, id_, ConnectionStatus.SYNCING, ConnectionStatus.IDLE)
    if found is None:
        raise ConflictError("This connection is busy. Wait until it is done, or cancel the import.")
    await _tell(tx, id_)


def _schedule(row: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Imports that begin by themselves: how often, and when the next one does."""
    if "sync_every_minutes" not in values:
        return {}
    every: int | None = values["sync_every_minutes"]
    if every is None:
        return {"sync_every_minutes": None, "next_sync_at": None}
    if Use.TICKET_SOURCE not in kinds.uses_of(row["type"]):
        raise InvalidError.field("sync_every_minutes", "tickets cannot be imported from this connection")
    if every == row["sync_every_minutes"]:
        return {}
    return {"sync_every_minutes": every, "next_sync_at": clock.now() + timedelta(minutes=every)}


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
    "sync_every_minutes",
    "next_sync_at",
)
_NAMED = {
    "sealed_credentials": "credentials",
    "credentials_set_at": "credentials",
    "next_sync_at": "sync_every_minutes",
}


async def _require_owner(tx: Tx, reach: Reach, mode: object) -> None:
    if mode == CredentialMode.ENV and not await owned(
        tx, reach.settings.env_credentials_org, tx.tenant.org_id
    ):
        raise ForbiddenError(NOT_YOURS)


def _require_idle(row: Record) -> None:
    if row["status"] != ConnectionStatus.IDLE:
        doing = "verified" if row["status"] == ConnectionStatus.VERIFYING else "imported from"
        raise ConflictError(f"This connection is being {doing}. Wait until that is done, or cancel it.")
