"""How the audit listens to the rest of the house."""

from deskplane.audit import sealing
from deskplane.kernel.eventlog import EventLog, Subscriber


def subscribe(log: EventLog) -> None:
    """Seal everything, history too, in one total order from the first event on."""
    log.batch(Subscriber("audit_seals", sealing.seal, history=True, from_beginning=True, ordered=True))
