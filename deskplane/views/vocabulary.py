"""Words of saved views."""

from enum import StrEnum


class Scope(StrEnum):
    """Who sees a view."""

    PRIVATE = "private"
    TEAM = "team"
    ALL = "all"


class GroupBy(StrEnum):
    """What the rows of a view are gathered by."""

    NONE = "none"
    STATUS = "status"
    PRIORITY = "priority"
    ASSIGNEE = "assignee"
    TEAM = "team"
    TYPE = "type"
    CATEGORY = "category"
