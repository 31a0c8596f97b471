"""From a draft to what the ticket slice stores: a past that is as long as the dates of the record tell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from deskplane.imports.drafting import Draft, DraftComment
from deskplane.imports.mapping import CUSTOM
from deskplane.kernel.db import Record
from deskplane.kernel.events import Actor
from deskplane.kernel.text import text_to_html
from deskplane.tickets.events import TicketCreated
from deskplane.tickets.history import HistoricEvent, HistoricTicket
from deskplane.tickets.surroundings import PastComment, Surroundings
from deskplane.vocabulary.status import Status

IMPORTED: Final = Actor(kind="import", name="Import")
FACTS: Final = tuple(sorted(TicketCreated.public_fields - {"number", "title"}))
ENDING: Final = ("resolved_at", "closed_at", "resolution_code", "resolution_text", "sub_status")
ENDED_AT: Final = {Status.CLOSED: "closed_at", Status.CANCELLED: "closed_at", Status.RESOLVED: "resolved_at"}
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "description": ("description_text", "description_html"),
    "category": ("category_id",),
    "requester": ("requester_id",),
    "assignee": ("assignee_id",),
    "team": ("team_id",),
    "resolution": ("resolution_text",),
    "due_at": ("due_at", "due_overridden"),
    "requester_name": (),
    "comments": (),
    "created_at": (),
    "updated_at": (),
}
"""Columns of the ticket that a field of the mapping fills, where they are called otherwise."""


@dataclass(frozen=True, slots=True)
class Named:
    """The ids behind the names of a batch of drafts."""

    people: Mapping[str, UUID]
    teams: Mapping[str, UUID]
    categories: Mapping[tuple[str, ...], UUID]

    def person(self, email: str) -> UUID | None:
        """Return the person of an e-mail address."""
        return self.people.get(email.lower()) if email else None


@dataclass(frozen=True, slots=True)
class Planned:
    """One record, ready to be stored."""

    ticket: HistoricTicket
    around: Surroundings


def columns_of(names: Iterable[str]) -> frozenset[str]:
    """Return the columns that a mapping fills."""
    return frozenset(
        column
        for name in names
        for column in (("custom_fields",) if name.startswith(CUSTOM) else COLUMNS.get(name, (name,)))
    )


@dataclass(frozen=True, slots=True)
class Planner:
    """Turns drafts into tickets with a past, or into changes of tickets that were imported before."""

    source: str
    named: Named
    columns: frozenset[str]
    now: datetime

    def plan(self, draft: Draft, present: Record | None) -> Planned:
        """Return what is to be stored of a draft."""
        state = self._state(draft)
        created_at = min(draft.times.get("created_at") or self._oldest(draft), self.now)
        events = (
            list(self._past(draft, state, created_at))
            if present is None
            else self._changes(draft, state, present)
        )
        ticket = HistoricTicket(self.source, draft.key, draft.digest, created_at, state, events)
        base = 0 if present is None else present["version"]
        around = [self._comment(comment, draft, events, base, created_at) for comment in draft.comments]
        return Planned(ticket, Surroundings(draft.key, around))

    def _state(self, draft: Draft) -> dict[str, Any]:
        reference = {"system": self.source, "key": draft.key}
        return {
            **draft.state,
            "description_html": text_to_html(draft.state.get("description_text", "")),
            "requester_id": self.named.person(draft.requester),
            "assignee_id": self.named.person(draft.assignee),
            "team_id": self.named.teams.get(draft.team.lower()) if draft.team else None,
            "category_id": self.named.categories.get(draft.category),
            "source_reference": reference,
        }

    def _oldest(self, draft: Draft) -> datetime:
        known = [at for name, at in draft.times.items() if name != "due_at"]
        return min(known, default=self.now)

    def _past(self, draft: Draft, state: Mapping[str, Any], created_at: datetime) -> Iterator[HistoricEvent]:
        """Every ticket begins as new; the dates of the record tell when it became what it is."""
        steps = list(_steps(draft, state, created_at))
        first = dict(state)
        for _, changes in reversed(steps):
            first.update({name: pair[0] for name, pair in changes.items()})
        requester = state["requester_id"]
        actor = Actor(kind="person", id=requester, name=draft.requester) if requester else IMPORTED
        yield HistoricEvent(
            "created", created_at, actor=actor, data={name: first.get(name) for name in FACTS}
        )
        for number, (at, changes) in enumerate(steps, start=1):
            yield HistoricEvent(f"step {number}", at, changes, IMPORTED)

    def _changes(self, draft: Draft, state: Mapping[str, Any], present: Record) -> list[HistoricEvent]:
        """What differs now, of the fields that the mapping fills; the others are not the file's business."""
        new = {name: state.get(name) for name in self.columns}
        if "custom_fields" in new:
            new["custom_fields"] = {**present["custom_fields"], **state["custom_fields"]}
        if "tags" in new:
            new["tags"] = state.get("tags", [])
        changes = {name: [present[name], value] for name, value in new.items() if present[name] != value}
        if not changes:
            return []
        at = min(draft.times.get("updated_at") or self.now, self.now)
        key = f"record {len(present['seen'])} {draft.digest[:12]}"
        return [HistoricEvent(key, at, changes, IMPORTED)]

    def _comment(
        self,
        comment: DraftComment,
        draft: Draft,
        events: list[HistoricEvent],
        base: int,
        created_at: datetime,
    ) -> PastComment:
        at = comment.at or draft.times.get("updated_at") or created_at
        author = self.named.person(comment.author)
        named = comment.author or IMPORTED.name
        told = sha256("\x1f".join((comment.text, comment.author, str(comment.at))).encode()).hexdigest()[:16]
        return PastComment(
            key=f"comment {told}",
            at=at,
            version=max(1, base + sum(event.at <= at for event in events)),
            actor=Actor(kind="person", id=author, name=named) if author else Actor(kind="import", name=named),
            body_html=text_to_html(comment.text),
            body_text=comment.text,
            visibility=comment.visibility,
        )


def _steps(
    draft: Draft, state: Mapping[str, Any], created_at: datetime
) -> Iterator[tuple[datetime, dict[str, list[Any]]]]:
    """Yield the moves from new to the last status that have a time."""
    status, times = state["status"], draft.times
    before: dict[str, Any] = {"status": Status.NEW, **dict.fromkeys(ENDING)}
    if status is Status.CLOSED and "resolved_at" in times and "closed_at" in times:
        ending = {name: state.get(name) for name in ENDING}
        resolved = {**ending, "status": Status.RESOLVED, "closed_at": None, "sub_status": None}
        yield max(times["resolved_at"], created_at), _differences(before, resolved)
        before = resolved
    at = times.get(ENDED_AT.get(status, "updated_at"))
    at = at or times.get("updated_at")
    after = {"status": status, **{name: state.get(name) for name in ENDING}}
    changes = _differences(before, after)
    if at is not None and changes and status is not Status.NEW:
        yield max(at, created_at), changes


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [before[name], value] for name, value in after.items() if before[name] != value}
