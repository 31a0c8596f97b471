"""How the slice listens to the tickets."""

from deskplane.collaboration.service import forget_said
from deskplane.kernel.eventlog import EventLog
from deskplane.tickets.events import TicketCommented


def subscribe(log: EventLog) -> None:
    """Called once by ``deskplane.app``."""
    log.inline(TicketCommented, forget_said)
