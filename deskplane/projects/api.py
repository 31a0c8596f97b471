"""HTTP face of projects and tasks. Thin: parse, call the service, return."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from deskplane.kernel import rows
from deskplane.kernel.access import Caller, Permission, may
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.paging import Paging
from deskplane.kernel.rows import By, Change, Listed
from deskplane.projects import links, service
from deskplane.projects.schemas import (
    AssignmentCreate,
    AssignmentLinkCreate,
    AssignmentLinkRead,
    AssignmentPatch,
    AssignmentRead,
    ProjectCreate,
    ProjectLinkCreate,
    ProjectLinkRead,
    ProjectPatch,
    ProjectRead,
)
from deskplane.projects.vocabulary import ProjectState, TaskState

projects = router(prefix="/api/v1/projects", tags=["projects"])
tasks = router(prefix="/api/v1/assignments", tags=["projects"])
project_links = router(prefix="/api/v1/ticket-project-links", tags=["projects"])
task_links = router(prefix="/api/v1/ticket-assignment-links", tags=["projects"])
Reading = Annotated[Caller, may(Permission.TICKET_READ_INTERNAL)]
Writing = Annotated[Caller, may(Permission.PROJECT_WRITE)]
Linking = Annotated[Caller, may(Permission.TICKET_UPDATE)]
Words = Annotated[str | None, Query(max_length=200, description="Part of the name")]
Away = Annotated[bool, Query(description="true: those that were put away")]
TicketAsked = Annotated[str | None, Query(max_length=40, description="Only of this ticket: id or number")]
WANTED_PROJECTS = (
    "($1::text is null or position(lower($1) in lower(name || ' ' || key)) > 0) "
    "and ($2::text[] = '{}' or state = any($2)) and ($3::uuid is null or owner_id = $3) "
    "and ($4::uuid is null or team_id = $4) and (archived_at is not null) = $5"
)
WANTED_TASKS = (
    "($1::text is null or position(lower($1) in lower(title)) > 0) "
    "and ($2::text[] = '{}' or state = any($2)) and ($3::uuid is null or assignee_id = $3) "
    "and ($4::uuid is null or project_id = $4) and (archived_at is not null) = $5"
)


@projects.get("", operation_id="list_projects", response_model=Listed[ProjectRead])
async def list_projects(
    _: Reading,
    reads: Reads,
    page: Paging,
    *,
    q: Words = None,
    state: Annotated[list[ProjectState] | None, Query(max_length=10)] = None,
    owner: UUID | None = None,
    team: UUID | None = None,
    archived: Away = False,
) -> Response:
    """List projects: what goes on first, then what is done, each by name."""
    args = [q, state or [], owner, team, archived]
    return json_response(await service.listed(reads, service.PROJECT, page, where=WANTED_PROJECTS, args=args))


@projects.post("", operation_id="create_project", status_code=HTTPStatus.CREATED, response_model=ProjectRead)
async def create_project(body: ProjectCreate, caller: Writing, tx: InTx) -> Response:
    """Start a project."""
    row = await service.create(tx, service.PROJECT, body.model_dump(), by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@projects.get("/{id}", operation_id="get_project", response_model=ProjectRead)
async def get_project(id: UUID, _: Reading, reads: Reads) -> Response:
    """Show a project."""
    return json_response(await service.found(reads, service.PROJECT, id))


@projects.patch("/{id}", operation_id="update_project", response_model=ProjectRead)
async def update_project(
    id: UUID, body: ProjectPatch, caller: Writing, tx: InTx, if_match: IfMatch
) -> Response:
    """Change a project, put it away or take it out again."""
    change = Change(body.model_dump(exclude_unset=True, exclude={"version"}), if_match, body.version)
    return json_response(await service.change(tx, service.PROJECT, id, change, by=By.of(caller)))


@projects.delete("/{id}", operation_id="delete_project", status_code=HTTPStatus.NO_CONTENT)
async def delete_project(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Delete a project without tasks and without tickets; others can be put away."""
    await rows.remove(tx, service.PROJECTS, id, if_match=if_match, by=By.of(caller))


@tasks.get("", operation_id="list_assignments", response_model=Listed[AssignmentRead])
async def list_assignments(
    _: Reading,
    reads: Reads,
    page: Paging,
    *,
    q: Words = None,
    state: Annotated[list[TaskState] | None, Query(max_length=10)] = None,
    assignee: UUID | None = None,
    project: UUID | None = None,
    archived: Away = False,
) -> Response:
    """List tasks: what is open first by due date, then what is done."""
    args = [q, state or [], assignee, project, archived]
    return json_response(await service.listed(reads, service.ASSIGNMENT, page, where=WANTED_TASKS, args=args))


