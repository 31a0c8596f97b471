"""Search: by token on Cloud, by offset on Data Center."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from deskplane.simulators.jira.jql import Jql, JqlError, read
from deskplane.simulators.jira.site import Ask, Site, failure
from deskplane.simulators.jira.store import Issue
from deskplane.simulators.web import Response, Route, items, number

REMOVED: Final = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration "
    "guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046"
)
UNBOUNDED: Final = (
    "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."
)
_MOST: Final = 100
_CAP: Final = 1000


def routes(site: Site) -> list[Route]:
    """The paths of search."""
    search = _Search(site)
    if not site.cloud:
        return [("GET", "/search", search.by_offset), ("POST", "/search", search.by_offset)]
    return [
        ("GET", "/search", search.removed),
        ("POST", "/search", search.removed),
        ("GET", "/search/jql", search.by_token),
        ("POST", "/search/jql", search.by_token),
        ("POST", "/search/approximate-count", search.count),
        ("POST", "/issue/bulkfetch", search.fetch),
    ]


class _Search:
    def __init__(self, site: Site) -> None:
        self._site = site

    def removed(self, _ask: Ask) -> Response:
        return failure(410, REMOVED)

    def by_offset(self, ask: Ask) -> Response:
        given = _given(ask)
        try:
            query = self._parsed(given)
        except JqlError as error:
            return failure(400, str(error))
        found = self._found(ask, query, set())
        start = max(number(given.get("startAt"), 0), 0)
        size = min(number(given.get("maxResults"), 50), _CAP)
        fields = _words(given.get("fields")) or ["*navigable"]
        page = [ask.show.issue(issue, fields) for issue in found[start : start + size]]
        return Response(200, {"startAt": start, "maxResults": size, "total": len(found), "issues": page})

    def by_token(self, ask: Ask) -> Response:
        given = _given(ask)
        if "startAt" in given:
            return failure(400, "Invalid request payload. Refer to the REST API documentation and try again.")
        try:
            query = self._parsed(given)
        except JqlError as error:
            return failure(400, str(error))
        if not query.bounded:
            return failure(400, UNBOUNDED)
        also = {str(ident) for ident in _words(given.get("reconcileIssues"))}
        found = self._found(ask, query, also)
        start = _offset(str(given.get("nextPageToken") or ""))
        asked = number(given.get("maxResults"), 50)
        fields = _words(given.get("fields")) or ["id"]
        size = min(asked, _MOST if fields != ["id"] else 5000)
        properties = _words(given.get("properties"))
        page = [ask.show.issue(issue, fields, properties) for issue in found[start : start + size]]
        return Response(200, {"issues": page, **self._next(start, size, len(found))})

    def _next(self, start: int, size: int, total: int) -> dict[str, Any]:
        if start + size >= total:
            return {"isLast": True}
        if self._site.faults.has("repeat-token"):
            return {"nextPageToken": _token(start or size), "isLast": False}
        return {"nextPageToken": _token(start + size), "isLast": False}

    def count(self, ask: Ask) -> Response:
        try:
            query = self._parsed(_given(ask))
        except JqlError as error:
            return failure(400, str(error))
        return Response(200, {"count": len(self._found(ask, query, set()))})

    def fetch(self, ask: Ask) -> Response:
        given = _given(ask)
        if ask.account is None:
            return self._site.refused()
        words = _words(given.get("issueIdsOrKeys"))
        if len(words) > 100:
            return failure(400, "The number of issues exceeds the limit of 100.")
        found = [(word, self._site.store.find(word)) for word in words]
        fields = _words(given.get("fields")) or ["*all"]
        properties = _words(given.get("properties"))
        shown = [ask.show.issue(issue, fields, properties) for _, issue in found if issue]
        errors = [{"id": word, "errorMessage": "Issue not found."} for word, issue in found if not issue]
        return Response(200, {"issues": shown, "issueErrors": errors})

    def _parsed(self, given: dict[str, Any]) -> Jql:
        zone = ZoneInfo(self._site.settings.time_zone)
        store = self._site.store
        return read(str(given.get("jql") or ""), store.value, zone, self._site.clock.now())

    def _found(self, ask: Ask, query: Jql, also: set[str]) -> list[Issue]:
        # Nobody sees nothing, and that is no error: this is why an empty answer proves no log-in.
        if ask.account is None:
            return []
        store = self._site.store
        return store.ordered([issue for issue in store.searchable(also) if query.test(issue)], query.order)


def _given(ask: Ask) -> dict[str, Any]:
    return ask.request.json() if ask.request.method == "POST" else dict(ask.request.query)


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [word for word in value.split(",") if word]
    return [str(word) for word in items(value)]


def _token(offset: int) -> str:
    return f"sim{offset:08d}"


def _offset(token: str) -> int:
    return number(token.removeprefix("sim"), 0)
