"""What the house can do with incidents."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from deskplane.connectors.sdk.contract import Setup
from deskplane.connectors.sdk.creating import Creation, create_once, made_id, unread
from deskplane.connectors.sdk.errors import ConnectorError, MappingError, NotThereError
from deskplane.connectors.sdk.http import Answer, Effect
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
from deskplane.connectors.sdk.paging import next_link
from deskplane.connectors.sdk.shapes import at, moment, needed, objects, text
from deskplane.connectors.servicenow import mapping, verifying, webhooks
from deskplane.connectors.servicenow.config import Config
from deskplane.connectors.servicenow.drafting import DISPLAY, Drafted, Lookup, drafted, references
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.visibility import Visibility

ROOT: Final = "/api/now/v2/table"
TABLE: Final = f"{ROOT}/incident"
PAGE: Final = 500
BATCH: Final = 100
OVERLAP: Final = timedelta(minutes=5)
_STAMP: Final = "%Y-%m-%d %H:%M:%S"
_LONGEST: Final = 100
"""Characters of a correlation id that the instance keeps: a longer one would be cut and never found again."""


class ServiceNow:
    """One instance, as one account."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._wire = setup.wire
        self._config: Config = setup.config
        self._base = text(str(self._config.instance_url)).rstrip("/")
        names = dict.fromkeys((*mapping.FIELDS, *setup.overrides.fields.values()))
        self._shape = {
            "sysparm_display_value": "all",
            "sysparm_exclude_reference_link": "true",
            "sysparm_fields": ",".join(names),
        }

    async def verify(self) -> Verification:
        """Prove host, vendor, log-in, roles, reading, creating and the time zone."""
        return await verifying.verify(self._wire, self._setup.account)

    async def options(self) -> Options:
        """States, priorities, categories and groups of this instance."""
        return await verifying.options(self._wire)

    async def create(self, draft: Draft, *, earlier: datetime | None = None) -> Receipt:
        """Create an incident once; its correlation id is looked for before any repetition."""
        _findable(draft.correlation_id)
        creation = Creation(send=partial(self._send, draft), find=partial(self._find, draft.correlation_id))
        return await create_once(creation, self._wire.clock, earlier)

    def preview(self, draft: Draft) -> Preview:
        """The requests of ``create``: look-ups of names that are not known, then the incident."""
        plan = drafted(draft, self._setup)
        seen = [self._wire.describe("GET", f"{ROOT}/{one.table}", params=one.params) for one in plan.lookups]
        body = plan.resolved({one.field: one.placeholder for one in plan.lookups})
        post = self._wire.describe("POST", TABLE, params=self._shape, json=body)
        return Preview(requests=(*seen, post), notices=plan.notices)

    async def update(self, remote_id: str, changes: Changes) -> Receipt:
        """Change fields of an incident."""
        before = await self.get(remote_id)
        custom, lost = renamed(changes.custom, self._setup.overrides.fields)
        said = {
            "short_description": changes.title,
            "description": changes.description,
            "category": changes.category,
            "subcategory": changes.subcategory,
        }
        body = {name: value for name, value in said.items() if value is not None}
        body |= {name: text(value) for name, value in {**custom, **changes.extra}.items()}
        if changes.tags is not None:
            lost.append(Notice(NoticeKind.UNMAPPED, "tags", "Incidents have no tags in the Table API."))
        if changes.priority is not None:
            table = mapping.priority_map(self._setup.overrides)
            lost += table.narrowing("priority", changes.priority)
            wanted = table.to_vendor(changes.priority, Remote(before.priority.id))
            body |= {} if wanted.raw == before.priority.id else mapping.priority_fields(wanted.raw)
        return await self._patch(before, body, lost)

    async def comment(self, remote_id: str, comment: NewComment) -> RemoteComment:
        """Write a work note (internal) or an additional comment (for the caller)."""
        field = "comments" if comment.visibility is Visibility.PUBLIC else "work_notes"
        began = self._wire.clock()
        await self._write(remote_id, {field: comment.body})
        made = [c for c in await self._journal(remote_id, "") if c.body == comment.body]
        return (
            made[-1]
            if made
            else RemoteComment(
                remote_id="",
                body=comment.body,
                author=Person(),
                visibility=comment.visibility,
                created_at=began,
            )
        )

    async def transition(self, remote_id: str, status: Status, *, note: str = "") -> Receipt:
        """Write a state with what the instance demands for it; nothing if the incident already says so."""
        before = await self.get(remote_id)
        table = mapping.status_map(self._setup.overrides)
        wanted = table.to_vendor(status, Remote(before.status.id))
        notices = table.narrowing("status", status)
        if wanted.raw == before.status.id:
            return Receipt(ticket=before, notices=tuple(notices))
        body = mapping.status_fields(wanted.raw)
        if status in (Status.RESOLVED, Status.CLOSED):
            body |= {"close_code": self._config.close_code, "close_notes": note or "Resolved in Deskplane."}
        elif status is Status.PENDING:
            body["comments"] = note or "We are waiting for your answer."
        elif note:
            body["work_notes"] = note
        return await self._patch(before, body, notices)

    async def assign(
        self, remote_id: str, *, assignee: str | None = None, team: str | None = None
    ) -> Receipt:
        """Hand an incident to a user by name or e-mail address, to a group by name."""
        before = await self.get(remote_id)
        wanted = {"assigned_to": assignee, "assignment_group": team}
        plan = references({k: v for k, v in wanted.items() if v is not None}, self._setup.known.groups)
        body, lost = await self._filled(plan)
        return await self._patch(before, body, lost)

    async def link(self, remote_id: str, related: Related) -> None:
        """Name the twin in a field and in a work note, both with one write, and only if the field does not name it.

        The field says whether it was done: the journal may be closed to this account, and would then be written again.
        """
        note = {"work_notes": f"{related.sentence}\n{related.url}"}
        shown = mapping.value((await self.get(remote_id)).raw.get("correlation_display"))
        known = [word.strip() for word in shown.split(",") if word.strip()] or [DISPLAY]
        if known[0] != DISPLAY:  # another system's word stays as it is
            if all(related.url not in comment.body for comment in await self._journal(remote_id, "")):
                await self._write(remote_id, note)
        elif related.key not in known:
            display = ", ".join([DISPLAY, related.key, *known[1:]])[:_LONGEST]
            await self._write(remote_id, note | {"correlation_display": display})

    async def get(self, remote_id: str) -> RemoteTicket:
        """Read an incident by sys_id or number."""
        if mapping.SYS_ID.fullmatch(remote_id):
            answer = await self._wire.send("GET", f"{TABLE}/{remote_id}", params=self._shape)
            return self._ticket(at(answer.body, "result"))
        params = {**self._shape, "sysparm_query": f"number={_plain(remote_id)}", "sysparm_limit": "1"}
        rows = _rows(await self._wire.send("GET", TABLE, params=params))
        found = next((row for row in rows if mapping.value(row.get("number")) == remote_id), None)
        if found is None:
            raise NotThereError(f"There is no incident {remote_id}, or this account may not see it.")
        return self._ticket(found)

    async def get_many(self, remote_ids: Sequence[str]) -> Sequence[RemoteTicket]:
        """Read incidents by sys_id, a hundred with each call."""
        found: list[RemoteTicket] = []
        for start in range(0, len(remote_ids), BATCH):
            part = [ident for ident in remote_ids[start : start + BATCH] if mapping.SYS_ID.fullmatch(ident)]
            params = {
                **self._shape,
                "sysparm_query": f"sys_idIN{','.join(part)}",
                "sysparm_limit": str(BATCH),
            }
            rows = _rows(await self._wire.send("GET", TABLE, params=params)) if part else []
            found += [self._ticket(row) for row in rows if mapping.value(row.get("sys_id")) in part]
        return found

    async def pull(self, window: Window, cursor: Cursor | None = None) -> AsyncIterator[Page]:
        """Incidents by a keyset of change time and id; a page the account may not see is stepped over."""
        place, skip = _start(cursor), 0
        while True:
            query = _keyset(place, _conditions(window))
            params = {**self._shape, "sysparm_limit": str(PAGE), "sysparm_offset": str(skip)}
            answer = await self._wire.send("GET", TABLE, params={**params, "sysparm_query": query})
            rows, more = _rows(answer), bool(next_link(answer.headers.get("link", "")))
            place = _after(rows, place)
            skip = 0 if rows else skip + PAGE
            yield self._page(rows, Cursor(place.at, place.id, finished=not more))
            if not more:
                return

    async def pull_comments(self, remote_id: str, since: datetime | None = None) -> Sequence[RemoteComment]:
        """Comments and work notes from the journal, oldest first."""
        after = f"^sys_created_on>={since.strftime(_STAMP)}" if since else ""
        return await self._journal(remote_id, after)

    def read_webhook(self, arrival: Arrival, secret: str) -> WebhookHint:
        """Which incident a business rule or flow tells of."""
        return webhooks.read(arrival, secret)

    async def stats(self, window: Window) -> RemoteStats:
        """How many incidents the window holds, those behind an ACL included."""
        query = "^".join(_conditions(window))
        params = {"sysparm_count": "true", "sysparm_query": query}
        answer = await self._wire.send("GET", "/api/now/stats/incident", params=params)
        return RemoteStats(int(text(at(answer.body, "result", "stats", "count")) or 0), exact=False)

    async def _send(self, draft: Draft) -> Receipt:
        plan = drafted(draft, self._setup)
        body, lost = await self._filled(plan)
        answer = await self._wire.send("POST", TABLE, params=self._shape, json=body, effect=Effect.CREATE)
        result: Mapping[str, Any] = at(answer.body, "result") or {}
        place = answer.headers.get("location", "").rpartition("/")[2]
        ident = made_id(mapping.value(at(result, "sys_id")) or place, "ServiceNow")
        try:
            made = self._ticket(result)
        except MappingError as error:
            # It is there, though this account may not see its fields.
            key, url = mapping.value(at(result, "number")) or ident, mapping.deep_link(self._base, ident)
            return unread(draft, ident, key, url, self._wire.clock(), lost, error)
        return Receipt(ticket=made, notices=(*lost, *_overridden(body, made)))

    async def _find(self, correlation_id: str, _earlier: datetime) -> Sequence[RemoteTicket]:
        params = {
            **self._shape,
            "sysparm_query": f"correlation_id={_plain(correlation_id)}",
            "sysparm_limit": "10",
        }
        rows = _rows(await self._wire.send("GET", TABLE, params=params))
        # A query the instance does not understand finds everything: only an exact match counts.
        return [
            self._ticket(row) for row in rows if mapping.value(row.get("correlation_id")) == correlation_id
        ]

    async def _filled(self, plan: Drafted) -> tuple[dict[str, str], list[Notice]]:
        ids, notices = dict[str, str](), list(plan.notices)
        for lookup in plan.lookups:
            found = await self._look_up(lookup)
            if len(found) == 1:
                ids[lookup.field] = found[0]
                continue
            how = "is not known" if not found else "is not unique"
            said = f"'{lookup.word}' {how} in {lookup.table}; the field was left empty."
            notices.append(Notice(NoticeKind.UNMAPPED, lookup.field, said))
        return plan.resolved(ids), notices

    async def _look_up(self, lookup: Lookup) -> list[str]:
        rows = _rows(await self._wire.send("GET", f"{ROOT}/{lookup.table}", params=lookup.params))
        low = lookup.word.lower()
        names = ("name", "user_name", "email")
        exact = [row for row in rows if low in (mapping.value(row.get(name)).lower() for name in names)]
        return [mapping.value(row.get("sys_id")) for row in exact]

    async def _patch(self, before: RemoteTicket, body: Mapping[str, str], notices: list[Notice]) -> Receipt:
        if not body:
            return Receipt(ticket=before, notices=tuple(notices))
        after = await self._write(before.remote_id, body)
        return Receipt(ticket=after, notices=(*notices, *_overridden(body, after)))

    async def _write(self, remote_id: str, body: Mapping[str, str]) -> RemoteTicket:
        path = f"{TABLE}/{remote_id}"
        answer = await self._wire.send(
            "PATCH", path, params=self._shape, json=dict(body), effect=Effect.WRITE, scope=remote_id
        )
        return self._ticket(at(answer.body, "result"))

    async def _journal(self, remote_id: str, after: str) -> list[RemoteComment]:
        elements = "^element=work_notes^ORelement=comments"
        query = f"element_id={_plain(remote_id)}{elements}{after}^ORDERBYsys_created_on"
        fields = "sys_id,element,value,sys_created_on,sys_created_by"
        params = {"sysparm_query": query, "sysparm_fields": fields, "sysparm_limit": "1000"}
        rows = _rows(await self._wire.send("GET", f"{ROOT}/sys_journal_field", params=params))
        return [_comment(row) for row in rows]

    def _ticket(self, record: Mapping[str, Any]) -> RemoteTicket:
        return mapping.ticket(record, self._base, self._setup.overrides)

    def _page(self, rows: Sequence[Mapping[str, Any]], cursor: Cursor) -> Page:
        tickets, failures = list[RemoteTicket](), list[Failure]()
        for row in rows:
            try:
                tickets.append(self._ticket(row))
            except MappingError as error:
                failures.append(Failure(mapping.value(row.get("sys_id")), error.message))
        return Page(tickets=tuple(tickets), cursor=cursor, failures=tuple(failures))


