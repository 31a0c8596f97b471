"""Words of the slice, and what an organisation starts with."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from deskplane.kernel.access import RoleName


class PersonKind(StrEnum):
    """What a person is to the organisation."""

    AGENT = "agent"
    REQUESTER = "requester"
    SERVICE = "service"
    EXTERNAL = "external"


class TeamKind(StrEnum):
    """What holds people together."""

    TEAM = "team"
    DEPARTMENT = "department"
    ASSIGNMENT_GROUP = "assignment_group"


class SessionKind(StrEnum):
    """A browser's session, or the family of an API client's refresh tokens."""

    WEB = "web"
    API = "api"


class LinkKind(StrEnum):
    """Why somebody gets a link to choose a password."""

    INVITATION = "invitation"
    RESET = "reset"


class TicketVisibility(StrEnum):
    """Which tickets requesters see: their own, or all of the organisation."""

    ROLE_BASED = "role_based"
    ORG_ALL = "org_all"


KIND_OF_ROLE: Final[Mapping[RoleName, PersonKind]] = MappingProxyType(
    {
        RoleName.ADMIN: PersonKind.AGENT,
        RoleName.TEAM_LEAD: PersonKind.AGENT,
        RoleName.AGENT: PersonKind.AGENT,
        RoleName.REQUESTER: PersonKind.REQUESTER,
        RoleName.SERVICE: PersonKind.SERVICE,
    }
)
ROLE_OF_KIND: Final[Mapping[PersonKind, RoleName]] = MappingProxyType(
    {
        PersonKind.AGENT: RoleName.AGENT,
        PersonKind.REQUESTER: RoleName.REQUESTER,
        PersonKind.SERVICE: RoleName.SERVICE,
        PersonKind.EXTERNAL: RoleName.REQUESTER,
    }
)
ROLE_RANKS: Final[Mapping[RoleName, int]] = MappingProxyType(
    {
        RoleName.REQUESTER: 0,
        RoleName.SERVICE: 1,
        RoleName.AGENT: 2,
        RoleName.TEAM_LEAD: 3,
        RoleName.ADMIN: 4,
    }
)
DEFAULT_SETTINGS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "ticket_visibility": TicketVisibility.ROLE_BASED.value,
        "reopen_days": 14,
        "resolution_required": False,
        "reply_reopens": True,
        "comment_edit_minutes": 15,
        "close_children": "refuse",
        "attachments_allow_programs": False,
        "locale": "en",
        "timezone": "UTC",
    }
)
