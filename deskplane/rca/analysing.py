"""The built-in analyser: a first answer to what some tickets have in common, and what came before them.

Deterministic: the same tickets, items and changes lead to the same findings, word for word.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.kernel.db import Database, Record, Statements, Tenant, Tx
from deskplane.rca import reading, service
from deskplane.rca.contrast import Feature, standing_out
from deskplane.rca.phrases import phrases_of
from deskplane.rca.reading import Material, Seen
from deskplane.rca.suspects import Suspect, suspects
from deskplane.rca.vocabulary import FindingKind
from deskplane.rca.wording import Wording

BUCKETS: Final = 24
MOST: Final = 12
GONE: Final = "The tickets of this analysis are not there any more."
ASKED_BY: Final = {"category": FindingKind.CATEGORY, "team": FindingKind.TEAM}


class CancelledError(Exception):
    """Somebody called the analysis off."""


async def analyse(db: Database, tenant: Tenant, id_: UUID) -> None:
    """Make the analysis of a job and end it; nothing is kept of one that was called off."""
    async with db.transaction(tenant) as tx:
        job = await service.start(tx, id_)
    if job is None:
        return
    try:
        material = await _read(db, tenant, job)
    except CancelledError:
        return
    if material is None:
        async with db.transaction(tenant) as tx:
            await service.finish(tx, id_, {}, error=GONE)
        return
    known = _known(job["scope"] or {}, material.needs)
    found = await asyncio.to_thread(_work_out, material, known)
    async with db.transaction(tenant) as tx:
        await _keep(tx, id_, material, *found)


async def analyse_in(tx: Tx, id_: UUID) -> None:
    """Make the analysis of a job within a transaction, for data that come all at once."""
    job = await service.start(tx, id_)
    if job is None:
        return
    tickets = await reading.tickets(tx, job["ticket_ids"])
    needs = await reading.needs(tx)
    usual, altered = await reading.usual(tx, tickets), await reading.altered(tx, tickets, needs)
    material = Material(tickets, usual, altered, needs)
    await _keep(tx, id_, material, *_work_out(material, _known(job["scope"] or {}, needs)))


async def _keep(
    tx: Tx, id_: UUID, material: Material, features: Sequence[Feature], blamed: Sequence[Suspect]
) -> None:
    named = await reading.names(tx, _speaking_of(features, blamed))
    whole = Material(material.tickets, material.usual, material.altered, material.needs, named)
    wording = Wording(whole, phrases_of(await reading.language(tx, id_)))
    await service.finish(tx, id_, result_of(wording, features, blamed))


async def _read(db: Database, tenant: Tenant, job: Record) -> Material | None:
    """Read in steps; between them the job may be called off."""
    async with db.transaction(tenant) as tx:
        tickets = await reading.tickets(tx, job["ticket_ids"])
    if not tickets:
        return None
    async with db.transaction(tenant) as tx:
        await _still(tx, job["id"])
        usual = await reading.usual(tx, tickets)
    async with db.transaction(tenant) as tx:
        await _still(tx, job["id"])
        needs = await reading.needs(tx)
        altered = await reading.altered(tx, tickets, needs)
    return Material(tickets, usual, altered, needs)


async def _still(reads: Statements, id_: UUID) -> None:
    if not await service.goes_on(reads, id_):
        raise CancelledError


def _work_out(material: Material, known: frozenset[str]) -> tuple[list[Feature], list[Suspect]]:
    return standing_out(material.tickets, material.usual, material.needs, known), suspects(material)


def _known(scope: Mapping[str, Any], needs: Mapping[UUID, frozenset[UUID]]) -> frozenset[str]:
    """What the scope asked for is no news: its category or team, and its items with all that they need."""
    items = reading.widened((UUID(text) for text in scope.get("item_ids", ())), needs)
    kinds = {str(kind) for name, kind in ASKED_BY.items() if name in scope.get("filter", {})}
    return frozenset(kinds | {str(item) for item in items})


def _speaking_of(features: Sequence[Feature], blamed: Sequence[Suspect]) -> set[UUID]:
    keys = [key for one in features for key in (one.key, *one.others)]
    return {key for key in keys if isinstance(key, UUID)} | {
        item for one in blamed for item in one.change.items
    }


def result_of(wording: Wording, features: Sequence[Feature], blamed: Sequence[Suspect]) -> dict[str, Any]:
    """Return what a job keeps of an analysis."""
    material = wording.material
    found = [wording.of_suspect(one) for one in blamed] + [wording.of_feature(one) for one in features]
    found = sorted(found, key=lambda one: -one["score"])[:MOST]
    return {
        "summary": wording.told(found),
        "root_cause": found[0]["title"] if found else "",
        "confidence": found[0]["score"] if found else None,
        "affected_users": len({one.requester for one in material.tickets if one.requester}),
        "measures": {
            "tickets": len(material.tickets),
            "usual": len(material.usual),
            "changes": len(material.altered),
            **_times(material.tickets),
        },
        "findings": found,
    }


def _times(tickets: Sequence[Seen]) -> dict[str, Any]:
    """Count the tickets over the time they span."""
    first, last = tickets[0].at, tickets[-1].at
    width = (last - first) / BUCKETS
    counts = [0] * BUCKETS
    for one in tickets:
        place = int((one.at - first) / width) if width else 0
        counts[min(place, BUCKETS - 1)] += 1
    return {"from": first.isoformat(), "to": last.isoformat(), "counts": counts}
