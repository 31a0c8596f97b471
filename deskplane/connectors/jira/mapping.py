"""Tables and pure functions between issues and tickets; a site's own states find their place by category and name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from deskplane.connectors.jira.adf import plain
from deskplane.connectors.sdk.mapping import Fit, Overrides, Pair, Remote, ValueMap, picked
from deskplane.connectors.sdk.normal import Choice, Notice, NoticeKind, Person, RemoteTicket, RemoteValue
from deskplane.connectors.sdk.shapes import at, items, mapping, moment, needed, text
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status

PROPERTY: Final = "deskplane.ref"
LABEL: Final = "deskplane-"
FIELDS: Final = (
    *("summary", "description", "status", "priority", "issuetype", "project", "labels", "assignee"),
    *("reporter", "creator", "created", "updated", "resolution", "resolutiondate", "components"),
)
USUAL: Final = (
    Choice("10000", "To Do", group="new"),
    Choice("10001", "Open", group="new"),
    Choice("3", "In Progress", group="indeterminate"),
    Choice("10002", "Waiting for customer", group="indeterminate"),
    Choice("10003", "On hold", group="indeterminate"),
    Choice("5", "Resolved", group="done"),
    Choice("6", "Closed", group="done"),
)
"""States of a usual workflow, where a site's own are not known yet."""

CANCELLING: Final = ("Won't Do", "Declined", "Canceled", "Cancelled", "Won't Fix")
PRIORITIES: Final = (
    Pair(Priority.CRITICAL, "Highest"),
    Pair(Priority.URGENT, "Highest", Fit.NARROWING),
    Pair(Priority.HIGH, "High"),
    Pair(Priority.MEDIUM, "Medium"),
    Pair(Priority.LOW, "Low"),
    Pair(Priority.PLANNING, "Lowest"),
    Pair(Priority.CRITICAL, "Blocker", Fit.WIDENING),
    Pair(Priority.URGENT, "Critical", Fit.WIDENING),
    Pair(Priority.HIGH, "Major", Fit.WIDENING),
    Pair(Priority.LOW, "Minor", Fit.WIDENING),
    Pair(Priority.PLANNING, "Trivial", Fit.WIDENING),
)
_CANCELLED_WORDS: Final = ("cancel", "declin", "reject", "withdrawn", "won't")
_NEXT_BEST: Final[Mapping[Status, tuple[Status, ...]]] = {
    Status.NEW: (Status.OPEN, Status.IN_PROGRESS),
    Status.OPEN: (Status.NEW, Status.IN_PROGRESS),
    Status.IN_PROGRESS: (Status.OPEN, Status.NEW),
    Status.PENDING: (Status.ON_HOLD, Status.IN_PROGRESS, Status.OPEN, Status.NEW),
    Status.ON_HOLD: (Status.PENDING, Status.IN_PROGRESS, Status.OPEN, Status.NEW),
    Status.RESOLVED: (Status.CLOSED,),
    Status.CLOSED: (Status.RESOLVED,),
    Status.CANCELLED: (Status.CLOSED, Status.RESOLVED),
}


def meaning(choice: Choice, *, first: bool) -> Status:
    """What a state means by its category and name; the ``first`` of the category To Do is new."""
    name, waits = choice.name.lower(), ("waiting", "pending")
    if choice.group == "done":
        if any(word in name for word in _CANCELLED_WORDS):
            return Status.CANCELLED
        return Status.CLOSED if "closed" in name else Status.RESOLVED
    if any(word in name for word in ("hold", "blocked", "vendor", "third")):
        return Status.ON_HOLD
    if any(word in name for word in waits):
        return Status.PENDING
    if choice.group == "new":
        return Status.NEW if first else Status.OPEN
    return Status.IN_PROGRESS


def status_pairs(states: Sequence[Choice], cancelling: Sequence[str] = CANCELLING) -> list[Pair]:
    """The table for a site's states; a resolution in brackets refines a finished one."""
    todo = [choice.name for choice in states if choice.group == "new"]
    places: dict[Status, list[str]] = {}
    for choice in states:
        places.setdefault(meaning(choice, first=choice.name == (todo or [""])[0]), []).append(choice.name)
    done = [choice.name for choice in states if choice.group == "done"]
    refined = [f"{name} [{resolution}]" for name in done[::-1] for resolution in cancelling]
    if refined:
        places.setdefault(Status.CANCELLED, []).extend(refined)
    pairs = [
        Pair(status, name, Fit.EXACT if index == 0 else Fit.WIDENING)
        for status, names in places.items()
        for index, name in enumerate(dict.fromkeys(names))
    ]
    return pairs + [
        Pair(status, places[other][0], Fit.NARROWING)
        for status in Status
        if status not in places
        for other in [_next_best(status, places)]
        if other
    ]


def _next_best(status: Status, places: Mapping[Status, Sequence[str]]) -> Status | None:
    return next((other for other in (*_NEXT_BEST[status], *places) if other in places), None)


