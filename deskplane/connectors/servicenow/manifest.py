"""What the house knows of ServiceNow."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import httpx2

from deskplane.connectors.sdk.auth import HeaderAuth, OAuth2
from deskplane.connectors.sdk.contract import Capability, ConnectionType, Manifest, SignIn, Use
from deskplane.connectors.sdk.limits import Rate
from deskplane.connectors.servicenow import webhooks
from deskplane.connectors.servicenow.config import Config, Credentials
from deskplane.connectors.servicenow.connector import ServiceNow
from deskplane.connectors.servicenow.mapping import PRIORITIES, STATUSES
from deskplane.connectors.servicenow.verifying import explain


def _base_url(config: Config) -> str:
    return str(config.instance_url)


def _auth(config: Config, credentials: Credentials, clock: Callable[[], datetime]) -> httpx2.Auth:
    if credentials.api_key.get_secret_value():
        return HeaderAuth("x-sn-apikey", credentials.api_key.get_secret_value())
    user, password = credentials.username, credentials.password.get_secret_value()
    if not credentials.client_id:
        return httpx2.BasicAuth(user, password)
    grant = {
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret.get_secret_value(),
    }
    if user:
        grant |= {"grant_type": "password", "username": user, "password": password}
    else:
        grant["grant_type"] = "client_credentials"
    url = config.token_url or f"{str(config.instance_url).rstrip('/')}/oauth_token.do"
    return OAuth2(url, grant, clock)


OAUTH: Final = "https://www.servicenow.com/docs/csh?topicname=create-oauth-api-endpoint.html"

MANIFEST = Manifest(
    key="servicenow",
    name="ServiceNow",
    types=(
        ConnectionType(
            key="servicenow",
            name="ServiceNow",
            description="Create incidents from here, and import them for search and clustering.",
            uses=frozenset({Use.TICKET_TARGET, Use.TICKET_SOURCE, Use.KNOWLEDGE_SOURCE}),
            order=10,
        ),
    ),
    config=Config,
    credentials=Credentials,
    capabilities=frozenset(Capability),
    statuses=STATUSES,
    priorities=PRIORITIES,
    rate=Rate(1000, 3600),
    base_url=_base_url,
    auth=_auth,
    explain=explain,
    connector=ServiceNow,
    narrowed_by=frozenset({"scope"}),
    env={
        "SERVICENOW_INSTANCE_URL": "config.instance_url",
        "SERVICENOW_TOKEN_URL": "config.token_url",
        "SERVICENOW_DEFAULT_ASSIGNMENT_GROUP": "config.default_assignment_group",
        "SERVICENOW_DEFAULT_CATEGORY": "config.default_category",
        "SERVICENOW_DEFAULT_SUBCATEGORY": "config.default_subcategory",
        "SERVICENOW_DEFAULT_PRIORITY": "config.default_priority",
        "SERVICENOW_DEFAULT_STATE": "config.default_state",
        "SERVICENOW_USERNAME": "credentials.username",
        "SERVICENOW_PASSWORD": "credentials.password",
        "SERVICENOW_CLIENT_ID": "credentials.client_id",
        "SERVICENOW_CLIENT_SECRET": "credentials.client_secret",
    },
    env_ways=(
        ("SERVICENOW_INSTANCE_URL", "SERVICENOW_USERNAME", "SERVICENOW_PASSWORD"),
        ("SERVICENOW_INSTANCE_URL", "SERVICENOW_CLIENT_ID", "SERVICENOW_CLIENT_SECRET"),
    ),
    webhook=webhooks.read,
    sign_ins=(
        SignIn(
            key="oauth",
            title="OAuth client",
            hint="No password of a person is stored. Register it at System OAuth > Application Registry.",
            fields=("credentials.client_id", "credentials.client_secret"),
            help_url=OAUTH,
        ),
        SignIn(
            key="oauth_password",
            title="OAuth client and user",
            hint="For instances whose clients may not sign in alone.",
            fields=(
                *("credentials.client_id", "credentials.client_secret"),
                *("credentials.username", "credentials.password"),
            ),
            help_url=OAUTH,
        ),
        SignIn(key="api_key", title="API key", fields=("credentials.api_key",)),
        SignIn(
            key="password",
            title="User name and password",
            hint="Ends with the password: take OAuth where the instance has it.",
            fields=("credentials.username", "credentials.password"),
            fallback=True,
        ),
    ),
    needs="Role itil or incident_manager; time zone GMT.",
    help_url=OAUTH,
)
