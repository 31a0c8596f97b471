"""Commands that bring data in, check it, and change keys."""

import asyncio
import sys
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console

from deskplane.app.cli.imports import imports
from deskplane.app.cli.options import DataDir, Org, settings
from deskplane.app.demo import make_demo
from deskplane.app.organizations import find_organization
from deskplane.app.rotation import rotate
from deskplane.app.runtime import opened
from deskplane.audit import sealing
from deskplane.kernel.db import Tenant

audit = App(name="audit", help="The audit log.")
keys = App(name="keys", help="The key-encryption key.")
console = Console(highlight=False)
__all__ = ["audit", "demo", "imports", "keys"]


def demo(
    *,
    tickets: Annotated[int, Parameter(help="How many tickets")] = 3000,
    seed: Annotated[int, Parameter(help="The same seed makes the same data")] = 1,
    data_dir: DataDir = None,
) -> None:
    """Make a believable organisation with six months of tickets."""

    async def go() -> None:
        async with opened(settings(data_dir=data_dir), pool=4) as runtime:
            console.print(await make_demo(runtime, tickets=tickets, seed=seed))

    asyncio.run(go())


@audit.command(name="verify")
def audit_verify(*, org: Org = None, data_dir: DataDir = None) -> None:
    """Recompute the chain of seals; exit code 1 if anything was changed."""

    async def go() -> bool:
        async with opened(settings(data_dir=data_dir), pool=2) as runtime:
            tenant = Tenant(await find_organization(runtime.database, org))
            async with runtime.database.transaction(tenant) as tx:
                await tx.execute("set local statement_timeout = 0")
                found = await sealing.verify(tx)
        state = "[green]intact[/]" if found.intact else "[red]broken[/]"
        console.print(
            f"{state}: {found.entries} entries under {found.seals} seals, {found.unsealed} not yet sealed"
        )
        for item in found.broken:
            console.print(f"  seal {item.number}: {item.reason}")
        return found.intact

    sys.exit(0 if asyncio.run(go()) else 1)


@keys.command(name="rotate")
def keys_rotate(*, data_dir: DataDir = None) -> None:
    """Seal all stored secrets again under the current key (set the old one as DESKPLANE_SECRET_KEY_PREVIOUS)."""

    async def go() -> None:
        async with opened(settings(data_dir=data_dir), pool=2) as runtime:
            console.print(f"{await rotate(runtime)} values sealed again.")

    asyncio.run(go())
