"""Tables of the identity slice."""

from sqlalchemy import ARRAY, Boolean, Column, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import CIDR, INET, JSONB

from deskplane.kernel.tables import METADATA, moment, uuid_column


def _text(name: str, *, null: bool = False) -> "Column[object]":
    return Column(name, Text, nullable=null)


def _dated() -> tuple["Column[object]", ...]:
    return Column("version", Integer, nullable=False), moment("created_at"), moment("updated_at")


organizations = Table(
    "organizations",
    METADATA,
    uuid_column("id", key=True),
    _text("slug"),
    _text("name"),
    Column("settings", JSONB, nullable=False),
    *_dated(),
)
teams = Table(
    "teams",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    _text("kind"),
    _text("name"),
    _text("description"),
    _text("external_ref", null=True),
    Column("is_active", Boolean, nullable=False),
    *_dated(),
)
people = Table(
    "people",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    _text("kind"),
    _text("role"),
    _text("email", null=True),
    _text("name"),
    _text("title"),
    _text("phone"),
    _text("locale"),
    _text("timezone"),
    uuid_column("department_id", null=True),
    Column("is_vip", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("preferences", JSONB, nullable=False),
    _text("external_ref", null=True),
    _text("password_hash", null=True),
    moment("last_login_at", null=True),
    *_dated(),
)
memberships = Table(
    "memberships",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("team_id", key=True),
    uuid_column("person_id", key=True),
    Column("is_lead", Boolean, nullable=False),
    moment("created_at"),
)
skills = Table(
    "skills",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    _text("name"),
    _text("description"),
    *_dated(),
)
person_skills = Table(
    "person_skills",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("person_id", key=True),
    uuid_column("skill_id", key=True),
    Column("level", SmallInteger, nullable=False),
)
role_grants = Table(
    "role_grants",
    METADATA,
    uuid_column("org_id", key=True),
    Column("role", Text, primary_key=True),
    Column("permissions", ARRAY(Text), nullable=False),
    Column("version", Integer, nullable=False),
    moment("updated_at"),
)
sessions = Table(
    "sessions",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("person_id"),
    _text("token_sha256"),
    Column("ip", INET),
    _text("user_agent"),
    moment("created_at"),
    moment("last_seen_at"),
    moment("expires_at"),
    Column("idle_seconds", Integer),
    moment("revoked_at", null=True),
)
refresh_tokens = Table(
    "refresh_tokens",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("family_id"),
    uuid_column("person_id"),
    _text("token_sha256"),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", null=True),
    moment("revoked_at", null=True),
)
api_tokens = Table(
    "api_tokens",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("person_id"),
    _text("name"),
    _text("token_sha256"),
    _text("last4"),
    Column("scopes", ARRAY(Text)),
    Column("ip_allow", ARRAY(CIDR)),
    uuid_column("created_by", null=True),
    moment("created_at"),
    moment("expires_at", null=True),
    moment("last_used_at", null=True),
    moment("revoked_at", null=True),
    Column("version", Integer, nullable=False),
)
one_time_links = Table(
    "one_time_links",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("person_id"),
    _text("purpose"),
    _text("token_sha256", null=True),
    uuid_column("created_by", null=True),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", null=True),
)
login_attempts = Table(
    "login_attempts",
    METADATA,
    Column("subject", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    moment("last_failure_at"),
    moment("blocked_until", null=True),
)
