"""Tables and pure functions between Freshdesk's tickets and ours."""

import html
import re
from collections.abc import Mapping
from typing import Any, Final

from deskplane.connectors.sdk.creating import short_mark
from deskplane.connectors.sdk.mapping import Fit, Overrides, Pair, Remote, ValueMap, picked
from deskplane.connectors.sdk.normal import Notice, NoticeKind, Person, RemoteTicket, RemoteValue
from deskplane.connectors.sdk.shapes import at, items, mapping, moment, needed, text
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status

TAG: Final = "dp-"
AGENT: Final = "+"
CANCELLED: Final = "!"
"""What refines a raw status: ``2+`` open with an agent, ``5!`` closed and marked as cancelled."""

STATUSES: Final = (
    Pair(Status.OPEN, "2", label="Open"),
    Pair(Status.OPEN, "2+", Fit.NARROWING),
    Pair(Status.NEW, "2", Fit.NARROWING),
    Pair(Status.NEW, "2+", Fit.NARROWING),
    Pair(Status.IN_PROGRESS, "2", Fit.NARROWING),
    Pair(Status.IN_PROGRESS, "2+", Fit.WIDENING, "Open, with an agent"),
    Pair(Status.PENDING, "3", label="Pending"),
    Pair(Status.PENDING, "6", Fit.WIDENING, "Waiting on Customer"),
    Pair(Status.ON_HOLD, "7", label="Waiting on Third Party"),
    Pair(Status.RESOLVED, "4", label="Resolved"),
    Pair(Status.CLOSED, "5", label="Closed"),
    Pair(Status.CANCELLED, "5!", label="Closed, marked as cancelled"),
)
PRIORITIES: Final = (
    Pair(Priority.URGENT, "4", label="Urgent"),
    Pair(Priority.CRITICAL, "4", Fit.NARROWING),
    Pair(Priority.HIGH, "3", label="High"),
    Pair(Priority.MEDIUM, "2", label="Medium"),
    Pair(Priority.LOW, "1", label="Low"),
    Pair(Priority.PLANNING, "1", Fit.NARROWING),
)
STATUS_NAMES: Final[Mapping[str, str]] = {
    "2": "Open",
    "3": "Pending",
    "4": "Resolved",
    "5": "Closed",
    "6": "Waiting on Customer",
    "7": "Waiting on Third Party",
}
PRIORITY_NAMES: Final[Mapping[str, str]] = {"1": "Low", "2": "Medium", "3": "High", "4": "Urgent"}
_KINDS: Final = {"incident": "incident", "problem": "problem", "change": "change"}
_BREAKS: Final = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h\d)>", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^>]*>")


def status_pairs(cancelled_field: str = "") -> tuple[Pair, ...]:
    """The table of states; without a field for it, cancelled is closed."""
    if cancelled_field:
        return STATUSES
    others = (pair for pair in STATUSES if pair.remote != "5!")
    return (*others, Pair(Status.CANCELLED, "5", Fit.NARROWING))


def status_map(overrides: Overrides, cancelled_field: str = "") -> ValueMap:
    """The table of states with an organisation's rows."""
    return ValueMap(status_pairs(cancelled_field)).overridden(overrides.status)


def priority_map(overrides: Overrides) -> ValueMap:
    """The table of priorities with an organisation's rows."""
    return ValueMap(PRIORITIES).overridden(overrides.priority)


def raw_status(record: Mapping[str, Any], cancelled_field: str = "") -> str:
    """The number of a state and what refines it."""
    status = text(record.get("status"))
    if status == "2" and record.get("responder_id"):
        return status + AGENT
    if status == "5" and cancelled_field and at(record, "custom_fields", cancelled_field):
        return status + CANCELLED
    return status


def status_fields(raw: str, cancelled_field: str = "") -> dict[str, Any]:
    """The fields that express a raw state."""
    number = raw.rstrip(AGENT + CANCELLED)
    fields: dict[str, Any] = {"status": int(number)}
    if cancelled_field and number == "5":
        fields["custom_fields"] = {cancelled_field: "true" if raw.endswith(CANCELLED) else None}
    return fields


def tag(correlation_id: str) -> str:
    """The tag that finds a created ticket again; tags hold 32 characters."""
    return TAG + short_mark(correlation_id, 24)


def to_html(words: str) -> str:
    """Text as the HTML that descriptions and notes are."""
    return html.escape(words).replace("\n", "<br>")


def to_text(markup: str) -> str:
    """The words of a piece of HTML."""
    return html.unescape(_TAGS.sub("", _BREAKS.sub("\n", markup))).strip("\n")


def ticket(
    record: Mapping[str, Any],
    base: str,
    overrides: Overrides,
    *,
    reference_field: str = "",
    cancelled_field: str = "",
    current: Remote | None = None,
) -> RemoteTicket:
    """A ticket of theirs as we see it.

    Raises:
        MappingError: it has no times.
    """
    raw, priority = raw_status(record, cancelled_field), text(record.get("priority"))
    status = status_map(overrides, cancelled_field).from_vendor(Remote(raw), current)
    rank = priority_map(overrides).from_vendor(Remote(priority))
    ident, kind = text(record.get("id")), text(record.get("type"))
    created = needed(moment(record.get("created_at")), "created_at")
    plain = text(record.get("description_text")) or to_text(text(record.get("description")))
    custom = mapping(record.get("custom_fields"))
    return RemoteTicket(
        remote_id=ident,
        key=ident,
        url=f"{base}/a/tickets/{ident}",
        title=text(record.get("subject")),
        description=plain,
        status=RemoteValue(raw, STATUS_NAMES.get(text(record.get("status")), raw), status),
        priority=RemoteValue(priority, PRIORITY_NAMES.get(priority, priority), rank),
        kind=RemoteValue(kind, kind, _KINDS.get(kind.lower(), "request")),
        created_at=created,
        updated_at=moment(record.get("updated_at")) or created,
        version=text(record.get("updated_at")),
        resolved_at=moment(at(record, "stats", "resolved_at")),
        closed_at=moment(at(record, "stats", "closed_at")),
        requester=_requester(record),
        assignee=Person(id=text(record.get("responder_id"))),
        team=RemoteValue(text(record.get("group_id"))),
        tags=tuple(one for one in map(text, items(record.get("tags"))) if not one.startswith(TAG)),
        correlation_id=text(custom.get(reference_field)) if reference_field else "",
        deleted=record.get("deleted") is True or record.get("spam") is True,
        custom=picked({**record, **custom}, overrides.fields),
        notices=_unmapped(raw, status, priority, rank),
        raw=record,
    )


def _requester(record: Mapping[str, Any]) -> Person:
    said = mapping(record.get("requester"))
    ident = text(record.get("requester_id")) or text(said.get("id"))
    return Person(id=ident, name=text(said.get("name")), email=text(said.get("email")))


def _unmapped(raw: str, status: str | None, priority: str, rank: str | None) -> tuple[Notice, ...]:
    pairs = (("status", raw, status), ("priority", priority, rank))
    return tuple(
        Notice(NoticeKind.UNMAPPED, field, f"'{said}' is not in the table.")
        for field, said, ours in pairs
        if said and ours is None
    )
