"""The slice's tables, for Alembic."""

from sqlalchemy import Boolean, Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

dispatch_settings = Table(
    "dispatch_settings",
    METADATA,
    uuid_column("org_id", key=True),
    Column("servicenow_enabled", Boolean, nullable=False),
    Column("jira_enabled", Boolean, nullable=False),
    Column("dual_mode", Boolean, nullable=False),
    Column("servicenow_states", JSONB, nullable=False),
    Column("jira_states", JSONB, nullable=False),
    Column("auto_dispatch", Boolean, nullable=False),
    Column("auto_severity", Text, nullable=False),
    Column("version", Integer, nullable=False),
    moment("updated_at"),
)
outside_tickets = Table(
    "outside_tickets",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("job_id", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("dual", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("payload", JSONB, nullable=False),
    moment("earlier", null=True),
    moment("leased_until", null=True),
    moment("next_at", null=True),
    Column("attempts", Integer, nullable=False),
    Column("remote_id", Text, nullable=False),
    Column("ticket_id", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("desk_status", Text),
    Column("assignee", Text, nullable=False),
    Column("metadata", JSONB, nullable=False),
    Column("notices", JSONB, nullable=False),
    Column("requests", JSONB, nullable=False),
    Column("error", JSONB),
    Column("linked", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
    moment("refreshed_at", null=True),
)
