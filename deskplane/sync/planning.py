"""From a vendor's record to a ticket with a past, or to the changes of one that is there: pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import orjson

from deskplane.connectors.sdk.contract import Manifest
from deskplane.connectors.sdk.normal import Person, RemoteTicket
from deskplane.kernel.db import Record
from deskplane.kernel.events import Actor
from deskplane.kernel.text import text_to_html
from deskplane.sync.fielding import filled, taken
from deskplane.tickets.events import TicketCreated
from deskplane.tickets.history import HistoricEvent, HistoricTicket
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

FACTS: Final = tuple(sorted(TicketCreated.public_fields - {"number", "title"}))
ENDING: Final = ("resolved_at", "closed_at")
TAKEN: Final = (
    *("type", "title", "description_text", "description_html", "status", "priority", "requester_id"),
    *("assignee_id", "team_id", "category_id", "tags", "resolved_at", "closed_at"),
)
"""Fields of a ticket that an import fills; a later import changes those that changed over there."""

TYPES: Final = frozenset(TicketType)
TITLE: Final = 500
TEXT: Final = 200_000
TAG: Final = 60
TAGS: Final = 50


@dataclass(frozen=True, slots=True)
class Source:
    """Where records come from."""

    connection_id: UUID
    vendor: str
    vendor_name: str
    groups: Mapping[str, str] = field(default_factory=dict[str, str])
    mark: str = ""
    """Says by which of the organisation's own maps records are read; nothing if there are none."""

    mapped: frozenset[str] = frozenset()
    """Custom fields of ours that one of theirs is mapped to."""

    def version(self, ticket: RemoteTicket) -> str:
        """What the link keeps: other maps make another version, so that a record is read anew."""
        return ticket.version + self.mark

    @property
    def system(self) -> str:
        """What the tickets' import keys call it."""
        return f"connection:{self.connection_id}"

    @property
    def actor(self) -> Actor:
        """Who did what is told of the past."""
        return Actor(kind="import", name=self.vendor_name)

    @property
    def source_type(self) -> SourceType:
        """The door that tickets came through."""
        known = self.vendor.upper()
        return SourceType(known) if known in SourceType.__members__ else SourceType.IMPORT

    def team(self, ticket: RemoteTicket) -> str:
        """The name of the team that has the record."""
        return short(ticket.team.name or self.groups.get(ticket.team.id, ""))

    def person(self, person: Person) -> str:
        """What somebody is found by; nothing for nobody."""
        if "@" in person.email:
            return person.email.strip().lower()[:200]
        return f"{self.connection_id}:{person.id}"[:200] if person.id and person.name else ""


def source_of(connection: Record, manifest: Manifest) -> Source:
    """Where the records of a connection come from."""
    groups = {row["id"]: row["name"] for row in connection["latest_options"].get("groups", ())}
    overrides = connection["overrides"]
    mapped = frozenset(overrides.get("fields") or ())
    return Source(connection["id"], manifest.key, manifest.name, groups, mark_of(overrides), mapped)


def mark_of(overrides: Mapping[str, Any]) -> str:
    """A short name for an organisation's own maps."""
    rows = {name: value for name, value in overrides.items() if value and any(value.values())}
    if not rows:
        return ""
    return "#" + sha256(orjson.dumps(rows, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Named:
    """The ids behind the names of a page."""

    people: Mapping[str, UUID]
    teams: Mapping[str, UUID]
    categories: Mapping[tuple[str, ...], UUID]
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])


def clean(text: str) -> str:
    """Text that the database takes."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode().strip()


@lru_cache(maxsize=4096)
def short(name: str) -> str:
    """A name as the desk keeps it; the same few come with every record."""
    return clean(name)[:120]


def category(ticket: RemoteTicket) -> tuple[str, ...]:
    """Category and subcategory as a path."""
    names = (short(ticket.category), short(ticket.subcategory))
    return tuple(name for name in names if name) if names[0] else ()


def state_of(ticket: RemoteTicket, source: Source, named: Named) -> dict[str, Any]:
    """What a record says, in the fields of a ticket. An unknown state counts as open: the raw one is on the link."""
    status = Status(ticket.status.value) if ticket.status.value else Status.OPEN
    text = clean(ticket.description)[:TEXT]
    own = {"custom_fields": taken(ticket.custom, named.fields)[0]} if source.mapped else {}
    return {
        **own,
        "type": TicketType(ticket.kind.value) if _is_type(ticket.kind.value) else TicketType.INCIDENT,
        "title": " ".join(clean(ticket.title).split())[:TITLE] or ticket.key,
        "description_text": text,
        "description_html": text_to_html(text),
        "status": status,
        "priority": Priority(ticket.priority.value) if ticket.priority.value else Priority.MEDIUM,
        "requester_id": named.people.get(source.person(ticket.requester)),
        "assignee_id": named.people.get(source.person(ticket.assignee)),
        "team_id": named.teams.get(source.team(ticket).lower()),
        "category_id": named.categories.get(category(ticket)),
        "tags": _tags(ticket.tags),
        "resolved_at": _resolved(ticket) if status in (Status.RESOLVED, Status.CLOSED) else None,
        "closed_at": _closed(ticket) if status in (Status.CLOSED, Status.CANCELLED) else None,
    }


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says: the fields of a ticket, and the same as the JSON that its link keeps."""

    state: Mapping[str, Any]
    base: bytes

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> "Said":
        """Keep what an import fills, to know later what changed over there."""
        kept = {name: state[name] for name in (*TAKEN, "custom_fields") if name in state}
        return cls(state, orjson.dumps(kept, default=str))

    def digest(self, version: str) -> str:
        """A hash of a record's version and of what it says."""
        return sha256(version.encode("utf-8", "replace") + b"\n" + self.base).hexdigest()


