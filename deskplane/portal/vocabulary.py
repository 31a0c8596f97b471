"""Plain words of the portal: where a request stands, what is shown in which list, and the pictures of cards."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status


class PortalState(StrEnum):
    """Where a request stands, as the person who waits reads it."""

    RECEIVED = "received"
    WORKING = "working"
    WAITING_FOR_YOU = "waiting_for_you"
    WAITING_FOR_OTHERS = "waiting_for_others"
    SOLVED = "solved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def text_key(self) -> str:
        """The key of the sentence in the texts of the portal."""
        return f"state.{self}"


STATE_OF: Final[Mapping[Status, PortalState]] = MappingProxyType(
    {
        Status.NEW: PortalState.RECEIVED,
        Status.OPEN: PortalState.RECEIVED,
        Status.IN_PROGRESS: PortalState.WORKING,
        Status.PENDING: PortalState.WAITING_FOR_YOU,
        Status.ON_HOLD: PortalState.WAITING_FOR_OTHERS,
        Status.RESOLVED: PortalState.SOLVED,
        Status.CLOSED: PortalState.CLOSED,
        Status.CANCELLED: PortalState.WITHDRAWN,
    }
)
ENDED: Final = (Status.CLOSED, Status.CANCELLED)


class Group(StrEnum):
    """Which requests a list shows."""

    OPEN = "open"
    DONE = "done"
    ALL = "all"


class Scope(StrEnum):
    """Whose requests a list shows: one's own and those one follows, or all that one may see."""

    MINE = "mine"
    ALL = "all"


class SentFrom(StrEnum):
    """Where a request was written: on the page, or in the installed app."""

    PORTAL = "portal"
    MOBILE = "mobile"

    @property
    def source_type(self) -> SourceType:
        """The source the ticket keeps."""
        return SourceType.MOBILE if self is SentFrom.MOBILE else SourceType.PORTAL


class CardIcon(StrEnum):
    """The pictures a card can carry."""

    HELP = "help"
    KEY = "key"
    LAPTOP = "laptop"
    SCREEN = "screen"
    PHONE = "phone"
    PRINTER = "printer"
    MAIL = "mail"
    NETWORK = "network"
    APP = "app"
    SHIELD = "shield"
    PERSON = "person"
    CART = "cart"
    BUILDING = "building"
    TOOL = "tool"
    FILE = "file"
    CALENDAR = "calendar"
