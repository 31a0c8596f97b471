"""The steps of setting up a desk, in their order, and what a step can be."""

from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """One thing to set up; the order is the order of the work."""

    MIGRATIONS = "migrations"
    ORGANIZATION = "organization"
    PEOPLE = "people"
    TEAMS = "teams"
    CATEGORIES = "categories"
    REQUEST_TYPES = "request_types"
    OUTGOING_EMAIL = "outgoing_email"
    EMAIL_SOURCES = "email_sources"
    CONNECTIONS = "connections"
    SMS = "sms"
    ALERT_RULES = "alert_rules"
    ROUTING_RULES = "routing_rules"
    WORKFLOWS = "workflows"
    CHATBOT = "chatbot"


class State(StrEnum):
    """How far a step is."""

    DONE = "done"
    OPEN = "open"
    SKIPPED = "skipped"
    NOT_AVAILABLE = "not_available"


class UsedThing(StrEnum):
    """Things whose uses can be listed."""

    CATEGORY = "category"
    CUSTOM_FIELD = "custom_field"
    PERSON = "person"
    TEAM = "team"


PAGES: Final = {
    Step.ORGANIZATION: "/app/settings/organization",
    Step.PEOPLE: "/app/settings/people",
    Step.TEAMS: "/app/settings/teams",
    Step.CATEGORIES: "/app/settings/categories",
    Step.REQUEST_TYPES: "/app/settings/request-types",
    Step.CONNECTIONS: "/app/settings/connections/itsm",
}
# Kept beside the steps: the list itself was put away.
LIST: Final = "checklist"
