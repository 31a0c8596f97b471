"""HTTP face of clusters. Thin: parse, call the service, return."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.clustering import service
from deskplane.clustering.schemas import ClusterRead, ClusterRename, ClusterRunCreate, ClusterRunRead
from deskplane.clustering.vocabulary import RunState
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.paging import Paging
from deskplane.kernel.rows import Change, Listed

api = router(prefix="/api/v1/clusters", tags=["clusters"])
ROUTERS = (api,)
Reading = Annotated[Caller, may(Permission.CLUSTER_READ)]
Running = Annotated[Caller, may(Permission.CLUSTER_RUN)]


@api.get("/runs", operation_id="list_cluster_runs", response_model=Listed[ClusterRunRead])
async def list_cluster_runs(
    _: Reading,
    reads: Reads,
    page: Paging,
    *,
    state: Annotated[list[RunState] | None, Query(max_length=10)] = None,
    connection_id: UUID | None = None,
) -> Response:
    """List searches for clusters, the newest first."""
    return json_response(await service.runs(reads, page, state or [], connection_id))


@api.post(
    "/runs",
    operation_id="create_cluster_run",
    status_code=HTTPStatus.CREATED,
    response_model=ClusterRunRead,
)
async def create_cluster_run(body: ClusterRunCreate, caller: Running, tx: InTx) -> Response:
    """Group tickets by what they say, in the background."""
    return json_response(await service.ask(tx, body, caller), status=HTTPStatus.CREATED)


@api.get("/runs/{run_id}", operation_id="get_cluster_run", response_model=ClusterRunRead)
async def get_cluster_run(run_id: UUID, _: Reading, reads: Reads) -> Response:
    """Show a search for clusters, and how it went."""
    return json_response(await service.run(reads, run_id))


@api.post("/runs/{run_id}/cancel", operation_id="cancel_cluster_run", response_model=ClusterRunRead)
async def cancel_cluster_run(run_id: UUID, caller: Running, tx: InTx) -> Response:
    """Call a search for clusters off."""
    return json_response(await service.cancel(tx, run_id, caller))


@api.delete("/runs/{run_id}", operation_id="delete_cluster_run", status_code=HTTPStatus.NO_CONTENT)
async def delete_cluster_run(run_id: UUID, caller: Running, tx: InTx, if_match: IfMatch) -> None:
    """Delete a search that has ended, with its clusters; the tickets stay."""
    await service.delete(tx, run_id, if_match, caller)


@api.get("", operation_id="list_clusters", response_model=Listed[ClusterRead])
async def list_clusters(
    _: Reading,
    reads: Reads,
    page: Paging,
    *,
    run_id: Annotated[
        UUID | None, Query(description="A search; without it the newest that is complete")
    ] = None,
    q: Annotated[str | None, Query(max_length=200, description="Part of the name or of a word")] = None,
) -> Response:
    """List the clusters of a search, the largest first."""
    return json_response(await service.listed(reads, page, run_id, q))


@api.get("/{cluster_id}", operation_id="get_cluster", response_model=ClusterRead)
async def get_cluster(cluster_id: UUID, _: Reading, reads: Reads) -> Response:
    """Show a cluster; the ticket list with `set` shows its tickets."""
    return json_response(await service.found(reads, cluster_id))


@api.patch("/{cluster_id}", operation_id="rename_cluster", response_model=ClusterRead)
async def rename_cluster(
    cluster_id: UUID, body: ClusterRename, caller: Running, tx: InTx, if_match: IfMatch
) -> Response:
    """Give a cluster a name."""
    change = Change({"name": body.name, "is_named": True}, if_match, body.version)
    return json_response(await service.rename(tx, cluster_id, change, caller))
