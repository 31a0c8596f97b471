"""Tables of the identity slice."""

from sqlalchemy import ARRAY, Boolean, Column, Integer, LargeBinary, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

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
    _text("name"),
    _text("email", null=True),
    _text("title"),
    _text("phone"),
    _text("locale"),
    _text("timezone"),
    uuid_column("department_id", null=True),
    Column("vip", Boolean, nullable=False),
    _text("avatar_color"),
    Column("preferences", JSONB, nullable=False),
    _text("external_ref", null=True),
    _text("password_hash", null=True),
    moment("password_changed_at", null=True),
    moment("reset_requested_at", null=True),
    Column("is_active", Boolean, nullable=False),
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
    _text("kind"),
    Column("token_sha256", LargeBinary),
    _text("ip"),
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
    uuid_column("session_id"),
    Column("token_sha256", LargeBinary, nullable=False),
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
    Column("token_sha256", LargeBinary, nullable=False),
    _text("last4"),
    _text("role", null=True),
    Column("scopes", ARRAY(Text)),
    Column("ip_allow", ARRAY(Text), nullable=False),
    uuid_column("created_by", null=True),
    moment("created_at"),
    moment("expires_at", null=True),
    moment("last_used_at", null=True),
    _text("last_used_ip", null=True),
    moment("revoked_at", null=True),
)
password_links = Table(
    "password_links",
    METADATA,
    uuid_column("org_id", key=True),
    uuid_column("id", key=True),
    uuid_column("person_id"),
    _text("kind"),
    Column("token_sha256", LargeBinary, nullable=False),
    uuid_column("created_by", null=True),
    moment("created_at"),
    moment("expires_at"),
    moment("revoked_at", null=True),
)
login_throttle = Table(
    "login_throttle",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    moment("blocked_until"),
    moment("last_at"),
)
