"""HTTP face of imports: they hang on a connection, under both of its addresses."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from deskplane.connections import queries as connections
from deskplane.connections.doors import ACCEPTED, ALIAS, PREFIX, Calls, Importing, Reading, Writing
from deskplane.kernel.db import Record
from deskplane.kernel.http import Db, IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.paging import Page, Paging, envelope
from deskplane.kernel.rows import By, Listed, shown, skipped
from deskplane.sync import maps, queries, service
from deskplane.sync.map_schemas import MapsChange, MapsRead
from deskplane.sync.schemas import (
    BudgetRead,
    CancelAnswer,
    ImportPreview,
    RunFailure,
    RunRead,
    SyncAsked,
    Word,
)
from deskplane.sync.vocabulary import Days

api = router(prefix=PREFIX, tags=["connections"])
alias = router(prefix=ALIAS, tags=["connections"])
ROUTERS = (api, alias)


async def preview_params(
    days: Annotated[Days | None, Query(description="Only tickets created in so many days")] = None,
    project: Annotated[list[Word] | None, Query(max_length=200)] = None,
    scope: Annotated[str | None, Query(max_length=4000, description="In the vendor's own language")] = None,
) -> SyncAsked:
    """Read what an import would take."""
    return SyncAsked(days=days, projects=project, scope=scope)


Wanted = Annotated[SyncAsked, Depends(preview_params)]


@api.get("/{id}/preview", operation_id="preview_import", response_model=ImportPreview)
@alias.get("/{id}/preview", operation_id="preview_import_alias", response_model=ImportPreview)
async def preview_import(id: UUID, caller: Reading, db: Db, calls: Calls, wanted: Wanted) -> Response:
    """Ask the vendor how many records an import would find now; nothing is imported."""
    return json_response(await service.preview(db, calls, caller, id, wanted))


@api.post("/{id}/sync-tickets", operation_id="sync_tickets", response_model=RunRead, responses=ACCEPTED)
@alias.post(
    "/{id}/sync-tickets", operation_id="sync_tickets_alias", response_model=RunRead, responses=ACCEPTED
)
async def sync_tickets(
    id: UUID, caller: Importing, tx: InTx, calls: Calls, body: SyncAsked | None = None
) -> Response:
    """Import tickets in the background; repeated, it changes only what changed over there."""
    asked = body or SyncAsked(days=None, projects=None, scope=None)
    run = await service.ask(tx, id, asked, caller)
    tx.after_commit.append(calls.import_wake.set)
    where = {"Location": f"{PREFIX}/{id}/runs/{run['id']}"}
    return json_response(dict(run), status=HTTPStatus.ACCEPTED, headers=where)


@api.get("/{id}/maps", operation_id="get_connection_maps", response_model=MapsRead)
@alias.get("/{id}/maps", operation_id="get_connection_maps_alias", response_model=MapsRead)
async def get_connection_maps(id: UUID, _: Reading, reads: Reads) -> Response:
    """Show what each value and field of theirs is taken for, and how many imported tickets carry it."""
    return json_response(await maps.read(reads, id))


@api.put("/{id}/maps", operation_id="set_connection_maps", response_model=MapsRead)
@alias.put("/{id}/maps", operation_id="set_connection_maps_alias", response_model=MapsRead)
async def set_connection_maps(
    id: UUID, body: MapsChange, caller: Writing, tx: InTx, calls: Calls, if_match: IfMatch
) -> Response:
    """Say what values and fields of theirs are taken for here; the next import goes by it."""
    await maps.change(tx, calls, id, body, if_match, by=By.of(caller))
    return json_response(await maps.read(tx, id))


@api.get("/{id}/budget", operation_id="get_connection_budget", response_model=BudgetRead)
@alias.get("/{id}/budget", operation_id="get_connection_budget_alias", response_model=BudgetRead)
async def get_connection_budget(id: UUID, _: Reading, reads: Reads, calls: Calls) -> Response:
    """Show how much may still be asked through a connection, and when there is more; the vendor is not called."""
    return json_response(await service.budget(reads, calls, id))


@api.post("/{id}/cancel-ingestion", operation_id="cancel_ingestion", response_model=CancelAnswer)
@alias.post("/{id}/cancel-ingestion", operation_id="cancel_ingestion_alias", response_model=CancelAnswer)
async def cancel_ingestion(id: UUID, caller: Importing, tx: InTx, calls: Calls) -> Response:
    """Stop the import; it writes nothing more, and what it has stored stays."""
    run = await service.cancel(tx, calls, id, caller)
    return json_response({"cancelled": run is not None, "run": dict(run) if run is not None else None})


@api.get("/{id}/runs", operation_id="list_ingestion_runs", response_model=Listed[RunRead])
@alias.get("/{id}/runs", operation_id="list_ingestion_runs_alias", response_model=Listed[RunRead])
async def list_ingestion_runs(id: UUID, _: Reading, reads: Reads, page: Paging) -> Response:
    """List imports of a connection, the newest first."""
    await connections.shown(reads, id)
    return _listed(await queries.listed(reads, id, page.limit + 1, skipped(page)), page)


@api.get("/{id}/runs/{run_id}", operation_id="get_ingestion_run", response_model=RunRead)
@alias.get("/{id}/runs/{run_id}", operation_id="get_ingestion_run_alias", response_model=RunRead)
async def get_ingestion_run(id: UUID, run_id: UUID, _: Reading, reads: Reads) -> Response:
    """Show an import and how far it is."""
    return json_response(dict(await queries.shown(reads, id, run_id)))


@api.get(
    "/{id}/runs/{run_id}/failures", operation_id="list_ingestion_failures", response_model=Listed[RunFailure]
)
@alias.get(
    "/{id}/runs/{run_id}/failures",
    operation_id="list_ingestion_failures_alias",
    response_model=Listed[RunFailure],
)
async def list_ingestion_failures(id: UUID, run_id: UUID, _: Reading, reads: Reads, page: Paging) -> Response:
    """List the records of an import that could not be taken, and why."""
    await queries.shown(reads, id, run_id)
    return _listed(await queries.failures(reads, run_id, page.limit + 1, skipped(page)), page)


def _listed(records: list[Record], page: Page) -> Response:
    total = records[0]["total_rows"] if records else 0
    after = (skipped(page) + page.limit,) if len(records) > page.limit else None
    rows = [shown(record) for record in records[: page.limit]]
    return json_response(envelope(rows, page, after=after, total=total if page.count else None))
