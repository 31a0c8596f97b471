"""Runs handlers once, in this process, and takes down the statements they send."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx2
from asyncpg.connection import LoggedQuery

from deskplane.app.organizations import organizations
from deskplane.app.runtime import opened
from deskplane.app.web import create_app, fronted
from deskplane.identity import service as identity
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tenant
from deskplane.kernel.events import Actor
from deskplane.kernel.settings import Settings

Statements = list[tuple[str, Sequence[Any]]]
DESK = "/api/v1/desk/tickets"
WARM = 2
NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass
class Captured:
    """Statements of each handler, for several tickets; ``fresh`` are texts that must be made anew each time."""

    ids: list[str]
    person: str
    statements: dict[str, list[Statements]] = field(default_factory=dict[str, list[Statements]])
    fresh: dict[str, str] = field(default_factory=dict[str, str])


async def captured(folder: Path, ids: list[str]) -> Captured:
    """Return the statements of get, list and create on the desk in ``folder``."""
    settings = Settings(data_dir=folder, rate_per_minute=0)
    async with opened(settings, pool=1) as runtime, AsyncExitStack() as stack:
        org_id = next(iter((await organizations(runtime.database)).values()))
        actor = Actor(kind="system", name="bench")
        async with runtime.database.transaction(Tenant(org_id)) as tx:
            token, _ = await identity.create_service_token(tx, actor=actor, role=RoleName.ADMIN, name="bench")
        heard: Statements = []

        def hear(query: LoggedQuery) -> None:
            if not query.query.startswith(
                ("begin", "commit", "select set_config", "select * from principal")
            ):
                heard.append((query.query, query.args))

        async with runtime.database.pool.acquire() as connection:
            connection.add_query_logger(hear)
        transport = httpx2.ASGITransport(app=fronted(create_app(runtime), runtime))
        headers = {"Authorization": f"Bearer {token}"}
        client = await stack.enter_async_context(
            httpx2.AsyncClient(transport=transport, base_url="http://bench", headers=headers)
        )
        made = Captured(ids, NOBODY)

        async def take(method: str, path: str, body: Any = None) -> Statements:
            for _ in range(WARM):
                heard.clear()
                answer = await client.request(method, path, json=body)
                answer.raise_for_status()
            return list(heard)

        made.statements["GET ticket"] = [await take("GET", f"{DESK}/{ticket}") for ticket in ids]
        made.statements["list of 50"] = [await take("GET", f"{DESK}?limit=50")]
        created = await take(
            "POST", DESK, {"title": "The tunnel drops", "description": "It drops since this morning"}
        )
        made.statements["create"] = [created]
        made.fresh = _fresh(created)
        return made


def _fresh(statements: Statements) -> dict[str, str]:
    """Name the ids that a create makes: the ticket's becomes one of the session, the event's its own."""
    texts = [str(args) for _, args in statements]
    found: dict[str, str] = {}
    for _, args in statements:
        for value in args:
            rows = cast("list[Any]", value) if isinstance(value, list) else []
            for row in rows:
                if isinstance(row, dict) and "id" in row:
                    found[str(cast("dict[str, Any]", row)["id"])] = "uuidv7()"
    return {key: expression for key, expression in found.items() if any(key in text for text in texts)}
