"""HTTP face of API tokens."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from deskplane.identity import lending, people, tokens
from deskplane.identity.auth_schemas import ApiTokenCreate, ApiTokenMade, ApiTokenRead
from deskplane.identity.doors import ChangesAccess, OwnsTokens, principal_of
from deskplane.identity.tokens import TokenDraft
from deskplane.identity.vocabulary import PersonKind
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.http import Reads, json_response, router
from deskplane.kernel.paging import Paging
from deskplane.kernel.rows import By, Listed

api = router(prefix="/api/v1/tokens", tags=["tokens"])


@api.get("", operation_id="list_tokens", response_model=Listed[ApiTokenRead])
async def list_tokens(
    caller: OwnsTokens,
    reads: Reads,
    page: Paging,
    *,
    person_id: Annotated[UUID | None, Query(description="Whose; others need token:manage")] = None,
    include_revoked: Annotated[bool, Query(description="Also those that are no longer valid")] = False,
) -> Response:
    """List the own tokens; with token:manage all of the organisation."""
    if not caller.may(Permission.TOKEN_MANAGE):
        if person_id not in {None, caller.person_id}:
            caller.need(Permission.TOKEN_MANAGE)
        person_id = caller.person_id
    return json_response(
        await tokens.listed(reads, page, person_id=person_id, include_revoked=include_revoked)
    )


@api.post("", operation_id="create_token", status_code=HTTPStatus.CREATED, response_model=ApiTokenMade)
async def create_token(
    request: Request, body: ApiTokenCreate, caller: OwnsTokens, tx: ChangesAccess
) -> Response:
    """Make a token; its text is in this answer and nowhere else."""
    draft = TokenDraft(
        person_id=await _owner(tx, body, caller),
        name=body.name,
        scopes=body.scopes,
        ip_allow=body.ip_allow,
        expires_at=body.expires_at,
    )
    limited = await lending.limited(tx, draft, caller, principal_of(request))
    text, new = await tokens.create(tx, limited, by=By.of(caller), authority=caller.permissions)
    return json_response({**await tokens.shown(tx, new), "token": text}, status=HTTPStatus.CREATED)


async def _owner(tx: Tx, body: ApiTokenCreate, caller: Caller) -> UUID:
    if body.person_id is not None and body.service_role is not None:
        raise InvalidError.field("service_role", "send person_id or service_role, not both")
    if body.service_role is not None:
        caller.need(Permission.TOKEN_MANAGE)
        account = {"name": body.name, "role": body.service_role, "kind": PersonKind.SERVICE}
        return await people.add(tx, account, by=By.of(caller), authority=caller.permissions)
    if body.person_id is not None and body.person_id != caller.person_id:
        caller.need(Permission.TOKEN_MANAGE)
    return body.person_id or caller.person_id


@api.delete("/{id}", operation_id="revoke_token", status_code=HTTPStatus.NO_CONTENT)
async def revoke_token(id: UUID, caller: OwnsTokens, tx: ChangesAccess) -> None:
    """Make a token invalid; it stops working at once."""
    of = None if caller.may(Permission.TOKEN_MANAGE) else caller.person_id
    await tokens.revoke(tx, id, by=By.of(caller), of=of, authority=caller.permissions)
