"""The columns of an export: fixed ones, and one for each custom field of the organisation."""

from collections.abc import Mapping, Sequence
from typing import Final

from deskplane.kernel.conditions.fields import Field
from deskplane.kernel.conditions.sql import json_field
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.text import suggestion
from deskplane.tickets.rendering import NUMBER

CUSTOM: Final = "custom."
FIXED: Final[Mapping[str, str]] = {
    "number": NUMBER,
    "type": "t.type",
    "title": "t.title",
    "status": "t.status",
    "sub_status": "t.sub_status",
    "priority": "t.priority",
    "impact": "t.impact",
    "urgency": "t.urgency",
    "category": "c.path",
    "requester": "r.name",
    "requester_email": "r.email",
    "assignee": "a.name",
    "team": "g.name",
    "department": "t.department",
    "source_type": "t.source_type",
    "tags": "array_to_string(t.tags, ', ')",
    "created_at": "t.created_at",
    "updated_at": "t.updated_at",
    "due_at": "t.due_at",
    "first_response_at": "t.first_response_at",
    "resolved_at": "t.resolved_at",
    "closed_at": "t.closed_at",
    "reopened_count": "t.reopened_count",
    "resolution_code": "t.resolution_code",
    "resolution_text": "t.resolution_text",
    "comment_count": "t.comment_count",
    "time_minutes": "t.time_minutes",
    "sla_met": "t.sla_met",
    "description": "t.description_text",
    "version": "t.version",
    "id": "t.id",
}


INSIDE: Final = frozenset({"tags", "time_minutes"})


def chosen(wanted: Sequence[str], custom: Sequence[Field], *, internal: bool) -> dict[str, str]:
    """Return the wanted columns with their SQL expressions; all of them if none is named.

    Without ``internal`` there are only those that a requester would see of the ticket too.

    Raises:
        InvalidError: a name is not known; says which is near.
    """
    own = {
        field.name: json_field("t.custom_fields", field.name.removeprefix(CUSTOM), field.kind)
        for field in custom
    }
    fixed = {name: sql for name, sql in FIXED.items() if internal or name not in INSIDE}
    if not internal:
        fixed["comment_count"] = "t.public_comment_count"
    known = {**fixed, **own}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise InvalidError(
            errors=[
                {"loc": ["query", "fields"], "msg": f"unknown field '{name}'.{suggestion(name, known)}"}
                for name in unknown
            ]
        )
    return {name: known[name] for name in wanted} if wanted else known
