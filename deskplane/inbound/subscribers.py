"""How webhooks listen: where a connection is gone, nothing leads to it."""

from collections.abc import Sequence

from deskplane.connections.events import ConnectionRemoved
from deskplane.inbound import service
from deskplane.kernel.db import Tx
from deskplane.kernel.eventlog import EventLog


async def forget(tx: Tx, removed: Sequence[ConnectionRemoved]) -> None:
    """Drop its addresses in the transaction that takes it away."""
    for event in removed:
        await service.forget(tx, event.subject)


def subscribe(log: EventLog) -> None:
    """Called once by ``deskplane.app``."""
    log.inline(ConnectionRemoved, forget)
