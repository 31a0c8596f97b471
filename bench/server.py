"""A server to measure: its own data folder, a known token, nothing else on it."""

import sys
from pathlib import Path

import uvloop

from deskplane.app.organizations import create_organization, organizations
from deskplane.app.runtime import Runtime
from deskplane.app.serve import serve
from deskplane.identity import service as identity
from deskplane.kernel import logging
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tenant
from deskplane.kernel.events import Actor
from deskplane.kernel.settings import Settings

BENCH = Actor(kind="system", name="bench")


async def before(runtime: Runtime, port: int) -> None:
    """Print where the server is and a token for it, as one line of words."""
    known = await organizations(runtime.database)
    org_id = next(iter(known.values()), None) or await create_organization(
        runtime.database, slug="bench", name="Bench"
    )
    async with runtime.database.transaction(Tenant(org_id)) as tx:
        token, _ = await identity.create_service_token(tx, actor=BENCH, role=RoleName.ADMIN, name="bench")
    print("ready", port, org_id, token, runtime.owner_dsn, flush=True)


def main() -> None:
    """Serve until stopped: ``python -m bench.server DATA_DIR PORT``."""
    settings = Settings(
        data_dir=Path(sys.argv[1]), port=int(sys.argv[2]), rate_per_minute=0, log_level="WARNING"
    )
    logging.configure(level="WARNING")
    uvloop.run(serve(settings, before=before))


if __name__ == "__main__":
    main()
