"""The slice's tables, for Alembic."""

from sqlalchemy import Boolean, Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

views = Table(
    "views",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("name", Text, nullable=False),
    Column("icon", Text, nullable=False),
    Column("scope", Text, nullable=False),
    uuid_column("owner_id"),
    uuid_column("team_id", null=True),
    Column("query", JSONB, nullable=False),
    Column("columns", JSONB, nullable=False),
    Column("sort_by", Text, nullable=False),
    Column("sort_direction", Text, nullable=False),
    Column("group_by", Text, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
view_layouts = Table(
    "view_layouts",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("person_id", key=True),
    Column("view_key", Text, primary_key=True),
    Column("columns", JSONB, nullable=False),
    moment("updated_at"),
)
