"""The life of one ticket: time passes, people write and change things, until it ends or the present is reached."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from deskplane.app.demo.company import Company, Person
from deskplane.app.demo.phrases import GENERAL_NOTES, GENERAL_QUESTIONS, LANGUAGES
from deskplane.app.demo.rhythm import later
from deskplane.app.demo.slots import Slots
from deskplane.app.demo.story import Said, Step, Story, Worked
from deskplane.app.demo.topics.topic import Case, Topic
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

PACE = {
    Priority.CRITICAL: 0.25,
    Priority.URGENT: 0.4,
    Priority.HIGH: 0.6,
    Priority.MEDIUM: 1.0,
    Priority.LOW: 1.8,
    Priority.PLANNING: 4.0,
}
RESTLESS = frozenset({Priority.CRITICAL, Priority.URGENT})
CLOSING = timedelta(days=5)


class StillOpenError(Exception):
    """The present is reached: what comes next lies in the future."""


@dataclass(slots=True)
class Life:
    """Tells one story, step by step."""

    story: Story
    topic: Topic
    case: Case
    slots: Slots
    company: Company
    dice: Random
    end: datetime
    now: datetime = field(init=False)
    agent: Person = field(init=False)
    present: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Begin at the creation, on the desk of its team."""
        self.now, self.present = self.story.created_at, self.end
        self.agent = self.somebody_of(self.story.last["team_id"])

    @property
    def requester(self) -> Person:
        """Who asked."""
        return self.story.requester

    def somebody_of(self, team: str, *, but: Person | None = None) -> Person:
        """Return an agent of a team who did not ask, and is not ``but``."""
        members = self.company.members(team)
        return self.dice.choice(
            [agent for agent in members if agent is not self.requester and agent is not but]
        )

    def wait(self, hours: float) -> None:
        """Let time pass: less for what is pressing, and without nights for what cannot wait.

        Raises:
            StillOpenError: the present is reached.
        """
        priority = self.story.last["priority"]
        rests = priority not in RESTLESS
        self.arrive(later(self.dice, self.now, hours * PACE[priority], rests=rests))

    def arrive(self, at: datetime) -> None:
        """Go to a moment.

        Raises:
            StillOpenError: it lies in the future.
        """
        if at > self.end:
            raise StillOpenError
        self.now = at.replace(microsecond=0)

    def change(self, actor: Person | None, **changes: Any) -> None:
        """Change fields, as far as they differ."""
        last = self.story.last
        new = {name: value for name, value in changes.items() if last.get(name) != value}
        if new:
            self.story.steps.append(Step(self.now, actor, new))
            last.update(new)

    def say(self, author: Person, text: str, *, internal: bool = False, **changes: Any) -> None:
        """Write a comment; the first public one of an agent is the first response."""
        answers = author is not self.requester and not internal
        if answers and self.story.last.get("first_response_at") is None:
            changes["first_response_at"] = self.now
        self.change(author, **changes)
        channel = "web" if author is not self.requester else self.dice.choice(("portal", "email"))
        self.story.said.append(Said(self.now, author, text, internal, channel))

    def phrase(self, kind: str, *, name: Person | None = None, team: str | None = None) -> str:
        """Return one of the general phrases, filled."""
        told = self.dice.choice(LANGUAGES[self.topic.language][kind])
        if name is not None:
            told = told.replace("{first}", name.first).replace("{name}", name.name)
            told = told.replace("{department}", name.department)
        return self.slots.fill(told.replace("{team}", team or str(self.story.last["team_id"])))

    def question(self) -> tuple[str, str]:
        """Return a question and its answer, of the case or a general one."""
        pairs = self.case.questions or GENERAL_QUESTIONS[self.topic.language]
        asked, answered = self.dice.choice(pairs)
        return self.slots.fill(asked), self.slots.fill(answered)

    def remark(self) -> str:
        """Return a note for colleagues, of the case or a general one."""
        return self.slots.fill(self.dice.choice(self.case.notes or GENERAL_NOTES[self.topic.language]))

    def solution(self) -> tuple[str, str]:
        """Return what solved the case, told to the requester and for the record."""
        told, kept = self.dice.choice(self.case.fixes)
        return self.slots.fill(told), self.slots.fill(kept)

    def letter(self, body: str, *, to: Person, author: Person) -> str:
        """Put a greeting before and a name after."""
        text = f"{self.phrase('to', name=to)}\n\n{_upper(body)}"
        farewell = self.phrase("from", name=author)
        return f"{text}\n\n{farewell}" if farewell else text

    def answer(self, body: str, **changes: Any) -> None:
        """Let the agent write to the requester."""
        self.say(self.agent, self.letter(body, to=self.requester, author=self.agent), **changes)

    def note(self, body: str) -> None:
        """Let the agent write for colleagues."""
        self.say(self.agent, body, internal=True)

    def work(self, minutes: int | None = None) -> None:
        """Enter time."""
        low, high = self.topic.minutes
        spent = minutes or max(5, round(self.dice.uniform(low, high) / 5) * 5)
        billable = self.story.type is TicketType.REQUEST and self.dice.random() < 0.3
        self.story.worked.append(Worked(self.now, self.agent, spent, self.phrase("worked"), billable))

    def take(self, *, wait: float = 0.8) -> None:
        """Let an agent of the team take it."""
        self.wait(wait)
        if self.dice.random() < 0.35:
            self.change(self.agent, status=Status.OPEN, assignee_id=self.agent)
            self.wait(wait * 2)
        changes = {"assignee_id": self.agent, "status": Status.IN_PROGRESS, "sub_status": None}
        if self.dice.random() < 0.55:
            self.answer(self.phrase("looking"), **changes)
        else:
            self.change(self.agent, **changes)

    def solve(self) -> None:
        """Resolve with a solution of the case."""
        told, kept = self.solution()
        self.resolve(told, kept, code=self.topic.code)

    def resolve(self, body: str, kept: str, *, code: str) -> None:
        """Say what was done and resolve."""
        self.answer(
            body,
            status=Status.RESOLVED,
            sub_status=None,
            assignee_id=self.agent,
            resolved_at=self.now,
            resolved_by=self.agent,
            resolution_code=code,
            resolution_text=kept,
        )
        if self.dice.random() < 0.6:
            self.work()

    def close(self) -> None:
        """Let the requester say thank you, perhaps, and the desk close it after five days."""
        # What was left lying ends here; a resolved ticket is closed in any case.
        resolved, self.end = self.now, self.present
        if self.dice.random() < 0.45:
            self.wait(3)
            self.say(self.requester, self.phrase("thanks", name=self.agent))
        self.arrive(max(self.now, resolved + CLOSING))
        self.change(None, status=Status.CLOSED, closed_at=self.now)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
