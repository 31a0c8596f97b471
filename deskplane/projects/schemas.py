"""What the API of projects and tasks takes and gives."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.projects.vocabulary import ProjectState, TaskState, WorkLink
from deskplane.tickets.part_schemas import LinkedTicket
from deskplane.tickets.schemas import Named

Key = Annotated[
    str,
    StringConstraints(
        pattern="^[A-Za-z][A-Za-z0-9]{1,11}$",
        strip_whitespace=True,
        to_upper=True,
        min_length=2,
        max_length=12,
    ),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=20_000)]
Version = Annotated[
    int | None, Field(ge=1, le=2_000_000_000, description="Version the change was prepared on")
]


class ProjectCreate(Body):
    """A new project."""

    key: Key = Field(description="Two to twelve letters and digits, such as WIFI")
    name: Name
    description: Note = ""
    state: ProjectState = ProjectState.ACTIVE
    owner_id: UUID | None = None
    team_id: UUID | None = None
    due_on: date | None = None


class ProjectPatch(Body):
    """Changes to a project; what is not sent stays. ``archived`` puts it away or takes it out again."""

    key: Key = "XX"
    name: Name = ""
    description: Note = ""
    state: ProjectState = ProjectState.ACTIVE
    owner_id: UUID | None = None
    team_id: UUID | None = None
    due_on: date | None = None
    archived: bool = False
    version: Version = None


class ProjectRead(Shape):
    """A project, and how much hangs on it."""

    id: UUID
    key: str
    name: str
    description: str
    state: ProjectState
    owner_id: UUID | None
    owner: Named | None
    team_id: UUID | None
    team: Named | None
    due_on: date | None
    archived_at: datetime | None
    tasks: int = Field(description="Tasks that are not put away")
    tasks_done: int
    tickets: int = Field(description="Tickets linked to it")
    version: int
    created_at: datetime
    updated_at: datetime


class ProjectNamed(Shape):
    """A project, in short."""

    id: UUID
    key: str
    name: str
    state: ProjectState
    due_on: date | None
    archived_at: datetime | None


class AssignmentCreate(Body):
    """A new task; it belongs to a project or stands alone."""

    title: Name
    description: Note = ""
    project_id: UUID | None = None
    state: TaskState = TaskState.TODO
    assignee_id: UUID | None = None
    due_on: date | None = None


class AssignmentPatch(Body):
    """Changes to a task; what is not sent stays. ``archived`` puts it away or takes it out again."""

    title: Name = ""
    description: Note = ""
    project_id: UUID | None = None
    state: TaskState = TaskState.TODO
    assignee_id: UUID | None = None
    due_on: date | None = None
    archived: bool = False
    version: Version = None


class AssignmentRead(Shape):
    """A task."""

    id: UUID
    project_id: UUID | None
    project: ProjectNamed | None
    title: str
    description: str
    state: TaskState
    assignee_id: UUID | None
    assignee: Named | None
    due_on: date | None
    archived_at: datetime | None
    tickets: int = Field(description="Tickets linked to it")
    version: int
    created_at: datetime
    updated_at: datetime


class AssignmentNamed(Shape):
    """A task, in short."""

    id: UUID
    title: str
    state: TaskState
    due_on: date | None
    project_id: UUID | None
    project_name: str | None
    archived_at: datetime | None


TicketName = Annotated[
    UUID | Annotated[str, StringConstraints(max_length=40)], Field(description="Id or number")
]


class ProjectLinkCreate(Body):
    """A ticket relates to a project."""

    ticket_id: TicketName
    project_id: UUID
    link_type: WorkLink = WorkLink.RELATED


class AssignmentLinkCreate(Body):
    """A ticket relates to a task."""

    ticket_id: TicketName
    assignment_id: UUID
    link_type: WorkLink = WorkLink.RELATED


class WorkLinkRead(Shape):
    """A row of a link table, and the ticket it starts from."""

    id: UUID
    ticket_id: UUID
    link_type: WorkLink
    created_by: UUID | None
    created_at: datetime
    ticket: LinkedTicket


class ProjectLinkRead(WorkLinkRead):
    """A row of ``ticket_project_links``."""

    project_id: UUID
    project: ProjectNamed


class AssignmentLinkRead(WorkLinkRead):
    """A row of ``ticket_assignment_links``."""

    assignment_id: UUID
    assignment: AssignmentNamed
