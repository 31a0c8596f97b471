"""The choices, users, groups and items of the simulated instance."""

from collections.abc import Mapping
from typing import Final

STATES: Final[Mapping[str, str]] = {
    "1": "New",
    "2": "In Progress",
    "3": "On Hold",
    "6": "Resolved",
    "7": "Closed",
    "8": "Canceled",
}
HOLD_REASONS: Final[Mapping[str, str]] = {
    "1": "Awaiting Caller",
    "3": "Awaiting Problem",
    "4": "Awaiting Vendor",
    "5": "Awaiting Change",
}
PRIORITIES: Final[Mapping[str, str]] = {
    "1": "1 - Critical",
    "2": "2 - High",
    "3": "3 - Moderate",
    "4": "4 - Low",
    "5": "5 - Planning",
}
LEVELS: Final[Mapping[str, str]] = {"1": "1 - High", "2": "2 - Medium", "3": "3 - Low"}
CATEGORIES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "inquiry": ("Inquiry / Help", ("antivirus", "email", "internal application")),
    "software": ("Software", ("email", "os", "application error")),
    "hardware": ("Hardware", ("cpu", "disk", "keyboard", "memory", "monitor", "mouse")),
    "network": ("Network", ("dhcp", "dns", "ip address", "vpn", "wireless")),
    "database": ("Database", ("db2", "oracle", "sql server")),
}
CLOSE_CODES: Final = ("Solution provided", "Workaround provided", "Duplicate", "No resolution provided")
CONTACT_TYPES: Final = ("email", "phone", "self-service", "walk-in", "monitoring")
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "state": STATES,
    "incident_state": STATES,
    "hold_reason": HOLD_REASONS,
    "priority": PRIORITIES,
    "impact": LEVELS,
    "urgency": LEVELS,
    "category": {key: label for key, (label, _) in CATEGORIES.items()},
    "subcategory": {name: name.capitalize() for _, names in CATEGORIES.values() for name in names},
    "close_code": {name: name for name in CLOSE_CODES},
    "contact_type": {name: name.title() for name in CONTACT_TYPES},
}

# Impact and urgency lead to a priority; nobody can write it.
MATRIX: Final[Mapping[tuple[str, str], str]] = {
    ("1", "1"): "1",
    ("1", "2"): "2",
    ("1", "3"): "3",
    ("2", "1"): "2",
    ("2", "2"): "3",
    ("2", "3"): "4",
    ("3", "1"): "3",
    ("3", "2"): "4",
    ("3", "3"): "5",
}

GROUPS: Final = ("IT Support", "Network", "Database", "Service Desk", "Hardware", "Software")
USERS: Final = (
    ("admin", "System Administrator", "admin@example.com"),
    ("abel.tuter", "Abel Tuter", "abel.tuter@example.com"),
    ("beth.anglin", "Beth Anglin", "beth.anglin@example.com"),
    ("charlie.whitherspoon", "Charlie Whitherspoon", "charlie.whitherspoon@example.com"),
    ("david.loo", "David Loo", "david.loo@example.com"),
    ("fred.luddy", "Fred Luddy", "fred.luddy@example.com"),
)
ITEMS: Final = ("web-01", "web-02", "db-01", "mail-01", "vpn-gateway", "SAP ERP")

REFERENCES: Final[Mapping[str, str]] = {
    "assignment_group": "sys_user_group",
    "assigned_to": "sys_user",
    "caller_id": "sys_user",
    "opened_by": "sys_user",
    "resolved_by": "sys_user",
    "closed_by": "sys_user",
    "cmdb_ci": "cmdb_ci",
    "user": "sys_user",
    "role": "sys_user_role",
}
DATES: Final = frozenset(
    {"sys_created_on", "sys_updated_on", "opened_at", "resolved_at", "closed_at", "due_date", "sla_due"}
)
JOURNALS: Final = ("work_notes", "comments")
LENGTHS: Final = {"short_description": 160, "correlation_id": 100, "correlation_display": 100}
"""Characters of a column; what is longer is cut without a word."""

EMPTY: Final = (
    *("sys_id", "number", "short_description", "description", "state", "incident_state", "hold_reason"),
    *("impact", "urgency", "priority", "category", "subcategory", "contact_type", "active", "parent"),
    *("assignment_group", "assigned_to", "caller_id", "opened_by", "resolved_by", "closed_by", "cmdb_ci"),
    *("work_notes", "comments", "correlation_id", "correlation_display", "close_code", "close_notes"),
    *("opened_at", "resolved_at", "closed_at", "due_date", "sla_due", "reopen_count", "escalation"),
    *("sys_created_on", "sys_created_by", "sys_updated_on", "sys_updated_by", "sys_mod_count"),
    *("sys_class_name", "sys_domain", "u_custom_field", "u_business_service"),
)
"""Every column of the incident table; other names in a body are ignored."""
