"""What the site says of itself: server, account, projects, types, states, fields, permissions, people."""

from typing import Any, Final

from deskplane.simulators.jira import world
from deskplane.simulators.jira.site import Ask, Site, failure
from deskplane.simulators.web import Response, Route, number

_PERMISSIONS: Final = (
    *("BROWSE_PROJECTS", "CREATE_ISSUES", "ADD_COMMENTS", "EDIT_ISSUES", "TRANSITION_ISSUES"),
    *("CREATE_ATTACHMENTS", "ASSIGN_ISSUES", "LINK_ISSUES"),
)


def routes(site: Site) -> list[Route]:
    """The paths of metadata."""
    about = _About(site)
    return [
        ("GET", "/serverInfo", about.server),
        ("GET", "/myself", about.myself),
        ("GET", "/project", about.projects),
        ("GET", "/project/search", about.project_pages),
        ("GET", "/project/{key}", about.project),
        ("GET", "/issuetype", about.kinds),
        ("GET", "/status", about.statuses),
        ("GET", "/priority", about.priorities),
        ("GET", "/priority/search", about.priority_pages),
        ("GET", "/resolution", about.resolutions),
        ("GET", "/field", about.fields),
        ("GET", "/mypermissions", about.permissions),
        ("GET", "/user/search", about.people),
        ("GET", "/user/assignable/search", about.people),
        ("GET", "/issue/createmeta/{project}/issuetypes", about.creatable),
        ("GET", "/issue/createmeta/{project}/issuetypes/{kind}", about.creatable_fields),
    ]


class _About:
    def __init__(self, site: Site) -> None:
        self._site = site

    def server(self, ask: Ask) -> Response:
        cloud = self._site.cloud
        body = {
            "baseUrl": ask.show.root.partition("/rest/")[0],
            "version": "1001.0.0-SNAPSHOT" if cloud else "10.3.24",
            "versionNumbers": [1001, 0, 0] if cloud else [10, 3, 24],
            "deploymentType": "Cloud" if cloud else "Server",
            "buildNumber": 100_290,
            "serverTime": ask.show.time(self._site.clock.now()),
            "serverTitle": "Simulated Jira",
        }
        return Response(200, body)

    def myself(self, ask: Ask) -> Response:
        return Response(200, ask.show.person(ask.account, own=True)) if ask.account else self._site.refused()

    def projects(self, ask: Ask) -> Response:
        return Response(200, [ask.show.project(key) for key in self._seen(ask)])

    def project_pages(self, ask: Ask) -> Response:
        return _page(ask, [ask.show.project(key) for key in self._seen(ask)])

    def project(self, ask: Ask, key: str) -> Response:
        if key not in self._seen(ask):
            return failure(404, f"No project could be found with key '{key}'.")
        kinds = [ask.show.kind(name) for name in world.PROJECTS[key][2]]
        return Response(200, {**ask.show.project(key), "issueTypes": kinds})

    def _seen(self, ask: Ask) -> list[str]:
        return list(world.PROJECTS) if ask.account else []

    def kinds(self, ask: Ask) -> Response:
        return Response(200, [ask.show.kind(name) for name in world.TYPES.values()])

    def statuses(self, ask: Ask) -> Response:
        return Response(200, [ask.show.status(status) for status in world.STATUSES])

    def priorities(self, ask: Ask) -> Response:
        return Response(200, [ask.show.priority(name) for name in world.PRIORITIES])

    def priority_pages(self, ask: Ask) -> Response:
        return _page(ask, [ask.show.priority(name) for name in world.PRIORITIES])

    def resolutions(self, _ask: Ask) -> Response:
        return Response(200, [{"id": str(10_000 + i), "name": n} for i, n in enumerate(world.RESOLUTIONS)])

    def fields(self, _ask: Ask) -> Response:
        return Response(200, [_field(key, name, schema) for key, (name, schema) in world.FIELDS.items()])

    def permissions(self, ask: Ask) -> Response:
        query = ask.request.query
        key = query.get("projectKey", "OPS")
        if key not in world.PROJECTS:
            return failure(404, f"No project could be found with key '{key}'.")
        asked = [name for name in query.get("permissions", "").split(",") if name] or list(_PERMISSIONS)
        have = ask.account is not None
        shown = {n: {"key": n, "name": n, "havePermission": have} for n in asked if n in _PERMISSIONS}
        return Response(200, {"permissions": shown})

    def people(self, ask: Ask) -> Response:
        word = (ask.request.query.get("query") or ask.request.query.get("username") or "").lower()
        found = [person for person in world.PEOPLE if ask.account and self._matches(person, word)]
        return Response(200, [ask.show.person(person) for person in found])

    def _matches(self, person: world.Person, word: str) -> bool:
        hidden = self._site.cloud and person.hides_email
        words = (person.shown, "" if hidden else person.email, "" if self._site.cloud else person.name)
        return bool(word) and any(word in known.lower() for known in words if known)

    def creatable(self, ask: Ask, project: str) -> Response:
        if project not in self._seen(ask):
            return failure(404, f"No project could be found with key '{project}'.")
        kinds = [ask.show.kind(name) for name in world.PROJECTS[project][2]]
        head = {"startAt": 0, "maxResults": 50, "total": len(kinds)}
        key = "issueTypes" if self._site.cloud else "values"
        return Response(200, {**head, "isLast": True, key: kinds})

    def creatable_fields(self, ask: Ask, project: str, kind: str) -> Response:
        name = world.TYPES.get(kind, "")
        if project not in self._seen(ask) or name not in world.PROJECTS[project][2]:
            return failure(404, "No issue type could be found.")
        hidden = world.OFF_SCREEN.get((project, name), frozenset[str]())
        needed = world.REQUIRED.get((project, name), frozenset[str]()) | {"summary", "project", "issuetype"}
        fields = [
            {"required": key in needed, "fieldId": key, "key": key, "name": title, "schema": schema}
            for key, (title, schema) in world.FIELDS.items()
            if key not in hidden and key not in world.READ_ONLY
        ]
        head = {"startAt": 0, "maxResults": 50, "total": len(fields)}
        return Response(200, {**head, "isLast": True, "fields" if self._site.cloud else "values": fields})


def _field(key: str, name: str, schema: Any) -> dict[str, Any]:
    custom = key.startswith("customfield_")
    clause = [f"cf[{key.removeprefix('customfield_')}]", name] if custom else [key]
    known = {"id": key, "key": key, "name": name, "custom": custom, "clauseNames": clause}
    return {**known, "orderable": True, "navigable": True, "searchable": True, "schema": schema}


def _page(ask: Ask, values: list[dict[str, Any]]) -> Response:
    start = number(ask.request.query.get("startAt"), 0)
    size = number(ask.request.query.get("maxResults"), 50)
    page = values[start : start + size]
    head = {"startAt": start, "maxResults": size, "total": len(values)}
    return Response(200, {**head, "isLast": start + size >= len(values), "values": page})
