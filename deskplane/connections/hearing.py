"""The ears for the agent: its messages are checked, kept, and worked on by the loops that they wake."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import structlog
from pydantic import ValidationError

from deskplane.agent.messages import STATUS, Status
from deskplane.agent.signing import SignatureRefusedError, require_signed
from deskplane.connections import inbox
from deskplane.connections.inbox import Kept
from deskplane.connections.reach import Reach
from deskplane.kernel.db import AWAY, Database
from deskplane.kernel.errors import UnavailableError

if TYPE_CHECKING:
    from deskplane.agent.rabbit import Taken

PAUSE_SECONDS: Final = 2.0
FULL_SECONDS: Final = 0.2
log = structlog.get_logger(__name__)


def secret_of(reach: Reach) -> str:
    """What desk and agent sign with; empty if there is no agent, and then no signature is right."""
    found = reach.settings.agent_secret
    return found.get_secret_value() if found else ""


async def received(db: Database, reach: Reach, status: Status) -> Kept:
    """Keep a message and wake who works on it."""
    kept = await inbox.keep(db, status)
    if kept is Kept.KEPT:
        wake = reach.verify_wake if status.about == inbox.VERIFICATION else reach.relay_wake
        wake.set()
    return kept


async def run(db: Database, reach: Reach) -> None:
    """Listen to the broker, if there is one, until cancelled."""
    broker = reach.settings.broker_url
    if broker is None:
        return
    from deskplane.agent import rabbit  # a desk without a broker does not load its library

    async def take(body: bytes, headers: Mapping[str, str]) -> "Taken":
        return rabbit.Taken.STORED if await _taken(db, reach, body, headers) else rabbit.Taken.REFUSED

    while True:
        try:
            await rabbit.listen(broker.get_secret_value(), take)
        except rabbit.BrokerAwayError as error:
            log.warning("connections.broker_away", reason=str(error))
        except (UnavailableError, *AWAY):
            log.info("connections.database_away")  # what was not stored comes again
        except Exception:
            log.exception("connections.listener_failed")
        await asyncio.sleep(PAUSE_SECONDS)


async def _taken(db: Database, reach: Reach, body: bytes, headers: Mapping[str, str]) -> bool:
    """Keep a message of the queue, however old it is; False if it can never be kept."""
    try:
        require_signed(secret_of(reach), headers, body, None)
        status = STATUS.validate_json(body)
    except (SignatureRefusedError, ValidationError) as error:
        log.warning("connections.message_refused", kind=type(error).__name__)
        return False
    while True:
        kept = await received(db, reach, status)
        if kept is not Kept.FULL:
            break
        await asyncio.sleep(FULL_SECONDS)
    if kept is Kept.UNKNOWN:
        log.info("connections.message_of_nobody", connection=str(status.connection_id))
    return True