def _rows(answer: Answer) -> list[Mapping[str, Any]]:
    return objects(at(answer.body, "result"))


def _plain(word: str) -> str:
    """A word that cannot break out of an encoded query.

    Raises:
        ConnectorError: it holds a separator.
    """
    if "^" in word or not word:
        raise ConnectorError(f"'{word}' cannot be part of a ServiceNow query.")
    return word


def _findable(correlation_id: str) -> str:
    """A correlation id that comes back as it was written.

    Raises:
        ConnectorError: it is too long, or cannot be part of a query.
    """
    if len(correlation_id) > _LONGEST:
        raise ConnectorError(f"ServiceNow keeps {_LONGEST} characters of a correlation id.")
    return _plain(correlation_id)


def _start(cursor: Cursor | None) -> Cursor:
    if cursor is None or not cursor.at:
        return Cursor("")
    if not cursor.finished:
        return cursor
    seen = needed(moment(cursor.at), "cursor")
    return Cursor((seen - OVERLAP).strftime(_STAMP))


def _conditions(window: Window) -> list[str]:
    since = window.created_since
    created = [f"sys_created_on>={since.strftime(_STAMP)}"] if since else []
    return [*created, *([window.scope] if window.scope else [])]


def _keyset(place: Cursor, conditions: list[str]) -> str:
    order = "ORDERBYsys_updated_on^ORDERBYsys_id"
    if not place.at:
        return "^".join([*conditions, order])
    if not place.id:
        return "^".join([f"sys_updated_on>={place.at}", *conditions, order])
    later = "^".join([f"sys_updated_on>{place.at}", *conditions])
    same = "^".join([f"sys_updated_on={place.at}", f"sys_id>{place.id}", *conditions, order])
    return f"{later}^NQ{same}"


def _after(rows: Sequence[Mapping[str, Any]], place: Cursor) -> Cursor:
    if not rows:
        return place
    return Cursor(mapping.value(rows[-1].get("sys_updated_on")), mapping.value(rows[-1].get("sys_id")))


def _overridden(body: Mapping[str, str], made: RemoteTicket) -> list[Notice]:
    levels = {pair: rank for rank, pair in mapping.LEVELS.items()}
    wanted = body.get("priority") or levels.get((body.get("impact", ""), body.get("urgency", "")), "")
    if not wanted or wanted == made.priority.id:
        return []
    said = f"The instance set priority {made.priority.id} instead of {wanted}."
    return [Notice(NoticeKind.OVERRIDDEN, "priority", said)]


def _comment(row: Mapping[str, Any]) -> RemoteComment:
    public = mapping.value(row.get("element")) == "comments"
    return RemoteComment(
        remote_id=mapping.value(row.get("sys_id")),
        body=mapping.value(row.get("value")),
        author=Person(name=mapping.value(row.get("sys_created_by"))),
        visibility=Visibility.PUBLIC if public else Visibility.INTERNAL,
        created_at=needed(moment(mapping.value(row.get("sys_created_on"))), "sys_created_on"),
        raw=row,
    )
