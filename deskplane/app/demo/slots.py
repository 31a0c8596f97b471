"""Filling the slots of a text: within one ticket the same slot always holds the same thing."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Final

from deskplane.app.demo import items, names
from deskplane.app.demo.company import DEPARTMENTS, Company, Person
from deskplane.app.demo.rhythm import LOCAL

SLOT: Final = re.compile(r"\{(\w+)\}")
GERMAN_DAYS: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag")
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
FOLDERS: Final = (
    "Berth plans",
    "Month-end",
    "Claims",
    "Reefer logs",
    "Tariffs",
    "Contracts",
    "Shift plans",
    "Incidents",
)
GROUPS: Final = (
    "finance-posting",
    "customs-read",
    "yard-planners",
    "report-readers",
    "hr-timekeeping",
    "vessel-planning",
)
HOSTS: Final = ("portal", "booking", "edi", "vpn", "gate", "mail")
CODES: Final = ("0x80070035", "E-4711", "ERR_TIMEOUT", "0x0000007B", "KQ-2209", "SY-530", "809", "AUTH-17")


def one_of(*values: str) -> Callable[[Random], str]:
    """Return a slot that holds one of these."""
    return lambda dice: dice.choice(values)


def numbered(pattern: str, low: int, high: int) -> Callable[[Random], str]:
    """Return a slot that holds a number in a pattern."""
    return lambda dice: pattern.format(dice.randint(low, high))


POOLS: Final[Mapping[str, Callable[[Random], str]]] = {
    "printer": one_of(*items.keys("printer")),
    "laptop": numbered("KQ-L{:04}", 1021, 1890),
    "asset": numbered("KQ-A{:05}", 20110, 29940),
    "room": one_of(*names.ROOMS),
    "place": one_of(*names.PLACES),
    "site": one_of(*names.SITES),
    "city": one_of(*names.CITIES),
    "vessel": one_of(*names.VESSELS),
    "customer": one_of(*names.CUSTOMERS),
    "vendor": one_of(*names.VENDORS),
    "goods": one_of(*names.GOODS),
    "app": one_of(*names.APPS),
    "software": one_of(*names.SOFTWARE),
    "project": one_of(*names.PROJECTS),
    "department": one_of(*DEPARTMENTS),
    "folder": one_of(*FOLDERS),
    "group": one_of(*GROUPS),
    "server": one_of(*items.keys("server")),
    "db": one_of(*items.keys("database")),
    "host": lambda dice: f"{dice.choice(HOSTS)}.kestrelquay.example",
    "code": one_of(*CODES),
    "container": lambda dice: f"KQLU {dice.randint(100000, 999999)}-{dice.randint(0, 9)}",
    "invoice": numbered("RE-{}", 240118, 268990),
    "invoice2": numbered("RE-{}", 240118, 268990),
    "amount": lambda dice: f"{dice.randint(180, 48_000):,}.{dice.randint(0, 99):02}",
    "cost": numbered("CC-{}", 4100, 4790),
    "part": numbered("P-{}", 30110, 38990),
    "kb": numbered("KB-{}", 104, 388),
    "ip": lambda dice: f"10.{dice.randint(20, 60)}.{dice.randint(1, 240)}.{dice.randint(2, 250)}",
    "port": one_of("443", "990", "5432", "8443", "22"),
    "switch": one_of(*items.keys("switch")),
    "ap": one_of(*items.keys("access_point")),
    "block": one_of("A", "B", "C", "D", "E"),
    "block2": one_of("F", "G", "H", "K"),
    "gate": one_of("1", "2", "3", "East", "North"),
    "crane": one_of(*items.keys("crane")),
    "day": one_of(*DAYS),
    "day_de": one_of(*GERMAN_DAYS),
    "minutes": one_of("5", "10", "15", "20", "30", "40"),
    "count": numbered("{}", 4, 38),
    "count1": numbered("{}", 1, 9),
    "count2": numbered("{}", 120, 980),
    "percent": numbered("{}", 91, 99),
    "num": numbered("{}", 1040, 9870),
    "num2": numbered("{}", 100, 989),
}


class Slots:
    """The things one ticket speaks of."""

    def __init__(self, dice: Random, company: Company, requester: Person, at: datetime) -> None:
        """Begin a ticket that ``requester`` writes at ``at``."""
        self._dice, self._company, self._requester, self._at = dice, company, requester, at
        self._held: dict[str, str] = {"site": dice.choice(names.SITES)}

    def fill(self, text: str) -> str:
        """Return the text with its slots filled."""
        return SLOT.sub(lambda match: self[match[1]], text)

    def __getitem__(self, slot: str) -> str:
        """Return what a slot holds."""
        if slot not in self._held:
            self._held[slot] = self._new(slot)
        return self._held[slot]

    def _new(self, slot: str) -> str:
        if slot in POOLS:
            return POOLS[slot](self._dice)
        told: Mapping[str, Callable[[], str]] = {
            "colleague": self._colleague,
            "newcomer": self._newcomer,
            "date": self._date,
            "month": self._month,
            "year": self._year,
            "time": lambda: self._clock(-150, -8),
            "time2": lambda: self._clock(40, 320),
        }
        return told[slot]()

    def _clock(self, earliest: int, latest: int) -> str:
        """A time of day, minutes from the creation, in whole five minutes."""
        at = (self._at + timedelta(minutes=self._dice.randint(earliest, latest))).astimezone(LOCAL)
        return f"{at.hour:02}:{at.minute // 5 * 5:02}"

    def _colleague(self) -> str:
        others = [person for person in self._company.requesters if person is not self._requester]
        return self._dice.choice(others).name

    def _newcomer(self) -> str:
        return f"{self._dice.choice(names.FIRST)} {self._dice.choice(names.LAST)}"

    def _date(self) -> str:
        return f"{self._at + timedelta(days=self._dice.randint(4, 25)):%d %B}".lstrip("0")

    def _month(self) -> str:
        return f"{self._at - timedelta(days=self._dice.randint(20, 90)):%B}"

    def _year(self) -> str:
        return str(self._at.year - self._dice.randint(2, 6))
