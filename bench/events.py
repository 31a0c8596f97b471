"""How many events a second go through the log to a subscriber that writes."""

import time
from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID, uuid4

from deskplane.kernel import events
from deskplane.kernel.db import Database, Tenant, Tx
from deskplane.kernel.dispatcher import pump
from deskplane.kernel.eventlog import Subscriber, register
from deskplane.kernel.events import Event

EVENTS = 6000
AT_ONCE = 50


class Counted(Event):
    """Something to count."""

    name: ClassVar[str] = "bench.counted"
    subject_type: ClassVar[str] = "bench"


async def rate(owner_dsn: str, org_id: UUID) -> float:
    """Append events in transactions of fifty, then drain them; return events a second from append to handled."""
    database = await Database.connect(owner_dsn, size=4)
    name = f"bench_{uuid4().hex[:8]}"
    handled = 0

    async def count(tx: Tx, told: Sequence[Event]) -> None:
        nonlocal handled
        handled += len(told)
        await tx.fetchval("select count(*) from unnest($1::uuid[])", [event.subject for event in told])

    subscriber = Subscriber(name, count, frozenset({"bench.counted"}))
    try:
        await register(database, [subscriber])
        begun = time.perf_counter()
        for _ in range(EVENTS // AT_ONCE):
            async with database.transaction(Tenant(org_id)) as tx:
                await events.append(tx, [Counted(subject=uuid4()) for _ in range(AT_ONCE)])
        while handled < EVENTS:
            await pump(database, [subscriber])
        return EVENTS / (time.perf_counter() - begun)
    finally:
        await database.close()
