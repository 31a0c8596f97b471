"""What the house knows of Jira."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import httpx2

from deskplane.connectors.jira import webhooks
from deskplane.connectors.jira.config import Config, Credentials, Deployment
from deskplane.connectors.jira.connector import Jira
from deskplane.connectors.jira.mapping import CANCELLING, PRIORITIES, STATUSES, USUAL, status_pairs
from deskplane.connectors.jira.verifying import explain
from deskplane.connectors.sdk.auth import bearer
from deskplane.connectors.sdk.contract import Capability, ConnectionType, Manifest, SignIn, Use
from deskplane.connectors.sdk.limits import Rate
from deskplane.connectors.sdk.mapping import Pair
from deskplane.connectors.sdk.normal import Options


def _base_url(config: Config) -> str:
    return config.api_base or str(config.base_url)


def _auth(config: Config, credentials: Credentials, _clock: Callable[[], datetime]) -> httpx2.Auth:
    if credentials.api_token.get_secret_value():
        return httpx2.BasicAuth(config.email, credentials.api_token.get_secret_value())
    if credentials.personal_access_token.get_secret_value():
        return bearer(credentials.personal_access_token.get_secret_value())
    return httpx2.BasicAuth(credentials.username, credentials.password.get_secret_value())


def _implied(given: Mapping[str, str]) -> Mapping[str, str]:
    """A user name and a password are of Data Center; Cloud takes a token."""
    by_password = "credentials.username" in given and "credentials.api_token" not in given
    return {"config.deployment": Deployment.DATA_CENTER} if by_password else {}


def _table(settings: Mapping[str, Any], known: Options) -> Sequence[Pair]:
    return status_pairs(known.statuses or USUAL, settings.get("cancel_resolutions") or CANCELLING)


TOKENS: Final = "https://id.atlassian.com/manage-profile/security/api-tokens"

MANIFEST = Manifest(
    key="jira",
    name="Jira",
    types=(
        ConnectionType(
            key="jira",
            name="Jira",
            description="Create issues from here; read pages of knowledge.",
            uses=frozenset({Use.TICKET_TARGET, Use.KNOWLEDGE_SOURCE}),
            order=50,
        ),
        ConnectionType(
            key="jira_itsm",
            name="Jira ITSM",
            description="Import tickets from Jira for search and Autopilot clustering, and create issues.",
            uses=frozenset({Use.TICKET_TARGET, Use.TICKET_SOURCE}),
            order=20,
        ),
    ),
    config=Config,
    credentials=Credentials,
    capabilities=frozenset(Capability),
    statuses=STATUSES,
    priorities=PRIORITIES,
    table=_table,
    by_name=True,
    guesses=True,
    rate=Rate(10_000, 3600),
    base_url=_base_url,
    auth=_auth,
    explain=explain,
    connector=Jira,
    env={
        "JIRA_BASE_URL": "config.base_url",
        "JIRA_EMAIL": "config.email",
        "JIRA_DEFAULT_PROJECT_KEY": "config.default_project_key",
        "JIRA_DEFAULT_ISSUE_TYPE": "config.default_issue_type",
        "JIRA_DEFAULT_PRIORITY": "config.default_priority",
        "JIRA_API_TOKEN": "credentials.api_token",
        "JIRA_USERNAME": "credentials.username",
        "JIRA_PASSWORD": "credentials.password",
    },
    env_ways=(
        ("JIRA_BASE_URL", "JIRA_EMAIL", "JIRA_API_TOKEN"),
        ("JIRA_BASE_URL", "JIRA_USERNAME", "JIRA_PASSWORD"),
    ),
    implied=_implied,
    narrowed_by=frozenset({"projects", "scope"}),
    webhook=webhooks.read,
    help_url=TOKENS,
    sign_ins=(
        SignIn(
            key="api_token",
            title="API token (Cloud)",
            hint="Create one on Atlassian's page and give it a label, such as Deskplane.",
            fields=("config.email", "credentials.api_token"),
            implied={"config.deployment": Deployment.CLOUD},
            help_url=TOKENS,
        ),
        SignIn(
            key="personal_access_token",
            title="Personal access token (Data Center)",
            hint="In Jira: your profile, Personal Access Tokens.",
            fields=("credentials.personal_access_token",),
            implied={"config.deployment": Deployment.DATA_CENTER},
        ),
        SignIn(
            key="password",
            title="User name and password (Data Center)",
            hint="Take a personal access token where the site allows them.",
            fields=("credentials.username", "credentials.password"),
            implied={"config.deployment": Deployment.DATA_CENTER},
            fallback=True,
        ),
    ),
    needs="Browse projects; Create issues too, if tickets are sent there.",
)
