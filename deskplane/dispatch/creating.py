"""Creating what was asked for a job, in order, each once: claimed, called without a transaction, written down."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from deskplane.connections.environment import NotConfiguredError
from deskplane.connectors.sdk.errors import (
    ConnectorError,
    CredentialsRejectedError,
    OutcomeUnknownError,
    VendorRefusedError,
    VendorUnavailableError,
)
from deskplane.connectors.sdk.normal import Receipt, Related
from deskplane.dispatch import linking, payloads, queries
from deskplane.dispatch.environment import Outside, forms
from deskplane.dispatch.events import OutsideTicketCreated, OutsideTicketFailed
from deskplane.dispatch.states import meaning
from deskplane.dispatch.vocabulary import EVERY, OutsideState, Platform
from deskplane.kernel import clock, events
from deskplane.kernel.db import Database, Record, Tenant, Tx
from deskplane.outbound.redaction import redact

ATTEMPT: Final = timedelta(minutes=4)
"""How long one attempt may take, look-ups before and after the create included."""

LEASE: Final = timedelta(minutes=10)
"""How long an attempt belongs to who began it. It is longer than an attempt by more than a platform needs to finish a
request that was cut off, so that after a crash nobody begins while the first is still on its way."""

POLL: Final = 0.1
SOON: Final = timedelta(seconds=30)
FIRST_WAIT: Final = 15.0
LONGEST_WAIT: Final = 3600.0
MOST_ATTEMPTS: Final = 40
_UNDONE: Final = frozenset({OutsideState.PENDING, OutsideState.UNKNOWN, OutsideState.CREATING})
_KINDS: Final[tuple[tuple[type[ConnectorError], str], ...]] = (
    (OutcomeUnknownError, "outcome_unknown"),
    (VendorUnavailableError, "unavailable"),
    (CredentialsRejectedError, "credentials_rejected"),
    (VendorRefusedError, "refused"),
)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ended:
    """How one attempt ended; ``earlier`` is kept while it may have made a ticket that we do not know of."""

    state: OutsideState
    earlier: datetime | None = None
    next_at: datetime | None = None
    receipt: Receipt | None = None
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])
    error: dict[str, Any] | None = None


async def advance(
    db: Database, outside: Outside, tenant: Tenant, job_id: str, *, only: Platform | None = None
) -> None:
    """Create what the job still lacks, ServiceNow first; what another call is creating is waited for."""
    async with db.transaction(tenant) as tx:
        wanted = await queries.of_job(tx, job_id)
    there = {row["platform"]: row for row in wanted}
    for row in wanted:
        if only not in (None, row["platform"]):
            continue
        twin = None if row["platform"] == Platform.SERVICENOW else there.get(Platform.SERVICENOW)
        if row["dual"] and row["state"] == OutsideState.PENDING and twin is not None and not _is_made(twin):
            there[row["platform"]] = await _hold(db, tenant, row)
            continue
        related = (linking.related_to(twin),) if row["dual"] and twin is not None and _is_made(twin) else ()
        there[row["platform"]] = await _finish(db, outside, tenant, row, related)
    await linking.link(db, outside, tenant, list(there.values()))


def _is_made(row: Record) -> bool:
    return row["state"] in (OutsideState.CREATED, OutsideState.GONE)


async def _hold(db: Database, tenant: Tenant, row: Record) -> Record:
    """Dual tracking: without the incident there is nothing to refer to yet."""
    words = "Waits for the ServiceNow incident that it refers to."
    async with db.transaction(tenant) as tx:
        if _kind(row["error"]) != "waits_for_twin":
            await tx.execute(queries.NOTE, row["id"], _trouble("waits_for_twin", words), clock.now())
        return await _again(tx, row)


async def _again(tx: Tx, row: Record) -> Record:
    rows = await queries.of_job(tx, row["job_id"])
    return next((one for one in rows if one["id"] == row["id"]), row)


async def _finish(
    db: Database, outside: Outside, tenant: Tenant, row: Record, related: Sequence[Related]
) -> Record:
    """Claim and create; or wait until whoever has it is done."""
    waited = 0.0
    while row["state"] in _UNDONE and waited < outside.patience:
        now = clock.now()
        async with db.transaction(tenant) as tx:
            switches = await queries.switches(tx)
            if switches is None or not switches[f"{row['platform']}_enabled"]:
                return await _stop(tx, row)
            claimed = await queries.claim(tx, row["id"], now, now + LEASE)
            current = row if claimed is not None else await _again(tx, row)
        if claimed is not None:
            ended = await _attempt(outside, tenant, claimed, related)
            return await _write(db, tenant, claimed, ended)
        if current["state"] != OutsideState.CREATING:
            return current  # somebody else's attempt ended meanwhile, or the platform asked to wait
        row = current
        await asyncio.sleep(POLL)
        waited += POLL
    return row


async def _stop(tx: Tx, row: Record) -> Record:
    """A platform that was switched off meanwhile gets nothing more."""
    words = f"{row['platform']} was switched off before the ticket was created."
    stopped = await tx.fetchrow(queries.STOPPED, row["id"], _trouble("switched_off", words), clock.now())
    if stopped is None:
        return await _again(tx, row)
    await events.append(tx, [_event(stopped)])
    return stopped


async def _attempt(outside: Outside, tenant: Tenant, row: Record, related: Sequence[Related]) -> Ended:
    platform = Platform(row["platform"])
    draft = payloads.draft(platform, row["payload"], payloads.mark(tenant.org_id, row["job_id"]), related)
    try:
        async with (
            asyncio.timeout(ATTEMPT.total_seconds()),
            outside.open(platform, tenant.org_id) as (connector, _),
        ):
            receipt: Receipt = await connector.create(draft, earlier=row["before"])
    except NotConfiguredError as error:
        state = OutsideState.FAILED if row["before"] is None else OutsideState.UNKNOWN
        return Ended(state, row["before"], error=_trouble("not_configured", str(error)))
    except ConnectorError as error:
        return _failed(platform, row, error)
    except TimeoutError:
        return _in_question(row, "outcome_unknown", "The platform took too long to answer.")
    except Exception:
        log.exception("dispatch.broken", platform=platform, id=str(row["id"]))
        return _in_question(row, "failed", "Something in Deskplane failed; the log says what.")
    metadata = {f"{one.platform}_incident_id": one.key for one in related}
    readable = bool(receipt.ticket.status.id or receipt.ticket.status.name)
    return Ended(
        OutsideState.CREATED,
        next_at=clock.now() + (EVERY if readable else SOON),
        receipt=receipt,
        metadata=metadata,
    )


def _in_question(row: Record, kind: str, words: str) -> Ended:
    now = clock.now()
    again = _later(row, 0)
    return Ended(OutsideState.UNKNOWN, now, again, error=_trouble(kind, words, retry_at=_moment(again)))


def _failed(platform: Platform, row: Record, error: ConnectorError) -> Ended:
    secrets = forms(platform).secrets
    kind = next((word for known, word in _KINDS if isinstance(error, known)), "failed")
    fields = payloads.in_our_words(platform, error.fields) if isinstance(error, VendorRefusedError) else {}
    lost = isinstance(error, OutcomeUnknownError)
    since = error.since or (clock.now() if lost else None)
    wait = error.retry_after if isinstance(error, VendorUnavailableError) else None
    # A secret that was refused is refused again: only a person can go on from there.
    again = None
    if wait is not None or (since is not None and not isinstance(error, CredentialsRejectedError)):
        again = _later(row, wait or 0)
    masked = {name: redact(words, secrets) for name, words in fields.items()}
    trouble = _trouble(
        kind, redact(error.message, secrets), error.fix, fields=masked, retry_at=_moment(again)
    )
    log.info("dispatch.failed", platform=platform, kind=kind, id=str(row["id"]))
    if since is not None:
        return Ended(OutsideState.UNKNOWN, since, again, error=trouble)
    return Ended(OutsideState.PENDING if again else OutsideState.FAILED, None, again, error=trouble)


def _later(row: Record, wait: float) -> datetime | None:
    """When to try again: as the platform says, but ever later; never, if it was tried for more than a day."""
    if row["attempts"] >= MOST_ATTEMPTS:
        return None
    ours = min(FIRST_WAIT * 2 ** min(row["attempts"] - 1, 10), LONGEST_WAIT)
    return clock.now() + timedelta(seconds=max(wait, ours) + 0.01)


def _trouble(kind: str, message: str, fix: str = "", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "message": message, "fix": fix, "fields": {}, "retry_at": None, **more}


def _moment(when: datetime | None) -> str | None:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


def _kind(trouble: dict[str, Any] | None) -> str:
    return trouble["kind"] if trouble else ""


async def _write(db: Database, tenant: Tenant, row: Record, ended: Ended) -> Record:
    now = clock.now()
    async with db.transaction(tenant) as tx:
        found = _found(row, ended, await queries.states(tx, Platform(row["platform"])))
        args = (ended.state, ended.earlier, ended.next_at, *found, ended.error, now, row["leased_until"])
        written = await tx.fetchrow(queries.ENDED, row["id"], *args)
        if written is None:  # the lease ran out and another went on with it
            return await _again(tx, row)
        if ended.error is None or _kind(row["error"]) != _kind(ended.error):
            await events.append(tx, [_event(written)])  # the same trouble again is no news
    return written


def _found(row: Record, ended: Ended, states: Mapping[str, str]) -> tuple[Any, ...]:
    names = ("remote_id", "ticket_id", "url", "status", "desk_status", "assignee")
    if ended.receipt is None:
        return (*(row[name] for name in names), {}, row["notices"])
    secrets = forms(Platform(row["platform"])).secrets
    ticket = ended.receipt.ticket
    notices = [asdict(notice) for notice in (*ended.receipt.notices, *ticket.notices)]
    masked = [one | {"message": redact(str(one["message"]), secrets)} for one in notices]
    status = redact(ticket.status.name or ticket.status.id, secrets)
    who = redact(ticket.assignee.name or ticket.assignee.email, secrets)
    ours = meaning(ticket.status, states)
    return (ticket.remote_id, ticket.key, ticket.url, status, ours, who, ended.metadata, masked)


def _event(row: Record) -> OutsideTicketCreated | OutsideTicketFailed:
    facts = {"job_id": row["job_id"], "platform": row["platform"], "state": row["state"]}
    if row["state"] == OutsideState.CREATED:
        facts |= {"ticket_id": row["ticket_id"], "status": row["status"]}
        return OutsideTicketCreated(subject=row["id"], version=row["version"], data=facts)
    facts["error"] = row["error"]["kind"]
    return OutsideTicketFailed(subject=row["id"], version=row["version"], data=facts)
