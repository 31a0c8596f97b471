"""How often a request asks the database does not depend on how much there is."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest

from tests.fixtures.desk import World
from tests.security.growth import grow
from tests.security.holdings import TICKETS, Holdings, holdings_of
from tests.security.operations import OPERATIONS, STREAMS, Operation

POOL = 12
FEW, SOME, MANY = 5, 50, 200
READING = [o for o in OPERATIONS if o.method == "GET" and o.id not in STREAMS and not o.id.endswith("_alias")]


@dataclass
class Counter:
    """Every statement that goes to the database while it is listened to."""

    world: World
    statements: list[str] = field(default_factory=list[str])

    def note(self, query: Any) -> None:
        """Remember a statement; who calls is looked up only when it was not asked for some seconds."""
        if "principal_find" not in query.query:
            self.statements.append(query.query)

    async def sent(self, client: httpx2.AsyncClient, method: str, path: str, **options: Any) -> list[str]:
        """Send a request once to warm up and once to count; return the statements of the second."""
        for _ in range(2):
            self.statements.clear()
            answer = await client.request(method, path, **options)
            assert answer.status_code < 300, answer.text
        return list(self.statements)


@pytest.fixture(scope="module")
async def counter(module_world: World) -> Counter:
    made = Counter(module_world)
    async with AsyncExitStack() as stack:
        for _ in range(POOL):
            connection = await stack.enter_async_context(module_world.db.pool.acquire())
            connection.add_query_logger(made.note)
    return made


@pytest.fixture(scope="module")
async def held(module_world: World) -> Holdings:
    return await holdings_of(module_world, module_world.org, "count")


@pytest.fixture(scope="module")
async def client(module_world: World) -> httpx2.AsyncClient:
    return module_world.client()


@pytest.fixture(scope="module")
async def tickets(client: httpx2.AsyncClient, held: Holdings) -> list[str]:
    """More tickets than the longest page."""
    made = [await client.post(TICKETS, json={"title": f"Ticket {n}"}) for n in range(3 * MANY)]
    return [answer.json()["id"] for answer in made]


async def test_the_counter_counts(counter, client, tickets):
    told = await counter.sent(client, "GET", f"{TICKETS}/{tickets[0]}")

    assert len(told) == 1
    assert "from tickets" in told[0]


@pytest.mark.parametrize("count", [False, True])
async def test_a_list_asks_as_often_for_many_rows_as_for_few(counter, client, tickets, count):
    told = {}
    for limit in (FEW, SOME, MANY):
        params = {"limit": limit, "count": count}
        told[limit] = await counter.sent(client, "GET", TICKETS, params=params)
        assert len((await client.get(TICKETS, params=params)).json()["data"]) == limit

    assert len(told[FEW]) == len(told[SOME]) == len(told[MANY]) <= 1 + count


async def test_a_search_asks_as_often_for_many_rows_as_for_few(counter, client, tickets):
    params = [{"limit": limit, "q": "ticket"} for limit in (FEW, SOME, MANY)]
    told = [await counter.sent(client, "GET", f"{TICKETS}/search", params=given) for given in params]

    assert [len(statements) for statements in told] == [1, 1, 1]


async def test_many_are_changed_with_as_many_statements_as_few(counter, client, tickets):
    told = {}
    for amount in (1, 10, 500):
        counter.statements.clear()
        body = {
            "ids": tickets[:amount],
            "set": {"department": f"For {amount}", "add_tags": [f"t{amount}"]},
            "comment": "Done",
        }
        answer = await client.post(f"{TICKETS}/bulk-update", json=body)
        assert [result["ok"] for result in answer.json()["results"]] == [True] * amount
        told[amount] = list(counter.statements)

    assert told[10] == told[500]
    assert len(told[1]) == len(told[10]) < 40


async def test_a_create_asks_as_often_when_there_is_much(counter, client, tickets):
    body = {"title": "One more", "description": "Words " * 500, "tags": ["a", "b", "c"]}
    first = await counter.sent(client, "POST", TICKETS, json={"title": "Bare"})
    second = await counter.sent(client, "POST", TICKETS, json=body)

    assert len(first) == len(second) < 15


@pytest.fixture(scope="module")
async def grown(
    counter: Counter, client: httpx2.AsyncClient, held: Holdings
) -> tuple[dict[str, int], dict[str, int]]:
    """Statements of every reading operation before and after all collections grew."""
    before = {o.id: await statements(counter, client, o, held) for o in READING}
    await grow(client, held, 30)
    after = {o.id: await statements(counter, client, o, held) for o in READING}
    return before, after


async def statements(
    counter: Counter, client: httpx2.AsyncClient, operation: Operation, held: Holdings
) -> int:
    request = operation.request(held.ids)
    return len(await counter.sent(client, request.method, request.path, params=request.query))


@pytest.mark.parametrize("operation", READING, ids=str)
async def test_a_read_asks_as_often_when_everything_has_grown(grown, operation):
    before, after = grown

    assert after[operation.id] == before[operation.id] <= 8
