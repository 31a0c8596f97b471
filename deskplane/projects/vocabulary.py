"""States of projects and tasks, and how a ticket relates to one."""

from enum import StrEnum


class ProjectState(StrEnum):
    """Where a project is in its life."""

    PLANNED = "planned"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    DONE = "done"
    CANCELLED = "cancelled"


class TaskState(StrEnum):
    """Where a task is in its life."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    CANCELLED = "cancelled"


class WorkLink(StrEnum):
    """How a ticket relates to a project or a task: ``the ticket is blocking it``."""

    RELATED = "related"
    BLOCKING = "blocking"
    DEPENDS_ON = "depends_on"
