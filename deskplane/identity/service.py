"""Use cases that other slices and the command line need: organisations, people, teams and tokens, set-based."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from deskplane.identity import passwords
from deskplane.identity.events import OrganizationCreated, PersonCreated, TeamCreated, TokenCreated
from deskplane.kernel import events
from deskplane.kernel.access import RoleName
from deskplane.kernel.constraints import explained
from deskplane.kernel.crypto import new_token, token_digest
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.kernel.events import SYSTEM, Actor
from deskplane.kernel.ids import uuid7
from deskplane.vocabulary.origin import Origin

KINDS: Mapping[RoleName, str] = {
    RoleName.ADMIN: "agent",
    RoleName.TEAM_LEAD: "agent",
    RoleName.AGENT: "agent",
    RoleName.REQUESTER: "requester",
    RoleName.SERVICE: "service",
}
EMAIL_TAKEN = {"people_email": lambda: ConflictError("A person with this e-mail address exists already.", field="email")}
SLUG_TAKEN = {"organizations_slug": lambda: ConflictError("An organisation with this slug exists already.", field="slug")}
WRONG_SLUG = {
    "organizations_slug_form": lambda: InvalidError.field("slug", "small letters, digits and dashes, up to 63 characters")
}

NEW_ORGANIZATION = "insert into organizations (id, slug, name) values (app_org(), $1, $2)"

# New ones by reference or address; those that are known keep what people changed by hand.
ENSURE_PEOPLE = """
with wanted as (
    select d.* from jsonb_to_recordset($1::jsonb) as d(id uuid, external_ref text, email text, name text, kind text,
        role text, title text, locale text, timezone text, department_id uuid, vip boolean, password_hash text,
        created_at timestamptz)
), made as (
    insert into people (org_id, id, external_ref, email, name, kind, role, title, locale, timezone, department_id, vip,
                        password_hash, created_at)
    select app_org(), w.id, w.external_ref, w.email, w.name, w.kind, w.role, w.title, w.locale, w.timezone,
           w.department_id, w.vip, w.password_hash, coalesce(w.created_at, now())
    from wanted w
    where not exists (select 1 from people p where p.org_id = app_org() and (
        p.external_ref = w.external_ref or lower(p.email) = lower(w.email)))
    on conflict do nothing
    returning id, external_ref, email
)
select w.id as wanted_id, m.id, true as is_new, m.email from made m join wanted w on w.id = m.id
union all
select w.id, p.id, false, p.email from wanted w join people p on p.org_id = app_org()
    and (p.external_ref = w.external_ref or lower(p.email) = lower(w.email))
"""
ENSURE_TEAMS = """
with wanted as (
    select d.* from jsonb_to_recordset($1::jsonb) as d(id uuid, external_ref text, name text, kind text, description text)
), made as (
    insert into teams (org_id, id, external_ref, name, kind, description)
    select app_org(), w.id, w.external_ref, w.name, w.kind, w.description from wanted w
    where not exists (select 1 from teams t where t.org_id = app_org() and (
        t.external_ref = w.external_ref or (t.kind = w.kind and lower(t.name) = lower(w.name))))
    on conflict do nothing
    returning id
)
select w.id as wanted_id, m.id, true as is_new from made m join wanted w on w.id = m.id
union all
select w.id, t.id, false from wanted w join teams t on t.org_id = app_org()
    and (t.external_ref = w.external_ref or (t.kind = w.kind and lower(t.name) = lower(w.name)))
"""
JOIN_TEAMS = """
insert into memberships (org_id, team_id, person_id, is_lead)
select app_org(), d.team_id, d.person_id, d.is_lead
from jsonb_to_recordset($1::jsonb) as d(team_id uuid, person_id uuid, is_lead boolean)
on conflict (org_id, team_id, person_id) do nothing
"""
NEW_TOKEN = """
insert into api_tokens (org_id, id, person_id, name, token_sha256, last4, scopes, ip_allow, created_by, expires_at)
values (app_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """A person to make sure of; found again by ``external_ref`` or ``email``."""

    name: str
    external_ref: str | None = None
    email: str | None = None
    role: RoleName = RoleName.REQUESTER
    kind: str | None = None
    title: str = ""
    locale: str = "en"
    timezone: str = "UTC"
    department_id: UUID | None = None
    vip: bool = False
    password_hash: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDraft:
    """A team to make sure of; found again by ``external_ref`` or by kind and name."""

    name: str
    kind: str = "team"
    external_ref: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenDraft:
    """An API token to make; no scopes means all that the person's role may do."""

    person_id: UUID
    name: str
    scopes: Sequence[str] | None = None
    ip_allow: Sequence[str] = field(default_factory=tuple[str, ...])
    expires_at: datetime | None = None


async def create_organization(tx: Tx, *, slug: str, name: str, actor: Actor = SYSTEM) -> UUID:
    """Create the organisation of the transaction's tenant.

    Raises:
        ConflictError: the slug is taken.
        InvalidError: the slug has other characters than small letters, digits and dashes.
    """
    with explained({**SLUG_TAKEN, **WRONG_SLUG}):
        await tx.execute(NEW_ORGANIZATION, slug, name)
    org_id = tx.tenant.org_id
    await events.append(tx, [OrganizationCreated(subject=org_id, version=1, actor=actor, data={"slug": slug, "name": name})])
    return org_id


async def ensure_people(
    tx: Tx, drafts: Sequence[PersonDraft], *, actor: Actor = SYSTEM, origin: Origin = Origin.SYSTEM
) -> list[UUID]:
    """Create those that are not known yet; return the ids in the order given. Two statements however many."""
    rows = [_person_row(draft) for draft in drafts]
    found = await tx.fetch(ENSURE_PEOPLE, rows)
    ids = {row["wanted_id"]: row["id"] for row in found}
    new = {row["wanted_id"] for row in found if row["is_new"]}
    told = [
        PersonCreated(
            subject=row["id"],
            version=1,
            actor=actor,
            origin=origin,
            occurred_at=draft.created_at,
            data={"name": draft.name, "kind": row["kind"], "role": row["role"]},
        )
        for draft, row in zip(drafts, rows, strict=True)
        if row["id"] in new
    ]
    await events.append(tx, told)
    return [ids[row["id"]] for row in rows]


def _person_row(draft: PersonDraft) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "external_ref": draft.external_ref,
        "email": draft.email,
        "name": draft.name,
        "kind": draft.kind or KINDS[draft.role],
        "role": draft.role,
        "title": draft.title,
        "locale": draft.locale,
        "timezone": draft.timezone,
        "department_id": draft.department_id,
        "vip": draft.vip,
        "password_hash": draft.password_hash,
        "created_at": draft.created_at,
    }


