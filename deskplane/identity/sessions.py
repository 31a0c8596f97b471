"""Sessions: a browser's, or the family of an API client's refresh tokens. Ending one ends what hangs on it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from deskplane.identity.events import SessionEnded, SessionStarted
from deskplane.identity.forgetting import forget
from deskplane.identity.vocabulary import SessionKind
from deskplane.kernel import events
from deskplane.kernel.clock import now
from deskplane.kernel.crypto import new_token, token_digest
from deskplane.kernel.db import Database, Record, Statements, Tenant, Tx
from deskplane.kernel.errors import NotFoundError, UnauthenticatedError
from deskplane.kernel.events import Actor
from deskplane.kernel.ids import uuid7
from deskplane.kernel.rows import By
from deskplane.vocabulary.origin import Origin

COOKIE_PREFIX: Final = "dps"
REFRESH_PREFIX: Final = "dpr"
LONGEST_LIFE: Final = timedelta(days=90)
REFRESH_LIFE: Final = timedelta(days=30)
LONGEST_AGENT: Final = 300
REUSED = "This refresh token was used before. The session was ended to be safe; sign in again."
UNKNOWN = "The refresh token is not valid: it is unknown, has expired or was revoked. Sign in again."

INSERT: Final = """
insert into sessions (org_id, id, person_id, kind, token_sha256, ip, user_agent, created_at, last_seen_at, expires_at,
                      idle_seconds)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $7, $8, $9)
"""
INSERT_REFRESH: Final = """
insert into refresh_tokens (org_id, id, session_id, token_sha256, created_at, expires_at)
values (app_org(), $1, $2, $3, $4, $5)
"""
TIDY: Final = """
delete from sessions where org_id = app_org() and person_id = $1 and coalesce(revoked_at, expires_at) < $2
"""
END: Final = """
update sessions set revoked_at = $2
where org_id = app_org() and id = any($1::uuid[]) and revoked_at is null returning id, person_id, kind
"""
END_REFRESH: Final = """
update refresh_tokens set revoked_at = $2
where org_id = app_org() and session_id = any($1::uuid[]) and revoked_at is null
"""
OPEN: Final = """
select id from sessions where org_id = app_org() and person_id = $1 and revoked_at is null
"""
LIST: Final = """
select s.id, jsonb_build_object('id', p.id, 'name', p.name) as person, s.kind, s.ip, s.user_agent, s.created_at,
       s.last_seen_at, s.expires_at
from sessions s join people p on p.org_id = s.org_id and p.id = s.person_id
where s.org_id = app_org() and s.person_id = $1 and s.revoked_at is null and s.expires_at > now()
order by s.last_seen_at desc, s.id
"""
OWNER: Final = "select person_id from sessions where org_id = app_org() and id = $1 and revoked_at is null"
FIND_REFRESH: Final = "select org_id, ref from directory_find('refresh_token', $1)"
LOCK_REFRESH: Final = """
select r.session_id, r.used_at, s.person_id, p.name as person_name
from refresh_tokens r
join sessions s on s.org_id = r.org_id and s.id = r.session_id and s.revoked_at is null
join people p on p.org_id = s.org_id and p.id = s.person_id and p.is_active
where r.org_id = app_org() and r.id = $1 and r.revoked_at is null for update of r
"""
RENEW: Final = """
with spent as (update refresh_tokens set used_at = $2 where org_id = app_org() and id = $1)
update sessions set last_seen_at = $2, expires_at = $3 where org_id = app_org() and id = $4
"""
TIDY_REFRESH: Final = """
delete from refresh_tokens where org_id = app_org() and session_id = $1 and used_at < $2
"""


@dataclass(frozen=True, slots=True)
class Where:
    """From where somebody signs in."""

    ip: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class Started:
    """A new session and the secret that proves it."""

    session_id: UUID
    org_id: UUID
    person_id: UUID
    token: str


async def start_web(tx: Tx, person: Record, where: Where, *, idle: timedelta) -> Started:
    """Start a browser's session; the id and the token are always new."""
    token = new_token(COOKIE_PREFIX)
    new = await _start(tx, person, where, SessionKind.WEB, digest=token_digest(token), idle=idle)
    return Started(new, tx.tenant.org_id, person["id"], token)


