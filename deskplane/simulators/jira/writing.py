"""Checks of what is written to an issue, and the writing."""

from collections.abc import Mapping
from typing import Any, Final

from deskplane.simulators.jira import world
from deskplane.simulators.jira.adf import NOT_A_DOCUMENT, is_document
from deskplane.simulators.jira.store import Issue
from deskplane.simulators.web import items, mapping

OFF_SCREEN: Final = "Field '{}' cannot be set. It is not on the appropriate screen, or unknown."


class Check:
    """Gathers the errors of one body, by field."""

    def __init__(self, fields: Mapping[str, Any], *, documents: bool) -> None:
        self.fields = fields
        self.documents = documents
        self.errors: dict[str, str] = {}

    def new(self) -> tuple[str, str]:
        """Project and type of an issue to create."""
        wanted = mapping(self.fields.get("project"))
        project = next(
            (k for k, (n, _, _) in world.PROJECTS.items() if wanted.get("key") == k or wanted.get("id") == n),
            "",
        )
        if not project:
            self.errors["project"] = "valid project is required"
        kind = self._kind(mapping(self.fields.get("issuetype")), project)
        if not str(self.fields.get("summary") or "").strip():
            self.errors["summary"] = "You must specify a summary of the issue."
        for name in world.REQUIRED.get((project, kind), ()):
            if not self.fields.get(name):
                self.errors[name] = f"{world.FIELDS[name][0]} is required."
        self.values(project, kind)
        return project, kind

    def values(self, project: str, kind: str) -> None:
        """The values of all fields."""
        hidden = world.OFF_SCREEN.get((project, kind), frozenset[str]())
        for name, value in self.fields.items():
            if name not in world.FIELDS or name in world.READ_ONLY or name in hidden:
                self.errors[name] = OFF_SCREEN.format(name)
            elif name in world.RICH and value is not None:
                self._rich(name, value)
        self._summary()
        self._lists()
        self._people()

    def _kind(self, wanted: dict[str, Any], project: str) -> str:
        name = wanted.get("name") or world.TYPES.get(str(wanted.get("id", "")), "")
        if project and name not in world.PROJECTS[project][2]:
            self.errors["issuetype"] = "Specify a valid issue type"
        return str(name)

    def _rich(self, name: str, value: Any) -> None:
        if self.documents and not is_document(value):
            self.errors[name] = NOT_A_DOCUMENT
        elif not self.documents and not isinstance(value, str):
            self.errors[name] = "Operation value must be a string"
        elif not self.documents and len(value) > 32_767:
            self.errors[name] = (
                "The entered text is too long. It exceeds the allowed limit of 32,767 characters."
            )

    def _summary(self) -> None:
        summary = str(self.fields.get("summary") or "")
        if len(summary) > 255:
            self.errors["summary"] = "Summary must be less than 255 characters."
        if "\n" in summary or "\r" in summary:
            self.errors["summary"] = "The summary is invalid because it contains newline characters."

    def _lists(self) -> None:
        for label in items(self.fields.get("labels")):
            if any(char.isspace() for char in str(label)):
                self.errors["labels"] = f"The label '{label}' contains spaces which is invalid."
        wanted = mapping(self.fields.get("priority"))
        if "priority" in self.fields and "priority" not in self.errors and _priority(wanted) is None:
            self.errors["priority"] = "The priority selected is invalid."
        severity = self.fields.get("customfield_10042")
        if severity is not None and not mapping(severity).get("value"):
            self.errors["customfield_10042"] = "Specify a valid 'id' or 'name' for Severity"

    def _people(self) -> None:
        for name in ("assignee", "reporter"):
            wanted = mapping(self.fields.get(name))
            word = str(wanted.get("accountId") or wanted.get("name") or "")
            if word and world.person_by(word) is None:
                self.errors[name] = f"User '{word}' does not exist."


def _priority(wanted: Mapping[str, Any]) -> str | None:
    name, number = str(wanted.get("name", "")), str(wanted.get("id", ""))
    if name in world.PRIORITIES:
        return name
    return world.PRIORITIES[int(number) - 1] if number.isdigit() and 0 < int(number) < 6 else None


def write(issue: Issue, fields: Mapping[str, Any]) -> None:
    """Set checked fields."""
    issue.summary = str(fields.get("summary", issue.summary)).strip()
    issue.description = fields.get("description", issue.description)
    if "priority" in fields:
        issue.priority = _priority(mapping(fields["priority"])) or issue.priority
    if "labels" in fields:
        issue.labels = [str(label) for label in items(fields["labels"])]
    for name in ("assignee", "reporter"):
        if name in fields:
            wanted = mapping(fields[name])
            person = world.person_by(str(wanted.get("accountId") or wanted.get("name") or ""))
            if name == "assignee":
                issue.assignee = person
            elif person:
                issue.reporter = person
    issue.custom.update({k: v for k, v in fields.items() if k.startswith("customfield_")})


def operations(issue: Issue, update: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that ``update`` verbs lead to (labels: add, remove, set)."""
    labels = list(issue.labels)
    for verb in items(update.get("labels")):
        given = mapping(verb)
        labels = [str(label) for label in items(given.get("set"))] if "set" in given else labels
        if "add" in given and str(given["add"]) not in labels:
            labels.append(str(given["add"]))
        labels = [label for label in labels if label != given.get("remove")]
    simple = {
        name: mapping(verbs[0])["set"]
        for name, verbs in ((name, items(value)) for name, value in update.items())
        if name != "labels" and verbs and "set" in mapping(verbs[0])
    }
    return simple | ({"labels": labels} if "labels" in update else {})
