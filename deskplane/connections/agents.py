"""The desk's line to the agent outside: errands go out signed, from memory, and never with an open transaction."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

import structlog
from pydantic import JsonValue

from deskplane.agent.calling import CallFailedError, is_private_line, post_signed
from deskplane.agent.messages import ERRAND, CancelSync, Errand, ForgetCredentials, VerifyCredentials
from deskplane.connections import queries, verifying
from deskplane.connections.reach import Reach
from deskplane.connections.vocabulary import UPDATE
from deskplane.connectors.sdk.normal import Step, StepResult
from deskplane.connectors.sdk.proving import Verdict, refused
from deskplane.kernel import clock
from deskplane.kernel.db import AWAY, Database, Record, Tenant, Tx
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.settings import Profile, Settings
from deskplane.kernel.stream import whisper
from deskplane.outbound.redaction import redact_url

HOOK: Final = "/webhook"
STEP: Final = Step(key="agent", title="The agent outside takes the task", result=StepResult.OK)
SILENT: Final = refused(
    STEP,
    "The agent outside took the task and did not answer in time.",
    "Look whether it runs and reaches the broker or this desk; an answer that comes later still counts.",
)
HINTS: Final = {
    0: "Start it (deskplane agent), and look at DESKPLANE_AGENT_URL and the network between.",
    401: "Give desk and agent the same DESKPLANE_AGENT_SECRET, and set their clocks.",
    404: "Look at DESKPLANE_AGENT_URL: something else answers there.",
}
log = structlog.get_logger(__name__)


def is_set_up(settings: Settings) -> bool:
    """Tell whether there is an agent to send errands to."""
    return bool(settings.agent_url)


async def post(reach: Reach, errand: Errand) -> None:
    """Send an errand.

    Raises:
        CallFailedError: the agent did not take it; says why and what helps, and nothing of the errand.
    """
    settings = reach.settings
    place = redact_url(settings.agent_url)
    if not settings.agent_url or settings.agent_secret is None:
        raise CallFailedError("No agent is set up here.", again=False, fix="Set DESKPLANE_AGENT_URL.")
    if not is_private_line(settings.agent_url, dev=settings.profile is Profile.DEV):
        raise CallFailedError(
            f"The line to the agent at {place} is not encrypted.", again=False, fix="Use an https address."
        )
    url = settings.agent_url.rstrip("/") + HOOK
    secret = settings.agent_secret.get_secret_value()
    try:
        await post_signed(url, secret, ERRAND.dump_json(errand), transport=reach.to_agent)
    except CallFailedError as error:
        said = (
            f"The agent at {place} does not take it: {error.message}"
            if error.status
            else _unreached(place, error)
        )
        fix = error.fix or HINTS.get(error.status, "Look into the agent's log for this time.")
        raise CallFailedError(said, again=error.again, status=error.status, fix=fix) from None


def _unreached(place: str, error: CallFailedError) -> str:
    return f"The agent at {place} cannot be reached: {error.message}"


def verification(row: Record, attempt: int, credentials: Mapping[str, JsonValue] | None) -> VerifyCredentials:
    """The errand that proves a connection; only here credentials go out."""
    return VerifyCredentials(
        **addressed(row),
        attempt=attempt,
        settings=row["settings"],
        credentials=None if credentials is None else dict(credentials),
        overrides=row["overrides"],
    )


def addressed(row: Record) -> dict[str, Any]:
    """What every errand says about its connection."""
    return {
        "message_id": uuid7(),
        "tenant_id": row["org_id"],
        "connection_id": row["id"],
        "connection_type": row["type"],
        "sent_at": clock.now(),
    }


def hand_over(tx: Tx, reach: Reach, db: Database, errand: VerifyCredentials) -> None:
    """Send a verification once the transaction is committed; until then and after it is only in memory."""
    tx.after_commit.append(partial(reach.spawn, partial(_delivered, db, reach, tx.tenant, errand)))


def let_go(tx: Tx, reach: Reach, row: Record) -> None:
    """Have the agent forget the credentials of a connection, if it can be reached."""
    _tell(tx, reach, ForgetCredentials(**addressed(row)))


def call_back(tx: Tx, reach: Reach, row: Record, run_id: UUID) -> None:
    """Have the agent stop reading for a run, if it can be reached; here nothing is written for it any more."""
    _tell(tx, reach, CancelSync(**addressed(row), run_id=run_id))


def _tell(tx: Tx, reach: Reach, errand: Errand) -> None:
    if is_set_up(reach.settings):
        tx.after_commit.append(partial(reach.spawn, partial(_told, reach, errand)))


async def _told(reach: Reach, errand: Errand) -> None:
    try:
        await post(reach, errand)
    except CallFailedError as error:
        log.warning("connections.agent_not_told", errand=errand.event, reason=error.message)


async def _delivered(db: Database, reach: Reach, tenant: Tenant, errand: VerifyCredentials) -> None:
    """The agent has it, or the connection says why not."""
    try:
        await _posted(db, reach, tenant, errand)
    except (UnavailableError, *AWAY):
        log.info("connections.database_away")  # the verification ends by its patience


async def _posted(db: Database, reach: Reach, tenant: Tenant, errand: VerifyCredentials) -> None:
    try:
        await post(reach, errand)
    except CallFailedError as error:
        async with db.transaction(tenant) as tx:
            await concluded(tx, errand.connection_id, errand.attempt, refused(STEP, error.message, error.fix))
        return
    if errand.credentials:
        async with db.transaction(tenant) as tx:
            await tx.execute(queries.PASSED_ON, errand.connection_id, errand.attempt, clock.now())
            await whisper(tx, UPDATE, subject_type="connection", subject=errand.connection_id)


async def concluded(tx: Tx, id_: UUID, attempt: int, verdict: Verdict, *, heard: bool = False) -> int | None:
    """Note how an attempt ended; one that was overtaken or is known changes nothing. ``heard``: by the agent."""
    return await tx.fetchval(
        queries.CONCLUDED,
        id_,
        attempt,
        heard,
        verifying.HEALTH[verdict.status],
        clock.now(),
        verdict.status,
        verdict.error,
        verifying.kept(verdict),
        verifying.options_kept(verdict),
    )
