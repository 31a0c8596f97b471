"""Stories that belong together: changes with approvals, problems and their incidents, outages, tasks, duplicates."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from deskplane.app.demo.company import Company, company
from deskplane.app.demo.life import Life, StillOpenError
from deskplane.app.demo.rhythm import LOCAL, arrivals, later
from deskplane.app.demo.stories import DAYS, Teller
from deskplane.app.demo.story import Approval, Linked, Story
from deskplane.app.demo.topics import network, planned
from deskplane.vocabulary.link import LinkType
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

OUTAGE: Final = next(topic for topic in network.TOPICS if topic.key == "outage")
CHILD: Final = replace(OUTAGE, key="outage_report")
SHARED: Final = frozenset(
    {"gate", "crane", "wifi", "database", "booking", "customs", "edi", "slow_network", "certificate"}
)
ONGOING: Final = 4
ONGOING_MINUTES: Final = 50
ENOUGH: Final = 200
AGREED: Final = ("Fine with me.", "Approved. Please inform the night shift.", "Go ahead.", "")


def plan_change(teller: Teller, at: datetime) -> Story:
    """Tell a change: asked, approved or not, carried out in its window."""
    dice = teller.dice
    topic = dice.choice(planned.CHANGES)
    owner = dice.choice(teller.company.members(topic.team))
    life = teller.begin(topic, owner, teller.working(at))
    life.agent = owner
    window = _window(life, at + timedelta(days=dice.randint(3, 16)))
    told = {
        "due_at": window,
        "due_overridden": True,
        "custom_fields": {
            **life.story.first["custom_fields"],
            "change_risk": dice.choice(("low", "low", "medium", "high")),
        },
    }
    life.story.first.update(told)
    life.story.last.update(told)
    with suppress(StillOpenError):
        _carry_out(life, window)
    teller.surround(life)
    return life.story


def _window(life: Life, day: datetime) -> datetime:
    local = day.astimezone(LOCAL).replace(hour=20, minute=0, second=0, microsecond=0)
    return local.astimezone(life.now.tzinfo)


def _carry_out(life: Life, window: datetime) -> None:
    life.wait(1)
    life.change(life.agent, status=Status.OPEN, assignee_id=life.agent)
    approved = _approve(life)
    if not approved:
        life.change(life.agent, status=Status.CANCELLED, closed_at=life.now)
        return
    life.change(life.agent, status=Status.ON_HOLD, sub_status="scheduled")
    life.arrive(max(window, life.now))
    life.change(life.agent, status=Status.IN_PROGRESS, sub_status=None)
    life.arrive(life.now + timedelta(minutes=life.dice.randint(20, 45)))
    life.note(life.remark())
    life.arrive(life.now + timedelta(minutes=life.dice.randint(30, 160)))
    told, kept = life.solution()
    life.say(
        life.agent,
        told,
        status=Status.RESOLVED,
        resolved_at=life.now,
        resolved_by=life.agent,
        resolution_code=life.topic.code,
        resolution_text=kept,
    )
    life.work()
    life.close()


def _approve(life: Life) -> bool:
    """Ask one or two leads; the last answer decides. Nobody answers in the future."""
    dice = life.dice
    leads = [lead for lead in life.company.leads if lead is not life.agent]
    asked_at = life.now
    rejected = dice.random() < 0.09
    for lead in dice.sample(leads, dice.choice((1, 1, 2))):
        decided = later(dice, asked_at, dice.uniform(1, 12)).replace(microsecond=0)
        waits = decided > life.end
        life.story.approvals.append(
            Approval(
                at=asked_at,
                by=life.agent,
                approver=lead,
                note="Please approve, plan and way back are in the description.",
                state="requested" if waits else "rejected" if rejected else "approved",
                decided_at=None if waits else decided,
                comment=""
                if waits
                else "Not before the month-end, please."
                if rejected
                else dice.choice(AGREED),
            )
        )
        life.arrive(max(decided, life.now))
    return not rejected


def find_problem(teller: Teller, at: datetime) -> Story:
    """Tell a problem that stands behind several incidents."""
    dice = teller.dice
    topic = dice.choice(planned.PROBLEMS)
    owner = dice.choice(teller.company.members(topic.team))
    source = planned.PROBLEM_SOURCES[topic.key]
    cases = [story for story in teller.told if story.topic == source and story.created_at < at][-12:]
    life = teller.begin(topic, owner, teller.working(at))
    life.agent = owner
    for case in dice.sample(cases, min(len(cases), dice.randint(3, 6))):
        life.story.links.append(Linked(life.now + timedelta(minutes=5), case.key, LinkType.RELATED, owner))
    with suppress(StillOpenError):
        life.wait(2)
        life.change(owner, status=Status.IN_PROGRESS, assignee_id=owner)
        life.wait(12)
        life.note(life.remark())
        life.change(owner, status=Status.ON_HOLD, sub_status="waiting_for_vendor")
        life.wait(dice.uniform(20, 90))
        life.change(owner, status=Status.IN_PROGRESS, sub_status=None)
        life.wait(16)
        life.solve()
        life.close()
    teller.surround(life)
    return life.story


def add_task(teller: Teller, at: datetime) -> Story:
    """Tell a task of a joiner's request."""
    dice = teller.dice
    hosts = [story for story in teller.told if story.topic == "joiner" and story.created_at <= at]
    if not hosts:
        return teller.ordinary(at)
    host = dice.choice(hosts)
    topic = dice.choice(planned.TASKS)
    started = min(host.created_at + timedelta(minutes=dice.randint(20, 300)), teller.end)
    life = teller.begin(topic, host.requester, started)
    life.story.first["title"] = f"{life.story.first['title']}: {host.first['title']}"
    life.story.last["title"] = life.story.first["title"]
    host.links.append(Linked(started, life.story.key, LinkType.PARENT_OF, life.agent))
    with suppress(StillOpenError):
        life.take(wait=4)
        life.wait(6)
        life.solve()
        life.close()
    return life.story


