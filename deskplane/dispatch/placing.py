"""Noting what shall be created: one row for each job and platform, and who asked."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from deskplane.dispatch import queries
from deskplane.dispatch.events import OutsideTicketAsked
from deskplane.dispatch.vocabulary import SUBSCRIBER, Platform
from deskplane.kernel import clock, events, jobs
from deskplane.kernel.db import Tx
from deskplane.kernel.rows import By

LEFT_ALONE: Final = timedelta(minutes=1)
"""After this the worker goes on with what was asked for: whoever asked may have gone, or its process."""

Wanted = Mapping[Platform, Mapping[str, Any]]


async def place(tx: Tx, job_id: str, wanted: Wanted, *, dual: bool, later: bool, by: By) -> None:
    """Note tickets to create; with ``later`` the background does it at once. What is there already stays."""
    now = clock.now()
    rows = [
        await queries.place(tx, job_id, platform, payload, dual=dual, now=now, again=LEFT_ALONE)
        for platform, payload in wanted.items()
    ]
    told = [
        OutsideTicketAsked(
            subject=row["id"],
            version=row["version"],
            actor=by.actor,
            origin=by.origin,
            data={"job_id": job_id, "platform": row["platform"]},
        )
        for row in rows
        if row is not None
    ]
    await events.append(tx, told)
    if later and told:
        await jobs.put(tx, subscriber=SUBSCRIBER, targets=[(told[0].id, job_id)])
