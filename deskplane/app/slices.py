"""The one list of slices: what is mounted, who listens."""

from fastapi import APIRouter

from deskplane.kernel.eventlog import EventLog, Subscriber
from deskplane.kernel.stream import tell_processes

ROUTERS: tuple[APIRouter, ...] = ()


def subscribe_all(log: EventLog) -> None:
    """Register every subscriber of the house."""
    log.batch(Subscriber("stream", tell_processes, ordered=True))
