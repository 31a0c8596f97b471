"""What the house can do with issues."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from deskplane.connectors.jira import finding, fitting, mapping, moving, searching, verifying, webhooks
from deskplane.connectors.jira.adf import plain
from deskplane.connectors.jira.config import Config, Deployment
from deskplane.connectors.jira.drafting import drafted, rich, safe_label
from deskplane.connectors.jira.people import find_person
from deskplane.connectors.sdk.contract import Setup
from deskplane.connectors.sdk.creating import Creation, create_once, made_id, unread
from deskplane.connectors.sdk.errors import ConnectorError, MappingError, VendorRefusedError
from deskplane.connectors.sdk.http import Effect
from deskplane.connectors.sdk.mapping import Remote, ValueMap, renamed
from deskplane.connectors.sdk.normal import (
    PLATFORM_NAMES,
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
from deskplane.connectors.sdk.paging import Row, TimeWalk, offset_pages
from deskplane.connectors.sdk.shapes import at, moment, needed, objects, text
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.visibility import Visibility

OVERLAP: Final = timedelta(minutes=5)
SETTLE: Final = 180.0
"""Seconds for the index to show a new issue; until then a lost create is not repeated."""

_LEAVABLE: Final = frozenset({"priority", "labels", "assignee", "description"})


class Jira:
    """One site, as one account."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._wire = setup.wire
        self._config: Config = setup.config
        self._cloud = self._config.deployment is Deployment.CLOUD
        self._root = "rest/api/3" if self._cloud else "rest/api/2"
        self._base = str(self._config.base_url).rstrip("/")
        self._table: ValueMap | None = None
        self._search = searching.Search(setup.wire, self._root, self._fields(), cloud=self._cloud)

    async def verify(self) -> Verification:
        """Prove host, product, log-in, project, permissions, required fields and the time zone."""
        return await verifying.verify(self._wire, self._root, self._config)

    async def options(self) -> Options:
        """Projects, types, states, priorities and fields of this site."""
        return await verifying.options(self._wire, self._root, self._config)

    async def create(self, draft: Draft, *, earlier: datetime | None = None) -> Receipt:
        """Create an issue once; a label and a property carry the correlation id."""
        creation = Creation(send=partial(self._send, draft), find=partial(self._find, draft), settle=SETTLE)
        return await create_once(creation, self._wire.clock, earlier)

    def preview(self, draft: Draft) -> Preview:
        """The request of ``create``; an assignee is looked up first and shown as such."""
        plan = drafted(draft, self._setup)
        post = self._wire.describe("POST", f"{self._root}/issue", json=plan.body())
        if not plan.assignee:
            return Preview(requests=(post,), notices=plan.notices)
        parameter = "query" if self._cloud else "username"
        look = self._wire.describe("GET", f"{self._root}/user/search", params={parameter: plan.assignee})
        person = {"accountId" if self._cloud else "name": f"{{account of '{plan.assignee}'}}"}
        post = self._wire.describe("POST", f"{self._root}/issue", json=plan.body(person))
        return Preview(requests=(look, post), notices=plan.notices)

    async def update(self, remote_id: str, changes: Changes) -> Receipt:
        """Change fields of an issue; ours among its labels stays."""
        before = await self.get(remote_id)
        custom, lost = renamed(changes.custom, self._setup.overrides.fields)
        fields: dict[str, Any] = {**custom, **changes.extra}
        if changes.title is not None and changes.title != before.title:
            fields["summary"] = " ".join(changes.title.split())[:255]
        if changes.description is not None and changes.description != before.description:
            fields["description"] = rich(changes.description, self._config.deployment)
        if changes.priority is not None:
            table = mapping.priority_map(self._setup.overrides)
            lost += table.narrowing("priority", changes.priority)
            wanted = table.to_vendor(changes.priority, Remote(before.priority.id)).raw
            fields |= {} if wanted == before.priority.id else {"priority": {"name": wanted}}
        if changes.tags is not None and set(changes.tags) != set(before.tags):
            known = [text(one) for one in at(before.raw, "fields", "labels") or ()]
            ours = [one for one in known if one.startswith(mapping.LABEL)]
            fields["labels"] = [*dict.fromkeys(map(safe_label, changes.tags)), *ours]
        if not fields:
            return Receipt(ticket=before, notices=tuple(lost))
        lost += await self._put(remote_id, fields)
        return Receipt(ticket=await self.get(remote_id), notices=tuple(lost))

    async def comment(self, remote_id: str, comment: NewComment) -> RemoteComment:
        """Write a comment; an internal one is a note of the service desk on Cloud."""
        body: dict[str, Any] = {"body": rich(comment.body, self._config.deployment)}
        internal = comment.visibility is Visibility.INTERNAL
        if internal:
            body["properties"] = [{"key": "sd.public.comment", "value": {"internal": True}}]
        path = f"{self._root}/issue/{remote_id}/comment"
        made = await self._wire.send("POST", path, json=body, effect=Effect.CREATE, scope=remote_id)
        return _comment(mapping.mapping(made.body), internal=internal)

    async def transition(self, remote_id: str, status: Status, *, note: str = "") -> Receipt:
        """Take the transition that leads to the status; nothing if the issue already says so."""
        before, table = await self.get(remote_id), await self._states()
        wanted = table.to_vendor(status, Remote(before.status.id))
        notices = table.narrowing("status", status)
        if wanted.raw != before.status.id:
            await moving.move(self._wire, f"{self._root}/issue/{remote_id}", wanted.raw, status, table)
            if note:
                await self.comment(remote_id, NewComment(body=note))
            before = await self.get(remote_id)
        return Receipt(ticket=before, notices=tuple(notices))

    async def assign(
        self, remote_id: str, *, assignee: str | None = None, team: str | None = None
    ) -> Receipt:
        """Hand an issue to an account by e-mail address or name; an issue's team is its project and stays."""
        notices: list[Notice] = []
        if team:
            notices.append(Notice(NoticeKind.UNMAPPED, "team", "The team of an issue is its project."))
        if assignee is not None:
            notices += await self._hand_over(remote_id, assignee)
        return Receipt(ticket=await self.get(remote_id), notices=tuple(notices))

    async def link(self, remote_id: str, related: Related) -> None:
        """A remote link to the twin; its global id makes a second call change the first one."""
        parts, name = urlsplit(related.url), PLATFORM_NAMES.get(related.platform, related.platform.title())
        body: dict[str, Any] = {
            "globalId": f"system={parts.scheme}://{parts.netloc}&id={related.remote_id}",
            "application": {"type": f"com.{related.platform}", "name": name},
            "relationship": "relates to",
            "object": {
                "url": related.url,
                "title": related.key,
                "summary": related.title,
                "status": {"resolved": related.resolved},
            },
        }
        path = f"{self._root}/issue/{remote_id}/remotelink"
        await self._wire.send("POST", path, json=body, effect=Effect.WRITE, scope=remote_id)

    async def get(self, remote_id: str) -> RemoteTicket:
        """Read an issue by id or key; this does not go through the search index."""
        params = {"fields": ",".join(self._fields()), "properties": mapping.PROPERTY}
        answer = await self._wire.send("GET", f"{self._root}/issue/{remote_id}", params=params)
        return self._ticket(mapping.mapping(answer.body), await self._states())

    async def get_many(self, remote_ids: Sequence[str]) -> Sequence[RemoteTicket]:
        """Read issues by id or key, a hundred with each call."""
        table = await self._states()
        return [self._ticket(row, table) for row in await self._search.many(remote_ids)]

    async def pull(self, window: Window, cursor: Cursor | None = None) -> AsyncIterator[Page]:
        """Issues in the order of their last change, each page a question of its own."""
        table = await self._states()
        walk = TimeWalk(partial(self._search.since, window), _ident, _changed)
        async for walked in walk.pages(_start(cursor)):
            place = Cursor(walked.at.isoformat(), finished=walked.done)
            yield self._page(walked.rows, place, table)

    async def pull_comments(self, remote_id: str, since: datetime | None = None) -> Sequence[RemoteComment]:
        """All comments of an issue, oldest first; those inside an issue's fields are cut."""
        path = f"{self._root}/issue/{remote_id}/comment"

        async def fetch(start: int) -> searching.Batch:
            params = {"startAt": str(start), "maxResults": "100", "orderBy": "created"}
            body = (await self._wire.send("GET", path, params=params)).body
            rows = objects(at(body, "comments"))
            return searching.Batch(rows, start + len(rows) < int(text(at(body, "total")) or 0))

        found = [_comment(row) async for batch in offset_pages(fetch) for row in batch.rows]
        return [comment for comment in found if since is None or comment.created_at >= since]

    def read_webhook(self, arrival: Arrival, secret: str) -> WebhookHint:
        """Which issue a webhook tells of."""
        return webhooks.read(arrival, secret)

    async def stats(self, window: Window) -> RemoteStats:
        """How many issues the window holds; Cloud only estimates."""
        return RemoteStats(await self._search.count(window), exact=not self._cloud)

    async def _send(self, draft: Draft) -> Receipt:
        plan = drafted(draft, self._setup)
        await fitting.fit(self._wire, self._root, self._config, plan.fields)
        notices, person = list(plan.notices), None
        if plan.assignee:
            person = await find_person(self._wire, self._root, plan.assignee, cloud=self._cloud)
            notices += [] if person else [_unknown(plan.assignee)]
        body = plan.body(person)
        path = f"{self._root}/issue"
        try:
            made = await self._wire.send("POST", path, json=body, effect=Effect.CREATE)
        except VendorRefusedError as refused:
            # Refused means not created: fields that may be left out are, and the rest is tried once more.
            notices += leave_out(body["fields"], refused)
            made = await self._wire.send("POST", path, json=body, effect=Effect.CREATE)
        ident = made_id(text(at(made.body, "id")), "Jira")
        try:
            return Receipt(ticket=await self.get(ident), notices=tuple(notices))
        except ConnectorError as error:
            # It is there, whatever became of reading it: an account may create where it may not look.
            key = text(at(made.body, "key")) or ident
            url = f"{self._base}/browse/{key}"
            return unread(draft, ident, key, url, self._wire.clock(), notices, error)

    async def _hand_over(self, remote_id: str, assignee: str) -> list[Notice]:
        if not assignee:
            return await self._put(remote_id, {"assignee": None})
        person = await find_person(self._wire, self._root, assignee, cloud=self._cloud)
        if person is None:
            return [_unknown(assignee)]
        path = f"{self._root}/issue/{remote_id}/assignee"
        await self._wire.send("PUT", path, json=person, effect=Effect.WRITE, scope=remote_id)
        return []

    async def _put(self, remote_id: str, fields: dict[str, Any]) -> list[Notice]:
        path = f"{self._root}/issue/{remote_id}"
        try:
            await self._wire.send("PUT", path, json={"fields": fields}, effect=Effect.WRITE, scope=remote_id)
        except VendorRefusedError as refused:
            notices = leave_out(fields, refused)
            if fields:
                await self._wire.send(
                    "PUT", path, json={"fields": fields}, effect=Effect.WRITE, scope=remote_id
                )
            return notices
        return []

    async def _find(self, draft: Draft, _earlier: datetime) -> Sequence[RemoteTicket]:
        project = drafted(draft, self._setup).fields["project"]["key"]
        ids = await finding.ids(self._search, project, draft.correlation_id, cloud=self._cloud)
        found = [await self.get(ident) for ident in ids]
        return [ticket for ticket in found if ticket.correlation_id == draft.correlation_id]

    def _fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*mapping.FIELDS, *self._setup.overrides.fields.values())))

    async def _states(self) -> ValueMap:
        if self._table is None:
            known = self._setup.known.statuses or await verifying.states(self._wire, self._root)
            self._table = mapping.status_map(known, self._setup.overrides, self._config.cancel_resolutions)
        return self._table

    def _ticket(self, issue: Mapping[str, Any], table: ValueMap) -> RemoteTicket:
        return mapping.ticket(issue, self._base, table, self._setup.overrides)

    def _page(self, rows: Sequence[Row], cursor: Cursor, table: ValueMap) -> Page:
        tickets, failures = list[RemoteTicket](), list[Failure]()
        for row in rows:
            try:
                tickets.append(self._ticket(row, table))
            except MappingError as error:
                failures.append(Failure(text(row.get("id")), error.message))
        return Page(tickets=tuple(tickets), cursor=cursor, failures=tuple(failures))