@tasks.post(
    "", operation_id="create_assignment", status_code=HTTPStatus.CREATED, response_model=AssignmentRead
)
async def create_assignment(body: AssignmentCreate, caller: Writing, tx: InTx) -> Response:
    """Add a task, to a project or on its own."""
    row = await service.create(tx, service.ASSIGNMENT, body.model_dump(), by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@tasks.get("/{id}", operation_id="get_assignment", response_model=AssignmentRead)
async def get_assignment(id: UUID, _: Reading, reads: Reads) -> Response:
    """Show a task."""
    return json_response(await service.found(reads, service.ASSIGNMENT, id))


@tasks.patch("/{id}", operation_id="update_assignment", response_model=AssignmentRead)
async def update_assignment(
    id: UUID, body: AssignmentPatch, caller: Writing, tx: InTx, if_match: IfMatch
) -> Response:
    """Change a task, put it away or take it out again."""
    change = Change(body.model_dump(exclude_unset=True, exclude={"version"}), if_match, body.version)
    return json_response(await service.change(tx, service.ASSIGNMENT, id, change, by=By.of(caller)))


@tasks.delete("/{id}", operation_id="delete_assignment", status_code=HTTPStatus.NO_CONTENT)
async def delete_assignment(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Delete a task without tickets; others can be put away."""
    await rows.remove(tx, service.ASSIGNMENTS, id, if_match=if_match, by=By.of(caller))


@project_links.get("", operation_id="list_ticket_project_links", response_model=Listed[ProjectLinkRead])
async def list_ticket_project_links(
    caller: Reading,
    reads: Reads,
    page: Paging,
    ticket_id: TicketAsked = None,
    project_id: Annotated[UUID | None, Query(description="Only of this project")] = None,
) -> Response:
    """List links between tickets and projects: of a ticket, of a project, or all."""
    found = await links.listed(reads, links.PROJECT, page, caller, ticket=ticket_id, work_id=project_id)
    return json_response(found)


@project_links.post(
    "",
    operation_id="create_ticket_project_link",
    status_code=HTTPStatus.CREATED,
    response_model=ProjectLinkRead,
    responses={HTTPStatus.OK.value: {"model": ProjectLinkRead, "description": "The link was there already"}},
)
async def create_ticket_project_link(body: ProjectLinkCreate, caller: Linking, tx: InTx) -> Response:
    """Link a ticket to a project; the same link again answers with the one that is there (200)."""
    row, new = await links.link(
        tx, links.PROJECT, str(body.ticket_id), body.project_id, body.link_type, caller
    )
    return json_response(row, status=HTTPStatus.CREATED if new else HTTPStatus.OK)


@project_links.delete("/{id}", operation_id="delete_ticket_project_link", status_code=HTTPStatus.NO_CONTENT)
async def delete_ticket_project_link(id: UUID, caller: Linking, tx: InTx) -> None:
    """Take a link between a ticket and a project away."""
    await links.unlink(tx, links.PROJECT, id, caller)


@task_links.get("", operation_id="list_ticket_assignment_links", response_model=Listed[AssignmentLinkRead])
async def list_ticket_assignment_links(
    caller: Reading,
    reads: Reads,
    page: Paging,
    ticket_id: TicketAsked = None,
    assignment_id: Annotated[UUID | None, Query(description="Only of this task")] = None,
) -> Response:
    """List links between tickets and tasks: of a ticket, of a task, or all."""
    found = await links.listed(reads, links.ASSIGNMENT, page, caller, ticket=ticket_id, work_id=assignment_id)
    return json_response(found)


@task_links.post(
    "",
    operation_id="create_ticket_assignment_link",
    status_code=HTTPStatus.CREATED,
    response_model=AssignmentLinkRead,
    responses={
        HTTPStatus.OK.value: {"model": AssignmentLinkRead, "description": "The link was there already"}
    },
)
async def create_ticket_assignment_link(body: AssignmentLinkCreate, caller: Linking, tx: InTx) -> Response:
    """Link a ticket to a task; the same link again answers with the one that is there (200)."""
    row, new = await links.link(
        tx, links.ASSIGNMENT, str(body.ticket_id), body.assignment_id, body.link_type, caller
    )
    return json_response(row, status=HTTPStatus.CREATED if new else HTTPStatus.OK)


@task_links.delete("/{id}", operation_id="delete_ticket_assignment_link", status_code=HTTPStatus.NO_CONTENT)
async def delete_ticket_assignment_link(id: UUID, caller: Linking, tx: InTx) -> None:
    """Take a link between a ticket and a task away."""
    await links.unlink(tx, links.ASSIGNMENT, id, caller)


ROUTERS = (projects, tasks, project_links, task_links)
