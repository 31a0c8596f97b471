"""Who calls, and what they may do. Every route declares one permission or says that it is public."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Final, Protocol, cast
from uuid import UUID

from fastapi import Depends, Request

from deskplane.kernel.db import Tenant
from deskplane.kernel.errors import ForbiddenError
from deskplane.kernel.events import Actor
from deskplane.vocabulary.origin import Origin


class Permission(StrEnum):
    """What a role can be granted."""

    SELF = "self"
    TICKET_READ = "ticket:read"
    TICKET_READ_INTERNAL = "ticket:read_internal"
    TICKET_CREATE = "ticket:create"
    TICKET_UPDATE = "ticket:update"
    TICKET_ASSIGN = "ticket:assign"
    TICKET_TRANSITION = "ticket:transition"
    TICKET_COMMENT = "ticket:comment"
    TICKET_COMMENT_INTERNAL = "ticket:comment_internal"
    TICKET_DELETE = "ticket:delete"
    TICKET_RESTORE = "ticket:restore"
    TICKET_BULK = "ticket:bulk"
    TICKET_MERGE = "ticket:merge"
    TICKET_EXPORT = "ticket:export"
    TICKET_TIME = "ticket:time"
    TICKET_APPROVE = "ticket:approve"
    TIME_EXPORT = "time:export"
    PROJECT_WRITE = "project:write"
    MACRO_WRITE = "macro:write"
    CATALOG_READ = "catalog:read"
    CATALOG_WRITE = "catalog:write"
    BOARD_WRITE = "board:write"
    CMDB_READ = "cmdb:read"
    CMDB_WRITE = "cmdb:write"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    TEAM_READ = "team:read"
    TEAM_WRITE = "team:write"
    ROLE_READ = "role:read"
    ROLE_WRITE = "role:write"
    TOKEN_OWN = "token:own"
    TOKEN_MANAGE = "token:manage"
    AUDIT_READ = "audit:read"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    STATS_READ = "stats:read"
    RCA_READ = "rca:read"
    RCA_RUN = "rca:run"
    CLUSTER_READ = "cluster:read"
    CLUSTER_RUN = "cluster:run"
    DISPATCH_READ = "dispatch:read"
    DISPATCH_RUN = "dispatch:run"
    IMPORT_RUN = "import:run"
    CONNECTION_READ = "connection:read"
    CONNECTION_WRITE = "connection:write"


class RoleName(StrEnum):
    """The five roles of an organisation."""

    ADMIN = "admin"
    TEAM_LEAD = "team_lead"
    AGENT = "agent"
    REQUESTER = "requester"
    SERVICE = "service"


_P = Permission
_REQUESTER = frozenset({_P.SELF, _P.TICKET_READ, _P.TICKET_CREATE, _P.TICKET_COMMENT, _P.CATALOG_READ})
_DESK = _REQUESTER | {
    _P.TICKET_READ_INTERNAL,
    _P.TICKET_UPDATE,
    _P.TICKET_ASSIGN,
    _P.TICKET_TRANSITION,
    _P.TICKET_COMMENT_INTERNAL,
    _P.TICKET_BULK,
    _P.TICKET_MERGE,
    _P.TICKET_EXPORT,
    _P.TICKET_TIME,
    _P.TICKET_APPROVE,
    _P.PROJECT_WRITE,
    _P.CMDB_READ,
    _P.PEOPLE_READ,
    _P.TEAM_READ,
    _P.ROLE_READ,
    _P.STATS_READ,
    _P.RCA_READ,
    _P.RCA_RUN,
    _P.CLUSTER_READ,
    _P.CLUSTER_RUN,
    _P.DISPATCH_READ,
    _P.DISPATCH_RUN,
}
ROLE_GRANTS: Final[Mapping[RoleName, frozenset[Permission]]] = MappingProxyType(
    {
        RoleName.ADMIN: frozenset(Permission),
        RoleName.TEAM_LEAD: _DESK
        | {
            _P.TOKEN_OWN,
            _P.TICKET_DELETE,
            _P.TIME_EXPORT,
            _P.MACRO_WRITE,
            _P.BOARD_WRITE,
            _P.CMDB_WRITE,
            _P.AUDIT_READ,
            _P.SETTINGS_READ,
            _P.CONNECTION_READ,
        },
        RoleName.AGENT: _DESK | {_P.TOKEN_OWN},
        RoleName.REQUESTER: _REQUESTER,
        RoleName.SERVICE: _DESK | {_P.IMPORT_RUN, _P.CONNECTION_READ},
    }
)


class Via(StrEnum):
    """How the caller proved who they are."""

    SESSION = "session"
    TOKEN = "token"
    JWT = "jwt"


@dataclass(frozen=True, slots=True)
class Caller:
    """The person or token behind a request. ``principal_id`` is the person, or the token for service accounts."""

    org_id: UUID
    person_id: UUID
    principal_id: UUID
    role: RoleName
    name: str
    via: Via
    permissions: frozenset[Permission]
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def tenant(self) -> Tenant:
        """The tenant a transaction of this caller runs as."""
        return Tenant(org_id=self.org_id, person_id=self.person_id, role=self.role)

    @property
    def actor(self) -> Actor:
        """Who the events of this caller name."""
        return Actor(kind="token" if self.via is Via.TOKEN else "person", id=self.person_id, name=self.name)

    @property
    def origin(self) -> Origin:
        """Through which door this caller comes."""
        return Origin.WEB if self.via is Via.SESSION else Origin.API

    @property
    def sees_everything(self) -> bool:
        """All tickets of the organisation, or only the own ones."""
        return self.role is not RoleName.REQUESTER or self.settings.get("ticket_visibility") == "org_all"

    def may(self, permission: Permission) -> bool:
        """Say whether the caller holds ``permission``."""
        return permission in self.permissions

    def need(self, permission: Permission) -> None:
        """Refuse unless the caller holds ``permission``.

        Raises:
            ForbiddenError: the permission is missing; the answer names it.
        """
        if permission not in self.permissions:
            raise ForbiddenError(
                f"This needs the permission {permission}, which your role ({self.role}) does not have. "
                "Ask an administrator of your organisation.",
                permission=permission,
            )


class Authenticator(Protocol):
    """Turns a request into its caller; provided by identity, set by the composition root."""

    async def __call__(self, request: Request) -> Caller:
        """Return the caller.

        Raises:
            UnauthenticatedError: there is no valid session or token.
        """
        ...


async def current_caller(request: Request) -> Caller:
    """Return who calls; asked once a request."""
    authenticate = cast("Authenticator", request.app.state.authenticate)
    return await authenticate(request)


AnyCaller = Annotated[Caller, Depends(current_caller)]


class May:
    """The dependency of a route that needs a permission; the route-table test looks for it."""

    def __init__(self, permission: Permission) -> None:
        """Need ``permission``."""
        self.permission = permission

    async def __call__(self, caller: AnyCaller) -> Caller:
        """Return the caller if the permission is there."""
        caller.need(self.permission)
        return caller


def may(permission: Permission) -> Any:
    """Return the dependency that goes behind ``Annotated[Caller, …]`` of a route."""
    return Depends(May(permission))


async def public_route() -> None:
    """Mark a route that needs no session."""


PUBLIC: Final = Depends(public_route)
