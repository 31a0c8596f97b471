"""A whole desk in a process of its own, to be killed: database, web, worker, and a subscriber that writes events down.

``python -m tests.journeys.desk_server '{"data_dir": …, "root_state": …, "port": …}'`` prints one JSON line and serves
until its end. With ``dsn`` it uses that server instead of one of its own.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from pydantic import SecretStr

from deskplane.app.embedded_postgres import EmbeddedPostgres
from deskplane.app.organizations import create_organization, organizations
from deskplane.app.runtime import Runtime
from deskplane.app.serve import serve
from deskplane.identity import service as identity
from deskplane.kernel import logging
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tenant, Tx
from deskplane.kernel.eventlog import Subscriber
from deskplane.kernel.events import SYSTEM, Event
from deskplane.kernel.settings import Settings
from tests.fixtures.postgres import CARELESS

HEARD = """
create table if not exists probe_heard (org_id uuid, event_id uuid, name text, at timestamptz default now());
grant insert on probe_heard to deskplane_app;
"""


async def hear(tx: Tx, events: Sequence[Event]) -> None:
    """Write down each event; nothing here notices that it was there before."""
    rows = [[event.org_id, event.id, event.name] for event in events]
    await tx.executemany("insert into probe_heard (org_id, event_id, name) values ($1, $2, $3)", rows)


async def before(runtime: Runtime, port: int, *, known_token: str) -> None:
    """Prepare the probe and print where the desk is; keys of requests belong to a token, so the first one stays."""
    owner = await asyncpg.connect(runtime.owner_dsn)
    await owner.execute(HEARD)
    await owner.close()
    runtime.log.batch(Subscriber("probe", hear, history=True, from_beginning=True))
    known = await organizations(runtime.database)
    org_id = next(iter(known.values()), None) or await create_organization(
        runtime.database, slug="kill", name="Kill"
    )
    token = known_token or await make_token(runtime, org_id)
    facts = {"port": port, "org_id": str(org_id), "token": token, "dsn": runtime.owner_dsn}
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


async def make_token(runtime: Runtime, org_id: UUID) -> str:
    """Create a token that may do everything."""
    async with runtime.database.transaction(Tenant(org_id)) as tx:
        token, _ = await identity.create_service_token(tx, actor=SYSTEM, role=RoleName.ADMIN, name="kill")
    return token


async def run(order: dict[str, Any]) -> None:
    """Serve as ordered."""
    data_dir = Path(order["data_dir"])
    given: dict[str, Any] = {"data_dir": data_dir, "port": order["port"], "rate_per_minute": 0}
    prepare = partial(before, known_token=order.get("token", ""))
    if dsn := order.get("dsn"):
        await serve(Settings(**given, database_url=SecretStr(dsn)), before=prepare)
        return
    source = EmbeddedPostgres(data_dir, settings=CARELESS, root_state=Path(order["root_state"]))
    async with source as running:
        await serve(Settings(**given, database_url=SecretStr(running.dsn)), before=prepare)


if __name__ == "__main__":
    logging.configure(level="ERROR")
    asyncio.run(run(json.loads(sys.argv[1])))
