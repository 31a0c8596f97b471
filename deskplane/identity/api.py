"""HTTP face of identity: all its routers."""

from deskplane.identity import (
    auth_api,
    me_api,
    organization_api,
    people_api,
    roles_api,
    sessions_api,
    skills_api,
    teams_api,
    tokens_api,
)

ROUTERS = (
    auth_api.api,
    me_api.api,
    people_api.api,
    teams_api.api,
    skills_api.api,
    roles_api.api,
    sessions_api.api,
    tokens_api.api,
    organization_api.api,
)
