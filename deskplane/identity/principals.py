"""Who stands behind a session or token: kept for a few seconds, forgotten at once when access changes."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from deskplane.kernel.access import ROLE_GRANTS, Caller, Permission, RoleName, Via
from deskplane.kernel.clock import now
from deskplane.kernel.db import Database, Record

KEEP_SECONDS: Final = 5.0
MOST: Final = 20_000
EVERYONE: Final = "*"


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller and what limits its requests."""

    caller: Caller
    csrf: str = ""
    networks: tuple[str, ...] = ()
    until: float = 0.0


class Principals:
    """The cache of one process and the last-use times that wait to be written."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: dict[str, tuple[float, Principal]] = {}
        self._used_sessions: set[UUID] = set()
        self._used_tokens: set[UUID] = set()

    def get(self, key: str) -> Principal | None:
        """Return the principal if it was looked up a moment ago."""
        kept = self._kept.get(key)
        if kept is None or kept[0] < time.monotonic():
            return None
        return kept[1]

    def keep(self, key: str, principal: Principal) -> None:
        """Keep a principal for a moment."""
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = (time.monotonic() + KEEP_SECONDS, principal)

    def forget(self, payload: str) -> None:
        """Drop a person's entries, or all with ``*``; the payload of a notification."""
        if payload == EVERYONE:
            self._kept.clear()
            return
        gone = [key for key, (_, kept) in self._kept.items() if str(kept.caller.person_id) == payload]
        for key in gone:
            del self._kept[key]

    def used_session(self, session_id: UUID) -> None:
        """Note that a session was used."""
        self._used_sessions.add(session_id)

    def used_token(self, token_id: UUID) -> None:
        """Note that a token was used."""
        self._used_tokens.add(token_id)

    async def flush(self, database: Database) -> None:
        """Write the last-use times; GETs themselves never write."""
        sessions, tokens = list(self._used_sessions), list(self._used_tokens)
        if not sessions and not tokens:
            return
        async with database.transaction() as tx:
            await tx.execute("select note_use($1, $2, $3)", sessions, tokens, now())
        self._used_sessions.difference_update(sessions)
        self._used_tokens.difference_update(tokens)


def permissions_of(row: Record | Mapping[str, Any], scopes: list[str] | None = None) -> frozenset[Permission]:
    """Return what a role may do in its organisation, narrowed to the scopes of a token."""
    role = RoleName(row["role"])
    granted = row["grants"]
    held = ROLE_GRANTS[role] if granted is None else frozenset(Permission(name) for name in granted if name in _KNOWN)
    if scopes is None:
        return held
    return held & (frozenset(Permission(name) for name in scopes if name in _KNOWN) | {Permission.SELF})


_KNOWN: Final = frozenset(permission.value for permission in Permission)


def caller_from(row: Record, *, org_id: UUID, principal_id: UUID, via: Via, scopes: list[str] | None = None) -> Caller:
    """Build the caller of a looked-up row."""
    return Caller(
        org_id=org_id,
        person_id=row["person_id"],
        principal_id=principal_id,
        role=RoleName(row["role"]),
        name=row["name"],
        via=via,
        permissions=permissions_of(row, scopes),
        settings=row["settings"],
    )
