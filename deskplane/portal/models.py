"""The slice's table, for Alembic."""

from sqlalchemy import Boolean, Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

request_types = Table(
    "request_types",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("icon", Text, nullable=False),
    Column("expected_text", Text, nullable=False),
    Column("expected_hours", Integer),
    Column("type", Text, nullable=False),
    uuid_column("category_id", null=True),
    Column("priority", Text),
    Column("template", Text, nullable=False),
    Column("fields", JSONB, nullable=False),
    Column("translations", JSONB, nullable=False),
    Column("position", Integer, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
