"""Issues as the API shows them: ids and documents on v3, names and text on v2, times in the account's zone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from deskplane.simulators.jira import world
from deskplane.simulators.jira.adf import to_document, to_text
from deskplane.simulators.jira.store import Comment, Issue


class Rendering:
    """How one version of the API shows things; ``cloud`` people have ids, others names."""

    def __init__(self, root: str, *, cloud: bool, documents: bool, zone: str) -> None:
        self.root = root
        self.cloud = cloud
        self.documents = documents
        self.zone = ZoneInfo(zone)
        self._zone_name = zone

    def time(self, when: datetime) -> str:
        """Such as ``2022-06-09T16:29:32.382-0700``."""
        local = when.astimezone(self.zone)
        return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03d}{local:%z}"

    def rich(self, value: Any) -> Any:
        """A document or text."""
        return to_document(value) if self.documents else (to_text(value) if value else None)

    def person(self, person: world.Person | None, *, own: bool = False) -> dict[str, Any] | None:
        """An account; Cloud hides addresses where their owners want it."""
        if person is None:
            return None
        shown = {"displayName": person.shown, "active": True, "timeZone": self._zone_name}
        if not self.cloud:
            place = f"{self.root}/user?username={person.name}"
            return {
                "self": place,
                "name": person.name,
                "key": person.name,
                "emailAddress": person.email,
                **shown,
            }
        email = {} if person.hides_email and not own else {"emailAddress": person.email}
        place = f"{self.root}/user?accountId={person.account_id}"
        return {"self": place, "accountId": person.account_id, "accountType": "atlassian", **email, **shown}

    def status(self, status: world.Status) -> dict[str, Any]:
        """A state with its category."""
        number, name, colour = world.CATEGORY_NAMES[status.category]
        category = {"id": number, "key": status.category, "name": name, "colorName": colour}
        place = f"{self.root}/status/{status.id}"
        return {"self": place, "id": status.id, "name": status.name, "statusCategory": category}

    def kind(self, name: str) -> dict[str, Any]:
        """An issue type."""
        number = next(key for key, value in world.TYPES.items() if value == name)
        return {"self": f"{self.root}/issuetype/{number}", "id": number, "name": name, "subtask": False}

    def priority(self, name: str) -> dict[str, Any]:
        """A priority."""
        number = str(world.PRIORITIES.index(name) + 1)
        return {"self": f"{self.root}/priority/{number}", "id": number, "name": name}

    def project(self, key: str) -> dict[str, Any]:
        """A project."""
        number, name, _ = world.PROJECTS[key]
        return {"self": f"{self.root}/project/{number}", "id": number, "key": key, "name": name}

    def comment(self, issue: Issue, comment: Comment) -> dict[str, Any]:
        """A comment."""
        author = self.person(comment.author)
        shown: dict[str, Any] = {
            "self": f"{self.root}/issue/{issue.id}/comment/{comment.id}",
            "id": comment.id,
            "author": author,
            "updateAuthor": author,
            "body": self.rich(comment.body),
            "created": self.time(comment.created),
            "updated": self.time(comment.created),
        }
        return shown | ({"jsdPublic": not comment.internal} if self.cloud else {})

    def issue(self, issue: Issue, fields: Iterable[str], properties: Iterable[str] = ()) -> dict[str, Any]:
        """An issue with the fields that were asked for."""
        shown: dict[str, Any] = {"id": issue.id, "key": issue.key, "self": f"{self.root}/issue/{issue.id}"}
        wanted = list(fields)
        if wanted and wanted != ["id"]:
            whole = self._fields(issue)
            everything = bool({"*all", "*navigable"} & set(wanted))
            names = whole if everything else [name for name in wanted if name in whole]
            shown["fields"] = {name: whole[name] for name in names}
        asked = list(properties)
        if asked:
            every = "*all" in asked
            shown["properties"] = {k: v for k, v in issue.properties.items() if every or k in asked}
        return {"expand": "renderedFields,names,schema,operations", **shown}

    def _fields(self, issue: Issue) -> dict[str, Any]:
        status = world.status_named(issue.status)
        comments = [self.comment(issue, comment) for comment in issue.comments[:20]]
        resolved = self.time(issue.updated) if status.category == "done" else None
        custom = {
            name: self.rich(issue.custom.get(name)) if name in world.RICH else issue.custom.get(name)
            for name in world.FIELDS
            if name.startswith("customfield_")
        }
        return {
            "summary": issue.summary,
            "description": self.rich(issue.description),
            "issuetype": self.kind(issue.kind),
            "project": self.project(issue.project),
            "status": self.status(status),
            "resolution": {"id": "10000", "name": issue.resolution} if issue.resolution else None,
            "resolutiondate": resolved,
            "priority": self.priority(issue.priority),
            "labels": list(issue.labels),
            "assignee": self.person(issue.assignee),
            "reporter": self.person(issue.reporter),
            "creator": self.person(issue.reporter),
            "created": self.time(issue.created),
            "updated": self.time(issue.updated),
            "comment": {"comments": comments, "maxResults": 20, "total": len(issue.comments), "startAt": 0},
            "attachment": issue.attachments,
            "components": [],
            "subtasks": [],
            "issuelinks": [],
            **custom,
        }
