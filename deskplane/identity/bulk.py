"""Many people and teams at once, for importers and demo data: found by reference or address, else added."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from deskplane.identity.events import PersonCreated, TeamCreated
from deskplane.identity.people import color_of
from deskplane.identity.roles import settled
from deskplane.identity.vocabulary import PersonKind, TeamKind
from deskplane.kernel import events
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tx
from deskplane.kernel.ids import uuid7
from deskplane.kernel.rows import By

FIND_PEOPLE: Final = """
select id, external_ref, lower(email) as email from people
where org_id = app_org() and (external_ref = any($1::text[]) or lower(email) = any($2::text[]))
"""
ADD_PEOPLE: Final = """
insert into people (org_id, id, kind, role, name, email, title, phone, locale, timezone, department_id, vip,
                    avatar_color, external_ref, password_hash, created_at, updated_at)
select app_org(), d.id, d.kind, d.role, d.name, d.email, d.title, d.phone,
       coalesce(d.locale, o.settings ->> 'locale', 'en'), coalesce(d.timezone, o.settings ->> 'timezone', 'UTC'),
       d.department_id, d.vip, d.avatar_color, d.external_ref, d.password_hash, coalesce(d.created_at, now()),
       coalesce(d.created_at, now())
from jsonb_to_recordset($1::jsonb) as d(id uuid, kind text, role text, name text, email text, title text, phone text,
    locale text, timezone text, department_id uuid, vip boolean, avatar_color text, external_ref text,
    password_hash text, created_at timestamptz)
join organizations o on o.id = app_org()
on conflict do nothing returning id
"""
TAKE_REFERENCE: Final = """
update people p set external_ref = u.ref from unnest($1::uuid[], $2::text[]) as u(id, ref)
where p.org_id = app_org() and p.id = u.id and p.external_ref is null
"""
FIND_TEAMS: Final = """
select id, external_ref, kind, lower(name) as name from teams
where org_id = app_org()
  and (external_ref = any($1::text[]) or lower(name) in (select lower(n) from unnest($2::text[]) n))
"""
ADD_TEAMS: Final = """
insert into teams (org_id, id, kind, name, description, external_ref, created_at, updated_at)
select app_org(), d.id, d.kind, d.name, d.description, d.external_ref, coalesce(d.created_at, now()),
       coalesce(d.created_at, now())
from jsonb_to_recordset($1::jsonb) as d(id uuid, kind text, name text, description text, external_ref text,
    created_at timestamptz)
