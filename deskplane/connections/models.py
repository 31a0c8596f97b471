"""The slice's tables, for Alembic."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

data_source_connections = Table(
    "data_source_connections",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("health", Text, nullable=False),
    Column("credential_mode", Text, nullable=False),
    Column("settings", JSONB, nullable=False),
    Column("config", JSONB, nullable=False),
    Column("overrides", JSONB, nullable=False),
    Column("sealed_credentials", LargeBinary),
    moment("credentials_set_at", null=True),
    Column("latest_options", JSONB, nullable=False),
    moment("verification_due", null=True),
    Column("verification_attempt", BigInteger, nullable=False),
    Column("verification_answered", BigInteger, nullable=False),
    moment("last_verification_at", null=True),
    Column("last_verification_status", Text, nullable=False),
    Column("last_verification_error", Text, nullable=False),
    Column("last_verification", JSONB, nullable=False),
    moment("last_sync_at", null=True),
    Column("last_sync_status", Text, nullable=False),
    Column("last_sync_error", Text, nullable=False),
    Column("last_sync_tickets", Integer, nullable=False),
    moment("last_successful_sync_at", null=True),
    Column("sync_every_minutes", Integer),
    moment("next_sync_at", null=True),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
agent_messages = Table(
    "agent_messages",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("connection_id"),
    Column("about", Text, nullable=False),
    uuid_column("run_id", null=True),
    Column("attempt", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    moment("received_at"),
)
