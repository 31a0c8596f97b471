"""API tokens: random, kept as SHA-256 only, never able to do more than their person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from deskplane.identity import roles
from deskplane.identity.events import TokenCreated, TokenRevoked
from deskplane.identity.forgetting import forget
from deskplane.identity.queries import conditions, last_id
from deskplane.identity.roles import Authority
from deskplane.kernel import events
from deskplane.kernel.access import Permission, RoleName
from deskplane.kernel.clock import now
from deskplane.kernel.crypto import new_token, token_digest
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.paging import Page, envelope
from deskplane.kernel.rows import By

OWNER: Final = (
    "select id, role, kind, is_active from people where org_id = app_org() and id = $1 for key share"
)
INSERT: Final = """
insert into api_tokens (org_id, id, person_id, name, token_sha256, last4, role, scopes, ip_allow, created_by,
                        expires_at)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
COLUMNS: Final = """
select a.id, a.name, a.last4, jsonb_build_object('id', p.id, 'name', p.name) as person, p.kind as person_kind,
       coalesce(a.role, p.role) as role, a.scopes, a.ip_allow, a.created_at, a.expires_at, a.last_used_at,
       a.last_used_ip, a.revoked_at
from api_tokens a join people p on p.org_id = a.org_id and p.id = a.person_id
where a.org_id = app_org()
"""
REVOKE: Final = """
update api_tokens set revoked_at = $2
where org_id = app_org() and id = any($1::uuid[]) and revoked_at is null returning id, name, last4, person_id
"""
OPEN: Final = "select id from api_tokens where org_id = app_org() and person_id = $1 and revoked_at is null"
FIND: Final = """
select a.person_id, p.role from api_tokens a join people p on p.org_id = a.org_id and p.id = a.person_id
where a.org_id = app_org() and a.id = $1 and a.revoked_at is null
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenDraft:
    """A token to make. ``role`` lowers what the person may do; ``scopes`` picks from it."""

    person_id: UUID
    name: str
    role: RoleName | None = None
    scopes: Sequence[Permission] | None = None
    ip_allow: Sequence[str] = field(default_factory=tuple[str, ...])
    expires_at: datetime | None = None


async def create(tx: Tx, draft: TokenDraft, *, by: By, authority: Authority) -> tuple[str, UUID]:
    """Make a token and announce it; return its text, which is shown this once, and its id.

    Raises:
        NotFoundError: there is no such person.
        ConflictError: the person is not active.
        InvalidError: it would be expired already.
        ForbiddenError: it could do more than the caller.
    """
    owner = await tx.fetchrow(OWNER, draft.person_id)
    if owner is None:
        raise NotFoundError("There is no person with this id.")
    if not owner["is_active"]:
        raise ConflictError("This person is deactivated and cannot have new tokens.")
    if draft.expires_at is not None and draft.expires_at <= now():
        raise InvalidError.field("expires_at", "must be in the future")
    await _require_lendable(tx, draft, RoleName(owner["role"]), authority)
    text, new = new_token(), uuid7()
    scopes = None if draft.scopes is None else roles.ordered(draft.scopes)
    await tx.execute(
        INSERT,
        *(new, draft.person_id, draft.name, token_digest(text), text[-4:], draft.role, scopes),
        *(list(draft.ip_allow), by.actor.id, draft.expires_at),
    )
    facts = {
        "name": draft.name,
        "last4": text[-4:],
        "person_id": draft.person_id,
        "role": draft.role,
        "scopes": scopes,
        "expires_at": draft.expires_at,
    }
    await events.append(tx, [TokenCreated(subject=new, actor=by.actor, origin=by.origin, data=facts)])
    return text, new


async def _require_lendable(tx: Tx, draft: TokenDraft, owner: RoleName, authority: Authority) -> None:
    """A token made with fewer rights must not be a way to more."""
    if authority is None:
        return
    lent = (await roles.granted(tx))[owner]
    if draft.scopes is not None:
        lent &= frozenset({Permission.SELF, *draft.scopes})
    if more := [permission for permission in roles.ordered(lent) if permission not in authority]:
        raise ForbiddenError(
            f"The token could do more than you ({', '.join(more[:5])}). Choose scopes that you have.",
            missing=more,
        )


async def listed(
    reads: Statements, page: Page, *, person_id: UUID | None, include_revoked: bool
) -> dict[str, Any]:
    """Return a part of the tokens, the newest first."""
    where, args = conditions([("a.person_id = $", person_id)])
    where += "" if include_revoked else " and a.revoked_at is null"
    count = f"select count(*) from ({COLUMNS}{where}) n"
    total = await reads.fetchval(count, *args) if page.count else None
    if page.after is not None:
        where += f" and a.id < ${len(args) + 1}::text::uuid"
        args.append(last_id(page.after))
    sql = f"{COLUMNS}{where} order by a.id desc limit ${len(args) + 1} offset ${len(args) + 2}"
    rows = await reads.fetch(sql, *args, page.limit + 1, page.offset)
    part = rows[: page.limit]
    after = (str(part[-1]["id"]),) if len(rows) > page.limit else None
    return envelope([dict(row) for row in part], page, after=after, total=total)


async def shown(reads: Statements, id: UUID) -> dict[str, Any]:
    """Return one token as lists show it.

    Raises:
        NotFoundError: there is none of that id.
    """
    row = await reads.fetchrow(f"{COLUMNS} and a.id = $1", id)
    if row is None:
        raise NotFoundError("There is no token with this id.")
    return dict(row)


async def revoke(tx: Tx, id: UUID, *, by: By, of: UUID | None, authority: Authority) -> None:
    """Make a token invalid at once; ``of`` limits it to those of one person.

    Raises:
        NotFoundError: there is no such valid token.
        ForbiddenError: its person may do more than the caller.
    """
    found = await tx.fetchrow(FIND, id)
    if found is None or (of is not None and found["person_id"] != of):
        raise NotFoundError("There is no valid token with this id.")
    if found["person_id"] != by.actor.id:
        await roles.require_reach(tx, authority, RoleName(found["role"]), what="revoke this token")
    await _revoke(tx, [id], by=by)


async def revoke_all(tx: Tx, person_id: UUID, *, by: By) -> int:
    """Make all tokens of somebody invalid; return how many."""
    return len(await _revoke(tx, [row["id"] for row in await tx.fetch(OPEN, person_id)], by=by))


async def _revoke(tx: Tx, ids: list[UUID], *, by: By) -> list[Record]:
    rows = await tx.fetch(REVOKE, ids, now())
    await events.append(tx, [_revoked(row, by) for row in rows])
    await forget(tx, [row["id"] for row in rows])
    return rows


def _revoked(row: Mapping[str, Any] | Record, by: By) -> TokenRevoked:
    facts = {"name": row["name"], "last4": row["last4"], "person_id": row["person_id"]}
    return TokenRevoked(subject=row["id"], actor=by.actor, origin=by.origin, data=facts)
