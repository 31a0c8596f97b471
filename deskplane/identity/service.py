"""What other slices and the command line ask of identity: organisations, people, teams and tokens."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from deskplane.identity import bulk, organizations, passwords, people, queries, tokens
from deskplane.identity.bulk import Member, PersonDraft, TeamDraft, ensure_skills
from deskplane.identity.passwords import hashed
from deskplane.identity.tokens import TokenDraft
from deskplane.identity.vocabulary import PersonKind
from deskplane.kernel.access import Permission, RoleName
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.events import SYSTEM, Actor
from deskplane.kernel.rows import By
from deskplane.vocabulary.origin import Origin

__all__ = [
    "PersonDraft",
    "TeamDraft",
    "TokenDraft",
    "create_api_token",
    "create_organization",
    "create_person",
    "create_service_token",
    "create_token",
    "ensure_people",
    "ensure_skills",
    "ensure_teams",
    "hashed",
    "join_teams",
    "names_of",
]


async def create_organization(tx: Tx, *, slug: str, name: str, actor: Actor = SYSTEM) -> UUID:
    """Store and announce the organisation whose id is the tenant of ``tx``; return that id.

    Raises:
        ConflictError: the slug is taken.
        InvalidError: slug or name cannot be one.
    """
    await organizations.create(tx, slug=slug, name=name, actor=actor)
    return tx.tenant.org_id


async def ensure_people(
    tx: Tx, drafts: Sequence[PersonDraft], *, actor: Actor = SYSTEM, origin: Origin = Origin.SYSTEM
) -> list[UUID]:
    """Find or add people; return their ids in the order given. A fixed number of statements however many."""
    return await bulk.ensure_people(tx, drafts, by=By(actor, origin))


async def ensure_teams(
    tx: Tx, drafts: Sequence[TeamDraft], *, actor: Actor = SYSTEM, origin: Origin = Origin.SYSTEM
) -> list[UUID]:
    """Find or add teams; return their ids in the order given. A fixed number of statements however many."""
    return await bulk.ensure_teams(tx, drafts, by=By(actor, origin))


async def join_teams(tx: Tx, members: Sequence[tuple[UUID, UUID, bool]]) -> None:
    """Make people members, given as ``(team, person, is lead)``; who is one stays as they are."""
    await bulk.ensure_members(tx, [Member(*member) for member in members])


async def names_of(reads: Statements, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of people; unknown ids are left out."""
    return await queries.names(reads, ids)


async def create_person(
    tx: Tx,
    *,
    actor: Actor,
    name: str,
    email: str | None = None,
    role: RoleName | None = None,
    kind: PersonKind | None = None,
    password: str | None = None,
    origin: Origin = Origin.SYSTEM,
) -> UUID:
    """Add a person; role and kind follow from each other.

    Raises:
        ConflictError: the address is taken.
        InvalidError: role and kind do not fit, or the password is easily guessed.
    """
    made = None
    if password is not None:
        passwords.require_strong(password, field="password", email=email, name=name)
        made = await passwords.hashed(password)
    values = {"name": name, "email": email, "role": role, "kind": kind}
    return await people.add(tx, values, by=By(actor, origin), authority=None, password_hash=made)


async def create_token(
    tx: Tx, draft: TokenDraft, *, actor: Actor, origin: Origin = Origin.SYSTEM
) -> tuple[str, UUID]:
    """Make a token; return its text, which exists nowhere else, and its id.

    Raises:
        NotFoundError: there is no such person.
    """
    return await tokens.create(tx, draft, by=By(actor, origin), authority=None)


async def create_api_token(
    tx: Tx,
    *,
    actor: Actor,
    person_id: UUID,
    name: str,
    role: RoleName | None = None,
    scopes: Sequence[Permission] | None = None,
    expires_at: datetime | None = None,
) -> tuple[str, UUID]:
    """Make a token for a person. Returns and raises as ``create_token``."""
    draft = TokenDraft(person_id=person_id, name=name, role=role, scopes=scopes, expires_at=expires_at)
    return await create_token(tx, draft, actor=actor)


async def create_service_token(
    tx: Tx, *, actor: Actor, role: RoleName, name: str, expires_at: datetime | None = None
) -> tuple[str, UUID]:
    """Make a service account of ``role``, which cannot log in to the pages, with a token of its own."""
    account = await create_person(tx, actor=actor, name=name, role=role, kind=PersonKind.SERVICE)
    return await create_api_token(tx, actor=actor, person_id=account, name=name, expires_at=expires_at)
