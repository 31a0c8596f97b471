"""From stories to stored tickets: names become ids, and everything goes through the door for history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from deskplane.app.demo.company import Person
from deskplane.app.demo.furnishing import Ids
from deskplane.app.demo.story import State, Story
from deskplane.kernel.db import Tx
from deskplane.kernel.events import SYSTEM, Actor
from deskplane.kernel.text import text_to_html
from deskplane.tickets.events import TicketCreated
from deskplane.tickets.history import Counts, HistoricEvent, HistoricTicket, store_history
from deskplane.tickets.surroundings import (
    Item,
    PastApproval,
    PastComment,
    PastConcern,
    PastLink,
    PastWatcher,
    PastWork,
    Surroundings,
    store_links,
    store_surroundings,
)
from deskplane.vocabulary.visibility import Visibility

SYSTEM_NAME: Final = "demo"
FACTS: Final = TicketCreated.public_fields - {"number", "title"}


@dataclass(frozen=True, slots=True)
class Storing:
    """Turns stories into what the ticket slice stores."""

    ids: Ids

    async def tickets(self, tx: Tx, stories: Sequence[Story]) -> Counts:
        """Store tickets with their past and what hangs on them."""
        counts = await store_history(tx, [self.ticket(story) for story in stories])
        await store_surroundings(tx, SYSTEM_NAME, [self.around(story) for story in stories])
        return counts

    async def links(self, tx: Tx, stories: Sequence[Story]) -> int:
        """Relate tickets that are stored."""
        known = {story.key: story for story in stories}
        links = [
            PastLink(
                from_key=story.key,
                to_key=link.to,
                link_type=link.type,
                at=link.at,
                actor=self.actor(link.by),
                versions=(story.version_at(link.at), known[link.to].version_at(link.at)),
            )
            for story in stories
            for link in story.links
        ]
        return await store_links(tx, SYSTEM_NAME, links)

    def actor(self, person: Person | None) -> Actor:
        """Return who did it; nobody is the system."""
        if person is None:
            return SYSTEM
        return Actor(kind="person", id=self.ids.people[person.email], name=person.name)

    def ticket(self, story: Story) -> HistoricTicket:
        """Return the ticket with its past."""
        first, last = self._state(story.first), self._state(story.last)
        return HistoricTicket(
            source_system=SYSTEM_NAME,
            source_key=story.key,
            digest=sha256(repr((story.first, story.steps)).encode()).hexdigest(),
            created_at=story.created_at,
            state=last,
            events=[
                HistoricEvent(
                    key="created",
                    at=story.created_at,
                    actor=self.actor(story.requester),
                    data={name: first.get(name) for name in sorted(FACTS)},
                ),
                *self._events(story, first),
            ],
        )

    def _events(self, story: Story, first: Mapping[str, Any]) -> Iterator[HistoricEvent]:
        standing = dict(first)
        for number, step in enumerate(story.steps, start=1):
            new = self._state(step.changes)
            changes = {name: [standing.get(name), value] for name, value in new.items()}
            standing.update(new)
            yield HistoricEvent(f"step {number}", step.at, changes, self.actor(step.actor))

    def _state(self, state: State) -> dict[str, Any]:
        return {name: self._value(name, value) for name, value in state.items()}

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, Person):
            return self.ids.people[value.email]
        if name == "team_id":
            return self.ids.teams[value] if value else None
        return self.ids.categories[value] if name == "category_id" else value

    def around(self, story: Story) -> Surroundings:
        """Return what hangs on the ticket."""
        return Surroundings(
            story.key, [*self._comments(story), *self._others(story), *self._approvals(story)]
        )

    def _comments(self, story: Story) -> Iterator[Item]:
        for number, said in enumerate(story.said):
            yield PastComment(
                key=f"comment {number}",
                at=said.at,
                version=story.version_at(said.at),
                actor=self.actor(said.author),
                body_html=text_to_html(said.text),
                body_text=said.text,
                visibility=Visibility.INTERNAL if said.internal else Visibility.PUBLIC,
                channel=said.channel,
            )

    def _others(self, story: Story) -> Iterator[Item]:
        people, at = self.ids.people, story.version_at
        for number, work in enumerate(story.worked):
            yield PastWork(
                key=f"work {number}",
                at=work.at,
                version=at(work.at),
                actor=self.actor(work.person),
                person_id=people[work.person.email],
                minutes=work.minutes,
                note=work.note,
                billable=work.billable,
            )
        for watch in story.watched:
            watcher, actor = people[watch.person.email], self.actor(watch.by)
            key = f"watcher {watch.person.email}"
            yield PastWatcher(key=key, at=watch.at, version=at(watch.at), actor=actor, person_id=watcher)
        for concern in story.concerned:
            item, actor = self.ids.items[concern.item], self.actor(concern.by)
            key = f"item {concern.item}"
            yield PastConcern(key=key, at=concern.at, version=at(concern.at), actor=actor, ci_id=item)

    def _approvals(self, story: Story) -> Iterator[Item]:
        for number, approval in enumerate(story.approvals):
            yield PastApproval(
                key=f"approval {number}",
                at=approval.at,
                version=story.version_at(approval.at),
                actor=self.actor(approval.by),
                approver_id=self.ids.people[approval.approver.email],
                note=approval.note,
                state=approval.state,
                decided_at=approval.decided_at,
                decider=self.actor(approval.approver) if approval.decided_at else None,
                comment=approval.comment,
            )
