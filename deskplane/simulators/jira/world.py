"""Projects, types, states, people and workflows of the simulated site."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Status:
    """A state of a workflow; ``category`` is new, indeterminate or done."""

    id: str
    name: str
    category: str


STATUSES: Final = (
    Status("10000", "To Do", "new"),
    Status("10005", "Open", "new"),
    Status("3", "In Progress", "indeterminate"),
    Status("10010", "Waiting for customer", "indeterminate"),
    Status("10011", "Blocked", "indeterminate"),
    Status("5", "Resolved", "done"),
    Status("6", "Closed", "done"),
    Status("10002", "Done", "done"),
)
CATEGORY_NAMES: Final[Mapping[str, tuple[int, str, str]]] = {
    "new": (2, "To Do", "blue-gray"),
    "indeterminate": (4, "In Progress", "yellow"),
    "done": (3, "Done", "green"),
}
RESOLUTIONS: Final = ("Done", "Won't Do", "Duplicate", "Declined")
PRIORITIES: Final = ("Highest", "High", "Medium", "Low", "Lowest")
TYPES: Final[Mapping[str, str]] = {
    "10001": "Incident",
    "10002": "Bug",
    "10003": "Task",
    "10004": "Service Request",
    "10005": "Change",
}
PROJECTS: Final[Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
    "OPS": ("10000", "Operations", ("Incident", "Bug", "Task", "Service Request", "Change")),
    "PROJ": ("10001", "Project", ("Incident", "Bug", "Task")),
}
FLOWS: Final[Mapping[str, Mapping[str, tuple[tuple[str, str, str], ...]]]] = {
    "OPS": {
        **dict.fromkeys(
            ("To Do", "Open", "In Progress", "Waiting for customer", "Blocked"),
            (
                ("11", "Open", "Open"),
                ("21", "Start work", "In Progress"),
                ("41", "Ask the customer", "Waiting for customer"),
                ("51", "Block", "Blocked"),
                ("31", "Resolve", "Resolved"),
            ),
        ),
        "Resolved": (("61", "Close", "Closed"), ("71", "Reopen", "In Progress")),
        "Closed": (),
        "Done": (),
    },
    "PROJ": {
        "To Do": (("21", "In Progress", "In Progress"),),
        "In Progress": (("11", "To Do", "To Do"), ("31", "Done", "Done")),
        "Done": (("11", "To Do", "To Do"),),
    },
}
"""Per project and state: the id and name of a transition and where it leads."""

OFF_SCREEN: Final[Mapping[tuple[str, str], frozenset[str]]] = {("PROJ", "Bug"): frozenset({"priority"})}
REQUIRED: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("OPS", "Change"): frozenset({"customfield_10050"})
}


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the site; Cloud shows its id, Data Center its name."""

    account_id: str
    name: str
    shown: str
    email: str
    hides_email: bool = False


PEOPLE: Final = (
    Person("5b10a2844c20165700ede21g", "admin", "Mia Krystof", "admin@example.com"),
    Person("5b10ac8d82e05b22cc7d4ef5", "emma", "Emma Richards", "emma@example.com"),
    Person("5b109f2e9729b51b54dc274d", "noor", "Noor Haddad", "noor@example.com", hides_email=True),
    Person("5b10a0effa615349cb016cd8", "will", "Will Sand", "will@example.com"),
)

FIELDS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "summary": ("Summary", {"type": "string", "system": "summary"}),
    "description": ("Description", {"type": "string", "system": "description"}),
    "issuetype": ("Issue Type", {"type": "issuetype", "system": "issuetype"}),
    "project": ("Project", {"type": "project", "system": "project"}),
    "status": ("Status", {"type": "status", "system": "status"}),
    "resolution": ("Resolution", {"type": "resolution", "system": "resolution"}),
    "priority": ("Priority", {"type": "priority", "system": "priority"}),
    "labels": ("Labels", {"type": "array", "items": "string", "system": "labels"}),
    "assignee": ("Assignee", {"type": "user", "system": "assignee"}),
    "reporter": ("Reporter", {"type": "user", "system": "reporter"}),
    "created": ("Created", {"type": "datetime", "system": "created"}),
    "updated": ("Updated", {"type": "datetime", "system": "updated"}),
    "comment": ("Comment", {"type": "comments-page", "system": "comment"}),
    "environment": ("Environment", {"type": "string", "system": "environment"}),
    "customfield_10040": ("Business service", {"type": "string", "custom": "textfield", "customId": 10040}),
    "customfield_10041": ("Impact notes", {"type": "string", "custom": "textarea", "customId": 10041}),
    "customfield_10042": ("Severity", {"type": "option", "custom": "select", "customId": 10042}),
    "customfield_10050": ("Change reason", {"type": "string", "custom": "textfield", "customId": 10050}),
}
RICH: Final = frozenset({"description", "environment", "customfield_10041"})
"""Fields that hold a document on v3."""

READ_ONLY: Final = frozenset({"status", "resolution", "created", "updated", "comment"})


def status_named(name: str) -> Status:
    """The state of this name."""
    return next(status for status in STATUSES if status.name == name)


def person_by(word: str) -> Person | None:
    """Somebody by account id or name."""
    return next((p for p in PEOPLE if word and word in (p.account_id, p.name)), None)
