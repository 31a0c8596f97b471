"""A draft as the body of a Freshdesk ticket."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from deskplane.connectors.freshdesk.config import Config
from deskplane.connectors.freshdesk.mapping import priority_map, status_fields, status_map, tag, to_html
from deskplane.connectors.sdk.contract import Setup
from deskplane.connectors.sdk.mapping import renamed
from deskplane.connectors.sdk.normal import Choice, Draft, Notice, NoticeKind

TAG_LENGTH: Final = 32
_KINDS: Final = {"incident": "Incident", "problem": "Problem", "request": "Question"}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A body, the agent it still waits for, and what could not be said."""

    body: dict[str, Any]
    agent: str
    notices: tuple[Notice, ...]


def drafted(draft: Draft, setup: Setup) -> Drafted:
    """The ticket of a draft: defaults, then the draft, then its extra fields."""
    config: Config = setup.config
    notices: list[Notice] = []
    sentences = [f"{related.sentence}\n{related.url}".strip() for related in draft.related]
    words = "\n\n".join(filter(None, [draft.description or draft.title, *sentences]))
    body: dict[str, Any] = {
        "email": draft.requester_email or config.default_requester,
        "subject": " ".join(draft.title.split())[:255],
        "description": to_html(words),
        "source": 2,
        "priority": config.default_priority,
        "tags": [*tags(draft.tags, notices), tag(draft.correlation_id)],
    }
    body |= {"name": draft.requester_name} if draft.requester_name else {}
    body |= {"type": _KINDS[draft.kind]} if draft.kind in _KINDS else {}
    body |= _status(draft, setup, notices) | _priority(draft, setup, notices)
    body |= group(draft.team, setup.known.groups, notices)
    custom, lost = renamed(draft.custom, setup.overrides.fields)
    if config.reference_field:
        custom[config.reference_field] = draft.correlation_id
    _merge(body, {"custom_fields": custom} if custom else {})
    _merge(body, draft.extra)
    return Drafted(body, draft.assignee, (*notices, *lost))


def group(name: str, known: tuple[Choice, ...], notices: list[Notice]) -> dict[str, Any]:
    """The group of this name, by its id."""
    found = next((choice.id for choice in known if choice.name.lower() == name.lower()), "")
    if name and not found:
        notices.append(Notice(NoticeKind.UNMAPPED, "team", f"There is no group '{name}'; none was set."))
    return {"group_id": int(found)} if found else {}


def tags(wanted: tuple[str, ...], notices: list[Notice]) -> list[str]:
    """Tags no longer than Freshdesk holds."""
    if any(len(one) > TAG_LENGTH for one in wanted):
        notices.append(
            Notice(NoticeKind.NARROWING, "tags", f"Tags hold {TAG_LENGTH} characters; longer ones were cut.")
        )
    return list(dict.fromkeys(one[:TAG_LENGTH] for one in wanted))


def _status(draft: Draft, setup: Setup, notices: list[Notice]) -> dict[str, Any]:
    if draft.status is None:
        return {"status": 2}
    field = setup.config.cancelled_field
    table = status_map(setup.overrides, field)
    notices.extend(table.narrowing("status", draft.status))
    return status_fields(table.to_vendor(draft.status).raw, field)


def _priority(draft: Draft, setup: Setup, notices: list[Notice]) -> dict[str, Any]:
    if draft.priority is None:
        return {}
    table = priority_map(setup.overrides)
    notices.extend(table.narrowing("priority", draft.priority))
    return {"priority": int(table.to_vendor(draft.priority).raw)}


def _merge(body: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        body[name] = {**body.get(name, {}), **value} if name == "custom_fields" else value
