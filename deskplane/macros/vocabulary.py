"""What a macro can set, and who can use it."""

from enum import StrEnum


class Settable(StrEnum):
    """Fields that a macro sets; custom fields are named ``custom.<key>`` beside these."""

    STATUS = "status"
    SUB_STATUS = "sub_status"
    PRIORITY = "priority"
    TYPE = "type"
    IMPACT = "impact"
    URGENCY = "urgency"
    CATEGORY = "category_id"
    ASSIGNEE = "assignee_id"
    TEAM = "team_id"
    DEPARTMENT = "department"
