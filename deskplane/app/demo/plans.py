"""What the people of the demo work with: projects and tasks, macros, saved views, boards."""

from dataclasses import dataclass
from typing import Any, Final

from deskplane.kernel.access import Permission
from deskplane.projects.vocabulary import ProjectState, TaskState

MAREN: Final = "Maren Holt"
OPEN: Final = ["new", "open", "in_progress", "pending", "on_hold"]


@dataclass(frozen=True, slots=True)
class Task:
    """A step of a project; ``topics`` say which tickets relate to it, ``due`` counts in days from today."""

    title: str
    state: TaskState
    who: str | None = None
    due: int | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A project with its tasks; ``due`` counts in days from today."""

    key: str
    name: str
    about: str
    state: ProjectState
    owner: str
    team: str
    due: int
    topics: tuple[str, ...]
    tasks: tuple[Task, ...]


PLANS: Final = (
    Plan(
        "YARDWIFI",
        "Wireless on all yards",
        "Handhelds and cranes lose the network between the stacks. New access points on the light masts of "
        "Terminal East and Hamburg, one channel plan for both.",
        ProjectState.ACTIVE,
        "Henrik Sand",
        "Network",
        54,
        ("wifi", "handheld"),
        (
            Task("Measure the signal between the stacks", TaskState.DONE, "Noor Haddad", -46),
            Task("Order 24 access points", TaskState.DONE, "Henrik Sand", -30),
            Task("New channel plan for Terminal East", TaskState.IN_PROGRESS, "Noor Haddad", 9, ("wifi",)),
            Task(
                "Mount the access points on light masts 1 to 12",
                TaskState.BLOCKED,
                "Noor Haddad",
                17,
                ("wifi",),
            ),
            Task(
                "Test with all handhelds of the night shift", TaskState.TODO, "Bram de Wit", 31, ("handheld",)
            ),
            Task("Switch the old access points off", TaskState.TODO, "Noor Haddad", 52),
        ),
    ),
    Plan(
        "LAPTOPS26",
        "Laptops of 2026",
        "Every laptop older than four years is changed, department by department. Old ones are wiped and sold.",
        ProjectState.ACTIVE,
        "Lukas Brandt",
        "Workplace",
        88,
        ("new_laptop", "laptop"),
        (
            Task("List all laptops older than four years", TaskState.DONE, "Emma Lindqvist", -63),
            Task("New image with the card reader driver", TaskState.DONE, "Lukas Brandt", -21),
            Task("Hand over: Finance and Sales", TaskState.IN_PROGRESS, "Emma Lindqvist", 6, ("new_laptop",)),
            Task("Hand over: Terminal Operations", TaskState.TODO, "Lukas Brandt", 27, ("new_laptop",)),
            Task("Wipe and sell what comes back", TaskState.TODO, "Emma Lindqvist", 80),
        ),
    ),
    Plan(
        "GATES",
        "New readers at the gates",
        "The kiosks at gates 1 to 6 get readers that also take the new port cards. Waits for the vendor's firmware.",
        ProjectState.ON_HOLD,
        "Bram de Wit",
        "Terminal Systems",
        120,
        ("gate",),
        (
            Task("Pilot at gate 3 for two weeks", TaskState.DONE, "Bram de Wit", -12, ("gate",)),
            Task("Firmware that reads cards in the rain", TaskState.BLOCKED, "Bram de Wit", 20, ("gate",)),
            Task("Change the readers at gates 1, 2 and 4 to 6", TaskState.TODO, "Bram de Wit", 95),
        ),
    ),
    Plan(
        "SIGNIN",
        "Second factor for everybody",
        "Nobody signs in from outside with a password alone. Shared computers of the terminal come last.",
        ProjectState.ACTIVE,
        "Chiara Romano",
        "Identity and Access",
        23,
        ("mfa", "locked"),
        (
            Task("Offices in Hamburg and Rotterdam", TaskState.DONE, "Chiara Romano", -38),
            Task("Freight Forwarding and Customs", TaskState.DONE, "Chiara Romano", -9, ("mfa",)),
            Task(
                "Warehouse and yard: keys instead of phones",
                TaskState.IN_PROGRESS,
                "Sofia Marques",
                4,
                ("mfa",),
            ),
            Task("Shared computers of the terminal", TaskState.TODO, "Sofia Marques", 20),
        ),
    ),
    Plan(
        "EDI4",
        "Partner messages by the new standard",
        "All shipping lines send and take messages by the new standard; the old translator is off.",
        ProjectState.DONE,
        "Ines Carvalho",
        "Business Applications",
        -18,
        ("edi",),
        (
            Task("Agree on the fields with all lines", TaskState.DONE, "Ines Carvalho", -96),
            Task("Both standards side by side for a month", TaskState.DONE, "Radu Ionescu", -40, ("edi",)),
            Task("Switch the old translator off", TaskState.DONE, "Radu Ionescu", -18),
        ),
    ),
)
# Tasks of no project.
CHORES: Final = (
    Task("Test the restore of one file server", TaskState.TODO, "Viktor Halasz", 12),
    Task("Check who may approve changes", TaskState.IN_PROGRESS, MAREN, 3),
    Task("Renew the on-call list for the winter", TaskState.TODO, "Jonas Petersen", 25),
)

REPLY: Final = "<p>Hello {{requester.first_name}},</p>"
# ``last`` ran this many hours ago.
MACROS: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "Take it and say hello",
        "runs": 412,
        "last": 1,
        "description": "Yours, in progress, and the requester knows",
        "condition": "status in (new, open)",
        "actions": [
            {"do": "set", "field": "assignee_id", "value": "me"},
            {"do": "set", "field": "status", "value": "in_progress"},
            {
                "do": "reply",
                "html": f"{REPLY}<p>I have {{{{ticket.number}}}} now and look into it. You hear from me today.</p>"
                "<p>{{agent.first_name}}</p>",
            },
        ],
    },
    {
        "name": "Ask for a screenshot",
        "runs": 187,
        "last": 3,
        "description": "Asks, and waits for the requester",
        "condition": "status in (new, open, in_progress)",
        "actions": [
            {
                "do": "reply",
                "html": f"{REPLY}<p>could you send a screenshot on which the message and the time can be read?</p>",
            },
            {"do": "set", "field": "status", "value": "pending"},
        ],
    },
    {
        "name": "Close after no answer",
        "runs": 99,
        "last": 26,
        "description": "For tickets that waited for the requester for more than a week",
        "condition": "status = pending",
        "actions": [
            {
                "do": "reply",
                "html": f"{REPLY}<p>we have not heard from you and take it that all is well. An answer to this "
                "message opens {{ticket.number}} again.</p>",
            },
            {"do": "resolve", "text": "No answer from the requester."},
        ],
    },
    {
        "name": "Suspicious mail: first steps",
        "runs": 64,
        "last": 20,
        "description": "High, tagged, with the list of first steps as a note",
        "team": "Identity and Access",
        "actions": [
            {"do": "set", "field": "priority", "value": "high"},
            {"do": "add_tags", "tags": ["security"]},
            {
                "do": "note",
                "html": "<ol><li>Take the mail out of all mailboxes</li><li>Block sender and address of the link</li>"
                "<li>Was a password entered? Then close the account and call</li></ol>",
            },
        ],
    },
    {
        "name": "Site is down",
        "runs": 9,
        "last": 410,
        "description": "Critical, to Network, tagged as an outage",
        "condition": "type = incident",
        "actions": [
            {"do": "set", "field": "priority", "value": "critical"},
            {"do": "set", "field": "team_id", "value": "Network"},
            {"do": "add_tags", "tags": ["outage"]},
            {"do": "note", "html": "<p>Line of the provider checked: </p><p>Ticket at the provider: </p>"},
        ],
    },
    {
        "name": "Order is on its way",
        "runs": 53,
        "last": 22,
        "description": "Tells the requester and waits for the vendor",
        "condition": "type = request",
        "actions": [
            {"do": "reply", "html": f"{REPLY}<p>it is ordered. We tell you when it is here.</p>"},
            {"do": "set", "field": "status", "value": "on_hold"},
            {"do": "add_tags", "tags": ["order"]},
        ],
    },
)

VIEWS: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "Critical and urgent",
        "icon": "flame",
        "scope": "all",
        "query": {"status": OPEN, "priority": ["critical", "urgent"]},
        "sort_by": "priority",
        "sort_direction": "asc",
    },
    {
        "name": "Security",
        "icon": "bolt",
        "scope": "all",
        "query": {"status": OPEN, "tag": ["security"]},
    },
    {
        "name": "Changes ahead",
        "icon": "bookmark",
        "scope": "all",
        "query": {"status": OPEN, "type": ["change"]},
        "sort_by": "due_date",
        "sort_direction": "asc",
    },
    {
        "name": "Desk by person",
        "icon": "users",
        "scope": "team",
        "team": "Service Desk",
        "query": {"status": OPEN, "team": ["Service Desk"]},
        "group_by": "assignee",
    },
    {
        "name": "Terminal, by status",
        "icon": "list",
        "scope": "team",
        "team": "Terminal Systems",
        "query": {"status": OPEN, "team": ["Terminal Systems"]},
        "group_by": "status",
    },
    {
        "name": "VIPs",
        "icon": "star",
        "scope": "private",
        "query": {"status": OPEN, "tag": ["vip"]},
    },
)

TOKENS: Final = {
    "Nightly report": (Permission.TICKET_READ, Permission.STATS_READ),
    "Alerts of the monitoring": (Permission.TICKET_READ, Permission.TICKET_CREATE, Permission.TICKET_COMMENT),
}

# The board of all tickets is there already; these come behind it.
BOARDS: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "Terminal systems",
        "team": "Terminal Systems",
        "column_field": "status",
        "columns": [
            {"value": "new", "limit": None},
            {"value": "open", "limit": 8},
            {"value": "in_progress", "limit": 6},
            {"value": "on_hold", "limit": None},
            {"value": "resolved", "limit": None},
        ],
    },
    {
        "name": "Service Desk: who does what",
        "team": "Service Desk",
        "column_field": "priority",
        "columns": [],
        "lane_field": "assignee",
    },
)
