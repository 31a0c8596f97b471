"""The fields that make up a ticket's state: what changes record, time travel rebuilds and requesters may see."""

from typing import Final

PUBLIC: Final = (
    "type",
    "title",
    "description_html",
    "description_text",
    "status",
    "sub_status",
    "priority",
    "impact",
    "urgency",
    "category_id",
    "requester_id",
    "assignee_id",
    "team_id",
    "department",
    "due_at",
    "resolved_at",
    "closed_at",
    "first_response_at",
    "reopened_count",
    "resolution_code",
    "resolution_text",
    "resolved_by",
    "deleted_at",
    "merged_into",
    "source_type",
)
INTERNAL: Final = (
    "source_reference",
    "integration_metadata",
    "custom_fields",
    "tags",
    "due_overridden",
    "job_id",
    "is_phi",
)
STATE: Final = PUBLIC + INTERNAL
"""Columns of ``tickets`` whose every change is an entry ``[old, new]`` in an event and a new version."""

READ_MODEL: Final = (
    "next_due_at",
    "sla_state",
    "sla_paused_for",
    "sla_met",
    "twins",
    "classification",
)
"""Columns written for upper slices by ``service.project``; no event, no version."""

SQL_TYPES: Final = {
    "category_id": "uuid",
    "requester_id": "uuid",
    "assignee_id": "uuid",
    "team_id": "uuid",
    "resolved_by": "uuid",
    "merged_into": "uuid",
    "impact": "smallint",
    "urgency": "smallint",
    "reopened_count": "int",
    "due_at": "timestamptz",
    "resolved_at": "timestamptz",
    "closed_at": "timestamptz",
    "first_response_at": "timestamptz",
    "deleted_at": "timestamptz",
    "next_due_at": "timestamptz",
    "due_overridden": "boolean",
    "is_phi": "boolean",
    "sla_met": "boolean",
    "source_reference": "jsonb",
    "integration_metadata": "jsonb",
    "custom_fields": "jsonb",
    "twins": "jsonb",
    "classification": "jsonb",
    "tags": "text[]",
}
"""Types of the columns that are not text."""


def recordset(columns: "tuple[str, ...]") -> str:
    """Return the column list of ``jsonb_to_recordset`` for these columns."""
    return ", ".join(f"{name} {SQL_TYPES.get(name, 'text')}" for name in columns)
