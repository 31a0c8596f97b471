"""A draft as the body of an incident, and the names in it that need a look-up first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from deskplane.connectors.sdk.contract import Setup
from deskplane.connectors.sdk.mapping import renamed
from deskplane.connectors.sdk.normal import Choice, Draft, Notice, NoticeKind
from deskplane.connectors.sdk.shapes import text
from deskplane.connectors.servicenow.config import Config
from deskplane.connectors.servicenow.mapping import (
    SYS_ID,
    priority_fields,
    priority_map,
    status_fields,
    status_map,
)

TABLES: Final[Mapping[str, str]] = {
    "assignment_group": "sys_user_group",
    "assigned_to": "sys_user",
    "caller_id": "sys_user",
    "cmdb_ci": "cmdb_ci",
}
"""Fields that hold a reference: names are resolved by us, because the instance drops unknown ones in silence."""

DISPLAY: Final = "Deskplane"
"""The word of ours beside the correlation id; keys of twins follow it."""

TITLE: Final = 160
_ALIASES: Final = {"configuration_item": "cmdb_ci", "caller": "caller_id"}


@dataclass(frozen=True, slots=True)
class Lookup:
    """A name that must become a sys_id."""

    field: str
    word: str

    @property
    def table(self) -> str:
        """Where to look."""
        return TABLES[self.field]

    @property
    def query(self) -> str:
        """What finds it."""
        if self.table == "sys_user":
            return f"user_name={self.word}^ORemail={self.word}^ORname={self.word}"
        return f"name={self.word}"

    @property
    def params(self) -> dict[str, str]:
        """The look-up's parameters."""
        fields = "sys_id,name,user_name,email" if self.table == "sys_user" else "sys_id,name"
        return {"sysparm_query": self.query, "sysparm_fields": fields, "sysparm_limit": "2"}

    @property
    def placeholder(self) -> str:
        """What a preview shows where the id is not known yet."""
        return f"{{sys_id of {self.table} '{self.word}'}}"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A body, the look-ups it waits for, and what it could not say."""

    body: dict[str, str]
    lookups: tuple[Lookup, ...]
    notices: tuple[Notice, ...]

    def resolved(self, ids: Mapping[str, str]) -> dict[str, str]:
        """The body with references filled in; those without an id are left out."""
        return self.body | {name: ident for name, ident in ids.items() if ident}


def references(fields: Mapping[str, str], known: tuple[Choice, ...]) -> Drafted:
    """Tell ids from names among references; groups that are known need no look-up."""
    groups = {choice.name.lower(): choice.id for choice in known}
    body, lookups, notices = dict(fields), list[Lookup](), list[Notice]()
    for name in TABLES:
        word = fields.get(name, "")
        if not word or SYS_ID.fullmatch(word):
            continue
        del body[name]
        if name == "assignment_group" and word.lower() in groups:
            body[name] = groups[word.lower()]
        elif "^" in word:
            notices.append(Notice(NoticeKind.UNMAPPED, name, f"'{word}' cannot be looked up."))
        else:
            lookups.append(Lookup(name, word))
    return Drafted(body, tuple(lookups), tuple(notices))


def drafted(draft: Draft, setup: Setup) -> Drafted:
    """The incident of a draft: defaults, then the draft, then its extra fields."""
    config: Config = setup.config
    custom, notices = renamed(draft.custom, setup.overrides.fields)
    extra = {_ALIASES.get(name, name): text(value) for name, value in draft.extra.items()}
    body = {
        **_defaults(config),
        **_said(draft),
        **{name: text(value) for name, value in custom.items()},
    }
    priority = extra.get("priority") or _priority(draft, setup, notices) or config.default_priority
    if not {"impact", "urgency"} & set(extra):
        body |= priority_fields(priority)
    body["priority"] = priority
    body |= _status(draft, setup, notices) | extra
    body |= {"correlation_id": draft.correlation_id, "correlation_display": DISPLAY}
    body["category"] = _choice(body.get("category", ""), setup.known.categories)
    body["subcategory"] = _choice(body.get("subcategory", ""), setup.known.subcategories)
    found = references({name: value for name, value in body.items() if value}, setup.known.groups)
    return replace(found, notices=(*notices, *found.notices))


def _defaults(config: Config) -> dict[str, str]:
    return {
        "assignment_group": config.default_assignment_group,
        "category": config.default_category,
        "subcategory": config.default_subcategory,
        "state": config.default_state,
    }


def _said(draft: Draft) -> dict[str, str]:
    sentences = [f"{related.sentence}\n{related.url}".strip() for related in draft.related]
    title = " ".join(draft.title.split())
    whole = title if len(title) > TITLE else ""  # a title that does not fit begins the description
    said: dict[str, Any] = {
        "short_description": title if not whole else f"{title[: TITLE - 1]}…",
        "description": "\n\n".join(filter(None, [whole, draft.description, *sentences])),
        "assignment_group": draft.team,
        "assigned_to": draft.assignee,
        "caller_id": draft.requester_email,
        "cmdb_ci": draft.configuration_item,
        "category": draft.category,
        "subcategory": draft.subcategory,
    }
    return {name: value for name, value in said.items() if value}


def _priority(draft: Draft, setup: Setup, notices: list[Notice]) -> str:
    if draft.priority is None:
        return ""
    table = priority_map(setup.overrides)
    notices.extend(table.narrowing("priority", draft.priority))
    return table.to_vendor(draft.priority).raw


def _status(draft: Draft, setup: Setup, notices: list[Notice]) -> dict[str, str]:
    if draft.status is None:
        return {}
    table = status_map(setup.overrides)
    notices.extend(table.narrowing("status", draft.status))
    return status_fields(table.to_vendor(draft.status).raw)


def _choice(word: str, known: tuple[Choice, ...]) -> str:
    """The value of a choice given by its label."""
    return next(
        (choice.id for choice in known if word.lower() in (choice.id.lower(), choice.name.lower())), word
    )
