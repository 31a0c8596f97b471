"""What conditions may ask about a ticket, and the SQL expression behind each field; ``t`` is the ticket."""

from collections.abc import Iterable, Mapping
from typing import Final

from deskplane.kernel.conditions.fields import Field, Kind, Schema, Special
from deskplane.kernel.conditions.sql import json_field
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType


def _words(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


_PUBLIC: Final[tuple[tuple[Field, str], ...]] = (
    (Field("number", Kind.NUMBER), "t.number_int"),
    (Field("type", Kind.ENUM, options=_words(TicketType)), "t.type"),
    (Field("title", Kind.TEXT), "t.title"),
    (Field("description", Kind.TEXT), "t.description_text"),
    (Field("status", Kind.ENUM, options=_words(Status), ordered=True), "t.status"),
    (Field("sub_status", Kind.ENUM, "Sub-status"), "t.sub_status"),
    (Field("priority", Kind.ENUM, options=_words(reversed(Priority)), ordered=True), "t.priority"),
    (Field("impact", Kind.NUMBER), "t.impact"),
    (Field("urgency", Kind.NUMBER), "t.urgency"),
    (Field("category", Kind.REFERENCE), "t.category_id"),
    (Field("requester", Kind.REFERENCE, special=Special.ME), "t.requester_id"),
    (Field("assignee", Kind.REFERENCE, special=Special.ME), "t.assignee_id"),
    (Field("team", Kind.REFERENCE, special=Special.MY_TEAMS), "t.team_id"),
    (Field("department", Kind.TEXT), "t.department"),
    (Field("source_type", Kind.ENUM, "Source", options=_words(SourceType)), "t.source_type"),
    (Field("created_at", Kind.DATETIME, "Created"), "t.created_at"),
    (Field("updated_at", Kind.DATETIME, "Updated"), "t.updated_at"),
    (Field("resolved_at", Kind.DATETIME, "Resolved"), "t.resolved_at"),
    (Field("closed_at", Kind.DATETIME, "Closed"), "t.closed_at"),
    (Field("due_at", Kind.DATETIME, "Due"), "t.due_at"),
    (Field("next_due_at", Kind.DATETIME, "Next due"), "t.next_due_at"),
    (Field("first_response_at", Kind.DATETIME, "First response"), "t.first_response_at"),
    (Field("reopened_count", Kind.NUMBER, "Reopened"), "t.reopened_count"),
)
_INTERNAL: Final[tuple[tuple[Field, str], ...]] = (
    (Field("tags", Kind.LIST), "t.tags"),
    (Field("job_id", Kind.TEXT, "Job"), "t.job_id"),
    (Field("sla_state", Kind.ENUM, "SLA"), "t.sla_state"),
    (Field("sla_met", Kind.BOOL, "SLA met"), "t.sla_met"),
    (Field("resolution_code", Kind.ENUM, "Resolution"), "t.resolution_code"),
    (Field("comment_count", Kind.NUMBER, "Comments"), "t.comment_count"),
    (Field("time_minutes", Kind.NUMBER, "Minutes worked"), "t.time_minutes"),
    (Field("is_phi", Kind.BOOL, "Health data"), "t.is_phi"),
)
CUSTOM: Final = "custom."


def schema(custom: Iterable[Field] = (), *, internal: bool = True) -> Schema:
    """Return the fields a condition on tickets may use; ``custom`` are the organisation's own."""
    known = (*_PUBLIC, *_INTERNAL) if internal else _PUBLIC
    return Schema([field for field, _ in known]).extended(custom)


def columns(custom: Iterable[Field] = ()) -> Mapping[str, str]:
    """Return the SQL expression of each field."""
    own = {
        field.name: json_field("t.custom_fields", field.name.removeprefix(CUSTOM), field.kind)
        for field in custom
    }
    return {field.name: column for field, column in (*_PUBLIC, *_INTERNAL)} | own
