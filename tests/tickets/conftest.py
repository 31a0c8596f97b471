"""What ticket tests need again and again."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest

TICKETS = "/api/v1/desk/tickets"


@pytest.fixture
def make(client):
    """Create a ticket as the administrator and return it."""

    async def create(**fields: Any) -> dict[str, Any]:
        answer = await client.post(TICKETS, json={"title": "VPN is down", **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()

    return create


@pytest.fixture
def category(client):
    """Create a category and return its id."""

    async def create(name: str, parent: str | None = None) -> str:
        answer = await client.post("/api/v1/categories", json={"name": name, "parent_id": parent})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    return create


@pytest.fixture
def custom_field(client):
    """Define a custom field."""

    async def create(key: str, kind: str, **more: Any) -> None:
        body = {"key": key, "label": key.capitalize(), "kind": kind, **more}
        answer = await client.post("/api/v1/custom-fields", json=body)
        assert answer.status_code == 201, answer.text

    return create


@pytest.fixture
def counted(desk):
    """Count the statements that go over the test's connection, as ``async with counted() as statements``."""

    @asynccontextmanager
    async def counting() -> AsyncGenerator[list[str]]:
        statements: list[str] = []
        connection = desk.tx._connection

        def note(record: Any) -> None:
            statements.append(record.query)

        connection.add_query_logger(note)
        try:
            yield statements
        finally:
            await asyncio.sleep(0)
            connection.remove_query_logger(note)

    return counting
