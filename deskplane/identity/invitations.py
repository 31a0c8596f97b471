"""Who may make a link with which somebody chooses a password: whoever has it can be that person."""

from uuid import UUID

from deskplane.identity import links, people, roles
from deskplane.identity.links import Link
from deskplane.identity.roles import Authority
from deskplane.identity.vocabulary import LinkKind
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tx
from deskplane.kernel.rows import By


async def make_link(tx: Tx, id: UUID, kind: LinkKind, *, by: By, authority: Authority) -> Link:
    """Make a link for a person.

    Raises:
        NotFoundError: there is nobody of that id.
        ForbiddenError: the person may do more than the caller.
        ConflictError: the person cannot log in, or has a password already.
    """
    person = await people.locked(tx, id)
    role = RoleName(person["role"])
    await roles.require_reach(tx, authority, role, what="make a link for this person")
    return await links.make(tx, person, kind, by=by)
