"""The REST API of the simulated Jira: accounts, issues, comments, transitions, links."""

from collections.abc import Mapping
from typing import Any, Final

from deskplane.simulators.clock import Clock
from deskplane.simulators.faults import Fault
from deskplane.simulators.jira import metadata, searching, world
from deskplane.simulators.jira.adf import NOT_A_DOCUMENT, is_document
from deskplane.simulators.jira.rendering import Rendering
from deskplane.simulators.jira.site import Ask, Site, failure, gone
from deskplane.simulators.jira.store import Comment, Issue
from deskplane.simulators.jira.writing import Check, operations, write
from deskplane.simulators.simulator import Settings
from deskplane.simulators.web import Request, Response, Route, Router, mapping, number

_LOCKED_AFTER: Final = 3


class Jira(Site):
    """A site with the projects OPS and PROJ."""

    def __init__(self, settings: Settings | None = None, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        versions = ("2", "3", "latest") if self.cloud else ("2", "latest")
        routes = [
            (method, f"/rest/api/{version}{path}", self._as(version, handler))
            for version in versions
            for method, path, handler in (*self._routes(), *metadata.routes(self), *searching.routes(self))
        ]
        self._router = Router([*routes, *self._service_desk()])
        self._wrong = 0

    def _routes(self) -> list[Route]:
        issue = "/issue/{word}"
        return [
            ("POST", "/issue", self._create),
            ("GET", issue, self._get),
            ("PUT", issue, self._update),
            ("DELETE", issue, self._delete),
            ("GET", f"{issue}/comment", self._comments),
            ("POST", f"{issue}/comment", self._comment),
            ("GET", f"{issue}/transitions", self._transitions),
            ("POST", f"{issue}/transitions", self._transition),
            ("PUT", f"{issue}/assignee", self._assign),
            ("GET", f"{issue}/remotelink", self._links),
            ("POST", f"{issue}/remotelink", self._link),
            ("GET", f"{issue}/properties/{{name}}", self._property),
            ("PUT", f"{issue}/properties/{{name}}", self._set_property),
            ("POST", f"{issue}/attachments", self._attach),
        ]

    def _service_desk(self) -> list[Route]:
        return [("GET", "/_edge/tenant_info", _tenant)]

    def _as(self, version: str, handler: Any) -> Any:
        """Bind a handler to a version of the API and to what the account may see."""

        def answer(request: Request, **names: str) -> Response:
            documents = self.cloud and version == "3"
            root = f"{request.site}/rest/api/{version}"
            show = Rendering(root, cloud=self.cloud, documents=documents, zone=self.settings.time_zone)
            return handler(Ask(request, show, self.account(request)), **names)

        return answer

    def answer(self, request: Request) -> Response:
        """What the site answers; a wrong secret reads as nobody on Cloud, and is refused on Data Center."""
        if not self.cloud and not request.path.endswith("/serverInfo"):
            refusal = self._watch(request)
            if refusal:
                return refusal
        return self._router.answer(request) or failure(404, "null for uri: " + request.path)

    def _watch(self, request: Request) -> Response | None:
        if self.account(request) is not None:
            self._wrong = 0
            return None
        self._wrong += 1
        if self._wrong <= _LOCKED_AFTER:
            return self.refused()
        denied = f"CAPTCHA_CHALLENGE; login-url={request.site}/login.jsp"
        headers = {"X-Seraph-LoginReason": "AUTHENTICATION_DENIED", "X-Authentication-Denied-Reason": denied}
        return Response(403, b"<html><body>Basic Authentication Failure</body></html>", headers)

    def too_many(self, fault: Fault) -> Response:
        """429; ``reason`` says which of the limits it was."""
        answer = failure(429, "Rate limit exceeded.")
        answer.headers |= {"Retry-After": str(fault.retry_after), "X-RateLimit-Remaining": "0"}
        if self.cloud:
            answer.headers["RateLimit-Reason"] = fault.reason or "jira-quota-tenant-based"
        return answer

    def _create(self, ask: Ask) -> Response:
        if ask.account is None:
            return self.refused()
        body = ask.request.json()
        fields = mapping(body.get("fields"))
        check = Check(fields, documents=ask.show.documents)
        project, kind = check.new()
        if check.errors:
            return Response(400, {"errorMessages": [], "errors": check.errors})
        issue = self.store.add(project, kind, str(fields["summary"]))
        issue.reporter = ask.account
        write(issue, fields)
        for given in map(mapping, body.get("properties") or ()):
            issue.properties[str(given.get("key"))] = given.get("value")
        self.tell("jira:issue_created", issue, ask.account, event_type="issue_created")
        return Response(201, {"id": issue.id, "key": issue.key, "self": f"{ask.show.root}/issue/{issue.id}"})

    def _get(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None:
            return gone()
        fields = ask.request.query.get("fields") or "*all"
        properties = [name for name in ask.request.query.get("properties", "").split(",") if name]
        return Response(200, ask.show.issue(issue, fields.split(","), properties))

    def _issue(self, ask: Ask, word: str) -> Issue | None:
        return self.store.find(word) if ask.account else None

    def _update(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None:
            return gone()
        body = ask.request.json()
        fields = {**operations(issue, mapping(body.get("update"))), **mapping(body.get("fields"))}
        check = Check(fields, documents=ask.show.documents)
        check.values(issue.project, issue.kind)
        if check.errors:
            return Response(400, {"errorMessages": [], "errors": check.errors})
        write(issue, fields)
        self.store.touch(issue)
        self.tell("jira:issue_updated", issue, ask.account, event_type="issue_generic")
        return Response(204)

    def _delete(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None:
            return gone()
        self.store.remove(issue)
        self.tell("jira:issue_deleted", issue, ask.account)
        return Response(204)

    def _comments(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None:
            return gone()
        start = number(ask.request.query.get("startAt"), 0)
        size = number(ask.request.query.get("maxResults"), 50)
        page = [ask.show.comment(issue, comment) for comment in issue.comments[start : start + size]]
        head = {"startAt": start, "maxResults": size, "total": len(issue.comments)}
        return Response(200, {**head, "comments": page})

    def _comment(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None or ask.account is None:
            return gone()
        body = ask.request.json()
        text = body.get("body")
        if ask.show.documents and not is_document(text):
            return Response(400, {"errorMessages": [], "errors": {"comment": NOT_A_DOCUMENT}})
        if not text:
            return Response(400, {"errorMessages": ["Comment body can not be empty!"], "errors": {}})
        properties = map(mapping, body.get("properties") or ())
        internal = any(
            p.get("key") == "sd.public.comment" and mapping(p.get("value")).get("internal")
            for p in properties
        )
        ident = str(self.store.numbers.next("comment", 10_100))
        comment = Comment(ident, text, ask.account, self.clock.now(), internal)
        issue.comments.append(comment)
        self.store.touch(issue)
        self.tell("comment_created", issue, ask.account, comment=comment)
        return Response(201, ask.show.comment(issue, comment))

    def _transitions(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None:
            return gone()
        shown: list[dict[str, Any]] = []
        for ident, name, to in self._ways(issue):
            done = world.status_named(to).category == "done"
            allowed = [{"name": resolution} for resolution in world.RESOLUTIONS]
            schema = {"type": "resolution", "system": "resolution"}
            resolution = {"required": False, "schema": schema, "name": "Resolution", "allowedValues": allowed}
            fields = {"resolution": resolution} if done else {}
            target = ask.show.status(world.status_named(to))
            shown.append({"id": ident, "name": name, "to": target, "fields": fields, "isAvailable": True})
        return Response(200, {"expand": "transitions", "transitions": shown})

    def _ways(self, issue: Issue) -> list[tuple[str, str, str]]:
        ways = world.FLOWS[issue.project].get(issue.status, ())
        return [way for way in ways if way[2] != issue.status]

    def _transition(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None:
            return gone()
        body = ask.request.json()
        wanted = str(mapping(body.get("transition")).get("id", ""))
        way = next((way for way in self._ways(issue) if way[0] == wanted), None)
        if way is None:
            return failure(400, f"It is not possible to perform transition '{wanted}' on this issue.")
        fields = mapping(body.get("fields"))
        done = world.status_named(way[2]).category == "done"
        resolution = str(mapping(fields.get("resolution")).get("name") or "Done")
        if resolution not in world.RESOLUTIONS:
            return Response(400, {"errorMessages": [], "errors": {"resolution": "Resolution is not valid."}})
        issue.status = way[2]
        issue.resolution = resolution if done else ""
        self.store.touch(issue)
        self.tell("jira:issue_updated", issue, ask.account, event_type="issue_generic")
        return Response(204)

    def _assign(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None:
            return gone()
        fields = {"assignee": ask.request.json()}
        check = Check(fields, documents=False)
        check.values(issue.project, issue.kind)
        if check.errors:
            return Response(400, {"errorMessages": [], "errors": check.errors})
        write(issue, fields)
        self.store.touch(issue)
        self.tell("jira:issue_updated", issue, ask.account, event_type="issue_assigned")
        return Response(204)

    def _links(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        return gone() if issue is None else Response(200, list(issue.links.values()))

    def _link(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None:
            return gone()
        body = ask.request.json()
        target = mapping(body.get("object"))
        if not target.get("url") or not target.get("title"):
            return Response(400, {"errorMessages": [], "errors": {"object": "url and title are required."}})
        name = str(body.get("globalId") or f"url={target['url']}")
        known = issue.links.get(name)
        ident = known["id"] if known else self.store.numbers.next("link", 10_000)
        place = f"{ask.show.root}/issue/{issue.key}/remotelink/{ident}"
        issue.links[name] = {"id": ident, "self": place, "globalId": name, **body}
        return Response(200 if known else 201, {"id": ident, "self": place})

    def _property(self, ask: Ask, word: str, name: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None or name not in issue.properties:
            return gone()
        return Response(200, {"key": name, "value": issue.properties[name]})

    def _set_property(self, ask: Ask, word: str, name: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None:
            return gone()
        known = name in issue.properties
        issue.properties[name] = ask.request.json()
        return Response(200 if known else 201)

    def _attach(self, ask: Ask, word: str) -> Response:
        issue = self._issue(ask, word)
        if issue is None:
            return gone()
        if "no-check" not in ask.request.headers.get("x-atlassian-token", ""):
            return Response(403, b"XSRF check failed")
        made: list[Mapping[str, Any]] = []
        for field, (name, kind, content) in ask.request.parts().items():
            if field != "file":
                continue
            ident = str(self.store.numbers.next("attachment", 10_000))
            self.store.files[ident] = content
            row = {"id": ident, "filename": name, "mimeType": kind, "size": len(content)}
            issue.attachments.append(row)
            made.append(row)
        return Response(200, made)


class JiraCloud(Jira):
    """Cloud: v3 with documents, search by token, people by account id."""

    name = "jira-cloud"
    credentials = "e-mail admin@example.com, API token token"
    cloud = True


class JiraDataCenter(Jira):
    """Data Center: v2 with text, search by offset, people by name."""

    name = "jira-dc"
    credentials = "user admin, password admin; personal access token token"
    cloud = False


def _tenant(_request: Request) -> Response:
    return Response(200, {"cloudId": "sim-cloud"})
