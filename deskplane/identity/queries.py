"""Reading people, teams and rights; every statement is bound to the organisation of the transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from deskplane.identity.vocabulary import PersonKind, TeamKind
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Record, Statements
from deskplane.kernel.errors import InvalidError, MalformedError, NotFoundError
from deskplane.kernel.paging import Page, envelope

PERSON: Final = """
select p.id, p.kind, p.role, p.name, p.email, p.title, p.phone, p.locale, p.timezone, p.vip, p.avatar_color,
       p.external_ref, p.is_active, p.password_hash is not null as can_log_in, p.last_login_at, p.reset_requested_at,
       p.version, p.created_at, p.updated_at,
       (select jsonb_build_object('id', d.id, 'name', d.name) from teams d
        where d.org_id = p.org_id and d.id = p.department_id) as department,
       (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'kind', t.kind, 'is_lead', m.is_lead)
                                  order by lower(t.name), t.id), '[]')
        from memberships m join teams t on t.org_id = m.org_id and t.id = m.team_id
        where m.org_id = p.org_id and m.person_id = p.id) as teams,
       (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'level', k.level)
                                  order by lower(s.name), s.id), '[]')
        from person_skills k join skills s on s.org_id = k.org_id and s.id = k.skill_id
        where k.org_id = p.org_id and k.person_id = p.id) as skills
"""
FOREIGN_CURSOR: Final = "The cursor belongs to another list. Start again without it."
FROM_PEOPLE: Final = "from people p where p.org_id = app_org()"
IN_TEAM: Final = """
exists (select 1 from memberships m where m.org_id = p.org_id and m.person_id = p.id and m.team_id = $)
"""
HAS_SKILL: Final = """
exists (select 1 from person_skills k where k.org_id = p.org_id and k.person_id = p.id and k.skill_id = $)
"""
# What people can be sorted by: the expression, which is never null, and its type.
SORTS: Final[Mapping[str, tuple[str, str]]] = {
    "name": ("lower(p.name)", "text"),
    "email": ("coalesce(p.email, '')", "text"),
    "role": ("p.role", "text"),
    "created_at": ("p.created_at", "timestamptz"),
    "last_login_at": ("coalesce(p.last_login_at, '-infinity'::timestamptz)", "timestamptz"),
}
ME: Final = """
select p.name, p.email, p.kind, p.title, p.phone, p.avatar_color, p.locale, p.timezone, p.preferences, p.version,
       o.slug, o.name as organization_name,
       (select coalesce(array_agg(m.team_id order by m.team_id), '{}') from memberships m
        where m.org_id = p.org_id and m.person_id = p.id) as team_ids
from people p join organizations o on o.id = p.org_id
where p.org_id = app_org() and p.id = $1
"""
NAMES: Final = "select id, name from people where org_id = app_org() and id = any($1::uuid[])"
TEAM_NAMES: Final = "select id, name from teams where org_id = app_org() and id = any($1::uuid[])"
TEAMS_OF: Final = """
select m.team_id from memberships m join teams t on t.org_id = m.org_id and t.id = m.team_id
where m.org_id = app_org() and m.person_id = $1 and t.is_active
"""
TEAM: Final = """
select t.id, t.kind, t.name, t.description, t.external_ref, t.is_active, t.version, t.created_at, t.updated_at,
       case when t.kind = 'department'
            then (select count(*)::int from people p
                  where p.org_id = t.org_id and p.department_id = t.id and p.is_active)
            else (select count(*)::int from memberships m where m.org_id = t.org_id and m.team_id = t.id)
       end as member_count,
       (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by lower(p.name), p.id), '[]')
        from memberships m join people p on p.org_id = m.org_id and p.id = m.person_id
        where m.org_id = t.org_id and m.team_id = t.id and m.is_lead) as leads
from teams t where t.org_id = app_org()
"""
MEMBERS: Final = """
select p.id, p.name, p.email, p.title, p.role, p.kind, p.avatar_color, p.is_active, m.is_lead
from memberships m join people p on p.org_id = m.org_id and p.id = m.person_id
where m.org_id = app_org() and m.team_id = $1
order by m.is_lead desc, lower(p.name), p.id
"""


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people a list shows; what is None or empty does not filter."""

    q: str | None = None
    kind: Sequence[PersonKind] = ()
    role: Sequence[RoleName] = ()
    team_id: UUID | None = None
    department_id: UUID | None = None
    skill_id: UUID | None = None
    is_active: bool | None = None
    vip: bool | None = None

    def where(self) -> tuple[str, list[Any]]:
        """Return conditions on ``p`` with ``$n`` and their arguments."""
        tests: list[tuple[str, Any]] = [
            ("(p.name ilike $ or p.email ilike $ or p.title ilike $)", contains(self.q)),
            ("p.kind = any($::text[])", [str(kind) for kind in self.kind] or None),
            ("p.role = any($::text[])", [str(role) for role in self.role] or None),
            (IN_TEAM, self.team_id),
            ("p.department_id = $", self.department_id),
            (HAS_SKILL, self.skill_id),
            ("p.is_active = $", self.is_active),
            ("p.vip = $", self.vip),
        ]
        return conditions(tests)


