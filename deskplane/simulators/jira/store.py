"""The issues of the simulated site; search sees them as the index does, a little late."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from deskplane.simulators.clock import Clock
from deskplane.simulators.jira import world
from deskplane.simulators.jira.adf import to_text
from deskplane.simulators.simulator import Numbers

SUBJECTS: Final = (
    "Checkout answers slowly",
    "Log-in loops on the phone",
    "Nightly export did not run",
    "Memory of the worker grows",
    "Certificate ends next week",
    "Search finds nothing for umlauts",
)


@dataclass(slots=True)
class Comment:
    """A comment; ``internal`` if the desk alone may read it."""

    id: str
    body: Any
    author: world.Person
    created: datetime
    internal: bool = False


@dataclass(slots=True)
class Issue:
    """One issue. ``indexed`` is the ``updated`` that search still believes in while the index lags."""

    id: str
    project: str
    number: int
    kind: str
    summary: str
    created: datetime
    updated: datetime
    indexed: datetime
    status: str = "To Do"
    resolution: str = ""
    priority: str = "Medium"
    description: Any = None
    labels: list[str] = field(default_factory=list[str])
    reporter: world.Person = world.PEOPLE[0]
    assignee: world.Person | None = None
    custom: dict[str, Any] = field(default_factory=dict[str, Any])
    comments: list[Comment] = field(default_factory=list[Comment])
    properties: dict[str, Any] = field(default_factory=dict[str, Any])
    links: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    attachments: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def key(self) -> str:
        """Such as ``OPS-7``."""
        return f"{self.project}-{self.number}"


class Store:
    """All issues by id."""

    def __init__(self, seed: random.Random, clock: Clock, lag: float) -> None:
        self._random = seed
        self.clock = clock
        self.lag = timedelta(seconds=lag)
        self.numbers = Numbers()
        self.issues: dict[str, Issue] = {}
        self.keys: dict[str, Issue] = {}
        self.files: dict[str, bytes] = {}

    def add(self, project: str, kind: str, summary: str, when: datetime | None = None) -> Issue:
        """A new issue."""
        now = _milli(when or self.clock.now())
        number = self.numbers.next(project)
        made = Issue(str(self.numbers.next("issue", 10_001)), project, number, kind, summary, now, now, now)
        self.issues[made.id] = made
        self.keys[made.key] = made
        return made

    def find(self, word: str) -> Issue | None:
        """An issue by id or key."""
        return self.issues.get(word) or self.keys.get(word)

    def touch(self, issue: Issue) -> None:
        """Note a change."""
        issue.indexed = self.seen(issue)
        issue.updated = _milli(self.clock.now())

    def remove(self, issue: Issue) -> None:
        """Delete an issue."""
        del self.issues[issue.id]
        del self.keys[issue.key]

    def seen(self, issue: Issue) -> datetime:
        """The ``updated`` that search sees."""
        return issue.updated if issue.updated <= self.clock.now() - self.lag else issue.indexed

    def searchable(self, also: set[str]) -> list[Issue]:
        """What search knows; ``also`` are ids that it looks up past the index."""
        edge = self.clock.now() - self.lag
        return [issue for issue in self.issues.values() if issue.created <= edge or issue.id in also]

    def value(self, issue: Issue, name: str) -> Any:
        """A field as search compares it."""
        if name == "updated":
            return self.seen(issue).replace(microsecond=0)
        if name == "created":
            return issue.created.replace(microsecond=0)
        if name in ("assignee", "reporter"):
            person = issue.assignee if name == "assignee" else issue.reporter
            return [person.account_id, person.name, person.email] if person else []
        return _VALUES[name](issue)

    def ordered(self, found: list[Issue], order: tuple[tuple[str, bool], ...]) -> list[Issue]:
        """In the order that was asked for, else the newest first."""
        for name, descending in reversed(order or (("created", True),)):
            found.sort(key=lambda issue, by=name: self._rank(issue, by), reverse=descending)
        return found

    def _rank(self, issue: Issue, name: str) -> Any:
        if name in ("key", "issuekey"):
            return issue.project, issue.number
        if name == "id":
            return int(issue.id)
        if name == "updated":
            return self.seen(issue)
        value = self.value(issue, name)
        return value if isinstance(value, datetime) else str(value)

    def fill(self, count: int) -> None:
        """Issues of the past; every seventh second holds several."""
        pick, now = self._random, self.clock.now()
        starts = sorted(now - timedelta(days=40) * pick.random() - timedelta(hours=1) for _ in range(count))
        for index, start in enumerate(starts):
            project = pick.choice(list(world.PROJECTS))
            issue = self.add(
                project,
                pick.choice(world.PROJECTS[project][2][:3]),
                f"{pick.choice(SUBJECTS)} ({index + 1})",
                start,
            )
            issue.status = pick.choice(list(world.FLOWS[project]))
            done = world.status_named(issue.status).category == "done"
            issue.resolution = "Done" if done else ""
            issue.priority = pick.choice(world.PRIORITIES)
            issue.assignee = pick.choice([*world.PEOPLE, None])
            issue.reporter = pick.choice(world.PEOPLE)
            issue.description = "It worked yesterday.\nNothing was changed since."
            issue.labels = pick.sample(["vip", "night", "legacy"], pick.randint(0, 2))
            shared = starts[index - index % 7] + timedelta(minutes=30)
            issue.updated = issue.indexed = max(start, _milli(shared))


def _milli(when: datetime) -> datetime:
    return when.replace(microsecond=when.microsecond // 1000 * 1000)


def _state(issue: Issue) -> world.Status:
    return world.status_named(issue.status)


_VALUES: Final[Mapping[str, Callable[[Issue], Any]]] = {
    **dict.fromkeys(("key", "issuekey", "id", "issue"), lambda issue: (issue.key, issue.id)),
    **dict.fromkeys(("issuetype", "type"), lambda issue: issue.kind),
    "project": lambda issue: (issue.project, *world.PROJECTS[issue.project][:2]),
    "status": lambda issue: (_state(issue).name, _state(issue).id),
    "statuscategory": lambda issue: (
        world.CATEGORY_NAMES[_state(issue).category][1],
        _state(issue).category,
    ),
    "priority": lambda issue: issue.priority,
    "labels": lambda issue: issue.labels,
    "summary": lambda issue: issue.summary,
    "description": lambda issue: to_text(issue.description),
    "text": lambda issue: f"{issue.summary} {to_text(issue.description)}",
    "resolution": lambda issue: issue.resolution,
}
