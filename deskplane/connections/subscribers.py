"""How connections listen: a new organisation begins with a record of each type."""

from collections.abc import Sequence

from deskplane.connections import service
from deskplane.identity.events import OrganizationCreated
from deskplane.kernel.db import Tx
from deskplane.kernel.eventlog import EventLog


async def begin(tx: Tx, _: Sequence[OrganizationCreated]) -> None:
    """Add the records in the transaction that makes the organisation."""
    await service.seed(tx)


def subscribe(log: EventLog) -> None:
    """Called once by ``deskplane.app``."""
    log.inline(OrganizationCreated, begin, history=True)
