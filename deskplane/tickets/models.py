"""The slice's tables, for Alembic and plain CRUD; the hot doors are SQL in ``queries`` and ``listing``."""

from sqlalchemy import BigInteger, Boolean, Column, Computed, Date, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

STATUS_RANK = (
    "case status when 'new' then 1 when 'open' then 2 when 'in_progress' then 3 when 'pending' then 4 "
    "when 'on_hold' then 5 when 'resolved' then 6 when 'closed' then 7 else 8 end"
)
PRIORITY_RANK = (
    "case priority when 'critical' then 1 when 'urgent' then 2 when 'high' then 3 when 'medium' then 4 "
    "when 'low' then 5 else 6 end"
)


def text(name: str, *, null: bool = False) -> "Column[object]":
    """Return a text column."""
    return Column(name, Text, nullable=null)


def count(name: str) -> "Column[object]":
    """Return an integer column that is never null."""
    return Column(name, Integer, nullable=False)


def document(name: str, *, null: bool = False) -> "Column[object]":
    """Return a jsonb column."""
    return Column(name, JSONB, nullable=null)


def flag(name: str, *, null: bool = False) -> "Column[object]":
    """Return a boolean column."""
    return Column(name, Boolean, nullable=null)


tickets = Table(
    "tickets",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("number_int", BigInteger, nullable=False),
    count("version"),
    moment("created_at"),
    moment("updated_at"),
    text("type"),
    text("title"),
    Column("title_key", Text(collation="C"), Computed('lower("left"(title, 80))', persisted=True)),
    text("description_html"),
    text("description_text"),
    text("status"),
    Column("status_rank", SmallInteger, Computed(STATUS_RANK, persisted=True)),
    text("sub_status", null=True),
    text("priority"),
    Column("priority_rank", SmallInteger, Computed(PRIORITY_RANK, persisted=True)),
    Column("impact", SmallInteger),
    Column("urgency", SmallInteger),
    uuid_column("category_id", null=True),
    uuid_column("requester_id", null=True),
    uuid_column("assignee_id", null=True),
    uuid_column("team_id", null=True),
    text("department", null=True),
    text("source_type"),
    document("source_reference"),
    document("integration_metadata"),
    document("custom_fields"),
    Column("tags", ARRAY(Text), nullable=False),
    moment("due_at", null=True),
    flag("due_overridden"),
    moment("resolved_at", null=True),
    moment("closed_at", null=True),
    moment("first_response_at", null=True),
    count("reopened_count"),
    text("resolution_code", null=True),
    text("resolution_text", null=True),
    uuid_column("resolved_by", null=True),
    text("job_id", null=True),
    flag("is_phi"),
    moment("deleted_at", null=True),
    uuid_column("merged_into", null=True),
    count("comment_count"),
    count("public_comment_count"),
    count("attachment_count"),
    count("watcher_count"),
    count("time_minutes"),
    moment("next_due_at", null=True),
    text("sla_state", null=True),
    text("sla_paused_for", null=True),
    flag("sla_met", null=True),
    document("twins"),
    document("classification", null=True),
)
ticket_comments = Table(
    "ticket_comments",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("ticket_id"),
    uuid_column("author_id", null=True),
    text("author_name"),
    text("body_html"),
    text("body_text"),
    text("visibility"),
    text("channel"),
    text("message_id", null=True),
    document("external_ref", null=True),
    count("version"),
    moment("created_at"),
    moment("edited_at", null=True),
    moment("deleted_at", null=True),
)
ticket_attachments = Table(
    "ticket_attachments",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("ticket_id", key=True),
    uuid_column("attachment_id", key=True),
    uuid_column("comment_id", null=True),
    text("visibility"),
    moment("created_at"),
)
ticket_watchers = Table(
    "ticket_watchers",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("ticket_id", key=True),
    uuid_column("person_id", key=True),
    uuid_column("added_by", null=True),
    moment("created_at"),
)
ticket_sets = Table(
    "ticket_sets",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("set_id", key=True),
    uuid_column("ticket_id", key=True),
)
time_entries = Table(
    "time_entries",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("ticket_id"),
    uuid_column("person_id"),
    count("minutes"),
    flag("billable"),
    text("note"),
    Column("spent_on", Date, nullable=False),
    count("version"),
    moment("created_at"),
    moment("updated_at"),
)
time_timers = Table(
    "time_timers",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("person_id", key=True),
    uuid_column("ticket_id", key=True),
    moment("started_at"),
)
ticket_links = Table(
    "ticket_links",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("from_id"),
    uuid_column("to_id"),
    text("link_type"),
    uuid_column("created_by", null=True),
    moment("created_at"),
)
ticket_cis = Table(
    "ticket_cis",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("ticket_id", key=True),
    uuid_column("ci_id", key=True),
    uuid_column("added_by", null=True),
    moment("created_at"),
)
approvals = Table(
    "approvals",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("ticket_id"),
    uuid_column("approver_id", null=True),
    uuid_column("team_id", null=True),
    text("state"),
    text("note"),
    moment("due_at", null=True),
    uuid_column("requested_by", null=True),
    uuid_column("decided_by", null=True),
    moment("decided_at", null=True),
    text("comment"),
    count("version"),
    moment("created_at"),
)
bulk_undo = Table(
    "bulk_undo",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("token", key=True),
    uuid_column("person_id", null=True),
    document("items"),
    moment("expires_at"),
    moment("created_at"),
)
import_keys = Table(
    "import_keys",
    METADATA,
    uuid_column("org_id", key=True),
    Column("source_system", Text, primary_key=True),
    Column("source_key", Text, primary_key=True),
    uuid_column("ticket_id"),
    text("digest"),
    Column("seen", ARRAY(Text), nullable=False),
    moment("imported_at"),
)
