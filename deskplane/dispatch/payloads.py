"""Payloads in the words of each platform: what they may hold, and the draft that they make."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from deskplane.connectors.sdk.creating import short_mark
from deskplane.connectors.sdk.normal import Draft, Related
from deskplane.connectors.sdk.shapes import items
from deskplane.dispatch.vocabulary import Platform
from deskplane.kernel.errors import FieldError, InvalidError
from deskplane.kernel.text import suggestion

LONGEST: Final = 32_000
MOST_LABELS: Final = 100


@dataclass(frozen=True, slots=True)
class Shape:
    """What a platform's payload may hold.

    ``title`` is what it must, ``choices`` are checked word for word, ``words`` are the payload's names for the
    platform's own fields, as they come back in a refusal.
    """

    title: str
    fields: frozenset[str]
    custom: re.Pattern[str]
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    severities: Mapping[str, str] = field(default_factory=dict[str, str])
    words: Mapping[str, str] = field(default_factory=dict[str, str])


SHAPES: Final[Mapping[Platform, Shape]] = {
    Platform.SERVICENOW: Shape(
        title="short_description",
        fields=frozenset(
            [
                "short_description",
                "description",
                "assignment_group",
                "assigned_to",
                "configuration_item",
                "cmdb_ci",
                "category",
                "subcategory",
                "priority",
                "state",
                "impact",
                "urgency",
                "caller_id",
                "contact_type",
                "work_notes",
                "comments",
            ]
        ),
        custom=re.compile(r"u_[a-z0-9_]{1,78}"),
        choices={
            "priority": frozenset("12345"),
            "state": frozenset("1234567"),
            "impact": frozenset("123"),
            "urgency": frozenset("123"),
        },
        words={"cmdb_ci": "configuration_item"},
        severities={"critical": "1", "urgent": "2", "high": "2", "medium": "3", "low": "4", "planning": "5"},
    ),
    Platform.JIRA: Shape(
        title="summary",
        fields=frozenset(
            ["project_key", "summary", "description", "issue_type", "assignee", "priority", "labels"]
        ),
        custom=re.compile(r"customfield_\d{1,10}"),
        severities={
            "critical": "Highest",
            "urgent": "Highest",
            "high": "High",
            "medium": "Medium",
            "low": "Low",
            "planning": "Lowest",
        },
        words={"project": "project_key", "issuetype": "issue_type"},
    ),
}


def checked(platform: Platform, payload: Mapping[str, Any], place: str) -> dict[str, Any]:
    """A payload that the platform can take; numbers become text, and what is null counts as not sent.

    Raises:
        InvalidError: it says which fields are refused and why.
    """
    shape = SHAPES[platform]
    found = {
        name: str(v) if isinstance(v, int) and not isinstance(v, bool) and name in shape.fields else v
        for name, v in payload.items()
        if v is not None
    }
    errors = [
        FieldError(loc=["body", place, name], msg=why)
        for name, value in found.items()
        if (why := _refusal(shape, name, value))
    ]
    title = found.get(shape.title)
    if not isinstance(title, str) or not title.strip():
        errors.append(FieldError(loc=["body", place, shape.title], msg=f"'{shape.title}' is needed"))
    if errors:
        raise InvalidError(errors=errors)
    return found


def _refusal(shape: Shape, name: str, value: Any) -> str:
    if shape.custom.fullmatch(name):
        return ""
    if name not in shape.fields:
        return f"unknown field '{name}'.{suggestion(name, shape.fields)}"
    if name == "labels":
        words = items(value)
        fits = isinstance(value, list) and len(words) <= MOST_LABELS and all(map(_is_text, words))
        return "" if fits else "a list of words"
    if not _is_text(value):
        return f"a text of at most {LONGEST} characters"
    if name in shape.choices and value and value not in shape.choices[name]:
        return f"one of {', '.join(sorted(shape.choices[name]))}"
    return ""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def in_our_words(platform: Platform, fields: Mapping[str, str]) -> dict[str, str]:
    """A refusal by field, under the names that a payload uses."""
    words = SHAPES[platform].words
    return {words.get(name, name): said for name, said in fields.items()}


def mark(org_id: UUID, job_id: str) -> str:
    """What a job's tickets carry on every platform: the same for each attempt, and short enough for all of them."""
    return f"{org_id}:{short_mark(job_id, 32)}"


def of_job(platform: Platform, *, title: str, description: str, severity: str) -> dict[str, Any]:
    """The payload that a job's own words make."""
    shape = SHAPES[platform]
    made = {shape.title: title, "description": description, "priority": shape.severities.get(severity, "")}
    return {name: value for name, value in made.items() if value}


def draft(
    platform: Platform, payload: Mapping[str, Any], correlation_id: str, related: Sequence[Related] = ()
) -> Draft:
    """The draft of a payload."""
    shape = SHAPES[platform]
    apart = {shape.title, "description"}
    return Draft(
        correlation_id=correlation_id,
        title=str(payload[shape.title]),
        description=str(payload.get("description", "")),
        related=tuple(related),
        extra={name: value for name, value in payload.items() if name not in apart and value != ""},
    )
