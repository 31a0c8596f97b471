"""The slice's table, for Alembic."""

from sqlalchemy import Boolean, Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

macros = Table(
    "macros",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    uuid_column("team_id", null=True),
    uuid_column("owner_id", null=True),
    Column("condition", JSONB),
    Column("actions", JSONB, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("runs", Integer, nullable=False),
    moment("last_run_at", null=True),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
