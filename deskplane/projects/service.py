"""Projects and tasks: kept, changed, put away."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from deskplane.kernel import clock, rows
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.kernel.paging import Page
from deskplane.kernel.rows import By, Change, Row, Shelf
from deskplane.projects import queries
from deskplane.projects.events import (
    AssignmentChanged,
    AssignmentCreated,
    AssignmentDeleted,
    ProjectChanged,
    ProjectCreated,
    ProjectDeleted,
)

PROJECTS: Final = Shelf(
    table="projects",
    noun="project",
    order="(state in ('done', 'cancelled')), lower(name), id",
    added=ProjectCreated,
    changed=ProjectChanged,
    removed=ProjectDeleted,
    refusals={
        "projects_key": lambda: ConflictError("There is already a project with this key."),
        "projects_owner_id_fkey": lambda: InvalidError.field("owner_id", "there is no person with this id"),
        "projects_team_id_fkey": lambda: InvalidError.field("team_id", "there is no team with this id"),
        "assignments_project_id_fkey": lambda: ConflictError(
            "This project has tasks. Put it away instead, or delete its tasks first."
        ),
        "ticket_project_links_project_id_fkey": lambda: ConflictError(
            "Tickets are linked to this project. Put it away instead, or take the links away first."
        ),
    },
)
ASSIGNMENTS: Final = Shelf(
    table="assignments",
    noun="task",
    order="(state in ('done', 'cancelled')), due_on nulls last, lower(title), id",
    added=AssignmentCreated,
    changed=AssignmentChanged,
    removed=AssignmentDeleted,
    label="title",
    refusals={
        "assignments_project_id_fkey": lambda: InvalidError.field(
            "project_id", "there is no project with this id"
        ),
        "assignments_assignee_id_fkey": lambda: InvalidError.field(
            "assignee_id", "there is no person with this id"
        ),
        "ticket_assignment_links_assignment_id_fkey": lambda: ConflictError(
            "Tickets are linked to this task. Put it away instead, or take the links away first."
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: where it is kept, and how it is shown."""

    shelf: Shelf
    around: str


PROJECT: Final = Work(PROJECTS, queries.AROUND_PROJECTS)
ASSIGNMENT: Final = Work(ASSIGNMENTS, queries.AROUND_ASSIGNMENTS)


async def listed(reads: Statements, work: Work, page: Page, *, where: str, args: list[Any]) -> dict[str, Any]:
    """Return a part of the projects or tasks, with what hangs on each: two statements however many."""
    answer = await rows.listed(reads, work.shelf, page, where=where, args=args)
    answer["data"] = await queries.completed(reads, work.around, answer["data"])
    return answer


async def found(reads: Statements, work: Work, id: UUID) -> Row:
    """Return a project or a task.

    Raises:
        NotFoundError: there is none of that id.
    """
    return (await queries.completed(reads, work.around, [await rows.found(reads, work.shelf, id)]))[0]


async def create(tx: Tx, work: Work, values: Mapping[str, Any], *, by: By) -> Row:
    """Store a project or a task.

    Raises:
        ConflictError: the key is taken.
        InvalidError: it refers to something that is not there.
    """
    row = await rows.add(tx, work.shelf, values, by=by)
    return (await queries.completed(tx, work.around, [row]))[0]


async def change(tx: Tx, work: Work, id: UUID, change: Change, *, by: By) -> Row:
    """Change a project or a task; ``archived`` puts it away or takes it out again.

    Raises:
        NotFoundError: there is none of that id.
        ConflictError, PreconditionFailedError: the change was prepared on an older version, or the key is taken.
        InvalidError: it refers to something that is not there.
    """
    values = dict(change.values)
    if "archived" in values:
        before = await rows.found(tx, work.shelf, id)
        archived = values.pop("archived")
        if archived is not (before["archived_at"] is not None):
            values["archived_at"] = clock.now() if archived else None
    row = await rows.change(tx, work.shelf, id, replace(change, values=values), by=by)
    return (await queries.completed(tx, work.around, [row]))[0]
