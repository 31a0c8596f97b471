"""Use cases of clusters: ask for a run, follow it, keep what it found, rename a cluster."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.clustering import queries
from deskplane.clustering.events import (
    ClusterRenamed,
    ClusterRunAsked,
    ClusterRunCancelled,
    ClusterRunChanged,
    ClusterRunCompleted,
    ClusterRunDeleted,
    ClusterRunEvent,
    ClusterRunFailed,
    ClusterRunStarted,
)
from deskplane.clustering.schemas import ClusterRunCreate, ClusterScope
from deskplane.clustering.vocabulary import MOST_TICKETS, SUBSCRIBER, UNFINISHED, RunState, Trigger
from deskplane.connections import queries as connections
from deskplane.kernel import clock, events, jobs, rows
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, FieldError, InvalidError, NotFoundError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.paging import Page, envelope
from deskplane.kernel.rows import By, Change, Row, Shelf
from deskplane.tickets import sets
from deskplane.tickets.filters import stored_filter
from deskplane.tickets.selection import select

PLACE: Final = ("body", "scope")
RUNS: Final = Shelf(
    table="cluster_runs",
    noun="search for clusters",
    order="created_at desc, id desc",
    added=ClusterRunAsked,
    changed=ClusterRunChanged,
    removed=ClusterRunDeleted,
    label="title",
)
CLUSTERS: Final = Shelf(
    table="clusters",
    noun="cluster",
    order="place",
    added=ClusterRenamed,
    changed=ClusterRenamed,
    removed=ClusterRenamed,
)
TOLD: Final[Mapping[RunState, type[ClusterRunEvent]]] = {
    RunState.COMPLETED: ClusterRunCompleted,
    RunState.FAILED: ClusterRunFailed,
    RunState.CANCELLED: ClusterRunCancelled,
}


async def runs(
    reads: Statements, page: Page, states: Sequence[str], connection: UUID | None
) -> dict[str, Any]:
    """Return a part of the runs, the newest first."""
    return await _part(reads, page, queries.RUNS, list(states), connection)


async def run(reads: Statements, id_: UUID) -> Row:
    """Return a run.

    Raises:
        NotFoundError: there is none.
    """
    row = await reads.fetchrow(queries.RUN, id_)
    if row is None:
        raise NotFoundError("There is no search for clusters with this id.")
    return dict(row)


async def ask(tx: Tx, body: ClusterRunCreate, caller: Caller) -> Row:
    """Note a run over the tickets that the scope names now, as the one who asks may see them.

    Raises:
        InvalidError: a filter is refused, no ticket fits, or too many do.
        NotFoundError: there is no such connection.
    """
    tickets = await _chosen(tx, body.scope, caller)
    scope = body.scope.model_dump(mode="json", exclude_defaults=True)
    made = await _note(
        tx, Trigger.MANUAL, body.title, scope, body.scope.connection_id, len(tickets), By.of(caller)
    )
    await sets.put(tx, made, tickets)
    return await run(tx, made)


async def ask_after_import(tx: Tx, connection_id: UUID) -> None:
    """Note a run over all that was imported through a connection; one that still waits will do."""
    if not await tx.fetchval(queries.WAITING, connection_id):
        scope = {"connection_id": str(connection_id)}
        await _note(tx, Trigger.IMPORT, "", scope, connection_id, 0, None)


async def cancel(tx: Tx, id_: UUID, caller: Caller) -> Row:
    """Call a run off.

    Raises:
        NotFoundError: there is none.
        ConflictError: it has ended.
    """
    row = await _locked(tx, id_)
    if row["state"] not in UNFINISHED:
        raise ConflictError(f"This search has ended: it is {row['state']}.", state=row["state"])
    await finish(tx, id_, RunState.CANCELLED, by=By.of(caller))
    await sets.drop(tx, [id_])
    return await run(tx, id_)


async def delete(tx: Tx, id_: UUID, if_match: int | None, caller: Caller) -> None:
    """Delete a run that has ended, with its clusters; the tickets stay.

    Raises:
        NotFoundError: there is none.
        ConflictError: it goes on.
    """
    row = await _locked(tx, id_)
    if row["state"] in UNFINISHED:
        raise ConflictError("This search goes on. Cancel it first.")
    await _drop_sets(tx, [id_])
    await rows.remove(tx, RUNS, id_, if_match=if_match, by=By.of(caller))


async def listed(reads: Statements, page: Page, run_id: UUID | None, words: str | None) -> dict[str, Any]:
    """Return a part of the clusters of a run, the largest first; without a run, of the newest that is complete.

    Raises:
        NotFoundError: there is no such run.
    """
    if run_id is None:
        run_id = await reads.fetchval(queries.LATEST)
    else:
        await run(reads, run_id)
    return await _part(reads, page, queries.LISTED, run_id, words or None)


async def found(reads: Statements, id_: UUID) -> Row:
    """Return a cluster.

    Raises:
        NotFoundError: there is none.
    """
    row = await reads.fetchrow(queries.FOUND, id_)
    if row is None:
        raise NotFoundError("There is no cluster with this id.")
    return dict(row)


async def rename(tx: Tx, id_: UUID, change: Change, caller: Caller) -> Row:
    """Give a cluster a name.

    Raises:
        NotFoundError: there is none.
        ConflictError, PreconditionFailedError: the name was given to an older version.
    """
    await rows.change(tx, CLUSTERS, id_, change, by=By.of(caller))
    return await found(tx, id_)


async def start(tx: Tx, id_: UUID) -> Record | None:
    """Begin with a run, or go on after a crash. None: it was called off or is done."""
    row = await tx.fetchrow(queries.START, id_, clock.now())
    if row is None:
        return None
    if row["trigger"] == Trigger.IMPORT:
        tickets = [one["id"] for one in await tx.fetch(queries.IMPORTED, row["connection_id"])]
        await sets.put(tx, id_, tickets)
        await tx.execute(queries.SIZED, id_, len(tickets))
    await events.append(
        tx, [ClusterRunStarted(subject=id_, version=row["version"], data={"trigger": row["trigger"]})]
    )
    return row


async def goes_on(reads: Statements, id_: UUID) -> bool:
    """Say whether nobody called the run off."""
    return await reads.fetchval(queries.STATE, id_) == RunState.RUNNING


async def finish(
    tx: Tx,
    id_: UUID,
    state: RunState,
    result: Mapping[str, Any] | None = None,
    *,
    error: str = "",
    by: By | None = None,
) -> bool:
    """End a run; nothing happens if it has ended already. Says whether this was its end."""
    given = result or {}
    counts = {name: given.get(name, 0) for name in ("tickets", "grouped", "clusters")}
    times = (given.get("first_at"), given.get("last_at"))
    row = await tx.fetchrow(queries.END, id_, state, error, *counts.values(), *times, clock.now())
    if row is None:
        return False
    data: dict[str, Any] = counts if state is RunState.COMPLETED else {"error": error[:500]} if error else {}
    who: dict[str, Any] = {"actor": by.actor, "origin": by.origin} if by else {}
    await events.append(tx, [TOLD[state](subject=id_, version=row["version"], data=data, **who)])
    await _make_room(tx)
    return True


async def _note(
    tx: Tx,
    trigger: Trigger,
    title: str,
    scope: Mapping[str, Any],
    connection_id: UUID | None,
    tickets: int,
    by: By | None,
) -> UUID:
    person = by.actor.id if by else None
    row = await tx.fetchrow(
        queries.ADD_RUN, uuid7(), trigger, title, scope, connection_id, tickets, person, clock.now()
    )
    if row is None:
        raise AssertionError("an insert returns its row")
    who: dict[str, Any] = {"actor": by.actor, "origin": by.origin} if by else {}
    told = ClusterRunAsked(
        subject=row["id"], version=1, data={"title": title, "trigger": trigger, "tickets": tickets}, **who
    )
    await events.append(tx, [told])
    await jobs.put(tx, subscriber=SUBSCRIBER, targets=[(told.id, str(row["id"]))])
    return row["id"]


async def _chosen(tx: Tx, scope: ClusterScope, caller: Caller) -> list[UUID]:
    wanted = await select(tx, stored_filter(scope.filter, loc=(*PLACE, "filter")), caller)
    if scope.created_from:
        wanted.add("t.created_at >= {}", scope.created_from)
    if scope.created_to:
        wanted.add("t.created_at < {}", scope.created_to)
    if scope.connection_id:
        await connections.whole(tx, scope.connection_id)
        wanted.add(queries.THROUGH, scope.connection_id)
    if not {"type", "where"} & scope.filter.keys():
        wanted.parts.append("t.type <> 'change'")
    most = wanted.arg(MOST_TICKETS + 1)
    found = await tx.fetch(f"select t.id from tickets t where {wanted.where} limit {most}", *wanted.args)
    if not found:
        raise InvalidError(errors=[_refusal("no ticket fits this")])
    if len(found) > MOST_TICKETS:
        raise InvalidError(errors=[_refusal(f"more than {MOST_TICKETS:,} tickets fit this: narrow it")])
    return [row["id"] for row in found]


def _refusal(words: str) -> FieldError:
    return FieldError(loc=[*PLACE], msg=words)


async def _make_room(tx: Tx) -> None:
    """Drop the oldest runs that have ended, so that an organisation's clusters do not grow for ever."""
    old = [row["id"] for row in await tx.fetch(queries.OLD)]
    if old:
        await _drop_sets(tx, old)
        await tx.execute(queries.DROP, old)


async def _drop_sets(tx: Tx, runs: Sequence[UUID]) -> None:
    for id_ in runs:
        clusters = [row["id"] for row in await tx.fetch(queries.OF_RUN, id_)]
        await sets.drop(tx, [id_, *clusters])


async def _locked(tx: Tx, id_: UUID) -> Record:
    row = await tx.fetchrow(queries.LOCKED_RUN, id_)
    if row is None:
        raise NotFoundError("There is no search for clusters with this id.")
    return row


async def _part(reads: Statements, page: Page, query: str, *args: Any) -> dict[str, Any]:
    skip = rows.skipped(page)
    found = await reads.fetch(query, *args, page.limit + 1, skip)
    counted = found or (await reads.fetch(query, *args, 1, 0) if skip and page.count else [])
    total = counted[0]["total_rows"] if counted else 0
    after = (skip + page.limit,) if len(found) > page.limit else None
    shown = [rows.shown(row) for row in found[: page.limit]]
    return envelope(shown, page, after=after, total=total if page.count else None)
