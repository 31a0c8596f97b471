"""What the identity slice announces. Never a token, a link or a password."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility

PERSON_FIELDS = frozenset(
    {
        "name",
        "email",
        "title",
        "phone",
        "locale",
        "timezone",
        "kind",
        "role",
        "department_id",
        "is_vip",
        "is_active",
        "preferences",
        "skills",
    }
)


@dataclass(frozen=True, kw_only=True)
class IdentityEvent(Event):
    """Something about people or access: for administrators, not for requesters."""

    visibility: Visibility = Visibility.INTERNAL


class OrganizationCreated(IdentityEvent):
    """An organisation begins."""

    name: ClassVar[str] = "organization.created"
    subject_type: ClassVar[str] = "organization"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"slug", "name"})


class OrganizationUpdated(IdentityEvent):
    """Name or settings changed."""

    name: ClassVar[str] = "organization.updated"
    subject_type: ClassVar[str] = "organization"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "settings"})


class PersonEvent(IdentityEvent):
    """Something about one person."""

    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = PERSON_FIELDS


class PersonCreated(PersonEvent):
    """A person is known now."""

    name: ClassVar[str] = "person.created"


class PersonUpdated(PersonEvent):
    """A person's data changed."""

    name: ClassVar[str] = "person.updated"


class PersonDeactivated(PersonEvent):
    """A person can no longer log in."""

    name: ClassVar[str] = "person.deactivated"


class PersonInvited(PersonEvent):
    """A person was given a link to set a password; ``purpose`` says which kind."""

    name: ClassVar[str] = "person.invited"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"purpose", "expires_at"})


class PasswordChanged(PersonEvent):
    """A person has a new password; all other sessions ended."""

    name: ClassVar[str] = "person.password_changed"


class PasswordResetAsked(PersonEvent):
    """Somebody asked for a new password for this person."""

    name: ClassVar[str] = "person.password_reset_asked"


class TeamEvent(IdentityEvent):
    """Something about one team."""

    subject_type: ClassVar[str] = "team"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "kind", "description", "is_active", "person_id", "lead"})


class TeamCreated(TeamEvent):
    """A team is there."""

    name: ClassVar[str] = "team.created"


class TeamUpdated(TeamEvent):
    """A team changed."""

    name: ClassVar[str] = "team.updated"


class TeamDeleted(TeamEvent):
    """A team is gone."""

    name: ClassVar[str] = "team.deleted"


class MemberAdded(TeamEvent):
    """A person joined a team, or became its lead."""

    name: ClassVar[str] = "team.member_added"


class MemberRemoved(TeamEvent):
    """A person left a team."""

    name: ClassVar[str] = "team.member_removed"


class SkillEvent(IdentityEvent):
    """Something about one skill."""

    subject_type: ClassVar[str] = "skill"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "description"})


class SkillCreated(SkillEvent):
    """A skill can be given to people."""

    name: ClassVar[str] = "skill.created"


class SkillUpdated(SkillEvent):
    """A skill changed."""

    name: ClassVar[str] = "skill.updated"


class SkillDeleted(SkillEvent):
    """A skill is gone."""

    name: ClassVar[str] = "skill.deleted"


class RoleChanged(IdentityEvent):
    """A role may do other things now."""

    name: ClassVar[str] = "role.changed"
    subject_type: ClassVar[str] = "organization"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"role", "permissions"})


class SessionStarted(IdentityEvent):
    """Somebody logged in."""

    name: ClassVar[str] = "session.started"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"session_id", "ip", "user_agent", "via"})


class SessionEnded(IdentityEvent):
    """Somebody logged out, or sessions were ended."""

    name: ClassVar[str] = "session.ended"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"sessions", "reason"})


class LoginFailed(IdentityEvent):
    """A log-in with this person's address was refused."""

    name: ClassVar[str] = "login.failed"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"ip"})


class TokenCreated(IdentityEvent):
    """An API token was made."""

    name: ClassVar[str] = "token.created"
    subject_type: ClassVar[str] = "api_token"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "person_id", "scopes", "ip_allow", "expires_at"})


class TokenRevoked(IdentityEvent):
    """An API token no longer works."""

    name: ClassVar[str] = "token.revoked"
    subject_type: ClassVar[str] = "api_token"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "reason"})