def contains(q: str | None) -> str | None:
    """Return the LIKE pattern of texts that hold ``q`` as it is written."""
    if not q:
        return None
    return "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def conditions(tests: Iterable[tuple[str, Any]]) -> tuple[str, list[Any]]:
    """Join the tests that have a value; each ``$`` stands for its own value."""
    parts, args = list[str](), list[Any]()
    for text, value in tests:
        if value is not None:
            args.append(value)
            parts.append(text.replace("$", f"${len(args)}"))
    return "".join(f" and {part}" for part in parts), args


async def people(
    reads: Statements, wanted: PeopleFilter, page: Page, *, sort: str, descending: bool
) -> dict[str, Any]:
    """Return a part of the people."""
    where, args = wanted.where()
    total = await reads.fetchval(f"select count(*) {FROM_PEOPLE}{where}", *args) if page.count else None
    expression, kind = SORTS[sort]
    direction, sign = ("desc", "<") if descending else ("asc", ">")
    if page.after is not None:
        value, id = _cursor(page.after)
        where += (
            f" and ({expression}, p.id) {sign} (${len(args) + 1}::text::{kind}, ${len(args) + 2}::text::uuid)"
        )
        args += [value, id]
    sql = (
        f"{PERSON}, ({expression})::text as sort_value {FROM_PEOPLE}{where} order by {expression} {direction}, "
        f"p.id {direction} limit ${len(args) + 1} offset ${len(args) + 2}"
    )
    rows = await reads.fetch(sql, *args, page.limit + 1, page.offset)
    part = rows[: page.limit]
    after = (part[-1]["sort_value"], str(part[-1]["id"])) if len(rows) > page.limit else None
    return envelope([_person(row) for row in part], page, after=after, total=total)


def _cursor(after: tuple[Any, ...]) -> tuple[str, str]:
    match after:
        case (str(value), str(id)) if _is_uuid(id):
            return value, id
        case _:
            raise MalformedError(FOREIGN_CURSOR)


def last_id(after: tuple[Any, ...]) -> str:
    """Return the id in the cursor of a list that is ordered by it.

    Raises:
        MalformedError: it is the cursor of another list.
    """
    match after:
        case (str(id),) if _is_uuid(id):
            return id
        case _:
            raise MalformedError(FOREIGN_CURSOR)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _person(row: Record) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "sort_value"}


async def person(reads: Statements, id: UUID) -> dict[str, Any]:
    """Return one person.

    Raises:
        NotFoundError: there is nobody of that id in this organisation.
    """
    row = await reads.fetchrow(f"{PERSON} {FROM_PEOPLE} and p.id = $1", id)
    if row is None:
        raise NotFoundError("There is no person with this id.")
    return _person(row)


async def me(reads: Statements, id: UUID) -> Record:
    """Return what somebody sees of themselves."""
    row = await reads.fetchrow(ME, id)
    if row is None:
        raise NotFoundError("There is no person with this id.")
    return row


async def names(reads: Statements, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of people; unknown ids are left out."""
    return {row["id"]: row["name"] for row in await reads.fetch(NAMES, list(ids))}


async def team_names(reads: Statements, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of teams; unknown ids are left out."""
    return {row["id"]: row["name"] for row in await reads.fetch(TEAM_NAMES, list(ids))}


async def teams_of(reads: Statements, person_id: UUID) -> tuple[UUID, ...]:
    """Return the active teams that somebody belongs to."""
    return tuple(row["team_id"] for row in await reads.fetch(TEAMS_OF, person_id))


async def teams(
    reads: Statements, page: Page, *, q: str | None, kind: Sequence[TeamKind], is_active: bool | None
) -> dict[str, Any]:
    """Return a part of the teams, by name."""
    where, args = conditions(
        [
            ("(t.name ilike $ or t.description ilike $)", contains(q)),
            ("t.kind = any($::text[])", [str(one) for one in kind] or None),
            ("t.is_active = $", is_active),
        ]
    )
    count = f"select count(*) from teams t where t.org_id = app_org(){where}"
    total = await reads.fetchval(count, *args) if page.count else None
    if page.after is not None:
        value, id = _cursor(page.after)
        where += f" and (lower(t.name), t.id) > (${len(args) + 1}, ${len(args) + 2}::text::uuid)"
        args += [value, id]
    sql = f"{TEAM}{where} order by lower(t.name), t.id limit ${len(args) + 1} offset ${len(args) + 2}"
    rows = await reads.fetch(sql, *args, page.limit + 1, page.offset)
    part = rows[: page.limit]
    after = None
    if len(rows) > page.limit:
        last = part[-1]
        after = (await reads.fetchval("select lower($1::text)", last["name"]), str(last["id"]))
    return envelope([dict(row) for row in part], page, after=after, total=total)


async def team(reads: Statements, id: UUID) -> dict[str, Any]:
    """Return one team.

    Raises:
        NotFoundError: there is no team of that id in this organisation.
    """
    row = await reads.fetchrow(f"{TEAM} and t.id = $1", id)
    if row is None:
        raise NotFoundError("There is no team with this id.")
    return dict(row)


async def require_people(reads: Statements, ids: Sequence[UUID], *, field: str) -> None:
    """Refuse ids of people that do not exist here.

    Raises:
        InvalidError: some do not; the answer says which.
    """
    known = await names(reads, ids)
    if missing := [str(id) for id in dict.fromkeys(ids) if id not in known]:
        raise InvalidError.field(field, f"there is no person with the id {', '.join(missing[:5])}")
