"""What the house can do with Freshdesk's tickets."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from deskplane.connectors.freshdesk import mapping, verifying, webhooks
from deskplane.connectors.freshdesk.config import Config
from deskplane.connectors.freshdesk.drafting import drafted, group, tags
from deskplane.connectors.sdk.contract import Setup
from deskplane.connectors.sdk.creating import Creation, after_create, create_once
from deskplane.connectors.sdk.errors import MappingError, NotThereError
from deskplane.connectors.sdk.http import Effect
from deskplane.connectors.sdk.mapping import Remote, renamed
from deskplane.connectors.sdk.normal import (
    Arrival,
    Changes,
    Cursor,
    Draft,
    Failure,
    NewComment,
    Notice,
    NoticeKind,
    Options,
    Page,
    Person,
    Preview,
    Receipt,
    Related,
    RemoteComment,
    RemoteStats,
    RemoteTicket,
    Verification,
    WebhookHint,
    Window,
)
from deskplane.connectors.sdk.paging import Batch, Row, TimeWalk, next_link, numbered_pages
from deskplane.connectors.sdk.shapes import at, items, moment, needed, objects, text
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.visibility import Visibility

PAGE: Final = 100
LAST_PAGE: Final = 300
OVERLAP: Final = timedelta(minutes=5)
LOOK_BACK: Final = timedelta(days=1)
"""How far before an attempt its ticket is looked for: its clock and ours may differ, by a time zone even."""

_BEGINNING: Final = datetime(2010, 1, 1, tzinfo=UTC)
_INCLUDE: Final = "requester,stats,description"


class Freshdesk:
    """One account, as one agent."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._wire = setup.wire
        self._config: Config = setup.config
        self._base = str(self._config.base_url).rstrip("/")
        self._table = mapping.status_map(setup.overrides, self._config.cancelled_field)

    async def verify(self) -> Verification:
        """Prove host, vendor, log-in, reading, fields and the right to see all tickets."""
        return await verifying.verify(self._wire, self._config)

    async def options(self) -> Options:
        """States, priorities, types, groups and fields of this account."""
        return await verifying.options(self._wire)

    async def create(self, draft: Draft, *, earlier: datetime | None = None) -> Receipt:
        """Create a ticket once; a tag (and a field, if there is one) carries the correlation id."""
        creation = Creation(send=partial(self._send, draft), find=partial(self._find, draft))
        return await create_once(creation, self._wire.clock, earlier)

    def preview(self, draft: Draft) -> Preview:
        """The requests of ``create``."""
        plan = drafted(draft, self._setup)
        if not plan.agent:
            post = self._wire.describe("POST", "api/v2/tickets", json=plan.body)
            return Preview(requests=(post,), notices=plan.notices)
        look = self._wire.describe("GET", "api/v2/agents", params={"email": plan.agent})
        body = {**plan.body, "responder_id": f"{{id of the agent '{plan.agent}'}}"}
        post = self._wire.describe("POST", "api/v2/tickets", json=body)
        return Preview(requests=(look, post), notices=plan.notices)

    async def update(self, remote_id: str, changes: Changes) -> Receipt:
        """Change fields; tags replace the list over there, so ours stays in it."""
        before = await self.get(remote_id)
        custom, lost = renamed(changes.custom, self._setup.overrides.fields)
        body: dict[str, Any] = dict(changes.extra)
        if changes.title is not None and changes.title != before.title:
            body["subject"] = changes.title
        if changes.description is not None and changes.description != before.description:
            body["description"] = mapping.to_html(changes.description)
        if changes.priority is not None:
            table = mapping.priority_map(self._setup.overrides)
            lost += table.narrowing("priority", changes.priority)
            wanted = table.to_vendor(changes.priority, Remote(before.priority.id)).raw
            body |= {} if wanted == before.priority.id else {"priority": int(wanted)}
        if changes.tags is not None and set(changes.tags) != set(before.tags):
            known = map(text, items(before.raw.get("tags")))
            body["tags"] = [*tags(changes.tags, lost), *(one for one in known if one.startswith(mapping.TAG))]
        body |= {"custom_fields": custom} if custom else {}
        return await self._put(before, body, lost)

    async def comment(self, remote_id: str, comment: NewComment) -> RemoteComment:
        """A private note (internal), or a reply that reaches the requester."""
        internal = comment.visibility is Visibility.INTERNAL
        body: dict[str, Any] = {"body": mapping.to_html(comment.body)}
        path = f"api/v2/tickets/{remote_id}/{'notes' if internal else 'reply'}"
        body |= {"private": True} if internal else {}
        made = await self._wire.send("POST", path, json=body, effect=Effect.CREATE, scope=remote_id)
        return _comment(mapping.mapping(made.body))

    async def transition(self, remote_id: str, status: Status, *, note: str = "") -> Receipt:
        """Write a status; nothing if the ticket already says so."""
        before = await self.get(remote_id)
        notices = self._table.narrowing("status", status)
        wanted = self._table.to_vendor(status, Remote(before.status.id)).raw
        if wanted == before.status.id:
            return Receipt(ticket=before, notices=tuple(notices))
        receipt = await self._put(
            before, mapping.status_fields(wanted, self._config.cancelled_field), notices
        )
        if note:
            await self.comment(remote_id, NewComment(body=note, visibility=Visibility.INTERNAL))
            return Receipt(ticket=await self.get(remote_id), notices=receipt.notices)
        return receipt

    async def assign(
        self, remote_id: str, *, assignee: str | None = None, team: str | None = None
    ) -> Receipt:
        """Hand a ticket to an agent by e-mail address, to a group by name."""
        before, notices = await self.get(remote_id), list[Notice]()
        body: dict[str, Any] = {}
        if assignee is not None:
            body = await self._agent(assignee, notices) if assignee else {"responder_id": None}
        if team:
            known = self._setup.known.groups or (await self.options()).groups
            body |= group(team, known, notices)
        elif team is not None:
            body["group_id"] = None
        return await self._put(before, body, notices)

    async def link(self, remote_id: str, related: Related) -> None:
        """Name the twin in a private note, once."""
        if all(related.url not in comment.body for comment in await self.pull_comments(remote_id)):
            words = f"{related.sentence}\n{related.url}"
            await self.comment(remote_id, NewComment(body=words, visibility=Visibility.INTERNAL))

    async def get(self, remote_id: str) -> RemoteTicket:
        """Read a ticket."""
        answer = await self._wire.send(
            "GET", f"api/v2/tickets/{remote_id}", params={"include": "requester,stats"}
        )
        return self._ticket(mapping.mapping(answer.body))

    async def get_many(self, remote_ids: Sequence[str]) -> Sequence[RemoteTicket]:
        """Read tickets one by one: there is no call for several."""
        found: list[RemoteTicket] = []
        for remote_id in remote_ids:
            try:
                found.append(await self.get(remote_id))
            except NotThereError:
                continue
        return found

    async def pull(self, window: Window, cursor: Cursor | None = None) -> AsyncIterator[Page]:
        """Tickets in the order of their last change; the question moves on before the 300th page."""
        walk = TimeWalk(self._since, _ident, _changed)
        async for walked in walk.pages(_start(cursor)):
            rows = [row for row in walked.rows if _is_in(row, window)]
            yield self._page(rows, Cursor(walked.at.isoformat(), finished=walked.done))

    async def pull_comments(self, remote_id: str, since: datetime | None = None) -> Sequence[RemoteComment]:
        """Notes and replies, oldest first."""
        path = f"api/v2/tickets/{remote_id}/conversations"

        async def fetch(number: int) -> Batch:
            params = {"page": str(number), "per_page": str(PAGE)}
            rows = objects((await self._wire.send("GET", path, params=params)).body)
            return Batch(rows, len(rows) == PAGE)

        found = [_comment(row) async for batch in numbered_pages(fetch, LAST_PAGE) for row in batch.rows]
        return [comment for comment in found if since is None or comment.created_at >= since]

    def read_webhook(self, arrival: Arrival, secret: str) -> WebhookHint:
        """Which ticket an automation tells of."""
        return webhooks.read(arrival, secret)

    async def stats(self, window: Window) -> RemoteStats:
        """How many tickets there are, by the search that counts up to days and lags by minutes."""
        day = window.created_since.date().isoformat() if window.created_since else "2010-01-01"
        query = {"query": f"\"created_at:>'{day}'\""}
        answer = await self._wire.send("GET", "api/v2/search/tickets", params=query)
        return RemoteStats(int(text(at(answer.body, "total")) or 0), exact=False)

    async def _send(self, draft: Draft) -> Receipt:
        plan = drafted(draft, self._setup)
        notices, body = list(plan.notices), dict(plan.body)
        if plan.agent:
            body |= await self._agent(plan.agent, notices)
        made = await self._wire.send("POST", "api/v2/tickets", json=body, effect=Effect.CREATE)
        async with after_create():
            ticket = self._ticket(mapping.mapping(made.body))
        return Receipt(ticket=ticket, notices=tuple(notices))

    async def _find(self, draft: Draft, earlier: datetime) -> Sequence[RemoteTicket]:
        """By the list of the requester's tickets: unlike the search it does not lag."""
        mark, body = mapping.tag(draft.correlation_id), drafted(draft, self._setup).body
        rows: list[Row] = []
        async for batch in self._since(earlier - LOOK_BACK, email=text(body.get("email"))):
            rows += [row for row in batch.rows if mark in items(row.get("tags"))]
        field = self._config.reference_field
        wanted = ("", draft.correlation_id)
        return [ticket for ticket in map(self._ticket, rows) if not field or ticket.correlation_id in wanted]

    async def _agent(self, email: str, notices: list[Notice]) -> dict[str, Any]:
        rows = objects((await self._wire.send("GET", "api/v2/agents", params={"email": email})).body)
        exact = [row for row in rows if text(at(row, "contact", "email")).lower() == email.lower()]
        if len(exact) == 1:
            return {"responder_id": exact[0].get("id")}
        notices.append(Notice(NoticeKind.UNMAPPED, "assignee", f"No agent has the address '{email}'."))
        return {}

    async def _put(self, before: RemoteTicket, body: Mapping[str, Any], notices: list[Notice]) -> Receipt:
        if not body:
            return Receipt(ticket=before, notices=tuple(notices))
        path = f"api/v2/tickets/{before.remote_id}"
        await self._wire.send("PUT", path, json=dict(body), effect=Effect.WRITE, scope=before.remote_id)
        return Receipt(ticket=await self.get(before.remote_id), notices=tuple(notices))

    def _since(self, when: datetime, email: str = "") -> AsyncIterator[Batch]:
        params = {
            "updated_since": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "order_by": "updated_at",
            "order_type": "asc",
            "per_page": str(PAGE),
            "include": _INCLUDE,
            **({"email": email} if email else {}),
        }

        async def fetch(number: int) -> Batch:
            answer = await self._wire.send(
                "GET", "api/v2/tickets", params={**params, "page": str(number)}, scope="list"
            )
            rows = objects(answer.body)
            following = next_link(answer.headers.get("link", ""))
            return Batch(rows, bool(following) or len(rows) == PAGE)

        return numbered_pages(fetch, LAST_PAGE)

    def _ticket(self, record: Mapping[str, Any]) -> RemoteTicket:
        return mapping.ticket(
            record,
            self._base,
            self._setup.overrides,
            reference_field=self._config.reference_field,
            cancelled_field=self._config.cancelled_field,
        )

    def _page(self, rows: Sequence[Row], cursor: Cursor) -> Page:
        tickets, failures = list[RemoteTicket](), list[Failure]()
        for row in rows:
            try:
                tickets.append(self._ticket(row))
            except MappingError as error:
                failures.append(Failure(text(row.get("id")), error.message))
        return Page(tickets=tuple(tickets), cursor=cursor, failures=tuple(failures))


def _ident(row: Row) -> str:
    return text(row.get("id"))


def _changed(row: Row) -> datetime:
    return needed(moment(row.get("updated_at")), "updated_at")


def _is_in(row: Row, window: Window) -> bool:
    """The list knows no date of creation as a filter, so it is ours."""
    created = moment(row.get("created_at"))
    return window.created_since is None or created is None or created >= window.created_since


def _start(cursor: Cursor | None) -> datetime:
    if cursor is None or not cursor.at:
        return _BEGINNING
    seen = needed(moment(cursor.at), "cursor")
    return seen - OVERLAP if cursor.finished else seen


def _comment(row: Mapping[str, Any]) -> RemoteComment:
    private = row.get("private") is True
    return RemoteComment(
        remote_id=text(row.get("id")),
        body=text(row.get("body_text")) or mapping.to_text(text(row.get("body"))),
        author=Person(id=text(row.get("user_id"))),
        visibility=Visibility.INTERNAL if private else Visibility.PUBLIC,
        created_at=needed(moment(row.get("created_at")), "created_at"),
        raw=row,
    )