def add_child(teller: Teller, at: datetime) -> Story:
    """Tell one of the many reports of an outage; it ends with the outage."""
    dice = teller.dice
    hosts = [life for life in teller.lives.values() if life.topic is OUTAGE and life.story.created_at <= at]
    if not hosts:
        return teller.ordinary(at)
    return _report(teller, dice.choice(hosts[:: max(1, len(hosts) // 8)]))


def _report(teller: Teller, host: Life) -> Story:
    dice = teller.dice
    started = min(host.story.created_at + timedelta(minutes=dice.randint(3, 55)), teller.end)
    life = teller.begin(CHILD, dice.choice(teller.company.requesters), started, like=host)
    for name in ("priority", "impact", "urgency"):
        life.story.first[name] = life.story.last[name] = host.story.first[name]
    host.story.links.append(
        Linked(started + timedelta(minutes=4), life.story.key, LinkType.PARENT_OF, life.agent)
    )
    ended = host.story.last.get("resolved_at")
    with suppress(StillOpenError):
        life.take(wait=0.3)
        if ended is not None:
            life.arrive(max(ended + timedelta(minutes=dice.randint(2, 20)), life.now))
            life.solve()
            life.close()
    return life.story


def run_outage(teller: Teller) -> None:
    """Tell an outage that is worked on at this moment, with those who have reported it so far."""
    began = teller.end - timedelta(minutes=ONGOING_MINUTES)
    host = teller.begin(OUTAGE, teller.dice.choice(teller.company.requesters), began)
    told = {
        "priority": Priority.CRITICAL,
        "impact": 1,
        "urgency": 1,
        "due_at": host.story.created_at + timedelta(hours=2),
        "due_overridden": True,
    }
    host.story.first.update(told)
    host.story.last.update(told)
    with suppress(StillOpenError):
        host.take(wait=0.3)
        host.note(host.remark())
        host.wait(0.5)
        host.answer(host.phrase("progress"))
    teller.surround(host)
    for _ in range(ONGOING - 1):
        _report(teller, host)


def add_duplicate(teller: Teller, at: datetime) -> Story:
    """Tell a second report of something already known."""
    dice = teller.dice
    hosts = [
        life for life in teller.lives.values() if life.topic.key in SHARED and life.story.created_at <= at
    ]
    if not hosts:
        return teller.ordinary(at)
    host = dice.choice(hosts)
    others = [person for person in teller.company.requesters if person is not host.requester]
    started = min(host.story.created_at + timedelta(minutes=dice.randint(10, 400)), teller.end)
    life = teller.begin(host.topic, dice.choice(others), started, like=host)
    with suppress(StillOpenError):
        life.wait(1)
        life.story.links.append(Linked(life.now, host.story.key, LinkType.DUPLICATE_OF, life.agent))
        life.resolve(life.phrase("duplicate"), "Dealt with in the first report.", code="duplicate")
        life.close()
    return life.story


def blame_changes(teller: Teller) -> None:
    """Some incidents of the day after a change were caused by it."""
    done = [
        story
        for story in teller.told
        if story.type is TicketType.CHANGE and story.last["status"] is Status.CLOSED
    ]
    for change in done:
        after = change.last["resolved_at"]
        near = [
            story
            for story in teller.told
            if story.type is TicketType.INCIDENT
            and story.first["team_id"] == change.first["team_id"]
            and timedelta() < story.created_at - after < timedelta(hours=40)
        ]
        if near and teller.dice.random() < 0.35:
            owner = change.last["assignee_id"]
            near[0].links.append(
                Linked(near[0].created_at + timedelta(hours=1), change.key, LinkType.CAUSED_BY, owner)
            )


KINDS: Final[tuple[tuple[Callable[[Teller, datetime], Story], float], ...]] = (
    (plan_change, 0.03),
    (find_problem, 0.008),
    (add_task, 0.03),
    (add_child, 0.016),
    (add_duplicate, 0.014),
)
"""Stories that lean on others, and their share of all."""


def tell(*, seed: int, count: int, end: datetime) -> tuple[Company, list[Story]]:
    """Tell ``count`` tickets up to ``end``, oldest first; the same seed and the same end tell the same."""
    dice = Random(seed)
    teller = Teller(dice, end, company(dice))
    leaning = [kind for kind, share in KINDS for _ in range(round(count * share))]
    ongoing = ONGOING if count >= ENOUGH else 0
    for at in arrivals(dice, count - len(leaning) - ongoing, end=end, days=DAYS):
        teller.ordinary(at)
    for kind in leaning:
        kind(teller, end - timedelta(days=DAYS * dice.random()))
    if ongoing:
        run_outage(teller)
    blame_changes(teller)
    stories = sorted(teller.told, key=lambda story: (story.created_at, story.key))
    return teller.company, stories
