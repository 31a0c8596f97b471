"""What PostgreSQL knows of the size of its tables, kept true while much comes in at once.

A plan that was made for an empty table reads a full one from end to end, foreign keys included; autovacuum looks only
once a minute.
"""

import asyncio
from dataclasses import dataclass, field

from deskplane.kernel.db import Database


async def after_growth(db: Database) -> None:
    """Analyse the tables that have grown fourfold since the last look; nothing happens while somebody else does."""
    async with db.transaction() as tx:
        await tx.execute("select analyze_grown()")


@dataclass(slots=True)
class Growth:
    """Looks at the tables beside the work that makes them grow, one look at a time."""

    db: Database
    _looking: "asyncio.Task[None] | None" = field(default=None, init=False)

    async def look(self) -> None:
        """Begin a look, unless one is under way; what the one before met is raised here."""
        if self._looking is None or self._looking.done():
            await self.end()
            self._looking = asyncio.create_task(after_growth(self.db))

    async def end(self) -> None:
        """Wait for the look that is under way."""
        looking, self._looking = self._looking, None
        if looking is not None:
            await looking
