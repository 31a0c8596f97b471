"""Skills, and who has which."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.identity import people
from deskplane.identity.events import PersonSkillsChanged, SkillCreated, SkillDeleted, SkillUpdated
from deskplane.identity.refusals import taken
from deskplane.kernel import events
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.rows import By, Shelf
from deskplane.kernel.versions import require_version

SKILLS: Final = Shelf(
    table="skills",
    noun="skill",
    order="lower(name), id",
    added=SkillCreated,
    changed=SkillUpdated,
    removed=SkillDeleted,
    refusals={"skills_name": taken("name", "There is already a skill with this name.")},
)
KNOWN: Final = "select id from skills where org_id = app_org() and id = any($1::uuid[])"
HELD: Final = "select skill_id, level from person_skills where org_id = app_org() and person_id = $1"
DROP: Final = """
delete from person_skills where org_id = app_org() and person_id = $1 and skill_id <> all($2::uuid[])
"""
SET: Final = """
insert into person_skills (org_id, person_id, skill_id, level)
select app_org(), $1, s.skill_id, s.level from unnest($2::uuid[], $3::smallint[]) as s(skill_id, level)
on conflict (org_id, person_id, skill_id) do update set level = excluded.level
"""
TOUCH: Final = (
    "update people set version = version + 1, updated_at = now() where org_id = app_org() and id = $1"
)


async def set_of(
    tx: Tx, person_id: UUID, wanted: Sequence[tuple[UUID, int]], *, if_match: int | None, by: By
) -> None:
    """Give somebody exactly these skills, each with its level.

    Raises:
        NotFoundError: there is nobody of that id.
        InvalidError: a skill does not exist, or is named twice.
    """
    person = await people.locked(tx, person_id)
    require_version(person["version"], if_match=if_match)
    after = await _known(tx, wanted)
    before = {row["skill_id"]: row["level"] for row in await tx.fetch(HELD, person_id)}
    if after == before:
        return
    await tx.execute(DROP, person_id, list(after))
    await tx.execute(SET, person_id, list(after), list(after.values()))
    await tx.execute(TOUCH, person_id)
    told = PersonSkillsChanged(
        subject=person_id,
        version=person["version"] + 1,
        actor=by.actor,
        origin=by.origin,
        changes={"skills": [_shown(before), _shown(after)]},
    )
    await events.append(tx, [told])


async def _known(tx: Tx, wanted: Sequence[tuple[UUID, int]]) -> dict[UUID, int]:
    after = dict(wanted)
    if len(after) != len(wanted):
        raise InvalidError.field("skills", "a skill is named twice")
    known = {row["id"] for row in await tx.fetch(KNOWN, list(after))}
    if missing := [str(id) for id in after if id not in known]:
        raise InvalidError.field("skills", f"there is no skill with the id {', '.join(missing[:5])}")
    return after


def _shown(levels: dict[UUID, int]) -> list[dict[str, Any]]:
    return [{"skill_id": id, "level": levels[id]} for id in sorted(levels)]
