"""The line of ticket numbers of an organisation: a database sequence, so that creates never wait for each other."""

from deskplane.kernel.db import Tx


async def create_sequence(tx: Tx) -> None:
    """Start the line of the transaction's organisation; it would appear with the first ticket anyway."""
    await tx.execute("select create_org_sequence(app_org())")
