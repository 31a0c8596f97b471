"""The event log, writing side: one append-only record of what happened.

A slice declares its events as subclasses of ``Event`` and appends them in the transaction of the change.
The payload is a public contract: field changes and facts, never a secret, never comment text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from deskplane.kernel.db import Record, Tx
from deskplane.kernel.ids import uuid7
from deskplane.kernel.logging import correlation_id
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.visibility import Visibility

SHARDS = 4
Changes = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a person, an API token, the system or an import."""

    kind: str
    id: UUID | None = None
    name: str = ""


SYSTEM = Actor(kind="system", name="Deskplane")
CATALOGUE: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to one subject; subclasses say ``name``, ``subject_type`` and the exposure of fields.

    ``changes`` maps a field to ``[old, new]``; ``data`` holds further facts. ``internal_fields`` names the keys of both
    that requesters must not see; everything else is public. ``version`` counts under the subject's row lock.
    """

    name: ClassVar[str] = ""
    subject_type: ClassVar[str] = ""
    public_fields: ClassVar[frozenset[str]] = frozenset()
    internal_fields: ClassVar[frozenset[str]] = frozenset()

    subject: UUID
    version: int = 0
    actor: Actor = SYSTEM
    origin: Origin = Origin.SYSTEM
    changes: Changes = field(default_factory=dict[str, Sequence[Any]])
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    visibility: Visibility = Visibility.PUBLIC
    occurred_at: datetime | None = None
    correlation: str = ""
    id: UUID = field(default_factory=uuid7)
    org_id: UUID | None = None
    recorded_at: datetime | None = None

    def __init_subclass__(cls) -> None:
        """Enter the type in the catalogue."""
        super().__init_subclass__()
        if cls.name:
            CATALOGUE[cls.name] = cls

    def stamped(self, org_id: UUID, correlation: str) -> Self:
        """The event as one of an organisation; thousands come at once, and ``replace`` would check every field."""
        same = object.__new__(type(self))
        same.__dict__.update(self.__dict__, org_id=org_id, correlation=self.correlation or correlation)
        return same

    @classmethod
    def from_row(cls, row: Record) -> Self:
        """Rebuild an event of this type from its row."""
        return cls(
            id=row["id"],
            org_id=row["org_id"],
            subject=row["subject_id"],
            version=row["subject_version"],
            actor=Actor(kind=row["actor_kind"], id=row["actor_id"], name=row["actor_name"]),
            origin=Origin(row["origin"]),
            changes=row["changes"],
            data=row["data"],
            visibility=Visibility(row["visibility"]),
            occurred_at=row["occurred_at"],
            recorded_at=row["recorded_at"],
            correlation=row["correlation_id"],
        )


def event_from_row(row: Record) -> Event:
    """Rebuild the typed event of a row; a name that is no longer declared comes back as a plain ``Event``."""
    return CATALOGUE.get(row["name"], Event).from_row(row)


def shard_of(subject: UUID) -> int:
    """Return the shard that keeps the events of ``subject`` in order."""
    return subject.int % SHARDS


INSERT = """
insert into events (org_id, id, shard, name, subject_type, subject_id, subject_version, actor_kind, actor_id,
                    actor_name, origin, visibility, correlation_id, changes, data, occurred_at)
select app_org(), e.id, e.shard, e.name, e.subject_type, e.subject_id, e.subject_version, e.actor_kind, e.actor_id,
       e.actor_name, e.origin, e.visibility, e.correlation_id, e.changes, e.data, coalesce(e.occurred_at, now())
from jsonb_to_recordset($1::jsonb) as e(
    id uuid, shard smallint, name text, subject_type text, subject_id uuid, subject_version int, actor_kind text,
    actor_id uuid, actor_name text, origin text, visibility text, correlation_id text, changes jsonb, data jsonb,
    occurred_at timestamptz)
"""


async def append(tx: Tx, events: Sequence[Event]) -> None:
    """Record events in the transaction of the change; one statement however many.

    Inline subscribers see them just before commit, once for each type.
    """
    if not events:
        return
    org_id, correlation = tx.tenant.org_id, correlation_id.get() or ""
    stamped = [event.stamped(org_id, correlation) for event in events]
    await tx.fetch(INSERT, [row_of(event) for event in stamped])
    tx.pending.extend(stamped)


def row_of(event: Event) -> dict[str, Any]:
    """Return the event as the columns of its row."""
    return {
        "id": event.id,
        "shard": shard_of(event.subject),
        "name": event.name,
        "subject_type": event.subject_type,
        "subject_id": event.subject,
        "subject_version": event.version,
        "actor_kind": event.actor.kind,
        "actor_id": event.actor.id,
        "actor_name": event.actor.name,
        "origin": event.origin,
        "visibility": event.visibility,
        "correlation_id": event.correlation,
        "changes": event.changes,
        "data": event.data,
        "occurred_at": event.occurred_at,
    }
