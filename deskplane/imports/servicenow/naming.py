"""Making sure of everything the incidents refer to, before the first of them is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from deskplane.catalog import service as catalog
from deskplane.catalog.shelves import RESOLUTION_CODES, SUB_STATUSES
from deskplane.cmdb import service as cmdb
from deskplane.identity import service as identity
from deskplane.identity.service import PersonDraft, TeamDraft
from deskplane.identity.vocabulary import PersonKind, TeamKind
from deskplane.imports.servicenow import words
from deskplane.imports.servicenow.folding import SYSTEM, Category, Names
from deskplane.imports.servicenow.rows import Row
from deskplane.kernel import rows as shelves
from deskplane.kernel.db import Tx
from deskplane.kernel.events import Actor
from deskplane.kernel.rows import By, Shelf
from deskplane.vocabulary.origin import Origin

BY: Final = By(Actor(kind="import", name="ServiceNow log"), Origin.IMPORT)
KINDS: Final = {
    "caller_id": PersonKind.REQUESTER,
    "assigned_to": PersonKind.AGENT,
    # Another line of ids than assigned_to: nobody knows who they are, so they are not offered as assignees.
    "resolved_by": PersonKind.EXTERNAL,
}


@dataclass(slots=True)
class Mentioned:
    """Whom and what the rows name; dictionaries keep the order in which they appear."""

    people: dict[tuple[str, str], None] = field(default_factory=dict[tuple[str, str], None])
    teams: dict[str, None] = field(default_factory=dict[str, None])
    members: dict[tuple[str, str], None] = field(default_factory=dict[tuple[str, str], None])
    categories: dict[Category, None] = field(default_factory=dict[Category, None])
    sub_statuses: dict[str, str] = field(default_factory=dict[str, str])
    codes: dict[str, str] = field(default_factory=dict[str, str])
    items: dict[str, None] = field(default_factory=dict[str, None])

    @classmethod
    def in_rows(cls, incidents: Iterable[Sequence[Row]]) -> "Mentioned":
        """Collect what is named anywhere in these incidents."""
        found = cls()
        for rows in incidents:
            for row in rows:
                found.add(row)
        return found

    def add(self, row: Row) -> None:
        """Collect what one row names."""
        for column in KINDS:
            if value := row.get(column):
                self.people[column, value] = None
        team, agent = row.get("assignment_group"), row.get("assigned_to")
        if team:
            self.teams[team] = None
            if agent:
                self.members[team, agent] = None
        if row.get("category") or row.get("subcategory"):
            self.categories[row.get("category"), row.get("subcategory")] = None
        self._keys(row)

    def _keys(self, row: Row) -> None:
        state = row.get("incident_state") or ""
        if key := words.sub_status_of(state):
            self.sub_statuses[key] = state
        if code := words.resolution_code_of(row.get("closed_code")):
            self.codes[code] = row.get("closed_code") or ""
        if item := row.get("cmdb_ci"):
            self.items[item] = None


@dataclass(frozen=True, slots=True)
class Known:
    """The ids behind all names, and those of configuration items."""

    names: Names
    items: dict[str, UUID]


async def ensure(tx: Tx, mentioned: Mentioned) -> Known:
    """Find or add everything; a fixed number of statements but for a few dozen codes and items."""
    people = await _people(tx, list(mentioned.people))
    teams = await _teams(tx, list(mentioned.teams))
    await identity.join_teams(
        tx, [(teams[team], people["assigned_to", agent], False) for team, agent in mentioned.members]
    )
    categories = await _categories(tx, list(mentioned.categories))
    await _sub_statuses(tx, mentioned.sub_statuses)
    await _codes(tx, mentioned.codes)
    return Known(Names(people, teams, categories), await _items(tx, list(mentioned.items)))


async def _people(tx: Tx, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    drafts = [
        PersonDraft(
            name=words.named(words.PEOPLE[column], value),
            external_ref=f"{SYSTEM}:{column}:{value}",
            kind=KINDS[column],
        )
        for column, value in wanted
    ]
    ids = await identity.ensure_people(tx, drafts, actor=BY.actor, origin=BY.origin)
    return dict(zip(wanted, ids, strict=True))


async def _teams(tx: Tx, wanted: Sequence[str]) -> dict[str, UUID]:
    drafts = [
        TeamDraft(
            name=words.named("Group", value),
            kind=TeamKind.ASSIGNMENT_GROUP,
            external_ref=f"{SYSTEM}:group:{value}",
        )
        for value in wanted
    ]
    ids = await identity.ensure_teams(tx, drafts, actor=BY.actor, origin=BY.origin)
    return dict(zip(wanted, ids, strict=True))


async def _categories(tx: Tx, wanted: Sequence[Category]) -> dict[Category, UUID]:
    paths = {category: _path(category) for category in wanted}
    ids = await catalog.ensure_categories(tx, list(paths.values()), by=BY)
    return {category: ids[path] for category, path in paths.items()}


def _path(category: Category) -> tuple[str, ...]:
    first, second = category
    top = words.named("Category", first) if first else "No category"
    return (top, words.named("Subcategory", second)) if second else (top,)


async def _sub_statuses(tx: Tx, wanted: dict[str, str]) -> None:
    values = [{"key": key, "label": state, "status": words.status_of(state)} for key, state in wanted.items()]
    await _missing(tx, SUB_STATUSES, "key", values)


async def _codes(tx: Tx, wanted: dict[str, str]) -> None:
    values = [{"code": key, "label": words.named("ServiceNow code", code)} for key, code in wanted.items()]
    await _missing(tx, RESOLUTION_CODES, "code", values)


async def _items(tx: Tx, wanted: Sequence[str]) -> dict[str, UUID]:
    values = [
        {"key": item, "name": item, "class": "configuration_item", "external_ref": f"{SYSTEM}:{item}"}
        for item in wanted
    ]
    await _missing(tx, cmdb.ITEMS, "key", values)
    found = await tx.fetch(
        "select id, key from ci_items where org_id = app_org() and key = any($1::text[])", wanted
    )
    return {row["key"]: row["id"] for row in found}


async def _missing(tx: Tx, shelf: Shelf, column: str, values: Sequence[Mapping[str, object]]) -> None:
    """Add the rows that are not there yet."""
    found = await tx.fetch(f"select {column} from {shelf.table} where org_id = app_org()")
    known = {row[column] for row in found}
    for row in values:
        if row[column] not in known:
            await shelves.add(tx, shelf, row, by=BY)
