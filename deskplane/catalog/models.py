"""The slice's tables, for Alembic."""

from sqlalchemy import Boolean, Column, Integer, SmallInteger, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column


def text(name: str, *, null: bool = False, key: bool = False) -> "Column[object]":
    """Return a text column; ``key`` puts it in the primary key."""
    return Column(name, Text, primary_key=key, nullable=null and not key)


def small(name: str, *, key: bool = False) -> "Column[object]":
    """Return a small number that is never null."""
    return Column(name, SmallInteger, primary_key=key, nullable=False)


def count(name: str) -> "Column[object]":
    """Return an integer that is never null."""
    return Column(name, Integer, nullable=False)


def flag(name: str) -> "Column[object]":
    """Return a boolean that is never null."""
    return Column(name, Boolean, nullable=False)


def words(name: str) -> "Column[object]":
    """Return an array of text."""
    return Column(name, ARRAY(Text), nullable=False)


def kept(*, place: bool = True) -> "tuple[Column[object], ...]":
    """Return the columns that every editable row ends with."""
    placed = (count("position"), flag("is_active")) if place else ()
    return (*placed, count("version"), moment("created_at"), moment("updated_at"))


def identified() -> "tuple[Column[object], ...]":
    """Return the two columns of the usual primary key."""
    return uuid_column("org_id", key=True), uuid_column("id", key=True)


categories = Table(
    "categories",
    METADATA,
    *identified(),
    uuid_column("parent_id", null=True),
    text("name"),
    text("path"),
    Column("lineage", ARRAY(Uuid), nullable=False),
    text("description"),
    text("external_ref", null=True),
    *kept(),
)
priorities = Table(
    "priorities",
    METADATA,
    uuid_column("org_id", key=True),
    text("key", key=True),
    text("label"),
    text("color"),
    small("rank"),
    text("description"),
    flag("is_active"),
    *kept(place=False),
)
priority_matrix = Table(
    "priority_matrix",
    METADATA,
    uuid_column("org_id", key=True),
    small("impact", key=True),
    small("urgency", key=True),
    text("priority"),
)
sub_statuses = Table(
    "sub_statuses", METADATA, *identified(), text("key"), text("label"), text("status"), *kept()
)
custom_field_defs = Table(
    "custom_field_defs",
    METADATA,
    *identified(),
    text("key"),
    text("label"),
    text("description"),
    text("kind"),
    flag("required"),
    Column("options", JSONB, nullable=False),
    words("applies_to"),
    Column("default_value", JSONB),
    flag("visible_to_requester"),
    *kept(),
)
ticket_templates = Table(
    "ticket_templates",
    METADATA,
    *identified(),
    text("name"),
    text("description"),
    text("type"),
    Column("fields", JSONB, nullable=False),
    flag("for_requesters"),
    *kept(),
)
canned_replies = Table(
    "canned_replies",
    METADATA,
    *identified(),
    text("title"),
    text("body_html"),
    text("body_text"),
    uuid_column("team_id", null=True),
    uuid_column("owner_id", null=True),
    *kept(),
)
resolution_codes = Table(
    "resolution_codes",
    METADATA,
    *identified(),
    text("code"),
    text("label"),
    text("template"),
    words("applies_to"),
    *kept(),
)
tags = Table(
    "tags",
    METADATA,
    *identified(),
    text("name"),
    text("color", null=True),
    text("description"),
    *kept(place=False),
)
