"""How dispatch listens: a new organisation begins with the switches of the environment."""

from collections.abc import Sequence

from deskplane.dispatch import settings
from deskplane.identity.events import OrganizationCreated
from deskplane.kernel.db import Tx
from deskplane.kernel.eventlog import EventLog


async def begin(tx: Tx, _: Sequence[OrganizationCreated]) -> None:
    """Write the first switches in the transaction that makes the organisation."""
    await settings.fill(tx)


def subscribe(log: EventLog) -> None:
    """Called once by ``deskplane.app``."""
    log.inline(OrganizationCreated, begin, history=True)
