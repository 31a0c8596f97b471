"""The slice's tables, for Alembic."""

from sqlalchemy import Column, Double, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column

rca_jobs = Table(
    "rca_jobs",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("number", Integer),
    Column("job_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("scope", JSONB),
    Column("ticket_ids", ARRAY(Uuid), nullable=False),
    Column("summary", Text, nullable=False),
    Column("root_cause", Text, nullable=False),
    Column("confidence", Double),
    Column("affected_users", Integer),
    Column("measures", JSONB, nullable=False),
    Column("error", Text, nullable=False),
    uuid_column("created_by", null=True),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
    moment("started_at", null=True),
    moment("finished_at", null=True),
)
rca_findings = Table(
    "rca_findings",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("rca_job_id"),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("score", Double),
    Column("evidence", JSONB, nullable=False),
    Column("affected", JSONB, nullable=False),
    Column("recommendations", JSONB, nullable=False),
    Column("facts", JSONB),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
