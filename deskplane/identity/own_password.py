"""Choosing a password: by oneself, with a link, or asking for one."""

from typing import Final
from uuid import UUID

from deskplane.identity import links, logins, passwords, sessions, throttle
from deskplane.identity.events import PasswordChanged, PasswordResetRequested, PersonUpdated
from deskplane.identity.sessions import Where
from deskplane.identity.vocabulary import LinkKind
from deskplane.kernel import events
from deskplane.kernel.clock import now
from deskplane.kernel.db import Database, Record, Tenant, Tx
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.events import Actor
from deskplane.kernel.rows import By
from deskplane.vocabulary.origin import Origin

PERSON: Final = "select * from people where org_id = app_org() and id = $1 and is_active"
OF_LINK: Final = """
select p.* from password_links l join people p on p.org_id = l.org_id and p.id = l.person_id and p.is_active
where l.org_id = app_org() and l.id = $1 and l.kind = $2
"""
SET: Final = """
update people set password_hash = $2, password_changed_at = $3, reset_requested_at = null, version = version + 1,
                  updated_at = $3
where org_id = app_org() and id = $1 returning version
"""
RENAME: Final = "update people set name = $2 where org_id = app_org() and id = $1"
ASKED: Final = """
update people set reset_requested_at = $2
where org_id = app_org() and lower(email) = $1 and is_active and kind <> 'service' returning id, name
"""


async def change(
    db: Database, *, by: By, person: Tenant, current: str, new: str, session: UUID | None
) -> None:
    """Change the own password; all other sessions end.

    Raises:
        InvalidError: the current password is wrong, or the new one is easily guessed.
        RateLimitedError: the current password was wrong too often.
    """
    turn = await throttle.attempt(db, "password", str(person.person_id), "")
    async with db.transaction(person) as tx:
        row = await tx.fetchrow(PERSON, person.person_id)
    kept = row["password_hash"] if row else None
    if row is None or not await passwords.verified(current, kept):
        raise InvalidError.field("current_password", "this is not your current password")
    await throttle.proved(db, turn)
    passwords.require_strong(new, field="new_password", email=row["email"], name=row["name"])
    made = await passwords.hashed(new)
    async with db.transaction(person) as tx:
        await store(tx, row, made, by=by, how="settings", keep=session)


async def store(tx: Tx, person: Record, made: str, *, by: By, how: str, keep: UUID | None = None) -> None:
    """Set a password that was hashed before; sessions and links made with the old one end."""
    version = await tx.fetchval(SET, person["id"], made, now())
    told = PasswordChanged(
        subject=person["id"], version=version, actor=by.actor, origin=by.origin, data={"by": how}
    )
    await events.append(tx, [told])
    await sessions.end_all(tx, person["id"], by=by, reason="password changed", but=keep)
    await links.void(tx, person["id"])


async def choose(
    db: Database, kind: LinkKind, token: str, password: str, *, name: str | None = None
) -> Tenant:
    """Choose a password with the token of a link, which is spent by it; return whose it was.

    Raises:
        InvalidError: the link is not valid, or the password is easily guessed.
    """
    org_id, id = await links.find(db, token)
    async with db.transaction(Tenant(org_id)) as tx:
        row = await tx.fetchrow(OF_LINK, id, kind)
    if row is None:
        raise InvalidError.field("token", links.SPENT)
    passwords.require_strong(password, field="password", email=row["email"], name=name or row["name"])
    made = await passwords.hashed(password)
    async with db.transaction(Tenant(org_id)) as tx:
        await links.spend(tx, id, kind)
        by = By(Actor(kind="person", id=row["id"], name=name or row["name"]), Origin.WEB)
        await store(tx, row, made, by=by, how=kind)
        if name and name != row["name"]:
            await _rename(tx, row, name, by=by)
    return Tenant(org_id, row["id"], row["role"])


async def _rename(tx: Tx, row: Record, name: str, *, by: By) -> None:
    await tx.execute(RENAME, row["id"], name)
    changes = {"name": [row["name"], name]}
    told = PersonUpdated(
        subject=row["id"], version=row["version"] + 1, actor=by.actor, origin=by.origin, changes=changes
    )
    await events.append(tx, [told])


async def forgot(db: Database, email: str, organization: str | None, where: Where) -> None:
    """Note that somebody forgot the password, so that an administrator can hand over a link; never says who exists.

    Raises:
        RateLimitedError: asked too often, for unknown addresses too.
    """
    await throttle.attempt(db, "forgot", email, where.ip)
    async with db.transaction() as tx:
        places = await tx.fetch(logins.FIND, email, organization, logins.MOST_ORGANIZATIONS)
    for org_id in [place["org_id"] for place in places] or [logins.NOWHERE]:
        async with db.transaction(Tenant(org_id)) as tx:
            await _note_request(tx, await tx.fetch(ASKED, email, now()), where)


async def _note_request(tx: Tx, people: list[Record], where: Where) -> None:
    told = [
        PasswordResetRequested(
            subject=row["id"],
            actor=Actor(kind="person", id=row["id"], name=row["name"]),
            origin=Origin.WEB,
            data={"ip": where.ip},
        )
        for row in people
    ]
    await events.append(tx, told)
