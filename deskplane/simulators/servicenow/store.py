"""The tables of the simulated instance and the business rules that act on incidents."""

import random
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from deskplane.simulators.clock import Clock
from deskplane.simulators.servicenow import choices
from deskplane.simulators.servicenow.query import Row, parse

_STAMP: Final = "%Y-%m-%d %H:%M:%S"
_TABLES: Final = (
    *("incident", "sys_user", "sys_user_group", "cmdb_ci", "sys_choice", "sys_journal_field"),
    *("sys_attachment", "sys_user_has_role", "sys_user_role", "problem", "change_request"),
)
SUBJECTS: Final = (
    "Cannot read email",
    "VPN drops every ten minutes",
    "Printer on floor 3 is out of toner",
    "SAP is slow since this morning",
    "Need access to the finance share",
    "Laptop does not wake up",
    "Disk of db-01 is full",
    "Wi-Fi is weak in room 204",
)


class RefusalError(Exception):
    """A business rule or data policy said no."""


class Store:
    """All tables; each row is a flat object of strings."""

    def __init__(self, seed: random.Random, clock: Clock) -> None:
        self._random = seed
        self._clock = clock
        self.revision = 0
        self.tables: dict[str, dict[str, dict[str, str]]] = {name: {} for name in _TABLES}
        self.files: dict[str, bytes] = {}
        self.hidden: set[str] = set()
        self._last_number = 0

    def stamp(self, when: datetime | None = None) -> str:
        """A moment as the database keeps it."""
        return (when or self._clock.now()).strftime(_STAMP)

    def new_id(self) -> str:
        """A sys_id."""
        return f"{self._random.getrandbits(128):032x}"

    def insert(self, table: str, row: Mapping[str, str], by: str = "admin") -> dict[str, str]:
        """Add a row with the system's columns."""
        now = self.stamp()
        system = {"sys_created_on": now, "sys_updated_on": now, "sys_created_by": by, "sys_updated_by": by}
        made = {"sys_id": self.new_id(), "sys_mod_count": "0", **system, **row}
        self.tables[table][made["sys_id"]] = made
        self.revision += 1
        return made

    def create_incident(self, given: Mapping[str, Any], by: str) -> dict[str, str]:
        """A new incident, after the rules of the instance.

        Raises:
            RefusalError: a data policy is not met.
        """
        row = dict.fromkeys(choices.EMPTY, "")
        self._last_number += 1
        row |= {
            "number": f"INC{self._last_number:07d}",
            "state": "1",
            "impact": "3",
            "urgency": "3",
            "category": "inquiry",
            "active": "true",
            "opened_at": self.stamp(),
            "opened_by": self.find("sys_user", "user_name", by),
            "sys_class_name": "incident",
            "sys_domain": "global",
            "reopen_count": "0",
            "escalation": "0",
            "correlation_id": "",
        }
        wanted = _writable(given)
        row |= {name: value for name, value in wanted.items() if name not in choices.JOURNALS}
        self._rules(row, {}, wanted)
        row.pop("sys_id")
        for name in ("sys_created_on", "sys_updated_on", "sys_created_by", "sys_updated_by", "sys_mod_count"):
            row.pop(name)
        made = self.insert("incident", row, by)
        self._journal(made, wanted, by)
        return made

    def update_incident(self, sys_id: str, given: Mapping[str, Any], by: str) -> dict[str, str]:
        """Change an incident; journal fields are kept apart and read back empty.

        Raises:
            RefusalError: a data policy is not met.
        """
        row = self.tables["incident"][sys_id]
        wanted = _writable(given)
        after = row | {name: value for name, value in wanted.items() if name not in choices.JOURNALS}
        self._rules(after, row, wanted)
        journals = any(wanted.get(name) for name in choices.JOURNALS)
        if after != row or journals:
            after |= {
                "sys_updated_on": self.stamp(),
                "sys_updated_by": by,
                "sys_mod_count": str(int(row["sys_mod_count"]) + 1),
            }
            row.update(after)
            self.revision += 1
        self._journal(row, wanted, by)
        return row

    def _rules(self, row: dict[str, str], before: Mapping[str, str], wanted: Mapping[str, str]) -> None:
        if "incident_state" in wanted and "state" not in wanted:
            row["state"] = wanted["incident_state"]
        row["incident_state"] = row["state"]
        row["priority"] = choices.MATRIX.get((row["impact"], row["urgency"]), "5")
        ends = row["state"] in ("6", "7")
        if ends and not (row["close_code"] and row["close_notes"]):
            raise RefusalError(
                "Data Policy Exception: The following fields are mandatory: Close code, Close notes"
            )
        asks = row["state"] == "3" and row["hold_reason"] == "1" and before.get("hold_reason") != "1"
        if asks and not wanted.get("comments"):
            raise RefusalError(
                "Data Policy Exception: The following fields are mandatory: Additional comments"
            )
        if row["state"] != "3":
            row["hold_reason"] = ""
        row["active"] = "false" if row["state"] in ("7", "8") else "true"
        now = self.stamp()
        row["resolved_at"] = (row["resolved_at"] or now) if ends else ""
        row["closed_at"] = (row["closed_at"] or now) if row["state"] in ("7", "8") else ""

    def _journal(self, row: Mapping[str, str], wanted: Mapping[str, str], by: str) -> None:
        for name in choices.JOURNALS:
            if wanted.get(name):
                entry = {
                    "name": "incident",
                    "element_id": row["sys_id"],
                    "element": name,
                    "value": wanted[name],
                }
                self.insert("sys_journal_field", entry, by)

    def find(self, table: str, field: str, value: str) -> str:
        """The sys_id of the first row with this value, or nothing."""
        return next((row["sys_id"] for row in self.tables[table].values() if row.get(field) == value), "")

    def display(self, table: str, sys_id: str) -> str:
        """What people see of a referenced row."""
        return self.tables.get(table, {}).get(sys_id, {}).get("name", "")

    def value(self, row: Row, path: str) -> str | None:
        """The value at a field, also through a reference; None if there is no such field."""
        name, _, rest = path.partition(".")
        if name not in row:
            return None
        if not rest:
            return row[name]
        target = self.tables.get(choices.REFERENCES.get(name, ""), {}).get(row[name])
        return self.value(target, rest) if target else ""

    def select(self, table: str, query: str) -> list[Row]:
        """The rows an encoded query finds."""
        return parse(query).select(list(self.tables[table].values()), self.value)

    def fill(self, tickets: int, hidden: float) -> None:
        """The users, groups, items, choices and incidents of the seed."""
        for login, name, email in choices.USERS:
            person = {"user_name": login, "name": name, "email": email, "active": "true", "time_zone": "GMT"}
            self.insert("sys_user", person)
        admin = self.find("sys_user", "user_name", "admin")
        for name in ("itil", "admin"):
            role = self.insert("sys_user_role", {"name": name})
            self.insert("sys_user_has_role", {"user": admin, "role": role["sys_id"]})
        for name in choices.GROUPS:
            self.insert("sys_user_group", {"name": name, "active": "true"})
        for name in choices.ITEMS:
            self.insert("cmdb_ci", {"name": name, "sys_class_name": "cmdb_ci_server"})
        self._fill_choices()
        self.add_incidents(tickets)
        ids = list(self.tables["incident"])
        self.hidden = set(self._random.sample(ids, int(len(ids) * hidden)))

    def add_incidents(self, count: int, *, span: timedelta = timedelta(days=40)) -> None:
        """Incidents of the past, several of them within one second, made by ``seed``."""
        pick, now = self._random, self._clock.now()
        users = [row["sys_id"] for row in self.tables["sys_user"].values()]
        groups = [row["sys_id"] for row in self.tables["sys_user_group"].values()]
        opened = sorted(now - span * pick.random() for _ in range(count))
        for index, start in enumerate(opened):
            category = pick.choice(list(choices.CATEGORIES))
            state = pick.choice("1222333667")
            wanted = {
                "short_description": f"{pick.choice(SUBJECTS)} ({index + 1})",
                "description": "It worked yesterday.\nNothing was changed since.",
                "category": category,
                "subcategory": pick.choice(choices.CATEGORIES[category][1]),
                "impact": pick.choice("123"),
                "urgency": pick.choice("123"),
                "state": state,
                "hold_reason": "4" if state == "3" else "",
                "close_code": choices.CLOSE_CODES[0] if state in "67" else "",
                "close_notes": "Restarted." if state in "67" else "",
                "assignment_group": pick.choice(groups),
                "assigned_to": pick.choice([*users, ""]),
                "caller_id": pick.choice(users),
            }
            row = self.create_incident(wanted, "admin")
            changed = opened[index - index % 7] if index % 7 else start
            touched = max(start, changed) + timedelta(minutes=5)
            row["opened_at"] = row["sys_created_on"] = self.stamp(start)
            row["sys_updated_on"] = self.stamp(min(touched, now))

    def _fill_choices(self) -> None:
        for element, labels in choices.CHOICES.items():
            for sequence, (value, label) in enumerate(labels.items()):
                parents = [key for key, (_, names) in choices.CATEGORIES.items() if value in names]
                for parent in parents if element == "subcategory" else [""]:
                    row = {
                        "name": "incident",
                        "element": element,
                        "value": value,
                        "label": label,
                        "dependent_value": parent,
                        "inactive": "false",
                        "language": "en",
                        "sequence": str(sequence),
                    }
                    self.insert("sys_choice", row)


def _writable(given: Mapping[str, Any]) -> dict[str, str]:
    """What a body may set: known columns but the system's and the computed one, all as strings."""
    kept = _names(given)
    return {name: _said(given[name])[: choices.LENGTHS.get(name)] for name in kept}


def _names(given: Iterable[str]) -> list[str]:
    fixed = ("sys_id", "number", "priority", "active")
    return [n for n in given if n in choices.EMPTY and n not in fixed and not n.startswith("sys_")]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
