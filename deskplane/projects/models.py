"""The slice's tables, for Alembic."""

from sqlalchemy import Column, Date, Integer, Table, Text

from deskplane.kernel.tables import METADATA, moment, uuid_column

projects = Table(
    "projects",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("state", Text, nullable=False),
    uuid_column("owner_id", null=True),
    uuid_column("team_id", null=True),
    Column("due_on", Date),
    moment("archived_at", null=True),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
assignments = Table(
    "assignments",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("project_id", null=True),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("state", Text, nullable=False),
    uuid_column("assignee_id", null=True),
    Column("due_on", Date),
    moment("archived_at", null=True),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("updated_at"),
)
ticket_project_links = Table(
    "ticket_project_links",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("ticket_id"),
    uuid_column("project_id"),
    Column("link_type", Text, nullable=False),
    uuid_column("created_by", null=True),
    moment("created_at"),
)
ticket_assignment_links = Table(
    "ticket_assignment_links",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("ticket_id"),
    uuid_column("assignment_id"),
    Column("link_type", Text, nullable=False),
    uuid_column("created_by", null=True),
    moment("created_at"),
)
