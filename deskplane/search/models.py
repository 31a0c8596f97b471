"""Tables of the search; no role but the owner may touch them."""

from sqlalchemy import Column, Table, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from deskplane.kernel.tables import METADATA, uuid_column

ticket_search = Table(
    "ticket_search",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("tsv", TSVECTOR, nullable=False),
)
ticket_search_parts = Table(
    "ticket_search_parts",
    METADATA,
    Column("part", Text, primary_key=True),
    uuid_column("lower_id", null=True),
)
