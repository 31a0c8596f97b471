"""The slice's tables, for Alembic."""

from sqlalchemy import BigInteger, Boolean, Column, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

ticket_presence = Table(
    "ticket_presence",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("ticket_id", key=True),
    uuid_column("person_id", key=True),
    Column("doing", Text, nullable=False),
    moment("since"),
    moment("seen_at"),
)
ticket_drafts = Table(
    "ticket_drafts",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("ticket_id", key=True),
    uuid_column("author_id", key=True),
    Column("kind", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("mentions", JSONB, nullable=False),
    Column("is_shared", Boolean, nullable=False),
    Column("version", BigInteger, nullable=False),
    uuid_column("taken_by", null=True),
    moment("updated_at"),
)
ticket_reads = Table(
    "ticket_reads",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("person_id", key=True),
    uuid_column("ticket_id", key=True),
    moment("read_at"),
)
