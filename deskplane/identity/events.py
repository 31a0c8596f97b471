"""What the slice announces. Nothing here is for requesters, and nothing is a secret."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class IdentityEvent(Event):
    """Something about people and rights; seen by those who work at the desk."""

    visibility: Visibility = Visibility.INTERNAL


class OrganizationCreated(IdentityEvent):
    """An organisation was set up."""

    name: ClassVar[str] = "organization.created"
    subject_type: ClassVar[str] = "organization"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"slug", "name"})


class OrganizationUpdated(IdentityEvent):
    """Name or settings changed; changed settings are named ``settings.<key>``."""

    name: ClassVar[str] = "organization.updated"
    subject_type: ClassVar[str] = "organization"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "settings"})


class RoleChanged(IdentityEvent):
    """A role was given other permissions."""

    name: ClassVar[str] = "role.changed"
    subject_type: ClassVar[str] = "organization"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"role", "permissions"})


PERSON_FIELDS = frozenset(
    {
        *("kind", "role", "name", "email", "title", "phone", "locale", "timezone", "department_id", "vip"),
        *("avatar_color", "external_ref", "is_active", "preferences"),
    }
)


class PersonCreated(IdentityEvent):
    """Somebody was added."""

    name: ClassVar[str] = "person.created"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = PERSON_FIELDS


class PersonUpdated(IdentityEvent):
    """Somebody's data changed."""

    name: ClassVar[str] = "person.updated"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = PERSON_FIELDS


class PersonDeactivated(IdentityEvent):
    """Somebody may no longer sign in; sessions and tokens ended."""

    name: ClassVar[str] = "person.deactivated"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = PERSON_FIELDS | {"sessions_ended", "tokens_revoked"}


class PersonInvited(IdentityEvent):
    """An invitation link was made; the link itself is nowhere in the log."""

    name: ClassVar[str] = "person.invited"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "expires_at"})


class PersonSkillsChanged(IdentityEvent):
    """Somebody's skills were set."""

    name: ClassVar[str] = "person.skills_changed"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"skills"})


class PasswordChanged(IdentityEvent):
    """Somebody chose a new password; ``by`` says how: settings, invitation or reset."""

    name: ClassVar[str] = "password.changed"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"by"})


class PasswordResetRequested(IdentityEvent):
    """Somebody forgot the password and asked for help."""

    name: ClassVar[str] = "password.reset_requested"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"ip"})


class PasswordResetLinkCreated(IdentityEvent):
    """A link to choose a new password was made; the link itself is nowhere in the log."""

    name: ClassVar[str] = "password.reset_link_created"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "expires_at"})


class TeamCreated(IdentityEvent):
    """A team, department or assignment group was added."""

    name: ClassVar[str] = "team.created"
    subject_type: ClassVar[str] = "team"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "kind"})


class TeamUpdated(IdentityEvent):
    """A team changed."""

    name: ClassVar[str] = "team.updated"
    subject_type: ClassVar[str] = "team"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"name", "kind", "description", "external_ref", "is_active"}
    )


class TeamDeleted(IdentityEvent):
    """A team that nothing referred to was deleted."""

    name: ClassVar[str] = "team.deleted"
    subject_type: ClassVar[str] = "team"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name"})


class TeamMembersAdded(IdentityEvent):
    """People joined a team, or became its lead or no longer."""

    name: ClassVar[str] = "team.members_added"
    subject_type: ClassVar[str] = "team"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"person_ids", "is_lead"})


class TeamMemberRemoved(IdentityEvent):
    """Somebody left a team."""

    name: ClassVar[str] = "team.member_removed"
    subject_type: ClassVar[str] = "team"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"person_id"})


class SkillCreated(IdentityEvent):
    """A skill was added."""

    name: ClassVar[str] = "skill.created"
    subject_type: ClassVar[str] = "skill"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name"})


class SkillUpdated(IdentityEvent):
    """A skill changed."""

    name: ClassVar[str] = "skill.updated"
    subject_type: ClassVar[str] = "skill"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "description"})


class SkillDeleted(IdentityEvent):
    """A skill was deleted."""

    name: ClassVar[str] = "skill.deleted"
    subject_type: ClassVar[str] = "skill"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name"})


class TokenCreated(IdentityEvent):
    """An API token was made; only its last four characters are known."""

    name: ClassVar[str] = "token.created"
    subject_type: ClassVar[str] = "token"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"name", "last4", "person_id", "role", "scopes", "expires_at"}
    )


class TokenRevoked(IdentityEvent):
    """An API token is no longer valid."""

    name: ClassVar[str] = "token.revoked"
    subject_type: ClassVar[str] = "token"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "last4", "person_id"})


class SessionStarted(IdentityEvent):
    """Somebody signed in."""

    name: ClassVar[str] = "session.started"
    subject_type: ClassVar[str] = "session"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"person_id", "kind", "ip", "user_agent"})


class SessionEnded(IdentityEvent):
    """A session ended; ``reason`` says why."""

    name: ClassVar[str] = "session.ended"
    subject_type: ClassVar[str] = "session"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"person_id", "kind", "reason"})


class LoginFailed(IdentityEvent):
    """Somebody tried a wrong password."""

    name: ClassVar[str] = "login.failed"
    subject_type: ClassVar[str] = "person"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"ip", "user_agent"})
