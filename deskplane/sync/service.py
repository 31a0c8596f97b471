"""Asking for an import, stopping it, and looking at what it would find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import orjson

from deskplane.connections import agents, kinds, queries as connections, service as connections_service
from deskplane.connections.environment import NotConfiguredError
from deskplane.connections.reach import Reach
from deskplane.connections.vocabulary import CredentialMode, Health
from deskplane.connectors.sdk.contract import Capability
from deskplane.connectors.sdk.errors import ConnectorError, VendorUnavailableError
from deskplane.connectors.sdk.normal import StepResult, Window
from deskplane.connectors.sdk.verifying import LOGIN
from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Database, Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, InvalidError, UnavailableError
from deskplane.kernel.events import SYSTEM, Actor
from deskplane.kernel.ids import uuid7
from deskplane.kernel.rows import By
from deskplane.outbound.redaction import redact
from deskplane.sync import queries
from deskplane.sync.events import ImportAsked
from deskplane.sync.planning import mark_of
from deskplane.sync.running import ended
from deskplane.sync.schemas import SyncAsked
from deskplane.sync.vocabulary import DEFAULT_DAYS, Trigger
from deskplane.vocabulary.origin import Origin


@dataclass(frozen=True, slots=True)
class Starter:
    """Who or what begins an import."""

    actor: Actor
    origin: Origin
    person_id: UUID | None = None
    name: str = ""
    trigger: Trigger = Trigger.MANUAL


SCHEDULE: Final = Starter(SYSTEM, Origin.SYSTEM, trigger=Trigger.SCHEDULED)


async def ask(tx: Tx, connection_id: UUID, body: SyncAsked, caller: Caller) -> Record:
    """Note an import for the worker; one at a time for each connection.

    Raises:
        NotFoundError: there is no such connection.
        InvalidError: tickets cannot be imported from its type.
        ConflictError: it is busy, or nobody has shown yet that its log-in works.
    """
    row = await connections.whole(tx, connection_id, lock=True)
    require_source(row["type"])
    starter = Starter(caller.actor, caller.origin, caller.person_id, caller.name)
    return await _noted(tx, row, body, starter)


async def begin_by_schedule(tx: Tx, row: Record) -> Record:
    """Begin an import that is due; where the last one read to the end, only what changed since is read.

    Raises:
        ConflictError: it is busy, or its log-in does not work (any more).
        InvalidError: its config asks for what its connector does not know.
    """
    if row["health"] == Health.FAILED:
        raise ConflictError("This connection does not work. Verify it again.")
    asked = SyncAsked(days=None, projects=None, scope=None)
    return await _noted(tx, row, asked, SCHEDULE)


async def _noted(tx: Tx, row: Record, body: SyncAsked, starter: Starter) -> Record:
    _require_proved(row)
    wanted, now = wanted_of(body, row), clock.now()
    await connections_service.begin_sync(tx, row["id"])
    start, basis = since(wanted["days"], now), basis_of(row, wanted)
    cursor = None
    if starter.trigger is Trigger.SCHEDULED:
        cursor = await tx.fetchval(queries.READ_TO, row["id"], basis, start)
    run = await tx.fetchrow(
        queries.ADD,
        uuid7(),
        row["id"],
        starter.trigger,
        starter.person_id,
        starter.name,
        wanted["days"],
        wanted["projects"],
        wanted["scope"],
        start,
        now,
        basis,
        cursor,
    )
    if run is None:
        raise AssertionError("an insert returns its row")
    data = {"connection_id": str(row["id"]), "connection_type": row["type"], "days": wanted["days"]}
    asked = ImportAsked(subject=run["id"], version=1, actor=starter.actor, origin=starter.origin, data=data)
    await events.append(tx, [asked])
    return run


def basis_of(row: Record, wanted: Mapping[str, Any]) -> str:
    """What an import reads and how: where one of these differs, what was read before says nothing of what is new."""
    said = [row["settings"], wanted["projects"], wanted["scope"], mark_of(row["overrides"])]
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


async def cancel(tx: Tx, reach: Reach, connection_id: UUID, caller: Caller) -> Record | None:
    """Stop the import of a connection; what is stored stays. None: nothing was running."""
    row = await connections.whole(tx, connection_id)
    run = await tx.fetchrow(queries.CANCEL, connection_id, clock.now())
    if run is not None:
        if row["credential_mode"] == CredentialMode.AGENT:
            agents.call_back(tx, reach, row, run["id"])
        await ended(tx, run, by=By.of(caller))
    return run


async def preview(db: Database, reach: Reach, caller: Caller, id_: UUID, body: SyncAsked) -> dict[str, Any]:
    """Ask the vendor how many records an import would find now.

    Raises:
        NotFoundError: there is no such connection.
        InvalidError: its type has no tickets, or the vendor refuses the question.
        UnavailableError: the vendor does not answer.
    """
    async with db.read(caller.tenant) as reads:
        row = await connections.whole(reads, id_)
    require_source(row["type"])
    wanted = wanted_of(body, row)
    start = since(wanted["days"], clock.now())
    window = Window(created_since=start, projects=tuple(wanted["projects"]), scope=wanted["scope"])
    total, exact = await _counted(reach, row, window)
    use = reach.budget(row)
    return {
        "total": total,
        "exact": exact,
        "created_since": start,
        "budget_calls": use.calls,
        "budget_seconds": use.seconds,
        "budget_left": use.left,
    }


async def budget(reads: Statements, reach: Reach, id_: UUID) -> dict[str, Any]:
    """How much may still be asked through a connection.

    Raises:
        NotFoundError: there is no such connection.
        InvalidError: nothing can be asked through its type.
    """
    row = await connections.whole(reads, id_)
    kinds.manifest_of(row["type"])
    use, now = reach.budget(row), clock.now()
    used, pause = max(use.calls - use.left, 0), max(use.paused.values(), default=0.0)
    return {
        "calls": use.calls,
        "seconds": use.seconds,
        "used": used,
        "left": use.left,
        "full_at": now + timedelta(seconds=used * use.seconds / use.calls) if used else None,
        "paused_until": now + timedelta(seconds=pause) if pause else None,
        "vendor_limit": use.vendor_limit,
        "vendor_left": use.vendor_left,
        "rescheduled_until": await reads.fetchval(queries.WAITING, id_),
    }


async def _counted(reach: Reach, row: Record, window: Window) -> tuple[int | None, bool]:
    if row["credential_mode"] == CredentialMode.AGENT:
        return None, False  # who could ask keeps the credentials, and counts when it reads
    secrets: Sequence[str] = ()
    try:
        async with reach.open(row) as (connector, forms):
            secrets = forms.secrets
            if Capability.STATS not in forms.manifest.capabilities:
                return None, False
            stats = await connector.stats(window)
            return stats.total, stats.exact
    except NotConfiguredError as error:
        raise ConflictError(str(error)) from None
    except VendorUnavailableError as error:
        wait = max(1, round(error.retry_after))
        raise UnavailableError(redact(error.message, secrets), retry_after=wait) from None
    except ConnectorError as error:
        said = " ".join(filter(None, (error.message, error.fix)))
        raise InvalidError(redact(said, secrets)) from None


def wanted_of(body: SyncAsked, row: Record) -> dict[str, Any]:
    """What to import; what is not asked for is as the connection's config says.

    Raises:
        InvalidError: the vendor cannot be asked so; it would give everything instead.
    """
    config: Mapping[str, Any] = row["config"]
    asked_projects: Sequence[str] | None = body.projects
    projects = config.get("projects") or [] if asked_projects is None else asked_projects
    scope = (config.get("scope") or "") if body.scope is None else body.scope
    manifest = kinds.manifest_of(row["type"])
    for name, value in (("projects", projects), ("scope", scope)):
        if value and name not in manifest.narrowed_by:
            raise InvalidError.field(name, f"an import from {manifest.name} cannot be narrowed by this")
    days = body.days or config.get("lookback_days") or DEFAULT_DAYS
    return {"days": days, "projects": list(projects), "scope": scope}


def since(days: int, now: datetime) -> datetime:
    """The beginning of the day that lies so many days back, in UTC: the first day counts as a whole."""
    return datetime.combine((now - timedelta(days=days)).date(), time(), now.tzinfo)


def require_source(type_: str) -> None:
    """Refuse a type that has no tickets to import.

    Raises:
        InvalidError: names the types that have.
    """
    if type_ not in kinds.sources():
        raise InvalidError(
            f"Tickets cannot be imported from a connection of type '{type_}'. "
            f"Valid types: {', '.join(kinds.sources())}.",
            valid_types=kinds.sources(),
        )


def _require_proved(row: Record) -> None:
    steps = row["last_verification"].get("steps", [])
    proved = any(step["key"] == LOGIN and step["result"] == StepResult.OK for step in steps)
    if row["health"] == "unknown" or (steps and not proved) or not steps:
        raise ConflictError("This connection is not verified. Verify it first; its log-in must work.")
