"""From a record to the ticket it describes: pure, with every reason why it cannot be one."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast

from deskplane.imports import values
from deskplane.imports.mapping import CUSTOM, TIMES, FieldMap, Rule
from deskplane.imports.records import Record, canonical
from deskplane.kernel.text import suggestion
from deskplane.vocabulary.priority import Priority, priority_from
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType
from deskplane.vocabulary.visibility import Visibility

KEY_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class CustomField:
    """What must be known of a custom field to read it."""

    kind: str
    options: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DraftComment:
    """One comment of a record."""

    text: str
    author: str = ""
    at: datetime | None = None
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Draft:
    """What a record says about a ticket; people, team and category still by name."""

    line: int
    key: str
    digest: str
    state: Mapping[str, Any]
    times: Mapping[str, datetime]
    requester: str = ""
    requester_name: str = ""
    assignee: str = ""
    team: str = ""
    category: tuple[str, ...] = ()
    comments: tuple[DraftComment, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a record cannot become a ticket."""

    line: int
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Drafter:
    """Turns records into drafts by one mapping."""

    mapping: FieldMap
    custom: Mapping[str, CustomField] = field(default_factory=dict[str, CustomField])
    codes: frozenset[str] = frozenset()
    sub_statuses: Mapping[str, str] = field(default_factory=dict[str, str])

    def draft(self, record: Record) -> Draft | Refused:
        """Return the draft of a record, or all reasons against it."""
        found: dict[str, Any] = {}
        reasons: list[str] = []
        for name, rule in self.mapping.rules.items():
            try:
                value = self._read(name, rule, record)
            except ValueError as error:
                reasons.append(f"{name}: {error}")
            else:
                if value not in ("", None, [], ()):
                    found[name] = value
        key = self._key(record, reasons)
        if "title" not in found and not any(reason.startswith("title:") for reason in reasons):
            reasons.append("title: is empty")
        if not reasons:
            draft = _assembled(record, key, found)
            reasons += self._unknown_words(draft)
            if not reasons:
                return draft
        return Refused(record.line, tuple(reasons))

    def _unknown_words(self, draft: Draft) -> list[str]:
        """Words that the catalogue has to know."""
        reasons: list[str] = []
        code, sub_status = draft.state.get("resolution_code"), draft.state.get("sub_status")
        if code is not None and code not in self.codes:
            hint = suggestion(code, self.codes)
            reasons.append(f"resolution_code: there is no resolution code '{code}'.{hint}")
        if sub_status is not None and self.sub_statuses.get(sub_status) != draft.state["status"]:
            status = draft.state["status"]
            known = [name for name, of in self.sub_statuses.items() if of == status]
            hint = suggestion(sub_status, known)
            reasons.append(f"sub_status: there is no sub-status '{sub_status}' of {status}.{hint}")
        return reasons

    def _key(self, record: Record, reasons: list[str]) -> str:
        if self.mapping.key is None:
            return hashlib.sha256(canonical(dict(record.values)).encode()).hexdigest()
        key = record.text(self.mapping.key)
        if not key or len(key) > KEY_LENGTH:
            reasons.append(
                f"the key column '{self.mapping.key}' is {'longer than 200 characters' if key else 'empty'}"
            )
        return key

    def _read(self, name: str, rule: Rule, record: Record) -> Any:
        told = rule.literal if rule.literal is not None else record.text(rule.column or "")
        text = rule.translated(told)
        if not text:
            return None
        if name == "comments":
            return _comments(record.value(rule.column or ""), text, rule)
        if name in WITH_RULE:
            return WITH_RULE[name](text, rule)
        if name.startswith(CUSTOM):
            return self._custom(name.removeprefix(CUSTOM), text, rule)
        return values.READERS[name](text)

    def _custom(self, key: str, text: str, rule: Rule) -> Any:
        known = self.custom.get(key)
        if known is None:
            raise ValueError(f"there is no custom field '{key}'.{suggestion(key, self.custom)}")
        return values.custom(known.kind, known.options, text, rule)


WITH_RULE: Final[Mapping[str, Callable[[str, Rule], Any]]] = {
    **dict.fromkeys(TIMES, values.moment),
    "tags": values.tags,
    "category": values.category,
}
PLAIN: Final = ("title", "type", "sub_status", "impact", "urgency", "department", "tags", "resolution_code")


def _assembled(record: Record, key: str, found: Mapping[str, Any]) -> Draft:
    status = found.get("status") or _status_by_times(found)
    ended = {name: found.get(name) for name in ("resolved_at", "closed_at")} if status.is_done else {}
    state: dict[str, Any] = {
        **{name: found[name] for name in PLAIN if name in found},
        "type": found.get("type", TicketType.INCIDENT),
        "status": status,
        "priority": found.get("priority") or _priority(found),
        "source_type": found.get("source_type", SourceType.IMPORT),
        "description_text": found.get("description", ""),
        "resolution_text": found.get("resolution"),
        "due_at": found.get("due_at"),
        "due_overridden": "due_at" in found,
        "custom_fields": {
            name.removeprefix(CUSTOM): found[name] for name in found if name.startswith(CUSTOM)
        },
        **ended,
    }
    named = {
        name: found[name]
        for name in ("requester", "requester_name", "assignee", "team", "category")
        if name in found
    }
    return Draft(
        line=record.line,
        key=key,
        digest=digest_of(found),
        state={name: value for name, value in state.items() if value is not None},
        times={name: found[name] for name in TIMES if name in found},
        comments=found.get("comments", ()),
        **named,
    )


def digest_of(found: Mapping[str, Any]) -> str:
    """Return the hash of what a record says, the same for the same values in any order."""
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _status_by_times(found: Mapping[str, Any]) -> Status:
    if "closed_at" in found:
        return Status.CLOSED
    return Status.RESOLVED if "resolved_at" in found else Status.NEW


def _priority(found: Mapping[str, Any]) -> Priority:
    if "impact" in found and "urgency" in found:
        return priority_from(found["impact"], found["urgency"])
    return Priority.MEDIUM


def _comments(value: Any, text: str, rule: Rule) -> tuple[DraftComment, ...]:
    """Read comments: a JSON list of ``{text, author, at, visibility}``, or one plain text."""
    if isinstance(value, str):
        if not value.lstrip().startswith("[{"):
            return (DraftComment(values.limited(values.TEXT_LENGTH)(text)),)
        value = json.loads(value)
    items = cast("list[Any]", value if isinstance(value, list) else [value])
    return tuple(_comment(item, rule) for item in items)


def _comment(item: Any, rule: Rule) -> DraftComment:
    if isinstance(item, str):
        return DraftComment(item)
    told = cast("dict[str, Any]", item) if isinstance(item, dict) else {}
    if not isinstance(told.get("text"), str) or not told["text"].strip():
        raise ValueError("a comment needs a text")
    return DraftComment(
        text=values.limited(values.TEXT_LENGTH)(told["text"]),
        author=str(told.get("author") or ""),
        at=values.moment(str(told["at"]), rule) if told.get("at") else None,
        visibility=values.word(Visibility, str(told.get("visibility") or Visibility.PUBLIC)),
    )
