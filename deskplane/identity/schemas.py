"""What the API takes and gives about people, teams, roles and the organisation; a patch changes only what it sends."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from deskplane.identity.vocabulary import PersonKind, TeamKind, TicketVisibility
from deskplane.kernel.access import Permission, RoleName
from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone such as Europe/Zurich or UTC") from None
    return name


Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Email = Annotated[
    str, StringConstraints(pattern=r"^[^@\s]{1,64}@[^@\s]{1,189}$", max_length=254, to_lower=True)
]
Short = Annotated[str, StringConstraints(max_length=120)]
Note = Annotated[str, StringConstraints(max_length=2000)]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Locale = Annotated[str, StringConstraints(pattern="^[a-z]{2}(-[A-Z]{2})?$")]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_known_zone)]
Color = Annotated[str, StringConstraints(pattern="^#[0-9a-fA-F]{6}$", to_lower=True)]
Secret = Annotated[SecretStr, Field(max_length=1000)]
Version = Annotated[
    int | None, Field(ge=0, le=2_000_000_000, description="Version the change was prepared on")
]
Theme = Annotated[str, StringConstraints(pattern="^(light|dark|system)$")]
Density = Annotated[str, StringConstraints(pattern="^(compact|normal|comfortable)$")]
SendDelay = Literal[0, 5, 10, 20, 30]
Motion = Annotated[str, StringConstraints(pattern="^(system|reduced)$")]
KeyAction = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9.-]{1,60}$")]
OwnKeys = Annotated[
    str, StringConstraints(pattern=r"^((mod\+)?[^\s\x00-\x1f]{1,12}( [^\s\x00-\x1f]{1,12})?)?$")
]
Level = Annotated[int, Field(ge=1, le=5, description="1 = basics, 5 = expert")]


class Named(Shape):
    """Something with a name."""

    id: UUID
    name: str


class TeamOfPerson(Named):
    """A team that somebody belongs to."""

    kind: TeamKind
    is_lead: bool


class SkillOfPerson(Named):
    """A skill that somebody has."""

    level: int


class PersonCreate(Body):
    """A new person. Without a password, invite them; service accounts use API tokens."""

    name: PersonName
    email: Email | None = None
    role: RoleName = RoleName.REQUESTER
    kind: PersonKind | None = Field(None, description="Follows from the role if not given")
    title: Short = ""
    phone: Short = ""
    locale: Locale | None = None
    timezone: Zone | None = None
    department_id: UUID | None = None
    vip: bool = False
    external_ref: Reference | None = Field(None, description="Its id in another system")
    password: Secret | None = None


class PersonPatch(Body):
    """Changes to a person."""

    name: PersonName = ""
    email: Email | None = None
    role: RoleName = RoleName.REQUESTER
    kind: PersonKind = PersonKind.REQUESTER
    title: Short = ""
    phone: Short = ""
    locale: Locale = ""
    timezone: Zone = ""
    department_id: UUID | None = None
    vip: bool = False
    avatar_color: Color = ""
    external_ref: Reference | None = None
    is_active: bool = True
    version: Version = None


class PersonRead(Shape):
    """A person."""

    id: UUID
    kind: PersonKind
    role: RoleName
    name: str
    email: str | None
    title: str
    phone: str
    locale: str
    timezone: str
    department: Named | None
    teams: list[TeamOfPerson]
    skills: list[SkillOfPerson]
    vip: bool
    avatar_color: str
    external_ref: str | None
    is_active: bool
    can_log_in: bool = Field(description="There is a password")
    last_login_at: datetime | None
    reset_requested_at: datetime | None = Field(description="They forgot the password and wait for a link")
    version: int
    created_at: datetime
    updated_at: datetime


class TeamCreate(Body):
    """A new team."""

    name: Name
    kind: TeamKind = TeamKind.TEAM
    description: Note = ""
    external_ref: Reference | None = None
    is_active: bool = True


class TeamPatch(Body):
    """Changes to a team."""

    name: Name = ""
    kind: TeamKind = TeamKind.TEAM
    description: Note = ""
    external_ref: Reference | None = None
    is_active: bool = True
    version: Version = None


class TeamRead(Shape):
    """A team, department or assignment group."""

    id: UUID
    kind: TeamKind
    name: str
    description: str
    external_ref: str | None
    is_active: bool
    member_count: int
    leads: list[Named]
    version: int
    created_at: datetime
    updated_at: datetime


class MemberRead(Named):
    """Somebody in a team."""

    email: str | None
    title: str
    role: RoleName
    kind: PersonKind
    avatar_color: str
    is_active: bool
    is_lead: bool


class MembersAdd(Body):
    """People who join; those who are in already get the new ``is_lead``."""

    person_ids: list[UUID] = Field(min_length=1, max_length=500)
    is_lead: bool = False


class MemberChange(Body):
    """What somebody is in a team."""

    is_lead: bool = False


class MemberWanted(MemberChange):
    """Somebody who shall be in a team."""

    person_id: UUID


class MembersSet(Body):
    """All members of a team; those not named leave."""

    members: list[MemberWanted] = Field(max_length=2000)


class SkillCreate(Body):
    """A new skill."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    description: Note = ""


