"""The REST API (v2) of the simulated Freshdesk."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any, Final

from deskplane.simulators.clock import Clock
from deskplane.simulators.faults import Fault
from deskplane.simulators.freshdesk import searching
from deskplane.simulators.freshdesk.store import (
    AGENTS,
    CUSTOM,
    GROUPS,
    PRIORITIES,
    SOURCES,
    STATUSES,
    TYPES,
    Store,
)
from deskplane.simulators.simulator import Settings, Simulator
from deskplane.simulators.web import Request, Response, Route, Router, items, mapping, number

KEY: Final = "key"
LAST_PAGE: Final = 300
BEYOND: Final = "You cannot access tickets beyond the 300th page. Please provide a smaller page number."
_ALLOWED: Final = frozenset(
    {
        *("name", "requester_id", "email", "facebook_id", "phone", "twitter_id", "unique_external_id"),
        *("subject", "type", "status", "priority", "description", "responder_id", "attachments", "cc_emails"),
        *("custom_fields", "due_by", "email_config_id", "fr_due_by", "group_id", "parent_id", "product_id"),
        *("source", "tags", "company_id", "related_ticket_ids"),
    }
)


def invalid(*errors: tuple[str, str, str]) -> Response:
    """400 with errors by field: (field, message, code)."""
    listed = [{"field": field, "message": message, "code": code} for field, message, code in errors]
    return Response(400, {"description": "Validation failed", "errors": listed})


class Freshdesk(Simulator):
    """An account with tickets; the key ``key`` belongs to an administrator."""

    name = "freshdesk"
    credentials = "API key key (as user, with any password)"

    def __init__(self, settings: Settings | None = None, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        self.store = Store(self.random, self.clock)
        self.store.fill(self.settings.tickets)
        self._router = Router(
            [(method, f"/api/v2{path}", handler) for method, path, handler in self._routes()]
        )

    def _routes(self) -> list[Route]:
        ticket = "/tickets/{ident}"
        return [
            ("GET", "/tickets", self._list),
            ("POST", "/tickets", self._create),
            ("GET", ticket, self._get),
            ("PUT", ticket, self._update),
            ("DELETE", ticket, self._delete),
            ("POST", f"{ticket}/notes", self._note),
            ("POST", f"{ticket}/reply", self._reply),
            ("GET", f"{ticket}/conversations", self._conversations),
            ("GET", "/search/tickets", self._search),
            ("GET", "/ticket_fields", self._fields),
            ("GET", "/admin/ticket_fields", self._fields),
            ("GET", "/groups", self._groups),
            ("GET", "/agents/me", self._me),
            ("GET", "/agents", self._agents),
            ("GET", "/agents/{ident}", self._agent),
            ("GET", "/contacts", self._contacts),
            ("GET", "/contacts/{ident}", self._contact),
        ]

    def answer(self, request: Request) -> Response:
        """What the account answers."""
        if request.basic()[0] != (self.settings.secret or KEY):
            return self.refused()
        answer = self._router.answer(request) or Response(404)
        limits = {"X-RateLimit-Total": "700", "X-RateLimit-Remaining": "600"}
        answer.headers |= {**limits, "X-RateLimit-Used-CurrentRequest": "1"}
        return answer

    def counts(self) -> dict[str, int]:
        """Tickets and contacts."""
        return {"tickets": len(self.store.tickets), "contacts": len(self.store.contacts)}

    def refused(self) -> Response:
        """401."""
        message = "You have to be logged in to perform this action."
        return Response(401, {"code": "invalid_credentials", "message": message})

    def too_many(self, fault: Fault) -> Response:
        """429."""
        headers = {"Retry-After": str(fault.retry_after), "X-RateLimit-Remaining": "0"}
        return Response(429, {"message": "You have exceeded the limit of requests per minute"}, headers)

    def _ticket(self, ident: str) -> dict[str, Any] | None:
        found = self.store.tickets.get(number(ident, 0))
        return None if found is None or found["deleted"] else found

    def _shown(self, ticket: Mapping[str, Any], include: str, *, whole: bool) -> dict[str, Any]:
        hidden = ("resolved_at", "closed_at", "deleted")
        shown = {name: value for name, value in ticket.items() if name not in hidden}
        asked = include.split(",")
        if not whole and "description" not in asked:
            shown = {
                k: v for k, v in shown.items() if k not in ("description", "description_text", "attachments")
            }
        if ticket["deleted"]:
            shown["deleted"] = True
        if "requester" in asked:
            contact = self.store.contacts[ticket["requester_id"]]
            shown["requester"] = {n: contact[n] for n in ("id", "name", "email", "mobile", "phone")}
        if "stats" in asked:
            shown["stats"] = {name: ticket[name] for name in ("resolved_at", "closed_at")}
        return shown

    def _list(self, request: Request) -> Response:
        query = request.query
        page, size = number(query.get("page"), 1), min(max(number(query.get("per_page"), 30), 1), 100)
        if page > LAST_PAGE:
            return invalid(("page", BEYOND, "invalid_value"))
        start = (page - 1) * size
        found = list(islice(self._filtered(query), start + size + 1))
        include = query.get("include", "")
        shown = [self._shown(ticket, include, whole=False) for ticket in found[start : start + size]]
        headers: dict[str, str] = {}
        if start + size < len(found):
            rest = "&".join(f"{k}={v}" for k, v in query.items() if k != "page")
            headers["Link"] = f'<{request.site}/api/v2/tickets?{rest}&page={page + 1}>; rel="next"'
        return Response(200, shown, headers)

    def _filtered(self, query: Mapping[str, str]) -> Iterable[dict[str, Any]]:
        tickets = self.store.tickets
        since = query.get("updated_since", "")
        # Without a moment only tickets created within 30 days are listed.
        edge = "" if since else self.store.stamp(self.clock.now() - timedelta(days=30))
        email = query.get("email", "").lower()
        deleted = query.get("filter") == "deleted"
        found = (
            ticket
            for ticket in map(tickets.__getitem__, self.store.changed_since(since))
            if ticket["created_at"] >= edge
            and ticket["deleted"] is deleted
            and (not email or self.store.contacts[ticket["requester_id"]]["email"] == email)
        )
        by, order = query.get("order_by", "created_at"), query.get("order_type", "desc")
        if by == "updated_at" and order == "asc":
            return found
        return sorted(found, key=lambda one: (one.get(by) or "", one["id"]), reverse=order == "desc")

    def _checked(self, given: Mapping[str, Any], *, new: bool) -> list[tuple[str, str, str]]:
        errors = [
            (name, "Unexpected/invalid field in request", "invalid_field")
            for name in given
            if name not in _ALLOWED
        ]
        required = ("subject", "description", "status", "priority") if new else ()
        errors += [(n, "It should be a/an String", "missing_field") for n in required if not given.get(n)]
        who = ("requester_id", "email", "phone", "facebook_id", "twitter_id", "unique_external_id")
        if new and not any(given.get(name) for name in who):
            message = "One of the following fields is required: " + ", ".join(who)
            errors.append(("requester_id", message, "missing_field"))
        return errors + self._choices(given)

    def _choices(self, given: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        allowed: dict[str, list[Any]] = {
            "status": list(STATUSES),
            "priority": list(PRIORITIES),
            "source": list(SOURCES),
            "type": [*TYPES, None],
            "group_id": [*GROUPS, None],
            "responder_id": [*AGENTS, None],
        }
        errors = [
            (name, f"It should be one of these values: '{','.join(map(str, values))}'", "invalid_value")
            for name, values in allowed.items()
            if name in given and given[name] not in values
        ]
        custom = mapping(given.get("custom_fields"))
        errors += [
            (f"custom_fields.{n}", "Unexpected/invalid field in request", "invalid_field")
            for n in custom
            if n not in CUSTOM
        ]
        long = [tag for tag in items(given.get("tags")) if len(str(tag)) > 32]
        return errors + [
            ("tags", "Has 33 characters, it can have maximum of 32 characters", "invalid_value") for _ in long
        ]

    def _body(self, request: Request) -> dict[str, Any]:
        if not request.headers.get("content-type", "").startswith("multipart/"):
            return request.json()
        given: dict[str, Any] = {"custom_fields": {}, "attachments": []}
        for name, (file, kind, content) in request.parts().items():
            if file:
                given["attachments"].append({"name": file, "content_type": kind, "size": len(content)})
            elif name.startswith("custom_fields["):
                given["custom_fields"][name[14:-1]] = content.decode()
            else:
                text = content.decode()
                given[name] = int(text) if text.isdigit() else text
        return given

    def _create(self, request: Request) -> Response:
        given = self._body(request)
        errors = self._checked(given, new=True)
        if errors:
            return invalid(*errors)
        requester = given.get("requester_id")
        if requester not in self.store.contacts:
            contact = self.store.contact(
                str(given.get("email") or "unknown@example.com"), str(given.get("name") or "")
            )
            requester = contact["id"]
        ticket = self.store.add(given, int(requester))
        self._tell(ticket, "ticket_action:created")
        return Response(201, self._shown(ticket, "", whole=True))

    def _get(self, request: Request, ident: str) -> Response:
        ticket = self._ticket(ident)
        if ticket is None:
            return Response(404)
        return Response(200, self._shown(ticket, request.query.get("include", ""), whole=True))

    def _update(self, request: Request, ident: str) -> Response:
        ticket = self._ticket(ident)
        if ticket is None:
            return Response(404)
        given = self._body(request)
        errors = self._checked(given, new=False)
        if errors:
            return invalid(*errors)
        before = ticket["status"]
        self.store.change(ticket, given)
        self._tell(ticket, f"status:{{from:{before},to:{ticket['status']}}}")
        return Response(200, self._shown(ticket, "", whole=True))

    def _delete(self, _request: Request, ident: str) -> Response:
        ticket = self._ticket(ident)
        if ticket is None:
            return Response(404)
        ticket["deleted"] = True
        self.store.touch(ticket)
        return Response(204)

    def _note(self, request: Request, ident: str) -> Response:
        return self._converse(request, ident, lambda given: bool(given.get("private", True)))

    def _reply(self, request: Request, ident: str) -> Response:
        return self._converse(request, ident, lambda _given: False)

    def _converse(
        self, request: Request, ident: str, private: Callable[[Mapping[str, Any]], bool]
    ) -> Response:
        ticket = self._ticket(ident)
        if ticket is None:
            return Response(404)
        given = self._body(request)
        body = str(given.get("body") or "")
        if not body:
            return invalid(("body", "It should be a/an String", "missing_field"))
        entry = self.store.converse(ticket, body, private=private(given), agent=201)
        self._tell(ticket, "note_type:added")
        return Response(201, entry)

    def _conversations(self, request: Request, ident: str) -> Response:
        ticket = self._ticket(ident)
        if ticket is None:
            return Response(404)
        size, page = number(request.query.get("per_page"), 30), number(request.query.get("page"), 1)
        return Response(200, self.store.conversations[ticket["id"]][(page - 1) * size : page * size])

    def _search(self, request: Request) -> Response:
        return searching.search(request, self.store, self.clock, self.settings.lag)

    def _fields(self, _request: Request) -> Response:
        status = {str(k): [name, name] for k, name in STATUSES.items()}
        fields = [
            _field(1, "status", "default_status", status),
            _field(2, "priority", "default_priority", {name: k for k, name in PRIORITIES.items()}),
            _field(3, "source", "default_source", {name: k for k, name in SOURCES.items()}),
            _field(4, "ticket_type", "default_ticket_type", list(TYPES)),
            _field(5, "group", "default_group", {name: k for k, name in GROUPS.items()}),
            *(_field(10 + i, name, "custom_text", []) for i, name in enumerate(CUSTOM)),
        ]
        return Response(200, fields)

    def _groups(self, _request: Request) -> Response:
        return Response(200, [{"id": ident, "name": name} for ident, name in GROUPS.items()])

    def _me(self, request: Request) -> Response:
        return self._agent(request, "201")

    def _agent(self, _request: Request, ident: str) -> Response:
        known = AGENTS.get(number(ident, 0))
        return Response(200, _agent(number(ident, 0), *known)) if known else Response(404)

    def _agents(self, request: Request) -> Response:
        email = request.query.get("email", "").lower()
        found = [_agent(ident, *who) for ident, who in AGENTS.items() if email in ("", who[1])]
        return Response(200, found)

    def _contacts(self, request: Request) -> Response:
        email = request.query.get("email", "").lower()
        return Response(200, [c for c in self.store.contacts.values() if email in ("", c["email"])])

    def _contact(self, _request: Request, ident: str) -> Response:
        found = self.store.contacts.get(number(ident, 0))
        return Response(200, found) if found else Response(404)

    def _tell(self, ticket: Mapping[str, Any], event: str) -> None:
        contact = self.store.contacts[ticket["requester_id"]]
        body = {
            "triggered_event": f"{{{event}}}",
            "ticket_id": str(ticket["id"]),
            "ticket_url": f"http://localhost/helpdesk/tickets/{ticket['id']}",
            "ticket_subject": ticket["subject"],
            "ticket_status": STATUSES[ticket["status"]],
            "ticket_priority": PRIORITIES[ticket["priority"]],
            "requester_email": contact["email"],
        }
        self.announce({"freshdesk_webhook": body})


def _field(ident: int, name: str, kind: str, choices: Any) -> dict[str, Any]:
    label = CUSTOM.get(name, name.replace("_", " ").title())
    default = kind.startswith("default_")
    return {"id": ident, "name": name, "label": label, "type": kind, "default": default, "choices": choices}


def _agent(ident: int, name: str, email: str) -> dict[str, Any]:
    contact = {"active": True, "email": email, "name": name, "time_zone": "UTC", "language": "en"}
    return {"id": ident, "ticket_scope": 1, "available": True, "occasional": False, "contact": contact}
