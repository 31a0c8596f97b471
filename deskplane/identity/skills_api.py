"""HTTP face of skills."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.identity.doors import ReadsPeople, WritesPeople, change_of
from deskplane.identity.schemas import SkillCreate, SkillPatch, SkillRead
from deskplane.identity.skills import SKILLS
from deskplane.kernel import rows
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.rows import By, Listed, LongPage

api = router(prefix="/api/v1/skills", tags=["skills"])
NAMED = "($1::text is null or position(lower($1) in lower(name)) > 0)"
Search = Annotated[str | None, Query(max_length=200, description="Part of the name")]


@api.get("", operation_id="list_skills", response_model=Listed[SkillRead])
async def list_skills(_: ReadsPeople, reads: Reads, page: LongPage, q: Search = None) -> Response:
    """List the skills that people can have."""
    return json_response(await rows.listed(reads, SKILLS, page, where=NAMED, args=[q]))


@api.post("", operation_id="create_skill", status_code=HTTPStatus.CREATED, response_model=SkillRead)
async def create_skill(body: SkillCreate, caller: WritesPeople, tx: InTx) -> Response:
    """Add a skill."""
    row = await rows.add(tx, SKILLS, body.model_dump(), by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@api.get("/{id}", operation_id="get_skill", response_model=SkillRead)
async def get_skill(id: UUID, _: ReadsPeople, reads: Reads) -> Response:
    """Show a skill."""
    return json_response(await rows.found(reads, SKILLS, id))


@api.patch("/{id}", operation_id="update_skill", response_model=SkillRead)
async def update_skill(
    id: UUID, body: SkillPatch, caller: WritesPeople, tx: InTx, if_match: IfMatch
) -> Response:
    """Rename or describe a skill."""
    return json_response(await rows.change(tx, SKILLS, id, change_of(body, if_match), by=By.of(caller)))


@api.delete("/{id}", operation_id="delete_skill", status_code=HTTPStatus.NO_CONTENT)
async def delete_skill(id: UUID, caller: WritesPeople, tx: InTx, if_match: IfMatch) -> None:
    """Delete a skill; nobody has it any more."""
    await rows.remove(tx, SKILLS, id, if_match=if_match, by=By.of(caller))
