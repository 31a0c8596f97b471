"""What a topic of the demo holds: the words that its tickets are told in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Self

from deskplane.app.demo.topics.cases import CASES
from deskplane.vocabulary.ticket_type import TicketType

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A kind of trouble or wish. ``{slot}`` in a text is filled, the same way throughout one ticket.

    ``severity`` scales how bad it is, ``floor`` is the least; ``askers`` are the departments that ask (all if none).
    """

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
    code: str = "solved"
    type: TicketType = TicketType.INCIDENT
    weight: float = 1.0
    severity: float = 1.0
    floor: float = 0.0
    askers: Lines = ()
    minutes: tuple[int, int] = (10, 60)
    tags: Lines = ()
    items: Lines = ()
    language: str = "en"
    fields: Mapping[str, str] = field(default_factory=dict[str, str])

    def case(self, dice: Random) -> "Case":
        """Return one of its cases: lines that fit each other."""
        return Case.of(self, dice.choice(CASES[self.key]))


@dataclass(frozen=True, slots=True)
class Case:
    """The lines of one case; a question and its answer stand at the same place, so do a fix and what it resolved."""

    titles: Lines
    openings: Lines
    questions: tuple[tuple[str, str], ...]
    notes: Lines
    fixes: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, topic: Topic, numbers: str) -> Self:
        """Read the numbers of a case."""
        titles, openings, questions, notes, fixes = (_places(part) for part in numbers.split())
        return cls(
            titles=tuple(topic.titles[n] for n in titles),
            openings=tuple(topic.openings[n] for n in openings),
            questions=tuple((topic.questions[n], answer) for n in questions for answer in _answers(topic, n)),
            notes=tuple(topic.notes[n] for n in notes),
            fixes=tuple(
                (topic.fixes[n], topic.resolutions[min(n, len(topic.resolutions) - 1)]) for n in fixes
            ),
        )


def _answers(topic: Topic, question: int) -> Lines:
    """A topic with one question may have several answers to it."""
    return topic.answers if len(topic.questions) == 1 else (topic.answers[question],)


def _places(part: str) -> list[int]:
    return [] if part == "-" else [int(place) for place in part]
