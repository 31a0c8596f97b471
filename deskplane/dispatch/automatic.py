"""Dispatch by itself: when an analysis is done, its tickets are asked for, if the organisation wants that."""

from collections.abc import Sequence
from typing import Any, Final

import structlog

from deskplane.dispatch import payloads, queries, settings, templates
from deskplane.dispatch.events import DispatchSettingsChanged
from deskplane.dispatch.placing import place
from deskplane.dispatch.schemas import AutomaticDispatch
from deskplane.dispatch.vocabulary import Platform
from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.events import SYSTEM
from deskplane.kernel.rows import By
from deskplane.rca import service as rca
from deskplane.rca.events import RcaJobCompleted
from deskplane.rca.vocabulary import Severity
from deskplane.vocabulary.origin import Origin

NAMES: Final = ("auto_dispatch", "auto_severity")
OFF: Final = {"auto_dispatch": False, "auto_severity": Severity.LOW}
ITSELF: Final = By(SYSTEM, Origin.SYSTEM)
log = structlog.get_logger(__name__)


async def current(reads: Statements) -> dict[str, Any]:
    """What holds now; it is off for an organisation that was never told."""
    row = await reads.fetchrow(queries.AUTOMATIC)
    return dict(row) if row else dict(OFF)


async def change(tx: Tx, wanted: AutomaticDispatch, caller: Caller) -> dict[str, Any]:
    """Set whether analyses dispatch by themselves, and from which severity on."""
    await settings.fill(tx)
    before = dict((await tx.fetch(queries.AUTOMATIC + " for update"))[0])
    after = wanted.model_dump(mode="json")
    changes = {name: [before[name], after[name]] for name in NAMES if before[name] != after[name]}
    if changes:
        version = await tx.fetchval(queries.SET_AUTOMATIC, *(after[name] for name in NAMES), clock.now())
        told = DispatchSettingsChanged(
            subject=caller.org_id, version=version, actor=caller.actor, origin=caller.origin, changes=changes
        )
        await events.append(tx, [told])
    return after


async def follow(tx: Tx, completed: Sequence[RcaJobCompleted]) -> None:
    """Ask for the tickets of analyses that are done, on every platform that is switched on.

    An analysis that found nothing, or nothing bad enough, makes none; told twice, it makes no second set.
    """
    asked, switches = await current(tx), await settings.current(tx)
    if not asked["auto_dispatch"]:
        return
    least = rca.WORST_FIRST.index(Severity(asked["auto_severity"]))
    for event in completed:
        severity = event.data.get("severity")
        if severity is None or rca.WORST_FIRST.index(Severity(severity)) > least:
            continue
        await _dispatch(tx, str(event.data["job_id"]), switches)


async def _dispatch(tx: Tx, job_id: str, switches: dict[str, bool]) -> None:
    job = await rca.found(tx, job_id)
    made = templates.of_analysis(job, job["findings"])
    there = {row["platform"] for row in await queries.of_job(tx, job_id)}
    wanted: dict[Platform, dict[str, Any]] = {}
    for platform, payload in made.items():
        if not switches[f"{platform}_enabled"] or platform in there:
            continue
        try:
            wanted[platform] = payloads.checked(platform, payload, "payload")
        except InvalidError:  # a title of spaces or the like, told from outside
            log.warning("dispatch.not_fit", job_id=job_id, platform=platform)
    if wanted:
        await place(tx, job_id, wanted, dual=switches["dual_mode"], later=True, by=ITSELF)
