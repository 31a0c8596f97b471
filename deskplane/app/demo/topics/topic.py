"""What a topic of the demo holds: the words that its tickets are told in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deskplane.vocabulary.ticket_type import TicketType

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A kind of trouble or wish. ``{slot}`` in a text is filled, the same way throughout one ticket."""

    key: str
    path: tuple[str, ...]
    team: str
    titles: Lines
    openings: Lines
    details: Lines = ()
    questions: Lines
    answers: Lines
    notes: Lines
    fixes: Lines
    resolutions: Lines
    again: Lines = ()
    code: str = "solved"
    type: TicketType = TicketType.INCIDENT
    weight: float = 1.0
    severity: float = 1.0
    minutes: tuple[int, int] = (10, 60)
    tags: Lines = ()
    items: Lines = ()
    language: str = "en"
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
