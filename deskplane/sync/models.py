"""The slice's tables, for Alembic."""

from sqlalchemy import Boolean, Column, Float, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

ingestion_runs = Table(
    "ingestion_runs",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("connection_id"),
    Column("state", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    uuid_column("started_by", null=True),
    Column("started_by_name", Text, nullable=False),
    Column("days", Integer),
    Column("projects", ARRAY(Text), nullable=False),
    Column("scope", Text, nullable=False),
    moment("created_since", null=True),
    Column("cursor", JSONB),
    Column("total", Integer),
    Column("total_exact", Boolean, nullable=False),
    Column("created_count", Integer, nullable=False),
    Column("changed_count", Integer, nullable=False),
    Column("unchanged_count", Integer, nullable=False),
    Column("failed_count", Integer, nullable=False),
    Column("rate", Float, nullable=False),
    Column("busy_seconds", Float, nullable=False),
    Column("error", Text, nullable=False),
    Column("fix", Text, nullable=False),
    moment("next_at", null=True),
    moment("leased_until", null=True),
    moment("created_at"),
    moment("started_at", null=True),
    moment("finished_at", null=True),
    Column("version", Integer, nullable=False),
    moment("updated_at"),
)
ingestion_failures = Table(
    "ingestion_failures",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("run_id", key=True),
    Column("remote_id", Text, primary_key=True),
    Column("message", Text, nullable=False),
    moment("created_at"),
)
external_links = Table(
    "external_links",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("connection_id", key=True),
    Column("remote_id", Text, primary_key=True),
    uuid_column("ticket_id"),
    Column("remote_key", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("remote_status", Text, nullable=False),
    Column("remote_priority", Text, nullable=False),
    Column("remote_version", Text, nullable=False),
    moment("remote_updated_at"),
    Column("base", JSONB, nullable=False),
    Column("notices", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    uuid_column("run_id", null=True),
    moment("created_at"),
    moment("synced_at"),
)