async def start_api(tx: Tx, person: Record, where: Where) -> Started:
    """Start the session of an API client, with its first refresh token."""
    new = await _start(tx, person, where, SessionKind.API, digest=None, idle=REFRESH_LIFE)
    return Started(new, tx.tenant.org_id, person["id"], await _new_refresh(tx, new))


async def _start(
    tx: Tx, person: Record, where: Where, kind: SessionKind, *, digest: bytes | None, idle: timedelta
) -> UUID:
    new, at, agent = uuid7(), now(), where.user_agent[:LONGEST_AGENT]
    slides = int(idle.total_seconds()) if kind is SessionKind.WEB else None
    await tx.execute(TIDY, person["id"], at - timedelta(days=30))
    await tx.execute(INSERT, new, person["id"], kind, digest, where.ip, agent, at, at + idle, slides)
    facts = {"person_id": person["id"], "kind": kind, "ip": where.ip, "user_agent": agent}
    who = Actor(kind="person", id=person["id"], name=person["name"])
    origin = Origin.WEB if kind is SessionKind.WEB else Origin.API
    await events.append(tx, [SessionStarted(subject=new, actor=who, origin=origin, data=facts)])
    return new


async def _new_refresh(tx: Tx, session_id: UUID) -> str:
    token, at = new_token(REFRESH_PREFIX), now()
    await tx.execute(INSERT_REFRESH, uuid7(), session_id, token_digest(token), at, at + REFRESH_LIFE)
    return token


async def refresh(db: Database, token: str) -> Started:
    """Exchange a refresh token for the next one. A token that comes twice was stolen: its session ends.

    Raises:
        UnauthenticatedError: the token is unknown, expired, revoked or used.
    """
    async with db.transaction() as tx:
        place = await tx.fetchrow(FIND_REFRESH, token_digest(token).hex())
    if place is None:
        raise UnauthenticatedError(UNKNOWN)
    async with db.transaction(Tenant(place["org_id"])) as tx:
        started = await _renewed(tx, place["ref"])
    if started is None:
        raise UnauthenticatedError(REUSED)
    return started


async def _renewed(tx: Tx, id: UUID) -> Started | None:
    """Return the session with its next token, or None after ending it because the token came twice."""
    found = await tx.fetchrow(LOCK_REFRESH, id)
    if found is None:
        raise UnauthenticatedError(UNKNOWN)
    session_id, at = found["session_id"], now()
    if found["used_at"] is not None:
        who = Actor(kind="person", id=found["person_id"], name=found["person_name"])
        await end(tx, [session_id], by=By(who, Origin.API), reason="refresh token used twice")
        return None
    await tx.execute(RENEW, id, at, at + REFRESH_LIFE, session_id)
    await tx.execute(TIDY_REFRESH, session_id, at - timedelta(days=7))
    return Started(session_id, tx.tenant.org_id, found["person_id"], await _new_refresh(tx, session_id))


async def end(tx: Tx, ids: list[UUID], *, by: By, reason: str) -> int:
    """End sessions and announce it; return how many were open."""
    rows = await tx.fetch(END, ids, now())
    await tx.execute(END_REFRESH, ids, now())
    told = [
        SessionEnded(
            subject=row["id"],
            actor=by.actor,
            origin=by.origin,
            data={"person_id": row["person_id"], "kind": row["kind"], "reason": reason},
        )
        for row in rows
    ]
    await events.append(tx, told)
    await forget(tx, [row["id"] for row in rows])
    return len(rows)


async def end_all(tx: Tx, person_id: UUID, *, by: By, reason: str, but: UUID | None = None) -> int:
    """End all sessions of somebody, except the one named; return how many."""
    open_ones = [row["id"] for row in await tx.fetch(OPEN, person_id) if row["id"] != but]
    return await end(tx, open_ones, by=by, reason=reason)


async def end_one(tx: Tx, id: UUID, *, by: By, of: UUID | None) -> None:
    """End one session; ``of`` limits it to those of one person.

    Raises:
        NotFoundError: there is no such open session.
    """
    owner = await tx.fetchval(OWNER, id)
    if owner is None or (of is not None and owner != of):
        raise NotFoundError("There is no open session with this id.")
    await end(tx, [id], by=by, reason="ended" if owner == by.actor.id else "ended by an administrator")


async def of_person(reads: Statements, person_id: UUID, *, current: UUID | None) -> list[dict[str, Any]]:
    """Return the open sessions of somebody, the latest first."""
    return [{**row, "is_current": row["id"] == current} for row in await reads.fetch(LIST, person_id)]