def leave_out(fields: dict[str, Any], refused: VendorRefusedError) -> list[Notice]:
    """Take the refused fields out if they may be missing; otherwise the refusal stands.

    Raises:
        VendorRefusedError: a field that is needed was refused.
    """
    guilty = [name for name in refused.fields if name in fields]
    needed_ones = [n for n in guilty if n not in _LEAVABLE and not n.startswith("customfield_")]
    required = any("is required" in said for said in refused.fields.values())
    if not guilty or needed_ones or required:
        raise refused
    for name in guilty:
        del fields[name]
    return [Notice(NoticeKind.DROPPED, name, refused.fields[name]) for name in guilty]


def _unknown(word: str) -> Notice:
    return Notice(
        NoticeKind.UNMAPPED, "assignee", f"No single account is known as '{word}'; nobody was assigned."
    )


def _ident(row: Row) -> str:
    return text(row.get("id"))


def _changed(row: Row) -> datetime:
    return needed(moment(at(row, "fields", "updated")), "updated")


def _start(cursor: Cursor | None) -> datetime:
    if cursor is None or not cursor.at:
        return datetime(1970, 1, 2, tzinfo=UTC)
    seen = needed(moment(cursor.at), "cursor")
    return seen - OVERLAP if cursor.finished else seen


def _comment(row: Mapping[str, Any], *, internal: bool | None = None) -> RemoteComment:
    hidden = row.get("jsdPublic") is False if internal is None else internal
    return RemoteComment(
        remote_id=text(row.get("id")),
        body=plain(row.get("body")),
        author=mapping.person(row.get("author")),
        visibility=Visibility.INTERNAL if hidden or row.get("visibility") else Visibility.PUBLIC,
        created_at=needed(moment(row.get("created")), "created"),
        raw=row,
    )
