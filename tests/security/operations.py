"""Every operation of the OpenAPI document, and how to send it: paths, queries and bodies filled from what is held."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from deskplane.app.routes import route_table
from deskplane.app.web import described
from deskplane.kernel.access import Permission

Held = Mapping[str, str]
Json = dict[str, Any]
DOCUMENT = described().openapi()
SCHEMAS: Json = DOCUMENT["components"]["schemas"]
ABSENT = "01a1fc3a-de69-71e6-8ce1-47641a87ace8"
# What stands after these words in a path, when it is not an id of something held.
CONSTANTS = {"webhooks": "servicenow", "roles": "agent", "priorities": "low", "layouts": "open"}
# Words of a path that stand for another word.
SYNONYMS = {"enhanced-tickets": "tickets", "category": "categories", "data-sources": "connections"}
# Which of the things held a field or query parameter names.
FIELDS = {
    "actor_id": "people",
    "approver_id": "people",
    "assignment_id": "assignments",
    "author_id": "people",
    "assignee": "people",
    "assignee_id": "people",
    "attachment_ids": "attachments",
    "below": "categories",
    "canned_reply_id": "canned-replies",
    "category": "categories",
    "category_id": "categories",
    "connection_id": "connections",
    "ci_id": "cis",
    "comment_id": "comments",
    "department": "departments",
    "department_id": "departments",
    "entity_id": "tickets",
    "id": "people",
    "item_ids": "cis",
    "ids": "tickets",
    "into": "targets",
    "owner": "people",
    "owner_id": "people",
    "parent_id": "categories",
    "person": "people",
    "person_id": "people",
    "person_ids": "people",
    "project": "projects",
    "project_id": "projects",
    "requester": "people",
    "request_type_id": "request-types",
    "run_id": "cluster-runs",
    "set": "clusters",
    "requester_id": "people",
    "skill": "skills",
    "skill_id": "skills",
    "target": "targets",
    "team": "teams",
    "team_id": "teams",
    "ticket_id": "tickets",
    "to_id": "cis",
    "undo_token": "undo",
}
# Bodies that a schema alone does not make meaningful; {name} is something held.
BODIES: Mapping[str, Json] = {
    "log_in": {"email": "{email}", "password": "{password}", "organization": "{slug}"},
    "create_token_pair": {"email": "{email}", "password": "{password}", "organization": "{slug}"},
    "refresh_token_pair": {"refresh_token": "{refresh}"},
    "forgot_password": {"email": "{email}", "organization": "{slug}"},
    "reset_password": {"token": "{reset}", "password": "{password} new"},
    "accept_invitation": {"token": "{invitation}", "password": "{password} new"},
    "set_person_skills": {"skills": [{"skill_id": "{skills}", "level": 3}]},
    "set_team_members": {"members": [{"person_id": "{people}", "is_lead": False}]},
    "set_priority_matrix": {
        "cells": [{"impact": i, "urgency": u, "priority": "low"} for i in (1, 2, 3) for u in (1, 2, 3)]
    },
    "create_custom_field": {"key": "fresh_key", "label": "Fresh", "kind": "text"},
    "create_sub_status": {"key": "fresh_key", "label": "Fresh", "status": "pending"},
    "create_resolution_code": {"code": "fresh_key", "label": "Fresh"},
    "create_rca_job": {"title": "Fresh"},
    "create_cluster_run": {"title": "Fresh"},
    "create_project": {"key": "FRESH", "name": "Fresh"},
    "create_macro": {"name": "Fresh", "actions": [{"do": "add_tags", "tags": ["late"]}]},
    "try_macro": {"ids": ["{tickets}"], "actions": [{"do": "add_tags", "tags": ["late"]}]},
    "preview_macro": {"ids": ["{tickets}"]},
    "run_macro": {"ids": ["{tickets}"]},
    "put_draft": {"body": "A word"},
    "take_draft": {"author_id": "{author}"},
    "order_custom_fields": {"ids": ["{custom-fields}"]},
    "order_ticket_templates": {"ids": ["{ticket-templates}"]},
    "order_sub_statuses": {"ids": ["{sub-statuses}"]},
    "order_resolution_codes": {"ids": ["{resolution-codes}"]},
    "order_canned_replies": {"ids": ["{canned-replies}"]},
    "put_read_mark": {"read_at": "2026-01-01T00:00:00Z"},
    "create_ci": {"key": "fresh", "name": "Fresh", "class": "server"},
    "create_request_type": {"name": "Fresh"},
    "add_portal_follower": {"email": "{email}"},
    "reopen_portal_ticket": {"body": "It does not work"},
    "reply_portal_ticket": {"body": "An answer"},
    "relate_ci": {"relation": "runs_on", "to_id": "{cis}"},
    "bulk_update_tickets": {"ids": ["{tickets}"], "set": {"department": "Sales"}},
    "create_comment": {"body": "A word"},
    "update_comment": {"body": "Another word"},
    "link_ticket": {"type": "blocking", "target": "{targets}"},
    "ask_approval": {"approver_id": "{people}"},
    "move_ticket": {"to": "open"},
    "render_reply": {"html": "<p>Hello</p>"},
    "create_outside_ticket": {
        "job_id": "fresh",
        "platform": "jira",
        "payload": {"summary": "Fresh"},
        "dry_run": True,
    },
    "dispatch_job": {"job_id": "fresh", "title": "Fresh"},
    "set_dispatch_settings": {"servicenow_enabled": True, "jira_enabled": False, "dual_mode": False},
    "set_audit_retention": {"months": None},
    "create_connection": {"type": "freshdesk"},
    "verify_connection": {},
    "sync_tickets": {"days": 30},
    "update_organization": {"settings": {"reopen_days": 7}},
}
QUERIES: Mapping[str, Json] = {
    "get_ticket_at": {"version": 1},
    "export_time": {"from": "2026-01-01", "to": "2026-01-31"},
    "list_presence": {"tickets": ABSENT},
    "receive_webhook": {"secret": "{webhook}"},
    "receive_vendor_webhook": {"secret": "{webhook}"},
}
# Operations whose path names something else than its words say.
NAMED: Mapping[str, Held] = {
    "receive_webhook": {"in": "connections"},
    "discard_upload": {"attachments": "uploads"},
    "delete_custom_field": {"custom-fields": "spare"},
    "list_ci_tickets": {"items": "cis"},
    "delete_project": {"projects": "empty-project"},
    "delete_assignment": {"assignments": "unlinked-task"},
    "list_outside_tickets": {"tickets": "dispatched"},
    "complete_rca_job": {"jobs": "running-job"},
    "fail_rca_job": {"jobs": "running-job"},
    "cancel_rca_job": {"jobs": "running-job"},
    "get_cluster_run": {"runs": "cluster-runs"},
    "delete_cluster_run": {"runs": "cluster-runs"},
    "cancel_cluster_run": {"runs": "waiting-cluster-run"},
    "close_portal_ticket": {"tickets": "solved"},
    "reopen_portal_ticket": {"tickets": "solved"},
}
# A POST that only computes.
COMPUTING = {"render_reply"}
# Whoever calls these proves itself by a signature; tests/connections/test_agent.py calls them.
SIGNED = {"hear_agent"}
# Answers that never end.
STREAMS = {"stream_events"}


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to be sent."""

    method: str
    path: str
    query: Json = field(default_factory=dict[str, Any])
    body: Any = None
    files: Json | None = None

    def options(self) -> Json:
        """Arguments for a client."""
        sent: Json = {"params": self.query}
        if self.body is not None:
            sent["json"] = self.body
        if self.files is not None:
            sent["files"] = self.files
        return sent


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation and what it takes."""

    id: str
    method: str
    path: str
    permission: Permission | None
    described: Json

    def __str__(self) -> str:
        """Its name."""
        return self.id

    @property
    def name(self) -> str:
        """Its name, that of the original for an alias."""
        return self.id.removesuffix("_alias")

    @property
    def places(self) -> list[tuple[str, str]]:
        """Parameters of the path with the word that stands before each."""
        return re.findall(r"/([^/{}]+)/\{(\w+)\}", self.chosen)

    @property
    def chosen(self) -> str:
        """Its path with the first word of each parameter that is one of a few words."""
        path = self.path
        words: dict[str, list[str]] = {
            p["name"]: _resolved(p["schema"]).get("enum", []) for p in self.described.get("parameters", [])
        }
        for before, name in re.findall(r"/([^/]+)/\{(\w+)\}", path):
            if words[name] and before not in CONSTANTS:
                path = path.replace(f"{{{name}}}", words[name][0])
        return path

    @property
    def naming(self) -> list[str]:
        """Parameters of the path that name something held."""
        return [name for word, name in self.places if word not in CONSTANTS]

    @property
    def queries(self) -> list[str]:
        """Query parameters that name something held."""
        parameters = (p for p in self.described.get("parameters", []) if p["in"] == "query")
        return [p["name"] for p in parameters if _has_ids(p["schema"])]

    @property
    def body_schema(self) -> Json | None:
        """The schema of a JSON body."""
        content = self.described.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    @property
    def fields(self) -> list[str]:
        """Fields of the body that name something held, nested ones with dots."""
        return list(_id_fields(self.body_schema)) if self.body_schema else []

    def address(self, held: Held, *, foreign: Held | None = None, at: str = "") -> str:
        """The path filled from ``held``; the parameter ``at`` from ``foreign``."""
        path = self.chosen
        for word, name in self.places:
            source = foreign if foreign is not None and name == at else held
            kind = NAMED.get(self.name, SYNONYMS).get(word, word)
            path = path.replace(f"{{{name}}}", CONSTANTS.get(word) or source[kind], 1)
        return path

    def request(self, held: Held, *, foreign: Held | None = None, at: str = "") -> Request:
        """A valid request; what is named ``at`` a path, query or body place is taken from ``foreign``."""
        query = {p["name"]: sample(p["schema"]) for p in self.described.get("parameters", []) if _must(p)}
        query |= _filled(QUERIES.get(self.name, {}), held)
        body = self._body(held)
        if foreign is not None and at in self.queries:
            query[at] = foreign[FIELDS[at]]
        if foreign is not None and at in self.fields:
            _put(body, at, foreign[FIELDS[at.rpartition(".")[2]]])
        address = self.address(held, foreign=foreign, at=at)
        return Request(self.method, address, query, body, self._files())

    def _body(self, held: Held) -> Any:
        if self.body_schema is None:
            return None
        made = BODIES.get(self.name)
        return _filled(made, held) if made is not None else sample(self.body_schema, held)

    def _files(self) -> Json | None:
        content = self.described.get("requestBody", {}).get("content", {})
        return (
            {"file": ("note.txt", b"plain words", "text/plain")} if "multipart/form-data" in content else None
        )


def _must(parameter: Json) -> bool:
    return parameter["in"] == "query" and parameter["required"]


def _resolved(schema: Json) -> Json:
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    return schema


def _variants(schema: Json) -> list[Json]:
    schema = _resolved(schema)
    return [_resolved(variant) for variant in schema.get("anyOf", [schema])]


def _has_ids(schema: Json) -> bool:
    return any(
        variant.get("format") == "uuid" or ("items" in variant and _has_ids(variant["items"]))
        for variant in _variants(schema)
    )


def _id_fields(schema: Json, prefix: str = "") -> Iterator[str]:
    for variant in _variants(schema):
        for name, part in variant.get("properties", {}).items():
            if _has_ids(part) or name in {"into", "target"}:
                yield prefix + name
            yield from _id_fields(part, f"{prefix}{name}.")
            for listed in _variants(part):
                yield from _id_fields(listed.get("items", {}), f"{prefix}{name}.0.")


def _put(body: Any, place: str, value: str) -> None:
    *outer, name = place.split(".")
    for step in outer:
        body = body[0] if step == "0" else body.setdefault(step, {})
    body[name] = [value] if name.endswith("ids") else value


def _filled(value: Any, held: Held) -> Any:
    if isinstance(value, str):
        return re.sub(r"\{([\w-]+)\}", lambda found: held[found[1]], value)
    if isinstance(value, list):
        return [_filled(item, held) for item in value]
    if isinstance(value, dict):
        return {key: _filled(item, held) for key, item in value.items()}
    return value


def sample(schema: Json, held: Held | None = None, name: str = "") -> Any:
    """The smallest value that a schema takes; ids are of things held."""
    schema = next(variant for variant in _variants(schema) if variant.get("type") != "null")
    if held is not None and name in FIELDS and schema.get("type") == "string":
        return held[FIELDS[name]]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        required = schema.get("required", [])
        return {key: sample(schema["properties"][key], held, key) for key in required}
    if schema.get("type") == "array":
        return [sample(schema["items"], held, name)] if held is not None and _has_ids(schema) else []
    words = "Fresh words".ljust(schema.get("minLength", 0), "x")
    return {"string": words, "integer": schema.get("minimum", 1), "boolean": True, "number": 1}[
        schema["type"]
    ]


def _operations() -> Iterator[Operation]:
    permissions = {
        r.operation_id: None if r.is_public else r.permissions[0] for r in route_table(described())
    }
    for path, item in DOCUMENT["paths"].items():
        for verb, operation in item.items():
            name = operation["operationId"]
            yield Operation(name, verb.upper(), path, permissions[name], operation)


OPERATIONS = list(_operations())
