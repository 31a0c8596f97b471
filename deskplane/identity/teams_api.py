"""HTTP face of teams, departments and assignment groups, and of who belongs to them."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.identity import queries, teams
from deskplane.identity.doors import ReadsTeams, WritesTeams, change_of
from deskplane.identity.schemas import (
    MemberChange,
    MemberRead,
    MembersAdd,
    MembersSet,
    TeamCreate,
    TeamPatch,
    TeamRead,
)
from deskplane.identity.vocabulary import TeamKind
from deskplane.kernel.db import Statements
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.paging import Page, Paging, envelope
from deskplane.kernel.rows import By, Listed

api = router(prefix="/api/v1/teams", tags=["teams"])
Search = Annotated[str | None, Query(max_length=200, description="Part of name or description")]
Kinds = Annotated[list[TeamKind] | None, Query(max_length=len(TeamKind))]


@api.get("", operation_id="list_teams", response_model=Listed[TeamRead])
async def list_teams(
    _: ReadsTeams,
    reads: Reads,
    page: Paging,
    *,
    q: Search = None,
    kind: Kinds = None,
    is_active: bool | None = None,
) -> Response:
    """List teams by name."""
    return json_response(await queries.teams(reads, page, q=q, kind=kind or (), is_active=is_active))


@api.post("", operation_id="create_team", status_code=HTTPStatus.CREATED, response_model=TeamRead)
async def create_team(body: TeamCreate, caller: WritesTeams, tx: InTx) -> Response:
    """Add a team."""
    new = await teams.add(tx, body.model_dump(), by=By.of(caller))
    return json_response(await queries.team(tx, new), status=HTTPStatus.CREATED)


@api.get("/{id}", operation_id="get_team", response_model=TeamRead)
async def get_team(id: UUID, _: ReadsTeams, reads: Reads) -> Response:
    """Show a team."""
    return json_response(await queries.team(reads, id))


@api.patch("/{id}", operation_id="update_team", response_model=TeamRead)
async def update_team(
    id: UUID, body: TeamPatch, caller: WritesTeams, tx: InTx, if_match: IfMatch
) -> Response:
    """Rename, describe or retire a team."""
    await teams.change(tx, id, change_of(body, if_match), by=By.of(caller))
    return json_response(await queries.team(tx, id))


@api.delete("/{id}", operation_id="delete_team", status_code=HTTPStatus.NO_CONTENT)
async def delete_team(id: UUID, caller: WritesTeams, tx: InTx, if_match: IfMatch) -> None:
    """Delete a team that nothing refers to."""
    await teams.remove(tx, id, if_match=if_match, by=By.of(caller))


@api.get("/{id}/members", operation_id="list_team_members", response_model=Listed[MemberRead])
async def list_team_members(id: UUID, _: ReadsTeams, reads: Reads) -> Response:
    """List who is in a team, leads first."""
    return await _members(reads, id)


async def _members(reads: Statements, id: UUID) -> Response:
    await queries.team(reads, id)
    found = [dict(row) for row in await reads.fetch(queries.MEMBERS, id)]
    return json_response(envelope(found, Page(limit=max(1, len(found))), after=None, total=len(found)))


@api.post("/{id}/members", operation_id="add_team_members", response_model=Listed[MemberRead])
async def add_team_members(id: UUID, body: MembersAdd, caller: WritesTeams, tx: InTx) -> Response:
    """Take people into a team; those who are in it get the new ``is_lead``."""
    await teams.join(tx, id, body.person_ids, is_lead=body.is_lead, by=By.of(caller))
    return await _members(tx, id)


@api.put("/{id}/members", operation_id="set_team_members", response_model=Listed[MemberRead])
async def set_team_members(id: UUID, body: MembersSet, caller: WritesTeams, tx: InTx) -> Response:
    """Let a team have exactly these members."""
    wanted = {member.person_id: member.is_lead for member in body.members}
    await teams.set_members(tx, id, wanted, by=By.of(caller))
    return await _members(tx, id)


@api.put("/{id}/members/{person_id}", operation_id="set_team_member", response_model=Listed[MemberRead])
async def set_team_member(
    id: UUID, person_id: UUID, body: MemberChange, caller: WritesTeams, tx: InTx
) -> Response:
    """Take somebody into a team, or make them its lead or no longer."""
    await queries.person(tx, person_id)
    await teams.join(tx, id, [person_id], is_lead=body.is_lead, by=By.of(caller))
    return await _members(tx, id)


@api.delete("/{id}/members/{person_id}", operation_id="remove_team_member", status_code=HTTPStatus.NO_CONTENT)
async def remove_team_member(id: UUID, person_id: UUID, caller: WritesTeams, tx: InTx) -> None:
    """Take somebody out of a team."""
    await teams.leave(tx, id, person_id, by=By.of(caller))
