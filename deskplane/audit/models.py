"""Tables of the audit."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, Text

from deskplane.kernel.tables import METADATA, moment, uuid_column

audit_seals = Table(
    "audit_seals",
    METADATA,
    uuid_column("org_id", key=True),
    Column("number", Integer, primary_key=True),
    Column("from_epoch", Integer, nullable=False),
    Column("from_xid", Text, nullable=False),
    Column("from_seq", BigInteger, nullable=False),
    Column("to_epoch", Integer, nullable=False),
    Column("to_xid", Text, nullable=False),
    Column("to_seq", BigInteger, nullable=False),
    moment("recorded_from"),
    moment("recorded_to"),
    Column("entries", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    moment("sealed_at"),
)
audit_retention = Table(
    "audit_retention",
    METADATA,
    uuid_column("org_id", key=True),
    Column("months", Integer),
    moment("cut_before", null=True),
)
