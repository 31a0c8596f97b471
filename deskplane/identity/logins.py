"""Signing in: who is at the door. Whether an address exists is told by nothing, neither words nor time."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from deskplane.identity import passwords, throttle
from deskplane.identity.events import LoginFailed
from deskplane.identity.sessions import Where
from deskplane.kernel import events
from deskplane.kernel.db import Database, Record, Tenant, Tx
from deskplane.kernel.errors import DeskplaneError, InvalidError, UnauthenticatedError
from deskplane.vocabulary.origin import Origin

WRONG: Final = "E-mail address or password is wrong."
MOST_ORGANIZATIONS: Final = 5
STEP_SECONDS: Final = 0.05
NOWHERE: Final = UUID(int=0)
FIND: Final = """
select l.org_id, l.ref from directory_find('login', $1) l
where $2::text is null or l.org_id in (select o.org_id from directory_find('organization', $2) o)
order by l.ref limit $3
"""
KNOWN: Final = "select * from people where org_id = app_org() and id = $1 and is_active"
SLUG: Final = "select slug from organizations where id = app_org()"
REHASHED: Final = "update people set password_hash = $2 where org_id = app_org() and id = $1"
CAME: Final = """
update people set last_login_at = $2, reset_requested_at = null where org_id = app_org() and id = $1
"""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says they are, and from where."""

    email: str
    password: str
    organization: str | None
    where: Where


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody whose password was right."""

    org_id: UUID
    person_id: UUID
    slug: str


@asynccontextmanager
async def evened() -> AsyncGenerator[None]:
    """Let a refusal leave on the next full step of time, so that its cause cannot be measured."""
    start = time.perf_counter()
    try:
        yield
    except DeskplaneError:
        await next_step(start)
        raise


async def next_step(start: float) -> None:
    """Wait until a whole number of steps has passed since ``start``."""
    await asyncio.sleep(STEP_SECONDS - (time.perf_counter() - start) % STEP_SECONDS)


async def prove(db: Database, claim: Claim) -> Proven:
    """Check a password.

    Raises:
        UnauthenticatedError: address or password is wrong; the same words and time for unknown addresses.
        RateLimitedError: too many attempts, for unknown addresses too.
        InvalidError: the address belongs to several organisations and none was named.
    """
    turn = await throttle.attempt(db, "login", claim.email, claim.where.ip)
    async with evened():
        proven = await _matching(db, claim)
        if len(proven) > 1:
            slugs = ", ".join(sorted(one.slug for one in proven))
            raise InvalidError.field(
                "organization", f"this address belongs to several organisations, name one: {slugs}"
            )
    await throttle.proved(db, turn)
    return proven[0]


async def _matching(db: Database, claim: Claim) -> list[Proven]:
    async with db.transaction() as tx:
        places = await tx.fetch(FIND, claim.email, claim.organization, MOST_ORGANIZATIONS)
    if not places:
        await _tried(db, NOWHERE, NOWHERE, claim)
        log.info("login.unknown_address", ip=claim.where.ip)
    found = [await _tried(db, place["org_id"], place["ref"], claim) for place in places]
    proven = [one for one in found if one is not None]
    if not proven:
        for place in places:
            await _note_failure(db, place, claim.where)
        raise UnauthenticatedError(WRONG)
    return proven


async def _tried(db: Database, org_id: UUID, person_id: UUID, claim: Claim) -> Proven | None:
    async with db.transaction(Tenant(org_id)) as tx:
        person = await tx.fetchrow(KNOWN, person_id)
        slug = await tx.fetchval(SLUG)
    kept = person["password_hash"] if person else None
    if not await passwords.verified(claim.password, kept) or kept is None:
        return None
    if passwords.outdated(kept):
        renewed = await passwords.hashed(claim.password)
        async with db.transaction(Tenant(org_id)) as tx:
            await tx.execute(REHASHED, person_id, renewed)
    return Proven(org_id, person_id, slug)


async def _note_failure(db: Database, place: Record, where: Where) -> None:
    facts = {"ip": where.ip, "user_agent": where.user_agent[:300]}
    async with db.transaction(Tenant(place["org_id"])) as tx:
        await events.append(tx, [LoginFailed(subject=place["ref"], origin=Origin.WEB, data=facts)])


async def arrived(tx: Tx, person_id: UUID | None, at: datetime) -> Record:
    """Note that somebody signed in; return their row.

    Raises:
        UnauthenticatedError: they were deactivated in this very moment.
    """
    person = await tx.fetchrow(KNOWN, person_id)
    if person is None:
        raise UnauthenticatedError(WRONG)
    await tx.execute(CAME, person_id, at)
    return person
