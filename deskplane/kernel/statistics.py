"""What PostgreSQL knows of the size of its tables, kept true while much comes in at once.

A plan that was made for an empty table reads a full one from end to end, foreign keys included; autovacuum looks only
once a minute.
"""

from deskplane.kernel.db import Database


async def after_growth(db: Database) -> None:
    """Analyse the tables that have grown fourfold since the last look; nothing happens while somebody else does."""
    async with db.transaction() as tx:
        await tx.execute("select analyze_grown()")
