"""Words of dispatch."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

SUBSCRIBER: Final = "dispatch"
"""What the slice is called in the queue of outside work."""

AUTOMATIC: Final = "automatic_dispatch"
"""What its reading of analyses is called in the event log."""

EVERY: Final = timedelta(minutes=5)
"""How often a ticket that still changes is read again."""


class Platform(StrEnum):
    """Where an outside ticket can be created, in the order in which it is done."""

    SERVICENOW = "servicenow"
    JIRA = "jira"


class OutsideState(StrEnum):
    """How far an outside ticket is; ``unknown``: it is looked for before anything is sent again."""

    PENDING = "pending"
    CREATING = "creating"
    CREATED = "created"
    FAILED = "failed"
    UNKNOWN = "unknown"
    GONE = "gone"
    PREVIEW = "preview"
