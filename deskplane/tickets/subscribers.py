"""How the ticket slice listens to the rest of the house, and to itself."""

from deskplane.kernel.eventlog import EventLog
from deskplane.tickets import usage
from deskplane.tickets.events import TicketChanged
from deskplane.tickets.families import end_children


def subscribe(log: EventLog) -> None:
    """Called once by ``deskplane.app``."""
    usage.subscribe(log)
    log.inline(TicketChanged, end_children)
