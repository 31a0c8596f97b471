"""The slice's tables, for Alembic."""

from sqlalchemy import Boolean, Column, Double, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

cluster_runs = Table(
    "cluster_runs",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("state", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("scope", JSONB, nullable=False),
    uuid_column("connection_id", null=True),
    Column("tickets", Integer, nullable=False),
    Column("grouped", Integer, nullable=False),
    Column("clusters", Integer, nullable=False),
    moment("first_at", null=True),
    moment("last_at", null=True),
    Column("error", Text, nullable=False),
    uuid_column("created_by", null=True),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
    moment("started_at", null=True),
    moment("finished_at", null=True),
)
clusters = Table(
    "clusters",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("run_id"),
    Column("place", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_named", Boolean, nullable=False),
    Column("size", Integer, nullable=False),
    Column("share", Double, nullable=False),
    Column("cohesion", Double, nullable=False),
    Column("words", JSONB, nullable=False),
    Column("sample_ids", ARRAY(Uuid), nullable=False),
    Column("resolved", Integer, nullable=False),
    Column("median_resolve_seconds", Double),
    moment("first_at", null=True),
    moment("last_at", null=True),
    Column("trend", ARRAY(Integer), nullable=False),
    uuid_column("category_id", null=True),
    Column("category_share", Double),
    uuid_column("team_id", null=True),
    Column("team_share", Double),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
