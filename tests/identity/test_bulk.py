"""Many people and teams at once."""

from datetime import UTC, datetime

import pytest

from deskplane.identity import service as identity
from deskplane.identity.service import PersonDraft, TeamDraft
from deskplane.identity.vocabulary import TeamKind
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.kernel.events import SYSTEM, Actor
from deskplane.vocabulary.origin import Origin

THEN = datetime(2016, 2, 29, 1, 16, tzinfo=UTC)
IMPORT = Actor(kind="import", name="ServiceNow log")


async def count(tx: Tx, table: str) -> int:
    return await tx.fetchval(f"select count(*) from {table} where org_id = app_org()")


async def test_a_second_run_finds_everybody_and_adds_nobody(tx, desk):
    drafts = [
        PersonDraft(name=f"Caller {n}", external_ref=f"snow:caller:{n}", created_at=THEN) for n in range(300)
    ]
    before = await count(tx, "people")
    first = await identity.ensure_people(tx, drafts, actor=IMPORT, origin=Origin.IMPORT)
    second = await identity.ensure_people(tx, drafts, actor=IMPORT, origin=Origin.IMPORT)
    assert first == second
    assert len(set(first)) == 300
    assert await count(tx, "people") == before + 300
    told = [event for event in await desk.announced("person.created") if event.origin is Origin.IMPORT]
    assert [event.subject for event in told] == first
    assert {event.occurred_at for event in told} == {THEN}


async def test_the_number_of_statements_does_not_grow_with_the_people(tx):
    async def statements(people: int) -> int:
        seen: list[str] = []
        drafts = [PersonDraft(name="x", external_ref=f"{people}:{n}") for n in range(people)]
        with tx._connection.query_logger(lambda record: seen.append(record.query)):
            await identity.ensure_people(tx, drafts)
        return len(seen)

    assert await statements(1) == await statements(500) <= 6


async def test_people_are_matched_by_reference_then_by_address(tx):
    [ann] = await identity.ensure_people(tx, [PersonDraft(name="Ann", email="Ann@Example.test")])
    found = await identity.ensure_people(
        tx,
        [
            PersonDraft(name="Anna", email="ann@example.TEST", external_ref="hr:1"),
            PersonDraft(name="Annie", external_ref="hr:1"),
            PersonDraft(name="Bob", external_ref="hr:2", email="bob@example.test"),
            PersonDraft(name="Bob again", email="bob@example.test"),
            PersonDraft(name="Nobody in particular"),
            PersonDraft(name="Nobody in particular"),
        ],
    )
    assert found[0] == found[1] == ann
    assert found[2] == found[3]
    assert len(set(found)) == 4
    row = await tx.fetchrow("select name, external_ref from people where id = $1", ann)
    assert (row["name"], row["external_ref"]) == ("Ann", "hr:1")


async def test_drafts_get_role_and_kind_that_fit_and_the_settings_of_the_organisation(tx):
    await tx.execute("""update organizations set settings = settings || '{"timezone": "Europe/Zurich"}'""")
    ids = await identity.ensure_people(
        tx,
        [
            PersonDraft(name="Ann", role=RoleName.AGENT),
            PersonDraft(name="Bob"),
            PersonDraft(name="C", locale="de"),
        ],
    )
    rows = await tx.fetch(
        "select kind, role, locale, timezone from people where id = any($1) order by id", ids
    )
    assert [tuple(row) for row in rows] == [
        ("agent", "agent", "en", "Europe/Zurich"),
        ("requester", "requester", "en", "Europe/Zurich"),
        ("requester", "requester", "de", "Europe/Zurich"),
    ]


async def test_teams_are_matched_by_reference_then_by_kind_and_name(tx):
    drafts = [
        TeamDraft(name="Network"),
        TeamDraft(name="Network", kind=TeamKind.DEPARTMENT),
        TeamDraft(name="network ", external_ref="g1"),
        TeamDraft(name="Group 2", external_ref="g2"),
    ]
    first = await identity.ensure_teams(tx, drafts)
    assert first == await identity.ensure_teams(tx, drafts)
    assert first[0] == first[2]
    assert len(set(first)) == 3


async def test_members_join_once(tx, desk):
    [team] = await identity.ensure_teams(tx, [TeamDraft(name="Network")])
    people = list(desk.people.values())
    await identity.join_teams(tx, [(team, person, False) for person in people])
    await identity.join_teams(tx, [(team, people[0], True)])
    await identity.join_teams(tx, [])
    assert await count(tx, "memberships") == len(people)
    assert await identity.names_of(tx, [people[0], team]) == {people[0]: "The admin"}


async def found_another(tx: Tx, slug: str) -> None:
    """Create an organisation beside the one of the test, and undo it."""
    async with tx.savepoint():
        await tx.execute("select set_config('app.org_id', gen_random_uuid()::text, true)")
        await identity.create_organization(tx, slug=slug, name="Name")


@pytest.mark.parametrize("slug", ["", "Big", "a_b", "-a", "a" * 61, "ä"])
async def test_a_short_name_that_cannot_be_one_is_refused(tx, slug):
    with pytest.raises(InvalidError, match="short name"):
        await found_another(tx, slug)


async def test_a_short_name_is_taken_once(tx):
    slug = await tx.fetchval("select slug from organizations where id = app_org()")
    with pytest.raises(ConflictError, match="short name"):
        await found_another(tx, slug)


async def test_an_address_is_taken_once(tx):
    await identity.create_person(tx, actor=SYSTEM, name="Ann", email="ann@example.test", role=RoleName.AGENT)
    with pytest.raises(ConflictError, match="e-mail"):
        await identity.create_person(tx, actor=SYSTEM, name="Ann", email="ANN@example.test")
