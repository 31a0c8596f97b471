"""The slice's tables, for Alembic."""

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from deskplane.kernel.tables import METADATA, moment, uuid_column

attachments = Table(
    "attachments",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("filename", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("storage_key", Text, nullable=False),
    Column("scan_status", Text, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("preview_key", Text),
    Column("preview_mime", Text),
    Column("preview_size", BigInteger),
    Column("uses", Integer, nullable=False),
    uuid_column("uploaded_by", null=True),
    moment("created_at"),
)
dead_files = Table(
    "dead_files",
    METADATA,
    uuid_column("org_id", key=True),
    Column("storage_key", Text, primary_key=True),
    Column("state", Text, nullable=False),
    moment("since"),
)
