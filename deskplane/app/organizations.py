"""Making an organisation whole: identity, ticket numbers, catalogue defaults, in one transaction."""

from uuid import UUID

from deskplane.boards import service as boards
from deskplane.catalog import seeds
from deskplane.identity import service as identity
from deskplane.kernel.db import Database, Tenant, Tx
from deskplane.kernel.errors import InvalidError, NotFoundError
from deskplane.kernel.ids import uuid7
from deskplane.portal import seeds as portal_seeds

DEFAULT_SLUG = "main"
DEFAULT_NAME = "My organisation"
SETUP = "deskplane user create --role admin --email you@example.com"


async def create_organization(db: Database, *, slug: str, name: str, org_id: UUID | None = None) -> UUID:
    """Create an organisation that is ready to work in; return its id.

    Raises:
        ConflictError: the slug is taken.
    """
    new = org_id or uuid7()
    async with db.transaction(Tenant(new)) as tx:
        await furnish(tx, slug=slug, name=name)
    return new


async def furnish(tx: Tx, *, slug: str, name: str) -> None:
    """Make the organisation of the transaction: its row, its number line, its catalogue defaults, its board."""
    await identity.create_organization(tx, slug=slug, name=name)
    await tx.fetch("select create_org_sequence($1)", tx.tenant.org_id)
    await seeds.seed(tx)
    await portal_seeds.seed(tx)
    await boards.seed(tx)


async def find_organization(db: Database, slug: str | None) -> UUID:
    """Return the organisation with this slug, or the only one there is.

    Raises:
        NotFoundError: there is none.
        InvalidError: there are several and no slug was given.
    """
    known = await organizations(db)
    if slug is not None:
        if slug not in known:
            raise NotFoundError(
                f"There is no organisation '{slug}'. There are: {', '.join(known) or 'none'}."
            )
        return known[slug]
    if not known:
        raise NotFoundError(f"There is no organisation yet. Run: {SETUP}")
    if len(known) > 1:
        raise InvalidError(f"Name the organisation with --org. There are: {', '.join(known)}.")
    return next(iter(known.values()))


async def first_organization(db: Database, slug: str | None) -> UUID:
    """Return the organisation meant, making one on an empty desk so that the first command just works."""
    if slug is None and not await organizations(db):
        return await create_organization(db, slug=DEFAULT_SLUG, name=DEFAULT_NAME)
    return await find_organization(db, slug)


async def organizations(db: Database) -> dict[str, UUID]:
    """Return all organisations of the installation, by slug."""
    async with db.transaction() as tx:
        return {row["slug"]: row["id"] for row in await tx.fetch("select slug, id from organizations_all()")}


def setup_command() -> str:
    """Return the command that makes the first administrator."""
    return SETUP
