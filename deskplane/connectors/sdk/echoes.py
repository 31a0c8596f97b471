"""Knowing our own writes when they come back."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from deskplane.connectors.sdk.normal import RemoteTicket


@dataclass(frozen=True, slots=True)
class EchoMark:
    """The version a write of ours caused, and what the record said then."""

    remote_id: str
    version: str
    digest: str


def digest(ticket: RemoteTicket) -> str:
    """A hash over everything we map; equal if nothing that concerns us changed."""
    said = (
        *(ticket.title, ticket.description, ticket.status.id, ticket.priority.id, ticket.kind.id),
        *(ticket.assignee.id, ticket.team.id, ticket.category, ticket.subcategory, ticket.requester.id),
        *(sorted(ticket.tags)),
        *(f"{name}={value}" for name, value in sorted(ticket.custom.items())),
        str(ticket.deleted),
    )
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def mark(ticket: RemoteTicket) -> EchoMark:
    """What to keep of a record that we just wrote."""
    return EchoMark(ticket.remote_id, ticket.version, digest(ticket))


def is_echo(ticket: RemoteTicket, marks: Iterable[EchoMark]) -> bool:
    """Whether this record says nothing but what we wrote ourselves."""
    mine = [known for known in marks if known.remote_id == ticket.remote_id]
    if any(known.version == ticket.version for known in mine):
        return True
    return bool(mine) and digest(ticket) in {known.digest for known in mine}