async def ensure_teams(
    tx: Tx, drafts: Sequence[TeamDraft], *, actor: Actor = SYSTEM, origin: Origin = Origin.SYSTEM
) -> list[UUID]:
    """Create those that are not known yet; return the ids in the order given."""
    rows = [
        {"id": uuid7(), "external_ref": d.external_ref, "name": d.name, "kind": d.kind, "description": d.description}
        for d in drafts
    ]
    found = await tx.fetch(ENSURE_TEAMS, rows)
    ids = {row["wanted_id"]: row["id"] for row in found}
    new = {row["wanted_id"] for row in found if row["is_new"]}
    told = [
        TeamCreated(subject=row["id"], version=1, actor=actor, origin=origin, data={"name": row["name"], "kind": row["kind"]})
        for row in rows
        if row["id"] in new
    ]
    await events.append(tx, told)
    return [ids[row["id"]] for row in rows]


async def join_teams(tx: Tx, members: Sequence[tuple[UUID, UUID, bool]]) -> None:
    """Make people members, given as ``(team, person, is lead)``."""
    rows = [{"team_id": team, "person_id": person, "is_lead": lead} for team, person, lead in members]
    await tx.execute(JOIN_TEAMS, rows)


async def create_person(
    tx: Tx,
    *,
    actor: Actor,
    name: str,
    role: RoleName,
    email: str | None = None,
    password: str | None = None,
    origin: Origin = Origin.SYSTEM,
) -> UUID:
    """Create one person who can log in if a password is given.

    Raises:
        ConflictError: the e-mail address is taken.
        InvalidError: the password is weak.
    """
    known = await tx.fetchval(
        "select true from people where org_id = app_org() and lower(email) = lower($1)", email
    )
    if known:
        raise EMAIL_TAKEN["people_email"]()
    hashed = None
    if password is not None:
        passwords.require_strong(password, field="password", email=email, name=name)
        hashed = await passwords.hashed(password)
    with explained(EMAIL_TAKEN):
        [person_id] = await ensure_people(
            tx, [PersonDraft(name=name, email=email, role=role, password_hash=hashed)], actor=actor, origin=origin
        )
    return person_id


async def create_token(tx: Tx, draft: TokenDraft, *, actor: Actor, origin: Origin = Origin.SYSTEM) -> tuple[str, UUID]:
    """Make an API token; its text exists only in the answer."""
    text, token_id = new_token(), uuid7()
    scopes = list(draft.scopes) if draft.scopes is not None else None
    networks = list(draft.ip_allow)
    await tx.execute(
        NEW_TOKEN,
        token_id,
        draft.person_id,
        draft.name,
        token_digest(text),
        text[-4:],
        scopes,
        networks,
        actor.id,
        draft.expires_at,
    )
    facts = {
        "name": draft.name,
        "person_id": str(draft.person_id),
        "scopes": scopes,
        "ip_allow": networks,
        "expires_at": draft.expires_at.isoformat() if draft.expires_at else None,
    }
    await events.append(tx, [TokenCreated(subject=token_id, version=1, actor=actor, origin=origin, data=facts)])
    return text, token_id


async def create_api_token(
    tx: Tx, *, actor: Actor, person_id: UUID, name: str, scopes: Sequence[str] | None = None
) -> tuple[str, UUID]:
    """Make an API token for a person."""
    return await create_token(tx, TokenDraft(person_id=person_id, name=name, scopes=scopes), actor=actor)


async def create_service_token(
    tx: Tx, *, actor: Actor, role: RoleName, name: str, expires_at: datetime | None = None
) -> tuple[str, UUID]:
    """Create a service account of ``role`` with a token of its own; it cannot log in to the pages."""
    draft = PersonDraft(name=name, role=role, kind="service")
    [person_id] = await ensure_people(tx, [draft], actor=actor)
    return await create_token(tx, TokenDraft(person_id=person_id, name=name, expires_at=expires_at), actor=actor)


async def names_of(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of people."""
    rows = await tx.fetch("select id, name from people where org_id = app_org() and id = any($1::uuid[])", ids)
    return {row["id"]: row["name"] for row in rows}
