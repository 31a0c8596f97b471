"""Teams, departments and assignment groups, and who belongs to them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg

from deskplane.identity.events import (
    TeamCreated,
    TeamDeleted,
    TeamMemberRemoved,
    TeamMembersAdded,
    TeamUpdated,
)
from deskplane.identity.queries import require_people
from deskplane.identity.refusals import taken
from deskplane.kernel import events, rows
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import ConflictError, InvalidError, NotFoundError
from deskplane.kernel.rows import By, Change, Shelf

SHELF: Final = Shelf(
    table="teams",
    noun="team",
    order="lower(name), id",
    added=TeamCreated,
    changed=TeamUpdated,
    removed=TeamDeleted,
    refusals={
        "teams_name": taken("name", "There is already a team of this kind with this name."),
        "teams_external_ref": taken("external_ref", "There is already a team with this external reference."),
    },
)
STAFFED: Final = "select 1 from people where org_id = app_org() and department_id = $1 limit 1"
JOIN: Final = """
insert into memberships (org_id, team_id, person_id, is_lead)
select app_org(), $1, id, $3 from unnest($2::uuid[]) as id
on conflict (org_id, team_id, person_id) do update set is_lead = excluded.is_lead
where memberships.is_lead <> excluded.is_lead
returning person_id
"""
MEMBERS: Final = "select person_id, is_lead from memberships where org_id = app_org() and team_id = $1"
LEAVE: Final = """
delete from memberships where org_id = app_org() and team_id = $1 and person_id = any($2::uuid[]) returning person_id
"""


async def add(tx: Tx, values: Mapping[str, Any], *, by: By) -> UUID:
    """Add a team.

    Raises:
        ConflictError: its name or reference is taken.
    """
    return (await rows.add(tx, SHELF, values, by=by))["id"]


async def change(tx: Tx, id: UUID, change: Change, *, by: By) -> None:
    """Change a team.

    Raises:
        NotFoundError: there is no such team.
        PreconditionFailedError, ConflictError: prepared on an older version, or the name is taken.
        InvalidError: it is somebody's department and would be none.
    """
    kind = change.values.get("kind")
    if kind is not None and kind != "department" and await tx.fetchval(STAFFED, id):
        raise InvalidError.field("kind", "people have this as their department")
    await rows.change(tx, SHELF, id, change, by=by)


async def remove(tx: Tx, id: UUID, *, if_match: int | None, by: By) -> None:
    """Delete a team that nothing refers to.

    Raises:
        NotFoundError: there is no such team.
        ConflictError: tickets, people or other things refer to it.
        PreconditionFailedError: it was looked at in an older version.
    """
    try:
        await rows.remove(tx, SHELF, id, if_match=if_match, by=by)
    except asyncpg.ForeignKeyViolationError as error:
        raise ConflictError(
            "This team is in use by tickets, people or settings. Set is_active to false to retire it."
        ) from error


async def join(tx: Tx, id: UUID, person_ids: Sequence[UUID], *, is_lead: bool, by: By) -> None:
    """Add people to a team; those who are in it get the new ``is_lead``.

    Raises:
        NotFoundError: there is no such team.
        InvalidError: there is no such person.
    """
    team = await rows.found(tx, SHELF, id, lock=True)
    wanted = list(dict.fromkeys(person_ids))
    await require_people(tx, wanted, field="person_ids")
    joined = [row["person_id"] for row in await tx.fetch(JOIN, id, wanted, is_lead)]
    if joined:
        facts = {"person_ids": joined, "is_lead": is_lead}
        told = TeamMembersAdded(
            subject=id, version=team["version"], actor=by.actor, origin=by.origin, data=facts
        )
        await events.append(tx, [told])


async def set_members(tx: Tx, id: UUID, wanted: Mapping[UUID, bool], *, by: By) -> None:
    """Let a team have exactly these members, each with ``is_lead``.

    Raises:
        NotFoundError: there is no such team.
        InvalidError: there is no such person.
    """
    await rows.found(tx, SHELF, id, lock=True)
    now_in = {row["person_id"] for row in await tx.fetch(MEMBERS, id)}
    for is_lead in (False, True):
        if chosen := [person for person, leads in wanted.items() if leads is is_lead]:
            await join(tx, id, chosen, is_lead=is_lead, by=by)
    await _take_out(tx, id, sorted(now_in - wanted.keys()), by=by)


async def leave(tx: Tx, id: UUID, person_id: UUID, *, by: By) -> None:
    """Take somebody out of a team.

    Raises:
        NotFoundError: there is no such team, or they are not in it.
    """
    if not await _take_out(tx, id, [person_id], by=by):
        raise NotFoundError("This person is not in the team.")


async def _take_out(tx: Tx, id: UUID, person_ids: Sequence[UUID], *, by: By) -> int:
    team = await rows.found(tx, SHELF, id, lock=True)
    gone = [row["person_id"] for row in await tx.fetch(LEAVE, id, person_ids)]
    told = [
        TeamMemberRemoved(
            subject=id,
            version=team["version"],
            actor=by.actor,
            origin=by.origin,
            data={"person_id": person_id},
        )
        for person_id in gone
    ]
    await events.append(tx, told)
    return len(gone)