on conflict do nothing returning id
"""
ADD_MEMBERS: Final = """
insert into memberships (org_id, team_id, person_id, is_lead)
select app_org(), m.team_id, m.person_id, m.is_lead
from unnest($1::uuid[], $2::uuid[], $3::boolean[]) as m(team_id, person_id, is_lead)
on conflict do nothing
"""
ADD_SKILLS: Final = """
insert into person_skills (org_id, person_id, skill_id, level)
select app_org(), k.person_id, k.skill_id, k.level
from unnest($1::uuid[], $2::uuid[], $3::smallint[]) as k(person_id, skill_id, level)
on conflict do nothing
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """Somebody who shall be there. Matched by ``external_ref``, then by ``email``; a draft with neither is always new.

    Somebody who is there keeps their data. ``password_hash`` is argon2id, made beforehand.
    """

    name: str
    email: str | None = None
    external_ref: str | None = None
    kind: PersonKind | None = None
    role: RoleName | None = None
    title: str = ""
    phone: str = ""
    locale: str | None = None
    timezone: str | None = None
    department_id: UUID | None = None
    vip: bool = False
    avatar_color: str | None = None
    password_hash: str | None = None
    created_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDraft:
    """A team that shall be there. Matched by ``external_ref``, then by kind and name."""

    name: str
    kind: TeamKind = TeamKind.TEAM
    description: str = ""
    external_ref: str | None = None
    created_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team."""

    team_id: UUID
    person_id: UUID
    is_lead: bool = False


D = TypeVar("D", PersonDraft, TeamDraft)


async def ensure_people(tx: Tx, drafts: Sequence[PersonDraft], *, by: By) -> list[UUID]:
    """Find or add people; return their ids in the order of the drafts. A fixed number of statements however many."""
    known = await _known_people(tx, drafts)
    new = _unknown(drafts, known, _person_keys)
    if new:
        # In one order, so that two who add the same people wait for each other and not in a circle.
        lined = [_person_row(draft) for draft in sorted(new, key=_person_keys)]
        added = {row["id"] for row in await tx.fetch(ADD_PEOPLE, lined)}
        await events.append(tx, [_person_told(draft, by) for draft in new if draft.id in added])
        known = await _known_people(tx, drafts)
    ids = _ids(drafts, known, _person_keys)
    taken = {id: draft.external_ref for id, draft in zip(ids, drafts, strict=True) if draft.external_ref}
    lacking = {id: ref for id, ref in taken.items() if f"ref {ref}" not in known}
    if lacking:
        await tx.execute(TAKE_REFERENCE, list(lacking), list(lacking.values()))
    return ids


async def ensure_teams(tx: Tx, drafts: Sequence[TeamDraft], *, by: By) -> list[UUID]:
    """Find or add teams; return their ids in the order of the drafts. A fixed number of statements however many."""
    known = await _known_teams(tx, drafts)
    new = _unknown(drafts, known, _team_keys)
    if new:
        lined = [_team_row(draft) for draft in sorted(new, key=_team_keys)]
        added = {row["id"] for row in await tx.fetch(ADD_TEAMS, lined)}
        await events.append(tx, [_team_told(draft, by) for draft in new if draft.id in added])
        known = await _known_teams(tx, drafts)
    return _ids(drafts, known, _team_keys)


async def ensure_members(tx: Tx, members: Sequence[Member]) -> None:
    """Put people into teams; who is there stays as they are."""
    columns = zip(*((m.team_id, m.person_id, m.is_lead) for m in members), strict=True)
    if members:
        await tx.execute(ADD_MEMBERS, *(list(column) for column in columns))


async def ensure_skills(tx: Tx, levels: Mapping[tuple[UUID, UUID], int]) -> None:
    """Give people skills they do not have yet; keys are (person, skill)."""
    if levels:
        people, skills = [person for person, _ in levels], [skill for _, skill in levels]
        await tx.execute(ADD_SKILLS, people, skills, list(levels.values()))


def _unknown(drafts: Sequence[D], known: Mapping[str, UUID], keys: Callable[[D], list[str]]) -> list[D]:
    seen, new = set(known), list[D]()
    for draft in drafts:
        if seen.isdisjoint(keys(draft)):
            new.append(draft)
        seen.update(keys(draft))
    return new


def _ids(drafts: Sequence[D], known: Mapping[str, UUID], keys: Callable[[D], list[str]]) -> list[UUID]:
    """A draft also stands for what an earlier draft said of the same one."""
    said, ids = dict(known), list[UUID]()
    for draft in drafts:
        id = next((said[key] for key in keys(draft) if key in said), draft.id)
        said |= {key: id for key in keys(draft) if key not in said}
        ids.append(id)
    return ids


def _address(draft: PersonDraft) -> str | None:
    return draft.email.strip().lower() if draft.email else None


def _person_keys(draft: PersonDraft) -> list[str]:
    reference = [f"ref {draft.external_ref}"] if draft.external_ref else []
    address = [f"mail {_address(draft)}"] if draft.email else []
    return reference + address or [f"id {draft.id}"]


async def _known_people(tx: Tx, drafts: Sequence[PersonDraft]) -> dict[str, UUID]:
    refs = [draft.external_ref for draft in drafts if draft.external_ref]
    rows = await tx.fetch(FIND_PEOPLE, refs, [_address(draft) for draft in drafts if draft.email])
    by_mail = {f"mail {row['email']}": row["id"] for row in rows if row["email"]}
    return by_mail | {f"ref {row['external_ref']}": row["id"] for row in rows if row["external_ref"]}


def _person_row(draft: PersonDraft) -> dict[str, Any]:
    role, kind = settled(draft.role, draft.kind)
    color = draft.avatar_color or color_of(draft.name)
    return {**asdict(draft), "email": _address(draft), "role": role, "kind": kind, "avatar_color": color}


def _person_told(draft: PersonDraft, by: By) -> PersonCreated:
    role, kind = settled(draft.role, draft.kind)
    facts = {"name": draft.name, "kind": kind, "role": role, "email": _address(draft)}
    return PersonCreated(
        subject=draft.id,
        version=1,
        actor=by.actor,
        origin=by.origin,
        data=facts,
        occurred_at=draft.created_at,
    )


def _team_keys(draft: TeamDraft) -> list[str]:
    reference = [f"ref {draft.external_ref}"] if draft.external_ref else []
    return [*reference, f"{draft.kind} {draft.name.strip().lower()}"]


async def _known_teams(tx: Tx, drafts: Sequence[TeamDraft]) -> dict[str, UUID]:
    refs = [draft.external_ref for draft in drafts if draft.external_ref]
    rows = await tx.fetch(FIND_TEAMS, refs, [draft.name.strip() for draft in drafts])
    by_name = {f"{row['kind']} {row['name']}": row["id"] for row in rows}
    return by_name | {f"ref {row['external_ref']}": row["id"] for row in rows if row["external_ref"]}


def _team_row(draft: TeamDraft) -> dict[str, Any]:
    return {**asdict(draft), "name": draft.name.strip()}


def _team_told(draft: TeamDraft, by: By) -> TeamCreated:
    facts = {"name": draft.name, "kind": draft.kind}
    return TeamCreated(
        subject=draft.id,
        version=1,
        actor=by.actor,
        origin=by.origin,
        data=facts,
        occurred_at=draft.created_at,
    )
