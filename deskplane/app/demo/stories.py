"""All stories of the demo: ordinary tickets in the rhythm of the week, and those that belong together."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from deskplane.app.demo import items
from deskplane.app.demo.company import Company, Person
from deskplane.app.demo.life import Life, StillOpenError
from deskplane.app.demo.phrases import LANGUAGES
from deskplane.app.demo.plots import PLOTS
from deskplane.app.demo.rhythm import later
from deskplane.app.demo.slots import Slots
from deskplane.app.demo.story import Concerned, State, Story, Watched
from deskplane.app.demo.topics import access, business, german, network, office, servers, terminal, workplace
from deskplane.app.demo.topics.topic import Case, Topic
from deskplane.kernel.text import text_to_html
from deskplane.vocabulary.priority import Priority, priority_from
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

DAYS: Final = 182
STUCK: Final = 0.3
STUCK_DAYS: Final = 85
TOPICS: Final = (
    *workplace.TOPICS,
    *office.TOPICS,
    *network.TOPICS,
    *access.TOPICS,
    *business.TOPICS,
    *servers.TOPICS,
    *terminal.TOPICS,
    *german.TOPICS,
)
SOURCES: Final = {
    SourceType.PORTAL: 46,
    SourceType.EMAIL: 30,
    SourceType.PHONE: 14,
    SourceType.WEB: 6,
    SourceType.MOBILE: 4,
}
INTERNAL: Final = frozenset({TicketType.CHANGE, TicketType.PROBLEM, TicketType.TASK})


@dataclass(slots=True)
class Teller:
    """Tells stories; the same seed and the same present give the same ones."""

    dice: Random
    end: datetime
    company: Company
    lives: dict[str, Life] = field(default_factory=dict[str, Life])

    @property
    def told(self) -> list[Story]:
        """All stories so far."""
        return [life.story for life in self.lives.values()]

    def ordinary(self, at: datetime) -> Story:
        """Tell one ordinary ticket, from its creation to its end or to the present."""
        topic = self.dice.choices(TOPICS, [topic.weight for topic in TOPICS])[0]
        life = self.begin(topic, self._asker(topic), at)
        plot = self.dice.choices(list(PLOTS), list(PLOTS.values()))[0]
        stuck = self.dice.random() < STUCK and self.end - at < timedelta(days=STUCK_DAYS)
        if stuck:
            life.end = min(self.end, at + timedelta(hours=self.dice.uniform(2, 90)))
        with suppress(StillOpenError):
            plot(life)
        self.surround(life)
        return life.story

    def working(self, at: datetime) -> datetime:
        """Return the moment itself if people work then, or the next morning, if that is not in the future."""
        return min(later(self.dice, at, 0), self.end).replace(microsecond=0)

    def begin(self, topic: Topic, requester: Person, at: datetime, *, like: Life | None = None) -> Life:
        """Create the ticket, about the same thing as ``like`` if given; nothing has happened to it yet."""
        slots = like.slots if like else Slots(self.dice, self.company, requester, at)
        case = like.case if like else topic.case(self.dice)
        story = Story(
            key=f"t{len(self.lives) + 1:05}",
            type=topic.type,
            topic=topic.key,
            requester=requester,
            created_at=at.replace(microsecond=0),
            first=self._first(topic, case, requester, slots),
        )
        life = Life(story, topic, case, slots, self.company, self.dice, self.end)
        self.lives[story.key] = life
        return life

    def _first(self, topic: Topic, case: Case, requester: Person, slots: Slots) -> State:
        impact, urgency, priority = self._severity(topic, requester)
        text = self._letter(topic, case, requester, slots)
        return {
            "type": topic.type,
            "title": slots.fill(self.dice.choice(case.titles)),
            "description_text": text,
            "description_html": text_to_html(text),
            "status": Status.NEW,
            "priority": priority,
            "impact": impact,
            "urgency": urgency,
            "category_id": topic.path,
            "requester_id": requester,
            "team_id": topic.team,
            "department": requester.department,
            "source_type": self._source(topic, text),
            "tags": [*topic.tags[: self.dice.choice((0, 1, 2))], *(["vip"] if requester.vip else [])],
            "custom_fields": self._fields(topic, slots),
        }

    def _source(self, topic: Topic, text: str) -> SourceType:
        if topic.type in INTERNAL:
            return SourceType.WEB
        if "monitoring" in text.casefold():
            return SourceType.ALERT
        return self.dice.choices(list(SOURCES), list(SOURCES.values()))[0]

    def _severity(self, topic: Topic, requester: Person) -> tuple[int, int, Priority]:
        bad = max(self.dice.random() * (1.25 if requester.vip else 1.0) * topic.severity, topic.floor)
        impact = 1 if bad > 1.3 else 2 if bad > 0.4 else 3
        urgency = 1 if bad * self.dice.uniform(0.7, 1.35) > 1.08 else 2 if bad > 0.16 else 3
        priority = priority_from(impact, urgency)
        if priority is Priority.HIGH and self.dice.random() < 0.15:
            priority = Priority.URGENT
        if topic.key == "feature" and self.dice.random() < 0.6:
            priority = Priority.PLANNING
        return impact, urgency, priority

    def _letter(self, topic: Topic, case: Case, requester: Person, slots: Slots) -> str:
        if topic.type in INTERNAL:
            return slots.fill(self.dice.choice(case.openings))
        words = LANGUAGES[topic.language]
        greeting, farewell = self.dice.choice(words["greeting"]), self.dice.choice(words["farewell"])
        body = slots.fill(self.dice.choice(case.openings))
        body = body if greeting else body[:1].upper() + body[1:]
        detail = slots.fill(self.dice.choice(topic.details)) if topic.details else ""
        signed = farewell.format(first=requester.first, name=requester.name, department=requester.department)
        return "\n\n".join(part for part in (greeting, f"{body} {detail}".strip(), signed) if part)

    def _fields(self, topic: Topic, slots: Slots) -> dict[str, str]:
        told = {name: slots.fill(value) for name, value in topic.fields.items()}
        return {"site": slots["site"], **told} if self.dice.random() < 0.7 else told

    def _asker(self, topic: Topic) -> Person:
        people = [person for person in self.company.people if self._asks(person, topic)]
        spoken = [person for person in people if topic.language in {"en", person.locale}]
        people = spoken or people
        # A few people write often, most of them seldom.
        return people[
            min(int(self.dice.paretovariate(0.9)) - 1 + self.dice.randrange(len(people)), len(people) - 1)
        ]

    @staticmethod
    def _asks(person: Person, topic: Topic) -> bool:
        """Nobody asks their own team; without a department named, all but IT ask."""
        if person.teams:
            return "IT" in topic.askers and topic.team not in person.teams
        return not topic.askers or person.department in topic.askers

    def surround(self, life: Life) -> None:
        """Add the things it concerns, and perhaps a watcher."""
        story, dice = life.story, self.dice
        text = f"{story.first['title']} {story.first['description_text']}"
        kinds = life.topic.items
        found = items.concerned(text, kinds)
        if not found and kinds and dice.random() < 0.3:
            found = [dice.choice(items.keys(kinds[0]))] if items.keys(kinds[0]) else []
        for item in found[:2]:
            story.concerned.append(Concerned(_shortly_after(dice, story), item, life.agent))
        if dice.random() < 0.14:
            watcher = dice.choice([*self.company.leads, *self.company.requesters[:30]])
            if watcher is not story.requester:
                story.watched.append(Watched(_shortly_after(dice, story), watcher, life.agent))


def _shortly_after(dice: Random, story: Story) -> datetime:
    latest = story.steps[-1].at if story.steps else story.created_at
    return (story.created_at + (latest - story.created_at) * dice.uniform(0.0, 0.3)).replace(microsecond=0)
