"""The one MetaData of all Core tables, and the columns that repeat."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

METADATA = MetaData()


def uuid_column(name: str, *, key: bool = False, null: bool = False) -> "Column[object]":
    """Return a UUID column; ``key`` puts it in the primary key."""
    return Column(name, Uuid, primary_key=key, nullable=null and not key)


def moment(name: str, *, null: bool = False) -> "Column[object]":
    """Return a timestamptz column."""
    return Column(name, DateTime(timezone=True), nullable=null)


events = Table(
    "events",
    METADATA,
    uuid_column("org_id", key=True),
    Column("recorded_at", DateTime(timezone=True), primary_key=True),
    uuid_column("id", key=True),
    Column("seq", BigInteger, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("shard", SmallInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("subject_type", Text, nullable=False),
    uuid_column("subject_id"),
    Column("subject_version", Integer, nullable=False),
    Column("actor_kind", Text, nullable=False),
    uuid_column("actor_id", null=True),
    Column("actor_name", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("changes", JSONB, nullable=False),
    Column("data", JSONB, nullable=False),
    uuid_column("salt", null=True),
    Column("erased", JSONB),
    moment("occurred_at"),
)
deliveries = Table(
    "deliveries",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("event_id"),
    Column("subscriber", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Text),
    moment("created_at"),
    moment("done_at", null=True),
)
parked_events = Table(
    "parked_events",
    METADATA,
    uuid_column("org_id", key=True),
    Column("subscriber", Text, primary_key=True),
    uuid_column("event_id", key=True),
    moment("recorded_at"),
    Column("error", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    moment("parked_at"),
)
idempotency_keys = Table(
    "idempotency_keys",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("principal_id", key=True),
    Column("key", Text, primary_key=True),
    Column("route", Text, nullable=False),
    Column("body_sha256", Text, nullable=False),
    Column("status", Integer),
    Column("response", LargeBinary),
    moment("created_at"),
)
