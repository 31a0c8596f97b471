"""Use cases: read the checklist, skip and resume steps, list where a thing is used."""

from typing import Any
from uuid import UUID

from deskplane.kernel import events
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import NotFoundError
from deskplane.kernel.rows import By
from deskplane.setup import queries
from deskplane.setup.events import SetupEvent, StepResumed, StepSkipped
from deskplane.setup.vocabulary import LIST, PAGES, State, Step, UsedThing


async def checklist(reads: Statements) -> dict[str, Any]:
    """Return every step with the state it really has."""
    facts, skipped = await queries.facts(reads), await queries.skipped(reads)
    steps = [_shown(step, facts.get(step), skipped.get(step)) for step in Step]
    now = [step for step in steps if step["state"] is not State.NOT_AVAILABLE]
    later = [step for step in steps if step["state"] is State.NOT_AVAILABLE]
    over = sum(step["state"] is not State.OPEN for step in now)
    return {"steps": now + later, "done": over, "total": len(now), "is_dismissed": LIST in skipped}


def _shown(step: Step, fact: Record | None, skipped_at: object) -> dict[str, Any]:
    return {
        "key": step,
        "state": _state(fact, skipped_at),
        "page": PAGES.get(step),
        "count": fact["count"] if fact else None,
        "fact": fact["fact"] if fact else None,
        "skipped_at": skipped_at,
    }


def _state(fact: Record | None, skipped_at: object) -> State:
    if fact is None:
        return State.NOT_AVAILABLE
    if fact["done"]:
        return State.DONE
    return State.SKIPPED if skipped_at else State.OPEN


async def skip(tx: Tx, step: str, *, by: By) -> None:
    """Mark a step as not needed, or put the whole list away; once is enough."""
    if await tx.fetchval(queries.SKIP, step):
        await _announce(tx, StepSkipped, step, by)


async def resume(tx: Tx, step: str, *, by: By) -> None:
    """Take a skipped step, or the list, up again."""
    if await tx.fetchval(queries.RESUME, step):
        await _announce(tx, StepResumed, step, by)


async def _announce(tx: Tx, kind: type[SetupEvent], step: str, by: By) -> None:
    told = kind(subject=tx.tenant.org_id, actor=by.actor, origin=by.origin, data={"step": step})
    await events.append(tx, [told])


async def uses(reads: Statements, entry: UsedThing, id: UUID) -> list[dict[str, Any]]:
    """Return where a thing is used.

    Raises:
        NotFoundError: the organisation has no such thing.
    """
    if entry is UsedThing.CUSTOM_FIELD:
        key = await queries.field_key(reads, id)
    else:
        key = str(id) if await queries.exists(reads, entry, id) else None
    if key is None:
        raise NotFoundError(f"There is no {entry.replace('_', ' ')} with this id.")
    return await queries.uses(reads, entry, key)
