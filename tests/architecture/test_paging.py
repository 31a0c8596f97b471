"""Every list can be walked to its end, by cursor and by page; a cursor that comes back broken is refused."""

import base64
import json
from typing import Any

import httpx2
import pytest

from deskplane.kernel.access import RoleName
from tests.security.growth import grow
from tests.security.holdings import Holdings, holdings_of
from tests.security.operations import OPERATIONS, Request

PAGED = [o for o in OPERATIONS if any(p["name"] == "cursor" for p in o.described.get("parameters", []))]
ROWS = 5
FEW = {
    "list_ci_tickets",
    "list_ticket_project_links",
    "list_ticket_assignment_links",
}  # one of each is linked
MOMENT = "2026-01-01T00:00:00+00:00"
ID = "01a1fc3a-de69-71e6-8ce1-47641a87ace8"


def packed(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


BROKEN = ["x", "!!!!", "=", "%", "\u20ac", "a" * 2000, packed({}), packed("x"), packed(None), packed(7)]
STRANGE = [
    packed(values)
    for values in (
        [],
        [None],
        [None, None],
        [-1],
        [10**30],
        [1.5],
        [True],
        ["x"],
        ["x", "y"],
        ["x", ID],
        [MOMENT],
        [MOMENT, "x"],
        [MOMENT, ID],
        [MOMENT, 10**30],
        [10**30, ID],
        ["2026-01-01", ID],
        ["infinity", ID],
        ["\x00", ID],
        ["x" * 300, ID],
        [[], {}],
        [{"a": 1}, ID],
        [1, 2, 3],
        [MOMENT, ID, ID],
    )
]


@pytest.fixture(scope="module")
async def held(module_world) -> Holdings:
    made = await holdings_of(module_world, module_world.org, "cursor")
    await grow(module_world.client(RoleName.ADMIN), made, ROWS)
    return made


@pytest.mark.parametrize("operation", PAGED, ids=str)
async def test_a_text_that_is_no_cursor_cannot_be_read(module_world, held, operation):
    client = module_world.client(RoleName.ADMIN)
    request = operation.request(held.ids)
    for cursor in BROKEN:
        answer = await client.get(request.path, params={**request.query, "cursor": cursor})
        assert answer.status_code in {400, 422}, f"{cursor[:60]}: {answer.text}"


@pytest.mark.parametrize("operation", PAGED, ids=str)
async def test_a_cursor_of_another_list_is_refused_or_leads_somewhere(module_world, held, operation):
    client = module_world.client(RoleName.ADMIN)
    request = operation.request(held.ids)
    for cursor in STRANGE:
        answer = await client.get(request.path, params={**request.query, "cursor": cursor})
        assert answer.status_code in {200, 400, 422}, (
            f"{base64.urlsafe_b64decode(cursor + '==')}: {answer.text}"
        )


async def test_there_are_lists_with_cursors():
    assert len(PAGED) > 20


async def whole(client: httpx2.AsyncClient, request: Request, **more: Any) -> dict[str, Any]:
    answer = await client.get(request.path, params={**request.query, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def all_rows(client: httpx2.AsyncClient, request: Request) -> list[Any]:
    """Every row, in parts as large as they may be."""
    part = await whole(client, request, limit=200)
    found = part["data"]
    while part["page"]["next"] is not None:
        part = await whole(client, request, limit=200, cursor=part["page"]["next"])
        found += part["data"]
    return found


@pytest.mark.parametrize("operation", PAGED, ids=str)
async def test_a_walk_by_cursor_sees_every_row_once(module_world, held, operation):
    client, request = module_world.client(RoleName.ADMIN), operation.request(held.ids)
    expected = await all_rows(client, request)
    walked, cursor = [], {}
    while len(walked) <= len(expected):
        part = await whole(client, request, limit=4, **cursor)
        assert len(part["data"]) <= 4
        walked += part["data"]
        if part["page"]["next"] is None:
            break
        assert len(part["data"]) == 4
        cursor = {"cursor": part["page"]["next"]}

    assert walked == expected
    assert len(expected) > 1 or operation.name in FEW


@pytest.mark.parametrize("operation", PAGED, ids=str)
async def test_numbered_pages_and_the_total_agree_with_the_whole(module_world, held, operation):
    client, request = module_world.client(RoleName.ADMIN), operation.request(held.ids)
    rows = await all_rows(client, request)
    first = await whole(client, request, limit=1, count=True)
    second = await whole(client, request, limit=3, page=2)
    beyond = await whole(client, request, limit=200, page=50)

    assert first["page"]["total"] == len(rows)
    assert second["data"] == rows[3:6]
    assert (second["page"]["page"], second["page"]["total"]) == (2, len(rows))
    assert beyond["data"] == []


@pytest.mark.parametrize("operation", PAGED, ids=str)
@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": -1},
        {"limit": 10**6},
        {"limit": "x"},
        {"page": 0},
        {"page": 10**9},
        {"page": 1.5},
    ],
    ids=str,
)
async def test_a_page_that_cannot_be_is_refused(module_world, held, operation, query):
    request = operation.request(held.ids)
    answer = await module_world.client(RoleName.ADMIN).get(request.path, params={**request.query, **query})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["query", next(iter(query))]


async def test_cursor_and_page_do_not_go_together(module_world):
    answer = await module_world.client(RoleName.ADMIN).get(
        "/api/v1/people", params={"page": 1, "cursor": packed([1])}
    )

    assert answer.status_code == 422
