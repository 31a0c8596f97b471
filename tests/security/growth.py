"""More of everything that lists show."""

from typing import Any

import httpx2

from tests.security.holdings import Holdings
from tests.security.operations import OPERATIONS

# What collections are made of; each of them grows.
GROWING = {
    "create_person": {"name": "Person {n}", "email": "p{n}@grow.test"},
    "create_team": {"name": "Team {n}"},
    "create_skill": {"name": "Skill {n}"},
    "create_token": {"name": "Token {n}"},
    "create_category": {"name": "Category {n}"},
    "create_custom_field": {"key": "field_{n}", "label": "Field {n}", "kind": "text"},
    "create_ticket_template": {"name": "Template {n}"},
    "create_sub_status": {"key": "state_{n}", "label": "State {n}", "status": "pending"},
    "create_resolution_code": {"code": "code_{n}", "label": "Code {n}"},
    "create_tag": {"name": "tag-{n}"},
    "create_canned_reply": {"title": "Reply {n}", "body_html": "<p>Hello</p>"},
    "create_ci": {"key": "item-{n}", "name": "Item {n}", "class": "server"},
    "create_ticket": {"title": "Ticket {n}", "category_id": "{categories}", "assignee_id": "{people}"},
    "create_request_type": {"name": "Card {n}"},
    "create_comment": {"body": "Comment {n}"},
    "create_project": {"key": "GROW{n}", "name": "Project {n}"},
    "create_assignment": {"title": "Task {n}", "project_id": "{projects}"},
    "create_rca_job": {"title": "Analysis {n}"},
    "create_cluster_run": {"title": "Search {n}"},
    "create_macro": {"name": "Macro {n}", "actions": [{"do": "add_tags", "tags": ["late"]}]},
    "create_board": {"name": "Board {n}"},
    "create_view": {"name": "View {n}", "scope": "all"},
    "log_time": {"minutes": 5, "note": "Time {n}"},
}


async def grow(client: httpx2.AsyncClient, held: Holdings, amount: int) -> None:
    """Add ``amount`` to each collection."""
    known = {operation.id: operation for operation in OPERATIONS}
    for name, template in GROWING.items():
        for n in range(amount):
            body = {key: _filled(value, n, held) for key, value in template.items()}
            answer = await client.post(known[name].address(held.ids), json=body)
            assert answer.status_code in {200, 201}, f"{name}: {answer.text}"


def _filled(value: Any, n: int, held: Holdings) -> Any:
    return value.format(n=n, **held.ids) if isinstance(value, str) else value