def status_map(
    states: Sequence[Choice], overrides: Overrides, cancelling: Sequence[str] = CANCELLING
) -> ValueMap:
    """The table for a site with an organisation's rows."""
    return ValueMap(status_pairs(states or USUAL, cancelling)).overridden(overrides.status)


def priority_map(overrides: Overrides) -> ValueMap:
    """The table of priorities with an organisation's rows."""
    return ValueMap(PRIORITIES).overridden(overrides.priority)


STATUSES: Final = tuple(status_pairs(USUAL))


def raw_status(fields: Mapping[str, Any], cancelling: Sequence[str] = CANCELLING) -> str:
    """The state's name, with its resolution in brackets if that means cancelled."""
    name, resolution = text(at(fields, "status", "name")), text(at(fields, "resolution", "name"))
    done = text(at(fields, "status", "statusCategory", "key")) == "done"
    return f"{name} [{resolution}]" if done and resolution in cancelling else name


def status_parts(raw: str) -> tuple[str, str]:
    """Name and resolution of a raw state."""
    name, bracket, resolution = raw.removesuffix("]").partition(" [")
    return (name, resolution) if bracket else (raw, "")


def person(value: object) -> Person:
    """An account; Cloud gives an id, Data Center a name, and either may hide the address."""
    said = mapping(value)
    ident = text(said.get("accountId")) or text(said.get("name")) or text(said.get("key"))
    name = text(said.get("displayName")) or text(said.get("name"))
    return Person(id=ident, name=name, email=text(said.get("emailAddress")))


def ticket(
    issue: Mapping[str, Any], base: str, table: ValueMap, overrides: Overrides, current: Remote | None = None
) -> RemoteTicket:
    """An issue as we see it.

    Raises:
        MappingError: it has no times.
    """
    fields = mapping(issue.get("fields"))
    raw = raw_status(fields)
    status = table.from_vendor(Remote(raw), current) or _by_category(fields)
    priority = text(at(fields, "priority", "name"))
    rank = priority_map(overrides).from_vendor(Remote(priority))
    created = needed(moment(fields.get("created")), "created")
    updated = moment(fields.get("updated")) or created
    key, resolved = text(issue.get("key")), moment(fields.get("resolutiondate"))
    return RemoteTicket(
        remote_id=text(issue.get("id")),
        key=key,
        url=f"{base}/browse/{key}",
        title=text(fields.get("summary")),
        description=plain(fields.get("description")),
        status=RemoteValue(raw, text(at(fields, "status", "name")), status),
        priority=RemoteValue(priority, priority, rank),
        kind=_kind(fields),
        created_at=created,
        updated_at=updated,
        version=text(fields.get("updated")),
        resolved_at=resolved,
        closed_at=resolved if status == Status.CLOSED else None,
        requester=person(fields.get("reporter") or fields.get("creator")),
        assignee=person(fields.get("assignee")),
        team=RemoteValue(text(at(fields, "project", "key")), text(at(fields, "project", "name"))),
        category=_names(fields.get("components")),
        tags=tuple(tag for tag in map(text, items(fields.get("labels"))) if not tag.startswith(LABEL)),
        correlation_id=text(at(issue, "properties", PROPERTY, "correlation_id")),
        custom={local: flat(value) for local, value in picked(fields, overrides.fields).items()},
        notices=_unmapped(raw, status, priority, rank),
        raw=issue,
    )


def flat(value: Any) -> Any:
    """A custom field's value as plain text or a list of it."""
    said = mapping(value)
    if said.get("type") == "doc":
        return plain(said)
    if said:
        return next(
            (text(said[name]) for name in ("value", "name", "displayName", "key", "id") if name in said), ""
        )
    several = items(value)
    return [flat(one) for one in several] if several else value


def _kind(fields: Mapping[str, Any]) -> RemoteValue:
    name = text(at(fields, "issuetype", "name"))
    low = name.lower()
    words = {
        "incident": "incident",
        "bug": "incident",
        "problem": "problem",
        "change": "change",
        "request": "request",
    }
    found = next((kind for word, kind in words.items() if word in low), "task")
    return RemoteValue(text(at(fields, "issuetype", "id")), name, found)


def _by_category(fields: Mapping[str, Any]) -> str | None:
    category = text(at(fields, "status", "statusCategory", "key"))
    name = text(at(fields, "status", "name"))
    known = category in ("new", "indeterminate", "done")
    return meaning(Choice("", name, group=category), first=False) if known else None


def _names(value: object) -> str:
    return ", ".join(text(at(one, "name")) for one in items(value))


def _unmapped(raw: str, status: str | None, priority: str, rank: str | None) -> tuple[Notice, ...]:
    pairs: Iterable[tuple[str, str, str | None]] = (("status", raw, status), ("priority", priority, rank))
    return tuple(
        Notice(NoticeKind.UNMAPPED, field, f"'{said}' is not in the table.")
        for field, said, ours in pairs
        if said and ours is None
    )
