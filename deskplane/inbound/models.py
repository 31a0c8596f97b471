"""The slice's tables, for Alembic."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

inbound_receivers = Table(
    "inbound_receivers",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("connection_id", key=True),
    Column("sealed_secret", LargeBinary, nullable=False),
    moment("secret_set_at"),
    Column("secret_set_by", Text, nullable=False),
    Column("take_new", Boolean, nullable=False),
    Column("accepted", BigInteger, nullable=False),
    moment("last_accepted_at", null=True),
    Column("refused", BigInteger, nullable=False),
    moment("last_refused_at", null=True),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
inbound_events = Table(
    "inbound_events",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("connection_id"),
    moment("received_at"),
    Column("event", Text, nullable=False),
    Column("remote_id", Text, nullable=False),
    Column("remote_key", Text, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("dedupe_key", Text, nullable=False),
    moment("occurred_at", null=True),
    Column("says", JSONB, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", Text, nullable=False),
    Column("size", Integer, nullable=False),
)
inbound_readings = Table(
    "inbound_readings",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("connection_id"),
    Column("record", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("replays", Integer, nullable=False),
    moment("next_at", null=True),
    moment("leased_until", null=True),
    moment("wanted_until"),
    Column("changes", JSONB, nullable=False),
    Column("note", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("fix", Text, nullable=False),
    moment("finished_at", null=True),
    Column("version", Integer, nullable=False),
    moment("updated_at"),
)
