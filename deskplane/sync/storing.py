"""One page of records into tickets and links: set-based, and the same however often it is done."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, repeat
from typing import Any, Final
from uuid import UUID

import orjson

from deskplane.catalog import service as catalog
from deskplane.connectors.sdk.normal import Notice, NoticeKind, Person, RemoteTicket
from deskplane.identity import service as identity
from deskplane.identity.service import PersonDraft, TeamDraft
from deskplane.identity.vocabulary import PersonKind
from deskplane.kernel import clock
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.rows import By
from deskplane.outbound.redaction import redact
from deskplane.sync import queries
from deskplane.sync.fielding import taken
from deskplane.sync.planning import (
    Named,
    Said,
    Source,
    category,
    clean,
    first_import,
    later_import,
    state_of,
)
from deskplane.tickets.history import HistoricTicket, store_history
from deskplane.vocabulary.origin import Origin

SHORT: Final = 200
PARTS: Final = (50, 150)
PART: Final = 250
TURN: Final = 20


@dataclass(frozen=True, slots=True)
class Stored:
    """What a page did; a record that this run has seen before is not counted again."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Storing:
    """Where records of one run go."""

    source: Source
    run_id: UUID | None
    secrets: Sequence[str] = ()

    async def page(self, tx: Tx, tickets: Sequence[RemoteTicket]) -> Stored:
        """Store records; what is already there in this version is only noted as seen."""
        newest = {ticket.remote_id: ticket for ticket in tickets if not ticket.deleted}
        known = await queries.versions(tx, self.source.connection_id, list(newest))
        new = [one for one in newest.values() if one.remote_id not in known]
        moved = [
            one
            for one in newest.values()
            if one.remote_id in known and self._is_news(one, known[one.remote_id])
        ]
        same = [remote_id for remote_id, link in known.items() if not self._is_news(newest[remote_id], link)]
        named = await self._named(tx, [*new, *moved])
        changed = await self._change(tx, moved, named)
        await self._add(tx, sorted(new, key=_birth), named)
        if same:
            now = clock.now()
            await tx.execute(queries.SEEN, self.source.connection_id, self.run_id, same, now)
        first = [remote_id for remote_id, link in known.items() if link["run_id"] != self.run_id]
        return Stored(
            created=len(new),
            changed=sum(remote_id in changed for remote_id in first),
            unchanged=sum(remote_id not in changed for remote_id in first),
        )

    async def _change(self, tx: Tx, moved: Sequence[RemoteTicket], named: Named) -> set[str]:
        """Write what changed over there; returns the records whose ticket says something else now."""
        if not moved:
            return set()
        links = await queries.links(tx, self.source.connection_id, [one.remote_id for one in moved])
        said = {one.remote_id: self._said(one, named) for one in moved}
        later: dict[str, HistoricTicket] = {}
        for one in moved:
            planned = later_import(one, self.source, said[one.remote_id], links[one.remote_id])
            if planned is not None:
                later[one.remote_id] = planned
        await store_history(tx, sorted(later.values(), key=_birth))
        tickets = {name: link["ticket_id"] for name, link in links.items()}
        await self._write_links(tx, tickets, [self._link(one, said[one.remote_id], named) for one in moved])
        return set(later)

    async def _add(self, tx: Tx, new: Sequence[RemoteTicket], named: Named) -> None:
        """Store what nobody knows, oldest first; the next part is planned while the database writes the last."""
        writing: asyncio.Task[None] | None = None
        try:
            for part in _parts(new):
                tickets, links = list[HistoricTicket](), list[dict[str, Any]]()
                for one in part:
                    said = self._said(one, named)
                    tickets.append(first_import(one, self.source, said))
                    links.append(self._link(one, said, named))
                    if len(links) % TURN == 0:
                        await asyncio.sleep(0)
                if writing:
                    await writing
                writing = asyncio.create_task(self._write(tx, tickets, links))
            if writing:
                await writing
        finally:
            if writing and not writing.done():
                writing.cancel()
                await asyncio.gather(writing, return_exceptions=True)

    async def _write(
        self, tx: Tx, tickets: Sequence[HistoricTicket], links: Sequence[dict[str, Any]]
    ) -> None:
        await store_history(tx, tickets)
        made = await queries.tickets_of(tx, self.source.system, [one.source_key for one in tickets])
        await self._write_links(tx, made, links)

    async def _write_links(
        self, tx: Tx, tickets: Mapping[str, UUID], links: Sequence[dict[str, Any]]
    ) -> None:
        rows = [{**link, "ticket_id": tickets[link["remote_id"]]} for link in links]
        await tx.execute(queries.LINK, self.source.connection_id, self.run_id, rows, clock.now())

    def _said(self, ticket: RemoteTicket, named: Named) -> Said:
        return Said.of(state_of(ticket, self.source, named))

    def _link(self, ticket: RemoteTicket, said: Said, named: Named) -> dict[str, Any]:
        return {
            "remote_id": ticket.remote_id,
            "remote_key": clean(ticket.key)[:SHORT],
            "url": ticket.url,
            "remote_status": self._word(ticket.status.name or ticket.status.id),
            "remote_priority": self._word(ticket.priority.name or ticket.priority.id),
            "remote_version": self.source.version(ticket),
            "raw_status": self._word(ticket.status.id),
            "raw_priority": self._word(ticket.priority.id),
            "remote_updated_at": ticket.updated_at,
            "base": orjson.Fragment(said.base),
            "notices": [
                {"kind": notice.kind, "field": notice.field, "message": self._word(notice.message)}
                for notice in (*ticket.notices, *self._left_out(ticket, named))
            ],
            "state": "linked",
        }

    def _left_out(self, ticket: RemoteTicket, named: Named) -> list[Notice]:
        refused = taken(ticket.custom, named.fields)[1] if self.source.mapped else {}
        return [Notice(NoticeKind.DROPPED, name, why) for name, why in refused.items()]

    def _word(self, said: str) -> str:
        return redact(clean(said), self.secrets)[:SHORT]

    async def _named(self, tx: Tx, tickets: Sequence[RemoteTicket]) -> Named:
        """Find or add everybody and everything that a page names; who is not there comes in from outside."""
        source, by = self.source, By(self.source.actor, Origin.IMPORT)
        people: dict[str, Person] = {}
        for ticket in tickets:
            for person in (ticket.requester, ticket.assignee):
                people.setdefault(source.person(person), person)
        people.pop("", None)
        drafts = [self._draft(key, person) for key, person in people.items()]
        ids = await identity.ensure_people(tx, drafts, actor=by.actor, origin=by.origin) if drafts else []
        teams = list(dict.fromkeys(name for ticket in tickets if (name := source.team(ticket))))
        team_drafts = [TeamDraft(name=name) for name in teams]
        team_ids = (
            await identity.ensure_teams(tx, team_drafts, actor=by.actor, origin=by.origin) if teams else []
        )
        paths = list(dict.fromkeys(path for ticket in tickets if (path := category(ticket))))
        return Named(
            people=dict(zip(people, ids, strict=True)),
            teams={name.lower(): id_ for name, id_ in zip(teams, team_ids, strict=True)},
            categories=await catalog.ensure_categories(tx, paths, by=by) if paths else {},
            fields=await self._fields(tx) if tickets else {},
        )

    async def _fields(self, tx: Tx) -> dict[str, Mapping[str, Any]]:
        """The custom fields that something is mapped to."""
        if not self.source.mapped:
            return {}
        rows = await catalog.custom_fields(tx)
        return {row["key"]: row for row in rows if row["key"] in self.source.mapped}

    def _draft(self, key: str, person: Person) -> PersonDraft:
        name = clean(person.name)[:SHORT] or key.partition("@")[0].replace(".", " ").title()
        if "@" in key:
            return PersonDraft(name=name, email=key, kind=PersonKind.EXTERNAL)
        return PersonDraft(name=name, external_ref=key, kind=PersonKind.EXTERNAL)

    def _is_news(self, ticket: RemoteTicket, link: Record) -> bool:
        """Another version than the known one, and no older: a page may be stored after a webhook was faster."""
        differs = link["remote_version"] != self.source.version(ticket)
        return differs and ticket.updated_at >= link["remote_updated_at"]


def _parts(new: Sequence[RemoteTicket]) -> Iterator[Sequence[RemoteTicket]]:
    """Cut a page up: small parts first, so that the database has something to do soon."""
    begin = 0
    for size in chain(PARTS, repeat(PART)):
        if begin >= len(new):
            return
        yield new[begin : begin + size]
        begin += size


def _birth(ticket: RemoteTicket | HistoricTicket) -> datetime:
    return ticket.created_at
