"""The slice's table, for Alembic."""

from sqlalchemy import Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

boards = Table(
    "boards",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("name", Text, nullable=False),
    uuid_column("team_id", null=True),
    Column("column_field", Text, nullable=False),
    Column("columns", JSONB, nullable=False),
    Column("lane_field", Text, nullable=False),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
