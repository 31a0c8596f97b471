"""The slice's tables, for Alembic."""

from sqlalchemy import Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

ci_items = Table(
    "ci_items",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("environment", Text, nullable=False),
    Column("description", Text, nullable=False),
    uuid_column("owner_id", null=True),
    uuid_column("team_id", null=True),
    Column("attributes", JSONB, nullable=False),
    Column("external_ref", Text),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
ci_relations = Table(
    "ci_relations",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("from_id"),
    uuid_column("to_id"),
    Column("relation", Text, nullable=False),
    uuid_column("created_by", null=True),
    moment("created_at"),
)
