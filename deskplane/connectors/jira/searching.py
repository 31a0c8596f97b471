"""Questions in JQL: times always as milliseconds, because a quoted time means another moment in each user's zone."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from deskplane.connectors.jira.mapping import PROPERTY
from deskplane.connectors.sdk.errors import NotThereError
from deskplane.connectors.sdk.http import Wire
from deskplane.connectors.sdk.normal import Window
from deskplane.connectors.sdk.paging import Batch, cursor_pages, offset_pages
from deskplane.connectors.sdk.shapes import at, mapping, milliseconds, objects, text

PAGE: Final = 100
BATCH: Final = 100
_LABELLED: Final = 50


class Search:
    """Search on either product."""

    def __init__(self, wire: Wire, root: str, fields: Sequence[str], *, cloud: bool) -> None:
        self._wire = wire
        self._root = root
        self._fields = list(fields)
        self._cloud = cloud

    def since(self, window: Window, moment: datetime) -> AsyncIterator[Batch]:
        """Pages of issues changed since a moment."""
        clauses = [*conditions(window), f"updated >= {milliseconds(moment)}"]
        jql = f"{' AND '.join(clauses)} ORDER BY updated ASC, key ASC"
        return self._pages(jql, self._fields)

    async def labelled(self, label: str) -> list[Mapping[str, Any]]:
        """Issues with a label, wherever and whenever they were made: neither clock nor project can hide one."""
        jql = f"labels = {quoted(label)} ORDER BY created ASC"
        batch = await anext(aiter(self._pages(jql, ["labels", "created"], _LABELLED)))
        return list(batch.rows)

    async def newest(self, project: str) -> int:
        """The highest number in a project that the index knows of; 0 if it knows none."""
        jql = f"project = {quoted(project)} ORDER BY key DESC"
        batch = await anext(aiter(self._pages(jql, ["created"], 1)))
        number = text(at(batch.rows[0], "key")).rpartition("-")[2] if batch.rows else ""
        return int(number) if number.isdigit() else 0

    async def fetched(self, words: Sequence[str]) -> list[Mapping[str, Any]]:
        """Issues by id or key past the index, a hundred at most; those that are not there are left out."""
        if self._cloud:
            return await self._fetch(list(words))
        found: list[Mapping[str, Any]] = []
        for word in words:
            try:
                params = {"fields": ",".join(self._fields), "properties": PROPERTY}
                said = await self._wire.send("GET", f"{self._root}/issue/{word}", params=params)
                found.append(mapping(said.body))
            except NotThereError:
                continue
        return found

    async def count(self, window: Window) -> int:
        """How many issues a window holds."""
        jql = " AND ".join(conditions(window)) or "created >= 0"
        if self._cloud:
            answer = await self._wire.send(
                "POST", f"{self._root}/search/approximate-count", json={"jql": jql}
            )
            return int(text(at(answer.body, "count")) or 0)
        answer = await self._wire.send("POST", f"{self._root}/search", json={"jql": jql, "maxResults": 0})
        return int(text(at(answer.body, "total")) or 0)

    async def many(self, words: Sequence[str]) -> list[Mapping[str, Any]]:
        """Issues by id or key; those that are gone are left out."""
        found: list[Mapping[str, Any]] = []
        for start in range(0, len(words), BATCH):
            part = list(words[start : start + BATCH])
            found += await (self._fetch(part) if self._cloud else self._select(part))
        return found

    async def _fetch(self, words: list[str]) -> list[Mapping[str, Any]]:
        body = {"issueIdsOrKeys": words, "fields": self._fields, "properties": [PROPERTY]}
        answer = await self._wire.send("POST", f"{self._root}/issue/bulkfetch", json=body)
        return objects(at(answer.body, "issues"))

    async def _select(self, words: list[str]) -> list[Mapping[str, Any]]:
        jql = f"issue in ({', '.join(map(quoted, words))})"
        body = {"jql": jql, "fields": self._fields, "maxResults": BATCH, "validateQuery": False}
        answer = await self._wire.send("POST", f"{self._root}/search", json=body)
        return objects(at(answer.body, "issues"))

    def _pages(self, jql: str, fields: list[str], size: int = PAGE) -> AsyncIterator[Batch]:
        if self._cloud:
            return cursor_pages(lambda token: self._by_token(jql, fields, size, token))
        return offset_pages(lambda start: self._by_offset(jql, fields, size, start))

    async def _by_token(self, jql: str, fields: list[str], size: int, token: str) -> Batch:
        body: dict[str, Any] = {"jql": jql, "fields": fields, "maxResults": size, "properties": [PROPERTY]}
        if token:
            body["nextPageToken"] = token
        said = (await self._wire.send("POST", f"{self._root}/search/jql", json=body, scope="search")).body
        following = text(at(said, "nextPageToken"))
        return Batch(
            objects(at(said, "issues")), bool(following) and at(said, "isLast") is not True, following
        )

    async def _by_offset(self, jql: str, fields: list[str], size: int, start: int) -> Batch:
        body = {"jql": jql, "fields": fields, "maxResults": size, "startAt": start}
        said = (await self._wire.send("POST", f"{self._root}/search", json=body, scope="search")).body
        rows = objects(at(said, "issues"))
        return Batch(rows, start + len(rows) < int(text(at(said, "total")) or 0))


def quoted(word: str) -> str:
    """A word as a JQL string."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def conditions(window: Window) -> list[str]:
    """The clauses of a window."""
    found: list[str] = []
    if window.projects:
        found.append(f"project in ({', '.join(map(quoted, window.projects))})")
    if window.created_since:
        found.append(f"created >= {milliseconds(window.created_since)}")
    if window.scope:
        found.append(f"({window.scope})")
    return found
