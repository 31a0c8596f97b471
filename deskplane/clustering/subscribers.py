"""How clusters follow imports: what came in is grouped without anybody asking."""

from collections.abc import Sequence
from uuid import UUID

from deskplane.clustering import service
from deskplane.clustering.vocabulary import LEAST_TICKETS
from deskplane.kernel.db import Tx
from deskplane.kernel.eventlog import EventLog
from deskplane.sync.events import ImportEnded
from deskplane.sync.vocabulary import RunState

DONE = (RunState.SUCCESS, RunState.PARTIAL)


async def group(tx: Tx, ended: Sequence[ImportEnded]) -> None:
    """Ask for a run where an import changed something and its tickets are enough to compare."""
    for event in ended:
        news = event.data["created"] + event.data["changed"]
        if event.data["state"] in DONE and news and news + event.data["unchanged"] >= LEAST_TICKETS:
            await service.ask_after_import(tx, UUID(event.data["connection_id"]))


def subscribe(log: EventLog) -> None:
    """Called once by ``deskplane.app``."""
    log.inline(ImportEnded, group)
