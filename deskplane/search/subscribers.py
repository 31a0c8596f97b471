"""How the search follows the tickets: in the writer's transaction, so that the next request finds them."""

from collections.abc import Sequence

from deskplane.kernel.db import Tx
from deskplane.kernel.eventlog import EventLog
from deskplane.search.queries import REFRESH
from deskplane.tickets import events
from deskplane.tickets.events import TicketEvent

FOLLOWED: tuple[type[TicketEvent], ...] = (
    events.TicketCreated,
    events.TicketChanged,
    events.TicketDeleted,
    events.TicketRestored,
    events.TicketCommented,
    events.CommentEdited,
    events.CommentDeleted,
    events.TicketMerged,
    events.WatcherChanged,
)


async def refresh(tx: Tx, told: Sequence[TicketEvent]) -> None:
    """Rebuild the search rows of the tickets concerned; one statement."""
    wanted = list({event.subject for event in told})
    await tx.fetch(REFRESH, wanted)


def subscribe(log: EventLog) -> None:
    """History is searched like everything else."""
    log.inline(FOLLOWED, refresh, history=True)
