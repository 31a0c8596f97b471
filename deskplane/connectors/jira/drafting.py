"""A draft as the body of an issue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from deskplane.connectors.jira.adf import document
from deskplane.connectors.jira.config import Config, Deployment
from deskplane.connectors.jira.mapping import LABEL, PROPERTY, priority_map
from deskplane.connectors.sdk.contract import Setup
from deskplane.connectors.sdk.creating import short_mark
from deskplane.connectors.sdk.mapping import renamed
from deskplane.connectors.sdk.normal import Draft, Notice, NoticeKind
from deskplane.connectors.sdk.shapes import items, text
from deskplane.vocabulary.status import Status

SUMMARY: Final = 255
DESCRIPTION: Final = 32_000
_RICH: Final = frozenset({"description", "environment"})
_OWN: Final = frozenset({"project_key", "summary", "issue_type", "assignee", "labels", "priority"})


@dataclass(frozen=True, slots=True)
class Drafted:
    """A body without its assignee, who is still to be found, and what could not be said."""

    fields: dict[str, Any]
    properties: list[dict[str, Any]]
    assignee: str
    notices: tuple[Notice, ...]

    def body(self, person: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The body, with the assignee if there is one."""
        fields = {**self.fields, "assignee": dict(person)} if person else self.fields
        return {"fields": fields, "properties": self.properties}


def label(correlation_id: str) -> str:
    """The label that finds a created issue again."""
    return LABEL + short_mark(correlation_id)


def rich(words: str, deployment: Deployment) -> Any:
    """Text for a field that holds a document on Cloud."""
    return document(words) if deployment is Deployment.CLOUD else words


def drafted(draft: Draft, setup: Setup) -> Drafted:
    """The issue of a draft: defaults, then the draft, then its extra fields."""
    config: Config = setup.config
    extra = draft.extra
    notices: list[Notice] = []
    title, description = _texts(draft, text(extra.get("summary")) or draft.title)
    fields: dict[str, Any] = {
        "project": {"key": text(extra.get("project_key")) or config.default_project_key},
        "issuetype": {"name": text(extra.get("issue_type")) or draft.kind or config.default_issue_type},
        "summary": title,
        "description": rich(_cut(description, notices), config.deployment),
        "priority": {"name": _priority(draft, setup, notices)},
        "labels": _labels(draft, notices),
    }
    if draft.status not in (None, Status.NEW):
        said = f"An issue begins in the first state of its workflow; move it to '{draft.status}' afterwards."
        notices.append(Notice(NoticeKind.DROPPED, "status", said))
    custom, lost = renamed(draft.custom, setup.overrides.fields)
    rest = {name: value for name, value in extra.items() if name not in _OWN}
    fields |= {name: _value(name, value, config) for name, value in {**custom, **rest}.items()}
    reference: dict[str, Any] = {"correlation_id": draft.correlation_id}
    reference |= {f"{r.platform}_incident_id": r.key for r in draft.related if r.platform == "servicenow"}
    reference |= {"related": [{"platform": r.platform, "key": r.key, "url": r.url} for r in draft.related]}
    properties = [{"key": PROPERTY, "value": reference}]
    return Drafted(fields, properties, text(extra.get("assignee")) or draft.assignee, (*notices, *lost))


def _texts(draft: Draft, title: str) -> tuple[str, str]:
    """Summary and description: a title that does not fit begins the description."""
    one_line = " ".join(title.split())
    sentences = [f"{related.sentence}\n{related.url}".strip() for related in draft.related]
    said = text(draft.extra.get("description")) or draft.description
    whole = one_line if len(one_line) > SUMMARY else ""
    short = one_line if not whole else one_line[: SUMMARY - 1] + "…"
    return short, "\n\n".join(filter(None, [whole, said, *sentences]))


def _cut(words: str, notices: list[Notice]) -> str:
    if len(words) <= DESCRIPTION:
        return words
    said = f"Jira holds {DESCRIPTION} characters; {len(words) - DESCRIPTION} at the end were left out."
    notices.append(Notice(NoticeKind.DROPPED, "description", said))
    return words[: DESCRIPTION - 1] + "…"


def _priority(draft: Draft, setup: Setup, notices: list[Notice]) -> str:
    config: Config = setup.config
    if draft.extra.get("priority"):
        return text(draft.extra["priority"])
    if draft.priority is None:
        return config.default_priority
    table = priority_map(setup.overrides)
    notices.extend(table.narrowing("priority", draft.priority))
    return table.to_vendor(draft.priority).raw


def _labels(draft: Draft, notices: list[Notice]) -> list[str]:
    wanted = [*draft.tags, *map(text, items(draft.extra.get("labels")))]
    found = [safe_label(word) for word in wanted]
    if found != wanted:
        notices.append(Notice(NoticeKind.NARROWING, "labels", "Labels hold no blanks; they became hyphens."))
    return [*dict.fromkeys(found), label(draft.correlation_id)]


def safe_label(word: str) -> str:
    """A tag as a label, which holds no blank and at most 255 characters."""
    return "-".join(word.split())[:255]


def _value(name: str, value: Any, config: Config) -> Any:
    return rich(value, config.deployment) if name in _RICH and isinstance(value, str) else value
