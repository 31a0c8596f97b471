"""The tickets, contacts, agents and groups of the simulated account."""

import random
from bisect import bisect_left
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from deskplane.simulators.clock import Clock
from deskplane.simulators.simulator import Numbers

STATUSES: Final[Mapping[int, str]] = {
    2: "Open",
    3: "Pending",
    4: "Resolved",
    5: "Closed",
    6: "Waiting on Customer",
    7: "Waiting on Third Party",
    8: "In repair",
}
PRIORITIES: Final[Mapping[int, str]] = {1: "Low", 2: "Medium", 3: "High", 4: "Urgent"}
SOURCES: Final[Mapping[int, str]] = {
    1: "Email",
    2: "Portal",
    3: "Phone",
    7: "Chat",
    9: "Feedback Widget",
    10: "Outbound Email",
}
TYPES: Final = ("Question", "Incident", "Problem", "Feature Request", "Refund")
GROUPS: Final[Mapping[int, str]] = {101: "IT Support", 102: "Network", 103: "Billing"}
AGENTS: Final[Mapping[int, tuple[str, str]]] = {
    201: ("Sam Admin", "admin@example.com"),
    202: ("Rita Agent", "rita@example.com"),
    203: ("Omar Agent", "omar@example.com"),
}
CUSTOM: Final[Mapping[str, str]] = {
    "cf_deskplane_ref": "Deskplane reference",
    "cf_cancelled": "Cancelled",
    "cf_building": "Building",
}
SUBJECTS: Final = (
    "Cannot log in to the portal",
    "Invoice shows the wrong address",
    "App crashes when I upload a photo",
    "When will the delivery come?",
    "Please reset my second factor",
)


class Store:
    """All records by id; tickets also in the order of their last change."""

    def __init__(self, seed: random.Random, clock: Clock) -> None:
        self._random = seed
        self._clock = clock
        self.numbers = Numbers()
        self.tickets: dict[int, dict[str, Any]] = {}
        self.contacts: dict[int, dict[str, Any]] = {}
        self.conversations: dict[int, list[dict[str, Any]]] = {}
        self._order: list[tuple[str, int]] | None = None

    def stamp(self, when: datetime | None = None) -> str:
        """A moment as the API shows it."""
        return (when or self._clock.now()).strftime("%Y-%m-%dT%H:%M:%SZ")

    def contact(self, email: str, name: str = "") -> dict[str, Any]:
        """The contact of an address, made if it is new."""
        known = next((c for c in self.contacts.values() if c["email"] == email.lower()), None)
        if known:
            return known
        ident = self.numbers.next("contact", 301)
        made = {"id": ident, "name": name or email.partition("@")[0], "email": email.lower(), "active": True}
        self.contacts[ident] = made | {"phone": None, "mobile": None, "created_at": self.stamp()}
        return self.contacts[ident]

    def add(self, given: Mapping[str, Any], requester: int, when: datetime | None = None) -> dict[str, Any]:
        """A new ticket."""
        ident, now = self.numbers.next("ticket"), self.stamp(when)
        description = str(given.get("description") or "")
        ticket: dict[str, Any] = {
            "id": ident,
            "subject": given.get("subject"),
            "description": description,
            "description_text": plain(description),
            "status": given.get("status", 2),
            "priority": given.get("priority", 1),
            "source": given.get("source", 2),
            "type": given.get("type"),
            "requester_id": requester,
            "responder_id": given.get("responder_id"),
            "group_id": given.get("group_id"),
            "company_id": None,
            "tags": list(given.get("tags") or []),
            "cc_emails": list(given.get("cc_emails") or []),
            "custom_fields": {**dict.fromkeys(CUSTOM), **(given.get("custom_fields") or {})},
            "attachments": list(given.get("attachments") or []),
            "spam": False,
            "deleted": False,
            "fr_escalated": False,
            "is_escalated": False,
            "created_at": now,
            "updated_at": now,
            "due_by": now,
            "fr_due_by": now,
            "resolved_at": None,
            "closed_at": None,
        }
        self.tickets[ident] = ticket
        self.conversations[ident] = []
        self._note_end(ticket, now)
        self._order = None
        return ticket

    def change(self, ticket: dict[str, Any], given: Mapping[str, Any]) -> None:
        """Set fields; tags replace the list, custom fields are merged."""
        plain_fields = ("subject", "status", "priority", "source", "type", "responder_id", "group_id", "tags")
        ticket.update({name: given[name] for name in plain_fields if name in given})
        if "description" in given:
            ticket["description"] = given["description"]
            ticket["description_text"] = plain(str(given["description"]))
        ticket["custom_fields"] = ticket["custom_fields"] | (given.get("custom_fields") or {})
        self._note_end(ticket, self.stamp())
        self.touch(ticket)

    def touch(self, ticket: dict[str, Any]) -> None:
        """Note a change."""
        ticket["updated_at"] = self.stamp()
        self._order = None

    def converse(self, ticket: dict[str, Any], body: str, *, private: bool, agent: int) -> dict[str, Any]:
        """A note or a reply."""
        now = self.stamp()
        entry: dict[str, Any] = {
            "id": self.numbers.next("conversation", 5001),
            "ticket_id": ticket["id"],
            "body": body,
            "body_text": plain(body),
            "private": private,
            "incoming": False,
            "user_id": agent,
            "attachments": [],
            "created_at": now,
            "updated_at": now,
        }
        self.conversations[ticket["id"]].append(entry)
        self.touch(ticket)
        return entry

    def changed_since(self, moment: str) -> list[int]:
        """Ids of tickets changed at or after a moment, oldest change first."""
        if self._order is None:
            self._order = sorted((t["updated_at"], t["id"]) for t in self.tickets.values())
        return [ident for _, ident in self._order[bisect_left(self._order, (moment, 0)) :]]

    def fill(self, count: int) -> None:
        """Tickets of the past; every seventh second holds several."""
        pick, now = self._random, self._clock.now()
        people = [self.contact(f"customer{n}@example.com", f"Customer {n}")["id"] for n in range(1, 9)]
        starts = sorted(now - timedelta(days=60) * pick.random() - timedelta(hours=1) for _ in range(count))
        for index, start in enumerate(starts):
            given = {
                "subject": f"{pick.choice(SUBJECTS)} ({index + 1})",
                "description": "<div>It worked yesterday.<br>Nothing was changed since.</div>",
                "status": pick.choice(list(STATUSES)),
                "priority": pick.choice(list(PRIORITIES)),
                "source": pick.choice(list(SOURCES)),
                "type": pick.choice([*TYPES, None]),
                "responder_id": pick.choice([*AGENTS, None]),
                "group_id": pick.choice([*GROUPS, None]),
                "tags": pick.sample(["vip", "refund", "mobile"], pick.randint(0, 2)),
            }
            ticket = self.add(given, pick.choice(people), start)
            ticket["updated_at"] = self.stamp(max(start, starts[index - index % 7] + timedelta(minutes=30)))
        self._order = None

    def _note_end(self, ticket: dict[str, Any], now: str) -> None:
        done = ticket["status"] in (4, 5)
        ticket["resolved_at"] = (ticket["resolved_at"] or now) if done else None
        ticket["closed_at"] = (ticket["closed_at"] or now) if ticket["status"] == 5 else None


def plain(html: str) -> str:
    """The words of a piece of HTML, crudely."""
    inside = False
    text: list[str] = []
    for char in html.replace("<br>", "\n").replace("</p><p>", "\n"):
        inside = char == "<" or (inside and char != ">")
        if not inside and char != ">":
            text.append(char)
    words = "".join(text)
    for name, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        words = words.replace(name, char)
    return words
