"""Links with which somebody chooses a password: invitations and resets. Kept as SHA-256, valid once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from deskplane.identity.events import PasswordResetLinkCreated, PersonInvited
from deskplane.identity.vocabulary import LinkKind, PersonKind
from deskplane.kernel import events
from deskplane.kernel.clock import now
from deskplane.kernel.crypto import new_token, token_digest
from deskplane.kernel.db import Database, Record, Tx
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.rows import By

PREFIX: Final = "dpl"
LIFE: Final = {LinkKind.INVITATION: timedelta(days=7), LinkKind.RESET: timedelta(hours=24)}
PATHS: Final = {LinkKind.INVITATION: "/invitation", LinkKind.RESET: "/reset-password"}
SPENT = "this link is not valid: it was used, has expired or was replaced by a newer one; ask for a new one"
INSERT: Final = """
insert into password_links (org_id, id, person_id, kind, token_sha256, created_by, created_at, expires_at)
values (app_org(), $1, $2, $3, $4, $5, $6, $7)
"""
VOID: Final = """
update password_links set revoked_at = $2 where org_id = app_org() and person_id = $1 and revoked_at is null
"""
FIND: Final = "select org_id, ref from directory_find('password_link', $1)"
SPEND: Final = """
update password_links set revoked_at = $3
where org_id = app_org() and id = $1 and kind = $2 and revoked_at is null and expires_at > $3 returning person_id
"""
ANSWERED: Final = """
update people set reset_requested_at = null where org_id = app_org() and id = $1 and reset_requested_at is not null
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to hand over; its token is nowhere else."""

    token: str
    expires_at: datetime
    path: str

    @property
    def address(self) -> str:
        """The path with the token behind the #, so that it reaches no server and no log."""
        return f"{self.path}#token={self.token}"


async def make(tx: Tx, person: Record, kind: LinkKind, *, by: By) -> Link:
    """Make a link; those made before for the same person are no longer valid.

    Raises:
        ConflictError: the person is deactivated, a service account, has no address, or is invited with a password.
    """
    _require_fit(person, kind)
    await void(tx, person["id"])
    token, at = new_token(PREFIX), now()
    until = at + LIFE[kind]
    await tx.execute(INSERT, uuid7(), person["id"], kind, token_digest(token), by.actor.id, at, until)
    await tx.execute(ANSWERED, person["id"])
    told = PersonInvited if kind is LinkKind.INVITATION else PasswordResetLinkCreated
    facts = {"name": person["name"], "expires_at": until}
    await events.append(tx, [told(subject=person["id"], actor=by.actor, origin=by.origin, data=facts)])
    return Link(token, until, PATHS[kind])


def _require_fit(person: Record, kind: LinkKind) -> None:
    if not person["is_active"]:
        raise ConflictError("This person is deactivated. Activate them first.")
    if person["kind"] == PersonKind.SERVICE:
        raise ConflictError("Service accounts cannot log in. Make an API token instead.")
    if person["email"] is None:
        raise ConflictError("This person has no e-mail address to log in with. Add one first.")
    if kind is LinkKind.INVITATION and person["password_hash"] is not None:
        raise ConflictError("This person has a password already. Make a reset link instead.")


async def void(tx: Tx, person_id: UUID) -> None:
    """Make all open links of somebody invalid."""
    await tx.execute(VOID, person_id, now())


async def find(db: Database, token: str) -> tuple[UUID, UUID]:
    """Return organisation and id of a link.

    Raises:
        InvalidError: there is no open link with this token.
    """
    async with db.transaction() as tx:
        place = await tx.fetchrow(FIND, token_digest(token).hex())
    if place is None:
        raise InvalidError.field("token", SPENT)
    return place["org_id"], place["ref"]


async def spend(tx: Tx, id: UUID, kind: LinkKind) -> UUID:
    """Use a link, once; return whose it is.

    Raises:
        InvalidError: it was used in the meantime, has expired or is of another kind.
    """
    person_id = await tx.fetchval(SPEND, id, kind, now())
    if person_id is None:
        raise InvalidError.field("token", SPENT)
    return person_id