def first_import(ticket: RemoteTicket, source: Source, said: Said) -> HistoricTicket:
    """A ticket with as long a past as the record's times tell."""
    state = said.state
    steps = list(_steps(ticket, state))
    first = dict(state)
    for _, changes in reversed(steps):
        first |= {name: pair[0] for name, pair in changes.items()}
    requester = state["requester_id"]
    asked = (
        Actor(kind="person", id=requester, name=ticket.requester.name or ticket.requester.email)
        if requester
        else source.actor
    )
    reference = {"system": source.vendor_name, "key": ticket.key, "url": ticket.url}
    extra = {"source_type": source.source_type, "source_reference": reference}
    facts = {**first, **extra}
    if "custom_fields" in state:
        facts["custom_fields"] = filled(state["custom_fields"])
    past = [
        HistoricEvent(
            "created", ticket.created_at, actor=asked, data={name: facts.get(name) for name in FACTS}
        ),
        *(
            HistoricEvent(f"step {n}", at, changes, source.actor)
            for n, (at, changes) in enumerate(steps, start=1)
        ),
    ]
    digest = said.digest(ticket.version)
    if "custom_fields" in state:
        extra["custom_fields"] = filled(state["custom_fields"])
    return HistoricTicket(
        source.system, ticket.remote_id, digest, ticket.created_at, {**state, **extra}, past
    )


def later_import(ticket: RemoteTicket, source: Source, said: Said, link: Record) -> HistoricTicket | None:
    """What changed over there since the last import; what people changed here meanwhile stays."""
    state, base, before = said.state, orjson.loads(said.base), link["base"]
    moved = {name for name in TAKEN if base[name] != before.get(name)}
    if moved & {"status", *ENDING}:
        moved |= {"status", *ENDING}
    changes = {
        name: [link[name], state[name]]
        for name in TAKEN
        if name in moved and not _same(link[name], state[name])
    }
    changes |= _fields_changed(state.get("custom_fields", {}), before.get("custom_fields", {}), link)
    if not changes:
        return None
    digest = said.digest(ticket.version)
    key = f"{ticket.version} {digest[:12]} {link['version']}"  # maps may lead there and back and there again
    event = HistoricEvent(key, ticket.updated_at, changes, source.actor)
    return HistoricTicket(source.system, ticket.remote_id, digest, ticket.created_at, state, [event])


def _fields_changed(now: Mapping[str, Any], before: Mapping[str, Any], link: Record) -> dict[str, list[Any]]:
    """Custom fields that say something else over there than last time; None takes a value away."""
    moved = {name: value for name, value in now.items() if name not in before or before[name] != value}
    present: dict[str, Any] = link["custom_fields"]
    after = filled({**present, **moved})
    return {"custom_fields": [present, after]} if after != present else {}


def _same(present: Any, new: Any) -> bool:
    return present == new or (present in (None, "") and new in (None, ""))


def _steps(ticket: RemoteTicket, state: Mapping[str, Any]) -> Iterator[tuple[datetime, dict[str, list[Any]]]]:
    """The moves from new to the present status that have a time."""
    status, start = state["status"], ticket.created_at
    before: dict[str, Any] = {"status": Status.NEW, "resolved_at": None, "closed_at": None}
    if status is Status.CLOSED and state["resolved_at"] and state["closed_at"]:
        resolved = {"status": Status.RESOLVED, "resolved_at": state["resolved_at"], "closed_at": None}
        yield max(state["resolved_at"], start), _differences(before, resolved)
        before = resolved
    after = {"status": status, **{name: state[name] for name in ENDING}}
    changes = _differences(before, after)
    if changes:
        at = state["closed_at"] or state["resolved_at"] or ticket.updated_at
        yield max(at, start), changes


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [before[name], value] for name, value in after.items() if before[name] != value}


def _resolved(ticket: RemoteTicket) -> datetime:
    return ticket.resolved_at or ticket.closed_at or ticket.updated_at


def _closed(ticket: RemoteTicket) -> datetime:
    return ticket.closed_at or ticket.resolved_at or ticket.updated_at


def _tags(tags: Iterable[str]) -> list[str]:
    return [tag for tag in dict.fromkeys(clean(tag).lower()[:TAG] for tag in tags) if tag][:TAGS]


def _is_type(value: str | None) -> bool:
    return value in TYPES
