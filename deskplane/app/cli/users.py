"""Commands for organisations, people and API tokens."""

import asyncio
import secrets
import sys
from datetime import timedelta
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console

from deskplane.app.cli.options import DataDir, Org, settings
from deskplane.app.organizations import create_organization, first_organization, organizations
from deskplane.app.runtime import Runtime, opened
from deskplane.identity import service as identity
from deskplane.kernel.access import RoleName
from deskplane.kernel.clock import now
from deskplane.kernel.db import Tenant
from deskplane.kernel.events import Actor
from deskplane.kernel.settings import Settings

user = App(name="user", help="People who can log in.")
token = App(name="token", help="API tokens.")
organization = App(name="organization", help="Organisations of this installation.")
console = Console(highlight=False)
OPERATOR = Actor(kind="system", name="Command line")
Role = Annotated[RoleName, Parameter(name="--role", help="admin, team_lead, agent, requester or service")]


@organization.command(name="create")
def organization_create(slug: str, name: str, *, data_dir: DataDir = None) -> None:
    """Create an organisation."""

    async def go() -> None:
        async with opened(settings(data_dir=data_dir), pool=2) as runtime:
            await create_organization(runtime.database, slug=slug, name=name)
            console.print(f"Organisation {slug} is ready.")

    asyncio.run(go())


@organization.command(name="list")
def organization_list(*, data_dir: DataDir = None) -> None:
    """List the organisations."""

    async def go() -> None:
        async with opened(settings(data_dir=data_dir), pool=2) as runtime:
            for slug, org_id in (await organizations(runtime.database)).items():
                console.print(f"{slug}  {org_id}")

    asyncio.run(go())


@user.command(name="create")
def user_create(
    *, email: str, name: str = "", role: Role = RoleName.AGENT, org: Org = None, data_dir: DataDir = None
) -> None:
    """Create a person; the password is read from standard input, or made and printed if there is none."""
    given = "" if sys.stdin.isatty() else sys.stdin.readline().strip()
    password = given or secrets.token_urlsafe(12)

    async def go() -> None:
        async with opened(settings(data_dir=data_dir), pool=2) as runtime:
            tenant = await _tenant(runtime, org)
            async with runtime.database.transaction(tenant) as tx:
                await identity.create_person(
                    tx,
                    actor=OPERATOR,
                    email=email,
                    name=name or email.partition("@")[0],
                    role=role,
                    password=password,
                )
        console.print(f"{email} can log in as {role}." + ("" if given else f" Password: {password}"))

    asyncio.run(go())


@user.command(name="list")
def user_list(*, org: Org = None, data_dir: DataDir = None) -> None:
    """List the people who can log in."""

    async def go() -> None:
        async with opened(settings(data_dir=data_dir), pool=2) as runtime:
            tenant = await _tenant(runtime, org)
            async with runtime.database.transaction(tenant) as tx:
                rows = await tx.fetch(
                    "select email, name, role from people where org_id = app_org() and password_hash is not null "
                    "and is_active order by email"
                )
        for row in rows:
            console.print(f"{row['email']}  {row['role']}  {row['name']}")

    asyncio.run(go())


@token.command(name="create")
def token_create(
    *,
    role: Role = RoleName.SERVICE,
    name: str = "command line",
    days: Annotated[int, Parameter(help="Days until it expires; 0 = never")] = 0,
    org: Org = None,
    data_dir: DataDir = None,
) -> None:
    """Create an API token and print only the token."""
    text = asyncio.run(make_token(settings(data_dir=data_dir), role=role, name=name, days=days, org=org))
    sys.stdout.write(text + "\n")


async def make_token(made: Settings, *, role: RoleName, name: str, days: int, org: str | None) -> str:
    """Create a service person with a token of its own and return the token."""
    until = now() + timedelta(days=days) if days else None
    async with opened(made, pool=2) as runtime:
        tenant = await _tenant(runtime, org)
        async with runtime.database.transaction(tenant) as tx:
            text, _ = await identity.create_service_token(
                tx, actor=OPERATOR, role=role, name=name, expires_at=until
            )
    return text


async def _tenant(runtime: Runtime, org: str | None) -> Tenant:
    return Tenant(await first_organization(runtime.database, org))
