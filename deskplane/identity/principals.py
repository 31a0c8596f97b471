"""Who is behind a credential, remembered for some seconds so that a request need not ask the database.

What is remembered is dropped at once when it changes: in this process by the request that changes it, in others by a
notification. When a credential was last used is collected here and written once a minute, since reading never writes.
"""

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network
from typing import Final
from uuid import UUID

from deskplane.kernel.access import Caller
from deskplane.kernel.clock import now
from deskplane.kernel.db import Database, Tenant

FRESH_SECONDS: Final = 5.0
MOST: Final = 10_000
PURGE_SECONDS: Final = 3600.0

# The end of a browser's session moves ahead with its use, in steps of an hour, for 90 days at the most.
TOUCH_SESSIONS = """
update sessions s
set last_seen_at = greatest(s.last_seen_at, u.at), ip = u.ip,
    expires_at = case
        when s.idle_seconds is not null
             and s.expires_at < u.at + s.idle_seconds * interval '1 second' - interval '1 hour'
        then least(u.at + s.idle_seconds * interval '1 second', s.created_at + interval '90 days')
        else s.expires_at end
from unnest($1::uuid[], $2::timestamptz[], $3::text[]) as u(id, at, ip)
where s.org_id = app_org() and s.id = u.id and s.revoked_at is null
"""
TOUCH_TOKENS = """
update api_tokens a set last_used_at = greatest(coalesce(a.last_used_at, u.at), u.at), last_used_ip = u.ip
from unnest($1::uuid[], $2::timestamptz[], $3::text[]) as u(id, at, ip)
where a.org_id = app_org() and a.id = u.id
"""


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller with the credential that proved it.

    ``csrf`` is empty unless a browser sends the credential by itself; ``is_limited`` marks a token with scopes.
    """

    caller: Caller
    credential_id: UUID
    is_token: bool
    is_limited: bool
    csrf: str
    networks: tuple[IPv4Network | IPv6Network, ...]
    good_until: float


@dataclass(slots=True)
class _Used:
    org_id: UUID
    is_token: bool
    at: datetime
    ip: str


class Principals:
    """The principals that this process knows at the moment."""

    def __init__(self, *, seconds: float = FRESH_SECONDS, most: int = MOST) -> None:
        """Keep each for ``seconds``, ``most`` at a time."""
        self._seconds = seconds
        self._most = most
        self._known: dict[bytes, Principal] = {}
        self._used: dict[UUID, _Used] = {}
        self._purge_at = time.monotonic() + PURGE_SECONDS
        self.generation = 0

    def get(self, digest: bytes) -> Principal | None:
        """Return the principal of a credential if it is known and fresh."""
        found = self._known.get(digest)
        if found is not None and found.good_until < time.monotonic():
            del self._known[digest]
            return None
        return found

    def fresh_until(self, seconds_left: float) -> float:
        """Return until when something that ends in ``seconds_left`` may be remembered."""
        return time.monotonic() + min(self._seconds, seconds_left)

    def put(self, digest: bytes, principal: Principal, *, generation: int) -> None:
        """Remember a principal, unless something was forgotten since the ``generation`` in which it was read."""
        if generation != self.generation:
            return
        if len(self._known) >= self._most:
            for old in list(self._known)[: self._most // 4]:
                del self._known[old]
        self._known[digest] = principal

    def forget(self, payload: str) -> None:
        """Drop what belongs to a credential, person or organisation of this id; ``*`` drops all."""
        self.generation += 1
        if payload == "*":
            self._known.clear()
            return
        for digest, principal in list(self._known.items()):
            caller = principal.caller
            if payload in {str(principal.credential_id), str(caller.person_id), str(caller.org_id)}:
                del self._known[digest]

    def used(self, principal: Principal, ip: str) -> None:
        """Note that a credential was used just now."""
        noted = self._used.get(principal.credential_id)
        if noted is None:
            self._used[principal.credential_id] = _Used(
                principal.caller.org_id, principal.is_token, now(), ip
            )
        else:
            noted.at, noted.ip = now(), ip

    async def flush(self, database: Database) -> None:
        """Write when credentials were last used; what could not be written is kept for the next time."""
        used, self._used = self._used, {}
        try:
            for org_id, batch in _by_org(used).items():
                await _write(database, org_id, batch)
            if time.monotonic() >= self._purge_at:
                self._purge_at = time.monotonic() + PURGE_SECONDS
                async with database.transaction() as tx:
                    await tx.execute("select purge_logins()")
        except BaseException:
            self._used = {**used, **self._used}
            raise


def _by_org(used: dict[UUID, _Used]) -> dict[UUID, dict[UUID, _Used]]:
    grouped: dict[UUID, dict[UUID, _Used]] = defaultdict(dict)
    for credential_id, use in used.items():
        grouped[use.org_id][credential_id] = use
    return grouped


async def _write(database: Database, org_id: UUID, batch: dict[UUID, _Used]) -> None:
    async with database.transaction(Tenant(org_id)) as tx:
        for statement, is_token in ((TOUCH_SESSIONS, False), (TOUCH_TOKENS, True)):
            chosen = sorted((id, use) for id, use in batch.items() if use.is_token is is_token)
            if chosen:
                ids, uses = [id for id, _ in chosen], [use for _, use in chosen]
                await tx.execute(statement, ids, [use.at for use in uses], [use.ip for use in uses])
