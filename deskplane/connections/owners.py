"""Whose the credentials in the environment are: those of the operator, not of everybody with an account here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from deskplane.connections.environment import NotConfiguredError
from deskplane.kernel.db import Database, Statements, Tenant

EVERYBODY: Final = "*"
KNOWN: Final = "select slug, id from organizations_all()"
NOT_YOURS: Final = (
    "The credentials in the environment are for another organisation of this installation. "
    "Enter your own, or let its operator name yours in DESKPLANE_ENV_CREDENTIALS_ORG."
)


async def owned(reads: Statements, named: Sequence[str], org_id: UUID) -> bool:
    """Whether an organisation may use them: it is named by short name or id; nobody is named: it is the first one."""
    if EVERYBODY in named:
        return True
    rows = await reads.fetch(KNOWN)
    if not named:
        return bool(rows) and rows[0]["id"] == org_id
    return any(row["id"] == org_id and {row["slug"], str(org_id)} & set(named) for row in rows)


@dataclass(frozen=True, slots=True)
class Owners:
    """The same, for those who have no transaction at hand."""

    db: Database
    named: Sequence[str]

    async def owns(self, org_id: UUID) -> bool:
        """Whether an organisation may use them."""
        if EVERYBODY in self.named:
            return True
        async with self.db.transaction(Tenant(org_id)) as tx:
            return await owned(tx, self.named, org_id)

    async def require(self, org_id: UUID) -> None:
        """Refuse the credentials of the environment to those whom they do not belong to.

        Raises:
            NotConfiguredError: they are somebody else's.
        """
        if not await self.owns(org_id):
            raise NotConfiguredError(NOT_YOURS)
