"""Opening a connector: its forms, a guarded client, its budget."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from ssl import SSLContext

import httpx2
from pydantic import BaseModel

from deskplane.connectors.sdk.contract import Manifest, Setup, secrets_of
from deskplane.connectors.sdk.http import Wire
from deskplane.connectors.sdk.limits import Limits
from deskplane.connectors.sdk.mapping import Overrides
from deskplane.connectors.sdk.normal import Options
from deskplane.outbound.client import Timeouts, outbound_client
from deskplane.outbound.policy import OutboundPolicy

_TIMES = Timeouts(connect=5, read=30, write=30, pool=10, total=60)
_LARGEST = 64 * 1024 * 1024


@asynccontextmanager
async def open_connector(
    manifest: Manifest,
    config: BaseModel,
    credentials: BaseModel,
    *,
    policy: OutboundPolicy,
    clock: Callable[[], datetime],
    overrides: Overrides | None = None,
    known: Options | None = None,
    limits: Limits | None = None,
    transport: httpx2.AsyncBaseTransport | None = None,
    tls: SSLContext | None = None,
) -> AsyncGenerator[object]:
    """A connector ready for use; what it can do is what ``manifest.capabilities`` says.

    Give the same ``limits`` to every connector of one connection: the budget is the account's, not the object's.
    """
    client = outbound_client(
        policy,
        timeout=_TIMES,
        max_bytes=_LARGEST,
        auth=manifest.auth(config, credentials, clock),
        base_url=manifest.base_url(config),
        transport=transport,
        tls=tls,
    )
    wire = Wire(
        client,
        limits or Limits(manifest.rate, clock),
        clock,
        vendor=manifest.name,
        explain=manifest.explain,
        secrets=secrets_of(credentials),
    )
    setup = Setup(
        wire=wire,
        config=config,
        overrides=overrides or Overrides(),
        known=known or Options(),
        account=getattr(credentials, "username", ""),
    )
    async with client:
        yield manifest.connector(setup)
