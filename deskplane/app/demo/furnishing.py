"""Setting up the demo's organisation: people, teams, skills, catalogue, configuration items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Final
from uuid import UUID

from deskplane.app.demo import items
from deskplane.app.demo.company import DEPARTMENTS, PASSWORD, SKILLS, TEAMS, ZONE, Company, Person
from deskplane.app.demo.shelves import CARDS, FIELDS, REPLIES, TAGS, TEMPLATES
from deskplane.catalog import fields as custom_fields, service as catalog, templates
from deskplane.catalog.field_schemas import CustomFieldCreate
from deskplane.catalog.shelves import REPLIES as REPLY_SHELF, TAGS as TAG_SHELF
from deskplane.cmdb import service as cmdb
from deskplane.cmdb.vocabulary import Relation
from deskplane.identity import service as identity
from deskplane.identity.service import PersonDraft, TeamDraft
from deskplane.identity.skills import SKILLS as SKILL_SHELF
from deskplane.identity.vocabulary import TeamKind
from deskplane.kernel import rows
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tx
from deskplane.kernel.events import Actor
from deskplane.kernel.rows import By
from deskplane.kernel.text import text_to_html
from deskplane.portal import seeds as portal_seeds
from deskplane.setup import service as setup
from deskplane.setup.vocabulary import Step
from deskplane.vocabulary.origin import Origin

Path = tuple[str, ...]
BY: Final = By(Actor(kind="import", name="Demo data"), Origin.DEMO)


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of what the stories speak of."""

    people: Mapping[str, UUID]
    teams: Mapping[str, UUID]
    categories: Mapping[Path, UUID]
    items: Mapping[str, UUID]


async def furnish(tx: Tx, company: Company, *, paths: Iterable[Path], dice: Random, since: datetime) -> Ids:
    """Store everything that tickets refer to."""
    teams = await _teams(tx, since)
    people = await _people(tx, company, teams, since)
    await _skills(tx, company, people, dice)
    categories = await catalog.ensure_categories(tx, sorted(set(paths)), by=BY)
    await _catalogue(tx, teams, categories)
    await _cards(tx, categories)
    await setup.skip(tx, Step.CONNECTIONS, by=BY)  # there is no other desk to lead to
    return Ids(people, teams, categories, await _items(tx, teams))


async def _teams(tx: Tx, since: datetime) -> dict[str, UUID]:
    drafts = [
        *(TeamDraft(name=name, description=text, created_at=since) for name, text in TEAMS.items()),
        *(TeamDraft(name=name, kind=TeamKind.DEPARTMENT, created_at=since) for name in (*DEPARTMENTS, "IT")),
    ]
    ids = await identity.ensure_teams(tx, drafts, actor=BY.actor, origin=BY.origin)
    return {draft.name: id_ for draft, id_ in zip(drafts, ids, strict=True)}


async def _people(tx: Tx, company: Company, teams: Mapping[str, UUID], since: datetime) -> dict[str, UUID]:
    password = await identity.hashed(PASSWORD)
    drafts = [_draft(person, teams, since, password) for person in company.people]
    ids = await identity.ensure_people(tx, drafts, actor=BY.actor, origin=BY.origin)
    people = {person.email: id_ for person, id_ in zip(company.people, ids, strict=True)}
    members = [
        (teams[team], people[agent.email], agent.role is RoleName.TEAM_LEAD)
        for agent in company.agents
        for team in agent.teams
    ]
    await identity.join_teams(tx, members)
    return people


def _draft(person: Person, teams: Mapping[str, UUID], since: datetime, password: str) -> PersonDraft:
    return PersonDraft(
        name=person.name,
        email=person.email,
        role=person.role,
        title=person.title,
        locale=person.locale,
        timezone=ZONE,
        department_id=teams[person.department],
        vip=person.vip,
        password_hash=password if person.logs_in else None,
        created_at=since,
    )


async def _skills(tx: Tx, company: Company, people: Mapping[str, UUID], dice: Random) -> None:
    names = sorted({name for skills in SKILLS.values() for name in skills})
    stored = {name: (await rows.add(tx, SKILL_SHELF, {"name": name}, by=BY))["id"] for name in names}
    levels = {
        (people[agent.email], stored[name]): dice.randint(2, 5)
        for agent in company.agents
        for team in agent.teams
        for name in SKILLS[team]
    }
    await identity.ensure_skills(tx, levels)


async def _catalogue(tx: Tx, teams: Mapping[str, UUID], categories: Mapping[Path, UUID]) -> None:
    for position, definition in enumerate(FIELDS):
        whole = CustomFieldCreate(**definition, position=position)
        await custom_fields.create(tx, whole.model_dump(mode="json"), by=BY)
    for position, (name, description, kind, path, team, given) in enumerate(TEMPLATES):
        filled: dict[str, Any] = {**given, "category_id": categories.get(path), "team_id": teams[team]}
        values = {
            "name": name,
            "description": description,
            "type": kind,
            "fields": filled,
            "position": position,
        }
        await templates.create(tx, {**values, "for_requesters": kind == "request"}, by=BY)
    for position, (title, text, team) in enumerate(REPLIES):
        bodies = {"body_html": text_to_html(text), "body_text": text}
        values = {"title": title, **bodies, "team_id": teams[team] if team else None, "position": position}
        await rows.add(tx, REPLY_SHELF, values, by=BY)
    for name, color in TAGS:
        await rows.add(tx, TAG_SHELF, {"name": name, "color": color}, by=BY)


async def _cards(tx: Tx, categories: Mapping[Path, UUID]) -> None:
    """Fit the request types that every organisation starts with to this one."""
    places = {name: categories[path] for name, (path, _) in CARDS.items() if path in categories}
    asked = {name: [{"key": key, "required": False} for key in keys] for name, (_, keys) in CARDS.items()}
    await portal_seeds.place(tx, places, asked)


async def _items(tx: Tx, teams: Mapping[str, UUID]) -> dict[str, UUID]:
    stored: dict[str, UUID] = {}
    for item in items.ITEMS:
        values = {
            "key": item.key,
            "name": item.name,
            "class": item.kind,
            "status": item.status,
            "environment": item.environment,
            "team_id": teams[item.team],
        }
        stored[item.key] = (await rows.add(tx, cmdb.ITEMS, values, by=BY))["id"]
    for item in items.ITEMS:
        for relation, other in item.relations:
            await cmdb.relate(tx, stored[item.key], Relation(relation), stored[other], by=BY)
    return stored