class SkillPatch(Body):
    """Changes to a skill."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)] = ""
    description: Note = ""
    version: Version = None


class SkillRead(Shape):
    """A skill that people can have."""

    id: UUID
    name: str
    description: str
    version: int
    created_at: datetime
    updated_at: datetime


class SkillLevel(Body):
    """A skill and how well somebody knows it."""

    skill_id: UUID
    level: Level = 3


class SkillsOfPerson(Body):
    """All skills of somebody; those not named are removed."""

    skills: list[SkillLevel] = Field(max_length=200)


class RoleRead(Shape):
    """What a role may do in this organisation."""

    role: RoleName
    permissions: list[Permission]
    default_permissions: list[Permission]
    is_customised: bool
    is_fixed: bool = Field(description="The permissions of administrators cannot be changed")
    people: int = Field(description="Active people with this role")
    version: int


class PermissionRead(Shape):
    """A permission in words."""

    permission: Permission
    label: str


class PermissionGroup(Shape):
    """The permissions about one subject."""

    key: str
    label: str
    permissions: list[PermissionRead]


class Roles(Shape):
    """All roles and all permissions there are."""

    data: list[RoleRead]
    permissions: list[Permission]
    groups: list[PermissionGroup]


class RoleChange(Body):
    """The permissions a role shall have."""

    permissions: list[Permission] = Field(max_length=len(Permission))
    version: Version = None


class OrganizationSettings(Body):
    """How the organisation works; what is not sent stays."""

    ticket_visibility: TicketVisibility = Field(
        TicketVisibility.ROLE_BASED, description="Whether requesters see their own tickets or all"
    )
    reopen_days: int = Field(14, ge=0, le=365, description="How long a closed ticket can be reopened")
    resolution_required: bool = Field(False, description="Resolving a ticket needs a resolution")
    reply_reopens: bool = Field(
        True, description="A requester's comment sets a waiting or solved ticket going again"
    )
    comment_edit_minutes: int = Field(
        15, ge=0, le=10_080, description="How long an author can correct a comment"
    )
    close_children: Literal["refuse", "cascade"] = Field(
        "refuse", description="A ticket with unfinished children cannot end, or they end with it"
    )
    attachments_allow_programs: bool = Field(
        False, description="Programs and scripts can be attached to tickets"
    )
    locale: Locale = Field("en", description="Language of new people")
    timezone: Zone = Field("UTC", description="Time zone of new people")


class OrganizationPatch(Body):
    """Changes to the organisation."""

    name: Name = ""
    settings: OrganizationSettings = OrganizationSettings.model_construct()
    version: Version = None


class OrganizationRead(Shape):
    """The organisation of the caller."""

    id: UUID
    slug: str
    name: str
    settings: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime
