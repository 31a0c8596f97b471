"""People with a password, and browsers and API clients that sign in as them."""

from dataclasses import dataclass
from uuid import UUID

import httpx2

from deskplane.identity import service as identity
from deskplane.kernel.access import RoleName
from deskplane.kernel.events import SYSTEM
from tests.fixtures.desk import Org, World

PASSWORD = "a long and winding road"
LOGIN = "/api/v1/auth/login"


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in."""

    id: UUID
    email: str
    org: Org
    password: str = PASSWORD


async def account(
    world: World,
    *,
    email: str = "ann@example.test",
    role: RoleName = RoleName.AGENT,
    org: Org | None = None,
    password: str = PASSWORD,
) -> Account:
    """Add somebody who can sign in."""
    where = org or world.org
    async with world.db.transaction(where.tenant) as tx:
        made = await identity.create_person(
            tx, actor=SYSTEM, email=email, name="Ann Example", role=role, password=password
        )
    return Account(made, email, where, password)


async def sign_in(world: World, who: Account) -> httpx2.AsyncClient:
    """A browser that is signed in: it keeps the cookie and sends the CSRF token."""
    browser = world.anonymous()
    answer = await browser.post(LOGIN, json={"email": who.email, "password": who.password})
    assert answer.status_code == 200, answer.text
    browser.headers["x-csrf-token"] = answer.json()["csrf_token"]
    return browser


async def names_of_events(world: World, org: Org | None = None) -> list[str]:
    """Names of all events of an organisation, in order."""
    async with world.db.transaction((org or world.org).tenant) as tx:
        rows = await tx.fetch("select name from events where org_id = app_org() order by seq")
    return [row["name"] for row in rows]


async def everything_stored(world: World) -> str:
    """All events, people and sessions as text, to look for what must not be in them."""
    async with world.db.transaction(world.org.tenant) as tx:
        tables = ("events", "people", "sessions", "refresh_tokens", "api_tokens", "password_links")
        rows = [await tx.fetchval(f"select json_agg(t)::text from {table} t") for table in tables]
    return "".join(str(row) for row in rows)
