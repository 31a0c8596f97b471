"""The demo: the same seed tells the same stories, they hold together, and they are stored as history."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from deskplane.app.demo import DEMO_PASSWORD, DEMO_PEOPLE, make_demo
from deskplane.app.demo.company import SLUG
from deskplane.app.demo.stories import TOPICS
from deskplane.app.demo.together import CHILD, tell
from deskplane.app.demo.topics import planned
from deskplane.app.demo.topics.cases import CASES
from deskplane.app.demo.topics.topic import Case
from deskplane.app.organizations import organizations
from deskplane.kernel.db import Tenant
from deskplane.kernel.errors import ConflictError
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

NOW = datetime(2026, 6, 17, 10, 24, tzinfo=UTC)
ALL_TOPICS = (*TOPICS, CHILD, *planned.CHANGES, *planned.PROBLEMS, *planned.TASKS)


@pytest.fixture(scope="module")
def told():
    return tell(seed=1, count=3000, end=NOW)


def texts(story):
    return [story.first["title"], story.first["description_text"], *(said.text for said in story.said)]


def test_the_same_seed_tells_the_same(told):
    assert tell(seed=1, count=3000, end=NOW) == told
    assert tell(seed=2, count=60, end=NOW)[1] != tell(seed=1, count=60, end=NOW)[1]


@pytest.mark.parametrize("count", [1, 7, 120])
def test_any_number_of_tickets_can_be_told(count):
    assert len(tell(seed=3, count=count, end=NOW)[1]) == count


@pytest.mark.parametrize("seed", range(5))
def test_something_is_pressing_at_this_moment(seed):
    _, stories = tell(seed=seed, count=200, end=NOW)
    [outage] = [story for story in stories if story.last.get("due_at", NOW) > NOW and story.topic == "outage"]

    assert len(stories) == 200
    assert NOW - outage.created_at < timedelta(hours=1)
    assert (outage.last["priority"], outage.last["status"]) == (Priority.CRITICAL, Status.IN_PROGRESS)
    assert len(outage.links) == 3


@pytest.mark.parametrize("topic", ALL_TOPICS, ids=lambda topic: topic.key)
def test_the_lines_of_every_case_are_there(topic):
    for numbers in CASES[topic.key]:
        case = Case.of(topic, numbers)
        assert case.titles
        assert case.openings
        assert case.fixes
    assert len(topic.questions) in {1, len(topic.answers)}


def test_the_company_has_the_people_it_says(told):
    company, _ = told

    assert len(company.people) == 120
    assert len({person.email for person in company.people}) == 120
    assert [sum(person.logs_in for person in group) for group in (company.agents, company.requesters)] == [
        3,
        1,
    ]


def test_the_mix_is_that_of_a_living_desk(told):
    _, stories = told
    statuses = Counter(story.last["status"] for story in stories)
    unfinished = sum(count for status, count in statuses.items() if not status.is_done)
    weekdays = Counter(story.created_at.weekday() for story in stories)

    assert len(stories) == 3000
    assert set(statuses) == set(Status)
    assert {story.last["priority"] for story in stories} == set(Priority)
    assert {story.type for story in stories} == set(TicketType)
    assert 130 <= unfinished <= 300
    assert weekdays[0] > 5 * weekdays[6]
    assert any(story.last.get("reopened_count") for story in stories)


def test_it_ends_minutes_ago_and_nothing_lies_in_the_future(told):
    _, stories = told
    happened = [
        at
        for story in stories
        for at in (
            story.created_at,
            *(step.at for step in story.steps),
            *(said.at for said in story.said),
            *(approval.decided_at or approval.at for approval in story.approvals),
        )
    ]

    assert timedelta() <= NOW - stories[-1].created_at < timedelta(minutes=10)
    assert max(happened) <= NOW
    assert NOW - stories[0].created_at < timedelta(days=200)
    assert all(a.at <= b.at for story in stories for a, b in zip(story.steps, story.steps[1:], strict=False))


def test_no_slot_is_left_empty_and_texts_differ(told):
    _, stories = told
    everything = [text for story in stories for text in texts(story)]

    assert not [text for text in everything if "{" in text or "}" in text or not text.strip()]
    assert len({story.first["description_text"] for story in stories}) > 2700
    assert any("Hallo" in text for text in everything)


def test_stories_belong_together(told):
    _, stories = told
    kinds = Counter(link.type for story in stories for link in story.links)
    keys = {story.key for story in stories}

    assert all(link.to in keys for story in stories for link in story.links)
    assert min(kinds[kind] for kind in ("parent_of", "duplicate_of", "related", "caused_by")) > 0
    assert all(
        story.approvals for story in stories if story.type is TicketType.CHANGE and len(story.steps) > 2
    )


async def test_it_is_stored_whole_with_its_history(world):
    report = await make_demo(world.runtime, tickets=90, seed=1)
    org_id = (await organizations(world.db))[SLUG]
    async with world.db.transaction(Tenant(org_id)) as tx:
        counts = await tx.fetchrow(
            "select count(*) as tickets, sum(comment_count) as comments, sum(time_minutes) as minutes, "
            "sum(watcher_count) as watchers, max(version) as version from tickets where org_id = app_org()"
        )
        stored = await tx.fetchval("select count(*) from ticket_comments where org_id = app_org()")
        origins = await tx.fetch("select distinct origin from ticket_events where org_id = app_org()")
        wrong = await tx.fetchval(
            "select count(*) from tickets t where t.org_id = app_org() and t.version <> (select count(*) from events e "
            "where e.org_id = t.org_id and e.subject_id = t.id and e.name in ('ticket.created', 'ticket.changed'))"
        )

    assert "90 tickets" in report
    assert counts is not None
    assert (counts["tickets"], counts["comments"]) == (90, stored)
    assert counts["minutes"] > 0
    assert counts["version"] > 3
    assert [row["origin"] for row in origins] == ["import"]
    assert wrong == 0


async def test_the_printed_people_can_log_in(world):
    await make_demo(world.runtime, tickets=5, seed=1)

    for line in DEMO_PEOPLE:
        body = {"email": line.split()[-1], "password": DEMO_PASSWORD}
        answer = await world.anonymous().post("/api/v1/auth/login", json=body)
        assert answer.status_code == 200, answer.text
    assert [line.split("  ")[0] for line in DEMO_PEOPLE] == [
        "Administrator",
        "Team lead",
        "Agent",
        "Requester",
    ]


async def test_a_second_demo_is_refused(world):
    await make_demo(world.runtime, tickets=3, seed=1)

    with pytest.raises(ConflictError):
        await make_demo(world.runtime, tickets=3, seed=1)
