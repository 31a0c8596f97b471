"""HTTP face of people."""

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from deskplane.identity import invitations, passwords, people, queries, skills
from deskplane.identity.auth_schemas import LinkRead
from deskplane.identity.doors import ChangesAccess, ReadsPeople, WritesPeople, absolute, change_of
from deskplane.identity.queries import PeopleFilter
from deskplane.identity.schemas import PersonCreate, PersonPatch, PersonRead, SkillsOfPerson
from deskplane.identity.vocabulary import LinkKind, PersonKind
from deskplane.kernel.access import Caller, RoleName
from deskplane.kernel.db import Tx
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.paging import Paging
from deskplane.kernel.rows import By, Listed

api = router(prefix="/api/v1/people", tags=["people"])


class PeopleSort(StrEnum):
    """What people can be sorted by."""

    NAME = "name"
    EMAIL = "email"
    ROLE = "role"
    CREATED_AT = "created_at"
    LAST_LOGIN_AT = "last_login_at"


class Way(StrEnum):
    """Up or down."""

    ASC = "asc"
    DESC = "desc"


Search = Annotated[str | None, Query(max_length=200, description="Part of name, address or title")]
Kinds = Annotated[list[PersonKind] | None, Query(max_length=len(PersonKind))]
RoleNames = Annotated[list[RoleName] | None, Query(max_length=len(RoleName))]


@api.get("", operation_id="list_people", response_model=Listed[PersonRead])
async def list_people(
    _: ReadsPeople,
    reads: Reads,
    page: Paging,
    *,
    q: Search = None,
    kind: Kinds = None,
    role: RoleNames = None,
    team: Annotated[UUID | None, Query(description="Members of this team")] = None,
    department: Annotated[UUID | None, Query(description="Members of this department")] = None,
    skill: Annotated[UUID | None, Query(description="Those who have this skill")] = None,
    is_active: bool | None = None,
    vip: bool | None = None,
    sort_by: PeopleSort = PeopleSort.NAME,
    sort_direction: Way | None = None,
) -> Response:
    """List people."""
    wanted = PeopleFilter(
        q=q,
        kind=kind or (),
        role=role or (),
        team_id=team,
        department_id=department,
        skill_id=skill,
        is_active=is_active,
        vip=vip,
    )
    newest_first = sort_by in {PeopleSort.CREATED_AT, PeopleSort.LAST_LOGIN_AT}
    descending = newest_first if sort_direction is None else sort_direction is Way.DESC
    return json_response(await queries.people(reads, wanted, page, sort=sort_by, descending=descending))


@api.post("", operation_id="create_person", status_code=HTTPStatus.CREATED, response_model=PersonRead)
async def create_person(body: PersonCreate, caller: WritesPeople, tx: InTx) -> Response:
    """Add a person; without a password, invite them next."""
    values = body.model_dump(exclude={"password"}, exclude_unset=True)
    hashed = await _hashed(body)
    new = await people.add(tx, values, by=By.of(caller), authority=caller.permissions, password_hash=hashed)
    return json_response(await queries.person(tx, new), status=HTTPStatus.CREATED)


async def _hashed(body: PersonCreate) -> str | None:
    if body.password is None:
        return None
    secret = body.password.get_secret_value()
    passwords.require_strong(secret, field="password", email=body.email, name=body.name)
    return await passwords.hashed(secret)


@api.get("/{id}", operation_id="get_person", response_model=PersonRead)
async def get_person(id: UUID, _: ReadsPeople, reads: Reads) -> Response:
    """Show a person with teams and skills."""
    return json_response(await queries.person(reads, id))


@api.patch("/{id}", operation_id="update_person", response_model=PersonRead)
async def update_person(
    id: UUID, body: PersonPatch, caller: WritesPeople, tx: ChangesAccess, if_match: IfMatch
) -> Response:
    """Change a person; another role holds from the next request on."""
    change = change_of(body, if_match)
    await people.change(tx, id, change, by=By.of(caller), authority=caller.permissions)
    return json_response(await queries.person(tx, id))


@api.delete("/{id}", operation_id="deactivate_person", status_code=HTTPStatus.NO_CONTENT)
async def deactivate_person(id: UUID, caller: WritesPeople, tx: ChangesAccess, if_match: IfMatch) -> None:
    """Lock somebody out: sessions and tokens end at once; what they wrote stays."""
    await people.deactivate(tx, id, if_match=if_match, by=By.of(caller), authority=caller.permissions)


@api.post("/{id}/invite", operation_id="invite_person", response_model=LinkRead)
async def invite_person(request: Request, id: UUID, caller: WritesPeople, tx: InTx) -> Response:
    """Make a link with which somebody new chooses a password, once, within seven days; earlier ones stop working.

    Deskplane does not send mail yet: hand the link over yourself.
    """
    return await _link(request, tx, id, LinkKind.INVITATION, caller)


@api.post("/{id}/reset-link", operation_id="create_reset_link", response_model=LinkRead)
async def create_reset_link(request: Request, id: UUID, caller: WritesPeople, tx: InTx) -> Response:
    """Make a link with which somebody chooses a new password, once, within a day; earlier ones stop working.

    Deskplane does not send mail yet: hand the link over yourself.
    """
    return await _link(request, tx, id, LinkKind.RESET, caller)


async def _link(request: Request, tx: Tx, id: UUID, kind: LinkKind, caller: Caller) -> Response:
    link = await invitations.make_link(tx, id, kind, by=By.of(caller), authority=caller.permissions)
    return json_response({"url": absolute(request, link.address), "expires_at": link.expires_at})


@api.put("/{id}/skills", operation_id="set_person_skills", response_model=PersonRead)
async def set_person_skills(
    id: UUID, body: SkillsOfPerson, caller: WritesPeople, tx: InTx, if_match: IfMatch
) -> Response:
    """Give somebody exactly these skills."""
    wanted = [(one.skill_id, one.level) for one in body.skills]
    await skills.set_of(tx, id, wanted, if_match=if_match, by=By.of(caller))
    return json_response(await queries.person(tx, id))
