"""The slice's table, for Alembic."""

from sqlalchemy import Column, Table, Text

from deskplane.kernel.tables import METADATA, moment, uuid_column

setup_skips = Table(
    "setup_skips",
    METADATA,
    uuid_column("org_id", key=True),
    Column("step", Text, primary_key=True),
    uuid_column("skipped_by", null=True),
    moment("skipped_at"),
)
