"""How dispatch listens: to new organisations, and to analyses that are done."""

from collections.abc import Sequence

from deskplane.dispatch import automatic, settings
from deskplane.dispatch.vocabulary import AUTOMATIC
from deskplane.identity.events import OrganizationCreated
from deskplane.kernel.db import Tx
from deskplane.kernel.eventlog import EventLog, Subscriber
from deskplane.rca.events import RcaJobCompleted


async def begin(tx: Tx, _: Sequence[OrganizationCreated]) -> None:
    """Write the first switches in the transaction that makes the organisation."""
    await settings.fill(tx)


def subscribe(log: EventLog) -> None:
    """Called once by ``deskplane.app``."""
    log.inline(OrganizationCreated, begin, history=True)
    log.batch(Subscriber(AUTOMATIC, automatic.follow, events=frozenset({RcaJobCompleted.name})))
