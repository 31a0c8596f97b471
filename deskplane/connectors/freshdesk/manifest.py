"""What the house knows of Freshdesk."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx2

from deskplane.connectors.freshdesk import webhooks
from deskplane.connectors.freshdesk.config import Config, Credentials
from deskplane.connectors.freshdesk.connector import Freshdesk
from deskplane.connectors.freshdesk.mapping import PRIORITIES, STATUSES, status_pairs
from deskplane.connectors.freshdesk.verifying import explain
from deskplane.connectors.sdk.contract import Capability, ConnectionType, Manifest, Use
from deskplane.connectors.sdk.limits import Rate
from deskplane.connectors.sdk.mapping import Pair
from deskplane.connectors.sdk.normal import Options


def _base_url(config: Config) -> str:
    return str(config.base_url)


def _auth(_config: Config, credentials: Credentials, _clock: Callable[[], datetime]) -> httpx2.Auth:
    return httpx2.BasicAuth(credentials.api_key.get_secret_value(), "X")


def _table(settings: Mapping[str, Any], _: Options) -> Sequence[Pair]:
    return status_pairs(settings.get("cancelled_field") or "")


MANIFEST = Manifest(
    key="freshdesk",
    name="Freshdesk",
    types=(
        ConnectionType(
            key="freshdesk",
            name="Freshdesk",
            description="Import tickets from Freshdesk for search and clustering, and create them there.",
            uses=frozenset({Use.TICKET_TARGET, Use.TICKET_SOURCE}),
            order=30,
        ),
    ),
    config=Config,
    credentials=Credentials,
    capabilities=frozenset(Capability),
    statuses=STATUSES,
    priorities=PRIORITIES,
    table=_table,
    rate=Rate(400, 60),
    base_url=_base_url,
    auth=_auth,
    explain=explain,
    connector=Freshdesk,
    webhook=webhooks.read,
    needs="An agent with global ticket access.",
    help_url="https://support.freshdesk.com/support/solutions/articles/215517-how-to-find-your-api-key",
)
