"""Storing what the people of the demo work with; links to tickets at the time they were made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from deskplane.app.demo import plans
from deskplane.app.demo.company import email_of
from deskplane.app.demo.furnishing import BY, Ids
from deskplane.app.demo.plans import Plan, Task
from deskplane.app.demo.story import Story
from deskplane.boards import service as boards
from deskplane.identity import tokens
from deskplane.identity.tokens import TokenDraft
from deskplane.kernel import rows
from deskplane.kernel.access import ROLE_GRANTS, Caller, RoleName, Via
from deskplane.kernel.db import Tx
from deskplane.kernel.events import Actor
from deskplane.kernel.rows import By
from deskplane.macros import running, service as macros
from deskplane.macros.schemas import MacroCreate
from deskplane.projects import past, service as projects
from deskplane.projects.links import ASSIGNMENT, PROJECT
from deskplane.projects.past import PastWorkLink
from deskplane.projects.vocabulary import ProjectState, WorkLink
from deskplane.views import service as views
from deskplane.views.schemas import ViewCreate

SYSTEM_NAME: Final = "demo"
SAID_APART: Final = frozenset({"team", "runs", "last"})
OF_PROJECT: Final = 7
OF_TASK: Final = 2


@dataclass(frozen=True, slots=True)
class Planning:
    """Knows the ids, the tickets and the day."""

    ids: Ids
    stories: Sequence[Story]
    present: datetime

    async def store(self, tx: Tx) -> None:
        """Store projects, tasks and their tickets, macros, views and boards."""
        of_projects: list[PastWorkLink] = []
        of_tasks: list[PastWorkLink] = []
        for plan in plans.PLANS:
            project = await self._project(tx, plan)
            of_projects += self._links(plan.topics, OF_PROJECT, project, plan.name, plan)
            for task in plan.tasks:
                id_ = await self._task(tx, task, project)
                of_tasks += self._links(task.topics, OF_TASK, id_, task.title, plan)
        for chore in plans.CHORES:
            await self._task(tx, chore, None)
        await past.store(tx, PROJECT, SYSTEM_NAME, of_projects)
        await past.store(tx, ASSIGNMENT, SYSTEM_NAME, of_tasks)
        await self._shelves(tx)

    async def _project(self, tx: Tx, plan: Plan) -> UUID:
        values = {
            "key": plan.key,
            "name": plan.name,
            "description": plan.about,
            "state": plan.state,
            "owner_id": self._person(plan.owner),
            "team_id": self.ids.teams[plan.team],
            "due_on": self._day(plan.due),
        }
        return (await rows.add(tx, projects.PROJECTS, values, by=BY))["id"]

    async def _task(self, tx: Tx, task: Task, project: UUID | None) -> UUID:
        values = {
            "title": task.title,
            "description": "",
            "project_id": project,
            "state": task.state,
            "assignee_id": self._person(task.who) if task.who else None,
            "due_on": self._day(task.due) if task.due is not None else None,
        }
        return (await rows.add(tx, projects.ASSIGNMENTS, values, by=BY))["id"]

    def _links(
        self, topics: Sequence[str], count: int, work: UUID, label: str, plan: Plan
    ) -> Iterator[PastWorkLink]:
        """Relate the latest tickets about these topics, unfinished ones before all; those wait for the work."""
        about = [story for story in reversed(self.stories) if story.topic in topics]
        about.sort(key=lambda story: story.last["status"].is_done)
        actor = Actor(kind="person", id=self._person(plan.owner), name=plan.owner)
        for story in about[:count]:
            waits = not story.last["status"].is_done and plan.state is not ProjectState.DONE
            at = min(story.created_at + timedelta(hours=5), self.present)
            yield PastWorkLink(
                ticket_key=story.key,
                version=story.version_at(at),
                work_id=work,
                label=label,
                link_type=WorkLink.DEPENDS_ON if waits else WorkLink.RELATED,
                at=at,
                actor=actor,
            )

    async def _shelves(self, tx: Tx) -> None:
        caller = self._caller(tx)
        for macro in plans.MACROS:
            made = await macros.create(tx, MacroCreate.model_validate(self._named(macro)), caller=caller)
            last = self.present - timedelta(hours=macro["last"])
            await tx.execute(running.COUNT, made["id"], macro["runs"], last)
        for position, view in enumerate(plans.VIEWS):
            values = ViewCreate.model_validate({**self._named(view), "position": position})
            await views.create(tx, values.model_dump(mode="json"), caller)
        for name, scopes in plans.TOKENS.items():
            # Nobody learns its text: it shows how the page looks, and opens nothing.
            draft = TokenDraft(person_id=caller.person_id, name=name, scopes=scopes)
            await tokens.create(tx, draft, by=By.of(caller), authority=caller.permissions)
        for board in plans.BOARDS:
            await boards.create(tx, self._named(board), by=By.of(caller))

    def _named(self, values: dict[str, Any]) -> dict[str, Any]:
        """Put ids where the plans name teams."""
        named = {name: value for name, value in values.items() if name not in SAID_APART}
        if "team" in values:
            named["team_id"] = self.ids.teams[values["team"]]
        if "query" in values:
            query = values["query"]
            named["query"] = {
                name: [str(self.ids.teams[team]) for team in value] if name == "team" else value
                for name, value in query.items()
            }
        if "actions" in values:
            named["actions"] = [self._step(step) for step in values["actions"]]
        return named

    def _step(self, step: dict[str, Any]) -> dict[str, Any]:
        return (
            {**step, "value": str(self.ids.teams[step["value"]])} if step.get("field") == "team_id" else step
        )

    def _caller(self, tx: Tx) -> Caller:
        """Return the head of IT, who set these up."""
        id_ = self._person(plans.MAREN)
        return Caller(
            org_id=tx.tenant.org_id,
            person_id=id_,
            principal_id=id_,
            role=RoleName.ADMIN,
            name=plans.MAREN,
            via=Via.SESSION,
            permissions=ROLE_GRANTS[RoleName.ADMIN],
        )

    def _person(self, name: str) -> UUID:
        return self.ids.people[email_of(name)]

    def _day(self, days: int) -> Any:
        return (self.present + timedelta(days=days)).date()
