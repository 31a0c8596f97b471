"""What the API takes and gives about signing in, sessions and tokens."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from deskplane.identity.networks import normalised_network
from deskplane.identity.schemas import (
    Density,
    Email,
    KeyAction,
    Locale,
    Motion,
    Named,
    OwnKeys,
    PersonName,
    Reference,
    Secret,
    SendDelay,
    Short,
    Theme,
    Version,
    Zone,
)
from deskplane.identity.vocabulary import PersonKind, SessionKind
from deskplane.kernel.access import Permission, RoleName
from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape

Token = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Network = Annotated[str, StringConstraints(max_length=60), AfterValidator(normalised_network)]


class Login(Body):
    """Who signs in. ``organization`` is needed only if the address belongs to several."""

    email: Email
    password: Secret
    organization: Reference | None = Field(None, description="Short name (slug) of the organisation")


class TokenPair(Shape):
    """An access token for ``Authorization: Bearer`` and the token that renews it, once."""

    access_token: str
    refresh_token: str
    token_type: str = "Bearer"
    expires_in: int = Field(description="Seconds until the access token expires")


class Refresh(Body):
    """A refresh token; it can be used once."""

    refresh_token: Token


class Forgot(Body):
    """Whose password is forgotten."""

    email: Email
    organization: Reference | None = None


class NewPassword(Body):
    """A password chosen with the token of a link."""

    token: Token
    password: Secret


class AcceptInvitation(NewPassword):
    """An accepted invitation; the name can be put right."""

    name: PersonName | None = None


class PasswordChange(Body):
    """A new own password."""

    current_password: Secret
    new_password: Secret


class OrganizationOfMe(Named):
    """Where the caller belongs."""

    slug: str


class PersonOfMe(Named):
    """The caller."""

    email: str | None
    kind: PersonKind
    title: str
    phone: str
    avatar_color: str


class Preferences(Shape):
    """How the caller likes it."""

    locale: str
    timezone: str
    theme: str
    density: str
    motion: str
    single_keys: bool
    send_delay: int = Field(description="Seconds in which a reply can be called back")
    keys: dict[str, str] = Field(description="Keys of the caller's own by action; an empty text is no key")


class Me(Shape):
    """Who calls and what they may do. Browsers send ``csrf_token`` as X-CSRF-Token with every change."""

    person: PersonOfMe
    role: RoleName
    permissions: list[Permission]
    csrf_token: str = Field(description="Empty unless signed in with the cookie")
    organization: OrganizationOfMe
    settings: dict[str, Any]
    preferences: Preferences
    team_ids: list[UUID]
    version: int


class MePatch(Body):
    """Changes to the own profile and preferences."""

    name: PersonName = ""
    title: Short = ""
    phone: Short = ""
    locale: Locale = ""
    timezone: Zone = ""
    theme: Theme = ""
    density: Density = ""
    motion: Motion = ""
    single_keys: bool = True
    send_delay: SendDelay = 10
    keys: Annotated[dict[KeyAction, OwnKeys], Field(max_length=200)] = Field(
        {}, description="All keys of the caller's own: what is not here has its preset key again"
    )
    version: Version = None


class LinkRead(Shape):
    """A link to hand over; it works once and is not shown again."""

    url: str
    expires_at: datetime


class SessionRead(Shape):
    """Where somebody is signed in."""

    id: UUID
    person: Named
    kind: SessionKind
    ip: str
    user_agent: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    is_current: bool


class ApiTokenCreate(Body):
    """A new API token: for oneself, for somebody else, or for a new service account of ``service_role``."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    person_id: UUID | None = None
    service_role: RoleName | None = Field(
        None, description="Make a service account of this role for the token"
    )
    scopes: list[Permission] | None = Field(
        None, max_length=len(Permission), description="What it may do of what the person may do; null = all"
    )
    ip_allow: list[Network] = Field(
        [], max_length=100, description="Addresses or networks it may be used from"
    )
    expires_at: AwareDatetime | None = None


class ApiTokenRead(Shape):
    """An API token; only its end is known."""

    id: UUID
    name: str
    last4: str
    person: Named
    person_kind: PersonKind
    role: RoleName
    scopes: list[Permission] | None
    ip_allow: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    last_used_ip: str | None
    revoked_at: datetime | None


class ApiTokenMade(ApiTokenRead):
    """A new API token; the token itself is shown this once."""

    token: str
