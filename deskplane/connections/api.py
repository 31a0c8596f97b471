"""HTTP face of connections, under its own name and the older one of data sources."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.connections import kinds, queries, service
from deskplane.connections.agents import hand_over, is_set_up
from deskplane.connections.doors import ACCEPTED, ALIAS, PREFIX, Calls, Reading, Writing
from deskplane.connections.owners import owned
from deskplane.connections.schemas import (
    ConnectionCreate,
    ConnectionList,
    ConnectionPatch,
    ConnectionRead,
    ConnectionTypeList,
    VerifyAsked,
)
from deskplane.connections.service import asked
from deskplane.connections.vocabulary import SourceKind
from deskplane.kernel.http import Db, IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.rows import By

api = router(prefix=PREFIX, tags=["connections"])
alias = router(prefix=ALIAS, tags=["connections"])
ROUTERS = (api, alias)
Kind = Annotated[SourceKind | None, Query(description="Only connections that bring in this")]


@api.get("/types", operation_id="list_connection_types", response_model=ConnectionTypeList)
async def list_connection_types(caller: Reading, reads: Reads, calls: Calls) -> Response:
    """List the allowed connection types with the forms they are set up by."""
    mine = await owned(reads, calls.settings.env_credentials_org, caller.org_id)
    return json_response({"data": kinds.described(by_agent=is_set_up(calls.settings), by_environment=mine)})


@api.get("", operation_id="list_connections", response_model=ConnectionList)
@alias.get("", operation_id="list_connections_alias", response_model=ConnectionList)
async def list_connections(_: Reading, reads: Reads, kind: Kind = None) -> Response:
    """List all connections in the order of their types."""
    types = [one["type"] for one in kinds.described() if kind in one["kinds"]] if kind else None
    rows = await queries.listed(reads, types, kinds.known())
    return json_response({"data": [dict(row) for row in rows]})


@api.post("", operation_id="create_connection", status_code=HTTPStatus.CREATED, response_model=ConnectionRead)
async def create_connection(body: ConnectionCreate, caller: Writing, tx: InTx, calls: Calls) -> Response:
    """Add a connection; settings and credentials may follow later."""
    row = await service.create(tx, calls, body, by=By.of(caller))
    return json_response(dict(row), status=HTTPStatus.CREATED)


@api.post("/seed", operation_id="seed_connections", response_model=ConnectionList)
@alias.post("/seed", operation_id="seed_connections_alias", response_model=ConnectionList)
async def seed_connections(caller: Writing, tx: InTx) -> Response:
    """Add a record of each type that has none; a second call changes nothing."""
    await service.seed(tx, by=By.of(caller))
    return json_response({"data": [dict(row) for row in await queries.listed(tx, None, kinds.known())]})


@api.get("/{id}", operation_id="get_connection", response_model=ConnectionRead)
@alias.get("/{id}", operation_id="get_connection_alias", response_model=ConnectionRead)
async def get_connection(id: UUID, _: Reading, reads: Reads) -> Response:
    """Show a connection; its credentials are never part of it."""
    return json_response(dict(await queries.shown(reads, id)))


@api.patch("/{id}", operation_id="update_connection", response_model=ConnectionRead)
@alias.patch("/{id}", operation_id="update_connection_alias", response_model=ConnectionRead)
@api.put("/{id}", operation_id="put_connection", response_model=ConnectionRead)
@alias.put("/{id}", operation_id="put_connection_alias", response_model=ConnectionRead)
async def update_connection(
    id: UUID, body: ConnectionPatch, caller: Writing, tx: InTx, calls: Calls, if_match: IfMatch
) -> Response:
    """Set a connection differently; what is not sent stays."""
    row = await service.change(tx, calls, id, asked(body, if_match), by=By.of(caller))
    return json_response(dict(row))


@api.delete("/{id}", operation_id="delete_connection", status_code=HTTPStatus.NO_CONTENT)
@alias.delete("/{id}", operation_id="delete_connection_alias", status_code=HTTPStatus.NO_CONTENT)
async def delete_connection(id: UUID, caller: Writing, tx: InTx, calls: Calls, if_match: IfMatch) -> None:
    """Take a connection away with its credentials and runs; imported tickets stay."""
    await service.remove(tx, calls, id, if_match=if_match, by=By.of(caller))


@api.post("/{id}/verify", operation_id="verify_connection", response_model=ConnectionRead, responses=ACCEPTED)
@alias.post(
    "/{id}/verify", operation_id="verify_connection_alias", response_model=ConnectionRead, responses=ACCEPTED
)
async def verify_connection(
    id: UUID, caller: Writing, tx: InTx, db: Db, calls: Calls, body: VerifyAsked | None = None
) -> Response:
    """Prove the connection step by step in the background; settings and credentials may be given with it.

    In the mode `agent` the credentials go to the agent outside and are stored nowhere here.
    """
    wanted = asked(body or VerifyAsked(credential_mode=None, settings=None, credentials=None))
    row, errand = await service.begin_verification(tx, calls, id, wanted, by=By.of(caller))
    if errand is None:
        tx.after_commit.append(calls.verify_wake.set)
    else:
        hand_over(tx, calls, db, errand)
    where = {"Location": f"{PREFIX}/{id}"}
    return json_response(dict(row), status=HTTPStatus.ACCEPTED, headers=where)
