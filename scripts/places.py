"""Every page of the app and who looks at it: what the pictures show and what each browser test of all pages opens."""

from dataclasses import dataclass
from typing import Final

ADMIN: Final = "maren.holt@kestrelquay.example"
REQUESTER: Final = "tomasz.nowak@kestrelquay.example"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page is, and who may see it; nobody for strangers."""

    path: str
    who: str = ADMIN


#: One line for each page; ``{number}`` is a ticket of the requester with a conversation, ``{project}`` has tasks,
#: ``{connection}`` leads to another desk, ``{analysis}`` has findings,
#: ``{cluster}`` has tickets that say the same.
SPOTS: Final = {
    "list": Spot("/app/tickets"),
    "ticket": Spot("/app/tickets/{number}"),
    "new ticket": Spot("/app/tickets/new"),
    "overview": Spot("/app/overview"),
    "board": Spot("/app/board"),
    "IT support": Spot("/app/support"),
    "settings": Spot("/app/settings"),
    "profile": Spot("/app/settings/profile"),
    "keyboard": Spot("/app/settings/keyboard"),
    "organisation": Spot("/app/settings/organization"),
    "people": Spot("/app/settings/people"),
    "teams": Spot("/app/settings/teams"),
    "roles": Spot("/app/settings/roles"),
    "request types": Spot("/app/settings/request-types"),
    "tokens": Spot("/app/settings/tokens"),
    "connections": Spot("/app/settings/connections/itsm"),
    "connection": Spot("/app/settings/connections/itsm/{connection}"),
    "categories": Spot("/app/settings/categories"),
    "priorities": Spot("/app/settings/priorities"),
    "custom fields": Spot("/app/settings/fields"),
    "ticket templates": Spot("/app/settings/templates"),
    "canned replies": Spot("/app/settings/replies"),
    "statuses": Spot("/app/settings/statuses"),
    "resolutions": Spot("/app/settings/resolutions"),
    "tags": Spot("/app/settings/tags"),
    "audit": Spot("/app/audit"),
    "projects": Spot("/app/projects"),
    "project": Spot("/app/projects/{project}"),
    "macros": Spot("/app/settings/macros"),
    "RCA jobs": Spot("/app/rca"),
    "new analysis": Spot("/app/rca?add=true"),
    "RCA job": Spot("/app/rca/{analysis}"),
    "clusters": Spot("/app/clusters"),
    "cluster": Spot("/app/clusters?cluster={cluster}"),
    "ITSM integration": Spot("/app/settings/itsm-integration"),
    "portal": Spot("/portal", REQUESTER),
    "portal: requests": Spot("/portal/requests", REQUESTER),
    "portal: request": Spot("/portal/requests/{number}", REQUESTER),
    "portal: new request": Spot("/portal/new", REQUESTER),
    "portal: profile": Spot("/portal/profile", REQUESTER),
    "sign-in": Spot("/login", ""),
}
