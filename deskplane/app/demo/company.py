"""The company of the demo: Kestrel Quay Logistics, a harbour operator that does not exist."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from deskplane.app.demo import names
from deskplane.kernel.access import RoleName
from deskplane.kernel.text import fold

SLUG: Final = "kestrel-quay"
NAME: Final = "Kestrel Quay Logistics"
DOMAIN: Final = "kestrelquay.example"
ZONE: Final = "Europe/Berlin"
PEOPLE: Final = 120

TEAMS: Final = {
    "Service Desk": "First contact: answers, resets, small repairs; passes on what needs a specialist.",
    "Workplace": "Laptops, printers, phones and meeting rooms at all sites.",
    "Network": "Lines between sites, wireless on the yards, remote access, firewall.",
    "Identity and Access": "Accounts, rights, joiners and leavers, suspicious mails.",
    "Business Applications": "Accounts, customs, bookings, reports, messages with partners.",
    "Servers and Databases": "Servers, databases, storage, backup, certificates.",
    "Terminal Systems": "Gates, cranes, reefers, scales and handhelds.",
}
DEPARTMENTS: Final = {
    "Terminal Operations": 20,
    "Yard and Cranes": 14,
    "Customs and Compliance": 11,
    "Freight Forwarding": 14,
    "Warehouse": 12,
    "Rail and Trucking": 9,
    "Finance": 8,
    "People and Culture": 5,
    "Sales": 7,
    "Maintenance": 6,
}
JOBS: Final = {
    "Terminal Operations": (
        "Shift manager",
        "Operations planner",
        "Vessel planner",
        "Gate clerk",
        "Tallyman",
    ),
    "Yard and Cranes": ("Crane driver", "Yard planner", "Checker", "Reefer technician"),
    "Customs and Compliance": ("Customs clerk", "Compliance officer", "Transit clerk"),
    "Freight Forwarding": ("Forwarding clerk", "Key account clerk", "Booking agent"),
    "Warehouse": ("Warehouse clerk", "Forklift driver", "Stock controller"),
    "Rail and Trucking": ("Dispatcher", "Rail planner"),
    "Finance": ("Accountant", "Controller", "Billing clerk"),
    "People and Culture": ("Payroll clerk", "Recruiter"),
    "Sales": ("Sales manager", "Customer adviser"),
    "Maintenance": ("Electrician", "Mechanic", "Maintenance planner"),
}
AGENTS: Final = (
    ("Maren Holt", RoleName.ADMIN, "Head of IT", ("Service Desk",)),
    ("Jonas Petersen", RoleName.TEAM_LEAD, "Lead Service Desk", ("Service Desk",)),
    ("Aylin Demir", RoleName.AGENT, "Service desk agent", ("Service Desk",)),
    ("Pieter Vos", RoleName.AGENT, "Service desk agent", ("Service Desk", "Workplace")),
    ("Sofia Marques", RoleName.AGENT, "Service desk agent", ("Service Desk", "Identity and Access")),
    ("Lukas Brandt", RoleName.AGENT, "Workplace engineer", ("Workplace",)),
    ("Emma Lindqvist", RoleName.AGENT, "Workplace engineer", ("Workplace",)),
    ("Henrik Sand", RoleName.TEAM_LEAD, "Lead Network", ("Network",)),
    ("Noor Haddad", RoleName.AGENT, "Network engineer", ("Network", "Terminal Systems")),
    ("Chiara Romano", RoleName.AGENT, "Identity engineer", ("Identity and Access",)),
    ("Ines Carvalho", RoleName.TEAM_LEAD, "Lead Business Applications", ("Business Applications",)),
    ("Radu Ionescu", RoleName.AGENT, "Application engineer", ("Business Applications",)),
    ("Viktor Halasz", RoleName.AGENT, "Systems engineer", ("Servers and Databases",)),
    (
        "Marta Zielinska",
        RoleName.AGENT,
        "Database engineer",
        ("Servers and Databases", "Business Applications"),
    ),
    ("Bram de Wit", RoleName.AGENT, "Terminal systems engineer", ("Terminal Systems",)),
)
SKILLS: Final = {
    "Service Desk": ("Passwords and accounts", "Mail and calendar"),
    "Workplace": ("Printing", "Laptops", "Mobile devices"),
    "Network": ("Routing and switching", "Wireless", "Firewalls"),
    "Identity and Access": ("Passwords and accounts", "Rights management", "Security incidents"),
    "Business Applications": ("Finance system", "Customs", "Partner messages"),
    "Servers and Databases": ("Linux", "PostgreSQL", "Backup"),
    "Terminal Systems": ("Gate systems", "Crane controls", "Handhelds"),
}
REQUESTER: Final = ("Tomasz Nowak", "Terminal Operations", "Operations planner")
PASSWORD: Final = "Lighthouse-2-North"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the company."""

    name: str
    email: str
    role: RoleName
    title: str
    department: str
    teams: tuple[str, ...] = ()
    vip: bool = False
    locale: str = "en"
    logs_in: bool = False

    @property
    def first(self) -> str:
        """The first name."""
        return self.name.partition(" ")[0]

    @property
    def last(self) -> str:
        """The last name."""
        return self.name.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody, by what they do."""

    agents: tuple[Person, ...]
    requesters: tuple[Person, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """All of them."""
        return (*self.agents, *self.requesters)

    def members(self, team: str) -> tuple[Person, ...]:
        """Return the agents of a team."""
        return tuple(agent for agent in self.agents if team in agent.teams)

    @property
    def leads(self) -> tuple[Person, ...]:
        """Those who approve changes."""
        return tuple(agent for agent in self.agents if agent.role is not RoleName.AGENT)


def email_of(name: str) -> str:
    """Return the address of somebody of the company."""
    return fold(name).replace(" ", ".").replace("'", "") + f"@{DOMAIN}"


def company(dice: Random) -> Company:
    """Return everybody; the same dice give the same people."""
    agents = tuple(
        Person(name, email_of(name), role, title, "IT", teams, logs_in=number < 3)
        for number, (name, role, title, teams) in enumerate(AGENTS)
    )
    name, department, title = REQUESTER
    first = Person(name, email_of(name), RoleName.REQUESTER, title, department, logs_in=True)
    taken = {person.name for person in (*agents, first)}
    others = _requesters(dice, taken, PEOPLE - len(agents) - 1)
    return Company(agents, (first, *others))


def _requesters(dice: Random, taken: set[str], count: int) -> Iterator[Person]:
    places = _shuffled(dice, [name for name, size in DEPARTMENTS.items() for _ in range(size)])
    for number in range(count):
        name = _new_name(dice, taken)
        department = places[number % len(places)]
        yield Person(
            name=name,
            email=email_of(name),
            role=RoleName.REQUESTER,
            title=dice.choice(JOBS[department]),
            department=department,
            vip=number % 29 == 0,
            locale="de" if name.split()[-1] in names.GERMAN_LAST else "en",
        )


def _new_name(dice: Random, taken: set[str]) -> str:
    while True:
        name = f"{dice.choice(names.FIRST)} {dice.choice(names.LAST)}"
        if name not in taken:
            taken.add(name)
            return name


def _shuffled(dice: Random, values: Sequence[str]) -> list[str]:
    return dice.sample(values, len(values))
